import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetched';
import { ALL_ADD_ON_VERSIONS, offersOf } from '@/components/catalog/plan-input';
import { PlanPage } from '@/components/catalog/plan-page';
import { ALL_FEATURES } from '@/components/metering/catalog-input';
import { listAddOns } from '@/lib/api/add-ons';
import { listFeatures } from '@/lib/api/features';
import { listPlanAddOns } from '@/lib/api/plan-add-ons';
import { listPlanVersions } from '@/lib/api/plan-versions';
import { getPlan } from '@/lib/api/plans';
import { read } from '@/lib/server/prefetch';

export const metadata: Metadata = { title: 'Plan' };

export default async function PlanDetailPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const one = { params: { planId: id } };
  return (
    <Prefetched
      reads={[
        read(getPlan, one),
        read(listPlanVersions, one),
        read(listFeatures, ALL_FEATURES),
        read(listPlanAddOns, offersOf(id)),
        read(listAddOns, ALL_ADD_ON_VERSIONS),
      ]}
    >
      <PlanPage planId={id} />
    </Prefetched>
  );
}
