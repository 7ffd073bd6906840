import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Prefetched } from '@/app/prefetched';
import { loadVersionList, planPage } from '@/components/lists/version-input';
import { PlanList } from '@/components/plans/plan-list';
import { searchPlans } from '@/lib/api/catalog/version-lists';
import { read } from '@/lib/server/api/prefetch';

export const metadata: Metadata = { title: 'Plans' };

export default async function PlansPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { as_of: asOf, ...list } = await loadVersionList(searchParams);
  return (
    <Prefetched reads={[read(searchPlans, planPage(list, asOf))]}>
      <PlanList />
    </Prefetched>
  );
}
