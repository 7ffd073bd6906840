import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetched';
import { AddOnPage } from '@/components/add-ons/add-on-page';
import { ALL_FEATURES } from '@/components/lists/catalog-input';
import { listAddOnOffers, listAddOnVersions } from '@/lib/api/catalog/add-on-versions';
import { getAddOn } from '@/lib/api/catalog/add-ons';
import { listFeatures } from '@/lib/api/catalog/features';
import { read } from '@/lib/server/api/prefetch';

export const metadata: Metadata = { title: 'Add-on' };

export default async function AddOnDetailPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const one = { params: { addonId: id } };
  const reads = [read(getAddOn, one), read(listAddOnVersions, one), read(listAddOnOffers, one), read(listFeatures, ALL_FEATURES)];
  return (
    <Prefetched reads={reads}>
      <AddOnPage addOnId={id} />
    </Prefetched>
  );
}
