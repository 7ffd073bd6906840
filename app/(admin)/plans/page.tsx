import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetched';
import { ALL_PLAN_VERSIONS } from '@/components/catalog/plan-input';
import { PlanList } from '@/components/catalog/plan-list';
import { listPlansAsOf } from '@/lib/api/catalog';
import { listPlans } from '@/lib/api/plans';
import { DateTime } from '@/lib/catalog/fields';
import { read } from '@/lib/server/prefetch';

export const metadata: Metadata = { title: 'Plans' };

export default async function PlansPage({ searchParams }: { searchParams: Promise<{ as_of?: string | string[] }> }) {
  const at = DateTime.safeParse((await searchParams).as_of);
  const reads = at.success ? [read(listPlansAsOf, { query: { asOf: at.data } })] : [read(listPlans, ALL_PLAN_VERSIONS)];
  return (
    <Prefetched reads={reads}>
      <PlanList />
    </Prefetched>
  );
}
