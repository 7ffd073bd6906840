import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetched';
import { AddOnEditorPage } from '@/components/add-ons/add-on-editor-page';
import { ALL_FEATURES, ALL_METERS } from '@/components/lists/catalog-input';
import { listAddOnVersions } from '@/lib/api/catalog/add-on-versions';
import { getAddOn } from '@/lib/api/catalog/add-ons';
import { listFeatures } from '@/lib/api/catalog/features';
import { listMeters } from '@/lib/api/metering/meters';
import { read } from '@/lib/server/api/prefetch';

export const metadata: Metadata = { title: 'Edit add-on' };

export default async function EditAddOnPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const one = { params: { addonId: id } };
  const reads = [read(getAddOn, one), read(listAddOnVersions, one), read(listFeatures, ALL_FEATURES), read(listMeters, ALL_METERS)];
  return (
    <Prefetched reads={reads}>
      <AddOnEditorPage addOnId={id} />
    </Prefetched>
  );
}
