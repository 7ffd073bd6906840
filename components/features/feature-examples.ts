import { type ExampleCall, exampleCall } from '@/components/api/snippet';
import { getFeature, listFeatures } from '@/lib/api/catalog/features';
import type { Feature } from '@/lib/catalog/feature';

export const featureExamples = ({ id, key }: Feature): ExampleCall[] => [
  exampleCall('Read this feature', getFeature, { params: { featureId: id } }),
  exampleCall('Find it by its key', listFeatures, { query: { filter: { key: { eq: key } } } }),
];
