import { type ExampleCall, exampleCall } from '@/components/api/snippet';
import { getPlan, listPlans, publishPlan } from '@/lib/api/catalog/plans';
import type { Plan } from '@/lib/catalog/plan';
import { isEditable } from '@/lib/catalog/version';

export function planExamples({ id, key, status }: Plan): ExampleCall[] {
  const params = { planId: id };
  return [
    exampleCall('Read this version', getPlan, { params }),
    exampleCall('Read the version that is sold now', listPlans, { query: { filter: { key: { eq: key }, status: { eq: 'active' } } } }),
    ...(isEditable(status) ? [exampleCall('Publish it now', publishPlan, { params })] : []),
  ];
}
