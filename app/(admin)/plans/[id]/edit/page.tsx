import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetched';
import { ALL_FEATURES, ALL_METERS } from '@/components/lists/catalog-input';
import { EditorPage } from '@/components/plan-editor/editor-page';
import { listFeatures } from '@/lib/api/catalog/features';
import { listPlanVersions } from '@/lib/api/catalog/plan-versions';
import { getPlan } from '@/lib/api/catalog/plans';
import { listMeters } from '@/lib/api/metering/meters';
import { read } from '@/lib/server/api/prefetch';

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
