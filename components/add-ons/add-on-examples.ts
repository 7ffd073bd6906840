import { type ExampleCall, exampleCall } from '@/components/api/snippet';
import { getAddOn, listAddOns, publishAddOn } from '@/lib/api/catalog/add-ons';
import { isEditable } from '@/lib/catalog/version';
import type { ListedAddOn } from './live-status';

export function addOnExamples({ id, key, status }: Pick<ListedAddOn, 'id' | 'key' | 'status'>): ExampleCall[] {
  const params = { addonId: id };
  return [
    exampleCall('Read this version', getAddOn, { params }),
    exampleCall('Read the version that is sold now', listAddOns, { query: { filter: { key: { eq: key }, status: { eq: 'active' } } } }),
    ...(isEditable(status) ? [exampleCall('Publish it now', publishAddOn, { params })] : []),
  ];
}
