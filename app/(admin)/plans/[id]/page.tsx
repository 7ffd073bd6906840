import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetched';
import { ALL_ADD_ON_VERSIONS, offersOf } from '@/components/catalog/plan-input';
import { PlanPage } from '@/components/catalog/plan-page';
import { PlanThen } from '@/components/catalog/plan-then';
import { ALL_FEATURES } from '@/components/metering/catalog-input';
import { listAddOns } from '@/lib/api/add-ons';
import { listFeatures } from '@/lib/api/features';
import { listPlanAddOns } from '@/lib/api/plan-add-ons';
import { getPlanAsOf } from '@/lib/api/plan-as-of';
import { listPlanVersions } from '@/lib/api/plan-versions';
import { getPlan } from '@/lib/api/plans';
import { DateTime } from '@/lib/catalog/fields';
import { read } from '@/lib/server/prefetch';

export const metadata: Metadata = { title: 'Plan' };

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ as_of?: string | string[] }> };

export default async function PlanDetailPage({ params, searchParams }: Props) {
  const { id } = await params;
  const at = DateTime.safeParse((await searchParams).as_of);
  if (at.success)
    return (
      <Prefetched reads={[read(getPlanAsOf, { params: { planId: id }, query: { asOf: at.data } })]}>
        <PlanThen planId={id} at={at.data} />
      </Prefetched>
    );
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
