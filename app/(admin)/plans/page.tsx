import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetched';
import { ALL_PLAN_VERSIONS } from '@/components/catalog/plan-input';
import { PlanList } from '@/components/catalog/plan-list';
import { listPlans } from '@/lib/api/plans';
import { read } from '@/lib/server/prefetch';

export const metadata: Metadata = { title: 'Plans' };

export default function PlansPage() {
  return (
    <Prefetched reads={[read(listPlans, ALL_PLAN_VERSIONS)]}>
      <PlanList />
    </Prefetched>
  );
}
