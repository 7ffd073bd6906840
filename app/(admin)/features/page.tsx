import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Prefetched } from '@/app/prefetched';
import { loadPaged } from '@/components/lists/paged-input';
import { featurePage } from '@/components/metering/catalog-input';
import { FeatureList } from '@/components/metering/feature-list';
import { searchFeatures } from '@/lib/api/features';
import { read } from '@/lib/server/prefetch';

export const metadata: Metadata = { title: 'Features' };

export default async function FeaturesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const list = await loadPaged(searchParams);
  return (
    <Prefetched reads={[read(searchFeatures, featurePage(list))]}>
      <FeatureList />
    </Prefetched>
  );
}
