import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Prefetched } from '@/app/prefetched';
import { AddOnList } from '@/components/add-ons/add-on-list';
import { addOnPage, loadVersionList } from '@/components/lists/version-input';
import { searchAddOns } from '@/lib/api/catalog/version-lists';
import { read } from '@/lib/server/api/prefetch';

export const metadata: Metadata = { title: 'Add-ons' };

export default async function AddOnsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const list = await loadVersionList(searchParams);
  return (
    <Prefetched reads={[read(searchAddOns, addOnPage(list))]}>
      <AddOnList />
    </Prefetched>
  );
}
