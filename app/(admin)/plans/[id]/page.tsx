import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetched';
import { ALL_FEATURES } from '@/components/lists/catalog-input';
import { PlanThen } from '@/components/plans/plan-as-of';
import { PlanPage } from '@/components/plans/plan-page';
import { ALL_ADD_ON_VERSIONS, offersOf } from '@/components/versions/plan-input';
import { listAddOns } from '@/lib/api/catalog/add-ons';
import { listFeatures } from '@/lib/api/catalog/features';
import { listPlanAddOns } from '@/lib/api/catalog/plan-add-ons';
import { getPlanAsOf } from '@/lib/api/catalog/plan-as-of';
import { listPlanVersions } from '@/lib/api/catalog/plan-versions';
import { getPlan } from '@/lib/api/catalog/plans';
import { DateTime } from '@/lib/fields';
import { read } from '@/lib/server/api/prefetch';

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
