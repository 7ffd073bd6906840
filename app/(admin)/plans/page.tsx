import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Prefetched } from '@/app/prefetched';
import { PlanList } from '@/components/catalog/plan-list';
import { loadVersionList, planPage } from '@/components/lists/version-input';
import { searchPlans } from '@/lib/api/version-lists';
import { read } from '@/lib/server/prefetch';

export const metadata: Metadata = { title: 'Plans' };

export default async function PlansPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { as_of: asOf, ...list } = await loadVersionList(searchParams);
  return (
    <Prefetched reads={[read(searchPlans, planPage(list, asOf))]}>
      <PlanList />
    </Prefetched>
  );
}
