import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetched';
import { ALL_FEATURES, ALL_METERS } from '@/components/metering/catalog-input';
import { FeatureList } from '@/components/metering/feature-list';
import { listFeatures } from '@/lib/api/features';
import { listMeters } from '@/lib/api/meters';
import { read } from '@/lib/server/prefetch';

export const metadata: Metadata = { title: 'Features' };

export default function FeaturesPage() {
  return (
    <Prefetched reads={[read(listFeatures, ALL_FEATURES), read(listMeters, ALL_METERS)]}>
      <FeatureList />
    </Prefetched>
  );
}
