import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetched';
import { PlanPage } from '@/components/catalog/plan-page';
import { ALL_FEATURES } from '@/components/metering/catalog-input';
import { listFeatures } from '@/lib/api/features';
import { listPlanVersions } from '@/lib/api/plan-versions';
import { getPlan } from '@/lib/api/plans';
import { read } from '@/lib/server/prefetch';

export const metadata: Metadata = { title: 'Plan' };

export default async function PlanDetailPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const one = { params: { planId: id } };
  return (
    <Prefetched reads={[read(getPlan, one), read(listPlanVersions, one), read(listFeatures, ALL_FEATURES)]}>
      <PlanPage planId={id} />
    </Prefetched>
  );
}
