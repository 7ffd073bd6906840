import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Prefetched } from '@/app/prefetched';
import { FeatureList } from '@/components/features/feature-list';
import { featurePage } from '@/components/lists/catalog-input';
import { loadPaged } from '@/components/lists/paged-input';
import { searchFeatures } from '@/lib/api/catalog/features';
import { read } from '@/lib/server/api/prefetch';

export const metadata: Metadata = { title: 'Features' };

export default async function FeaturesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const list = await loadPaged(searchParams);
  return (
    <Prefetched reads={[read(searchFeatures, featurePage(list))]}>
      <FeatureList />
    </Prefetched>
  );
}
