import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetched';
import { EditorPage } from '@/components/catalog/editor-page';
import { ALL_FEATURES, ALL_METERS } from '@/components/metering/catalog-input';
import { listFeatures } from '@/lib/api/features';
import { listMeters } from '@/lib/api/meters';
import { listPlanVersions } from '@/lib/api/plan-versions';
import { getPlan } from '@/lib/api/plans';
import { read } from '@/lib/server/prefetch';

export const metadata: Metadata = { title: 'Edit plan' };

export default async function EditPlanPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const one = { params: { planId: id } };
  return (
    <Prefetched reads={[read(getPlan, one), read(listPlanVersions, one), read(listFeatures, ALL_FEATURES), read(listMeters, ALL_METERS)]}>
      <EditorPage planId={id} />
    </Prefetched>
  );
}
