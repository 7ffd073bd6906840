import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetched';
import { AddOnList } from '@/components/add-ons/add-on-list';
import { ALL_ADD_ON_VERSIONS } from '@/components/catalog/plan-input';
import { listAddOns } from '@/lib/api/add-ons';
import { read } from '@/lib/server/prefetch';

export const metadata: Metadata = { title: 'Add-ons' };

export default function AddOnsPage() {
  return (
    <Prefetched reads={[read(listAddOns, ALL_ADD_ON_VERSIONS)]}>
      <AddOnList />
    </Prefetched>
  );
}
