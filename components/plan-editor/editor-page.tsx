'use client';

import { useApi } from '@/components/api/client';
import { listPlanVersions } from '@/lib/api/catalog/plan-versions';
import { getPlan } from '@/lib/api/catalog/plans';
import { EditorGate } from './editor-gate';
import { PlanEditor } from './plan-editor';

export function EditorPage({ planId }: { planId: string }) {
  const plan = useApi(getPlan, { params: { planId } }, { staleTime: Number.POSITIVE_INFINITY });
  const versions = useApi(listPlanVersions, { params: { planId } });
  const sold = versions.data?.data.find(({ status }) => status === 'active');
  const published = useApi(getPlan, { params: { planId: sold?.id ?? '' } }, { enabled: sold !== undefined && sold.id !== planId });
  return (
    <EditorGate noun="plan" href={`/plans/${planId}`} read={plan}>
      {(data, revision) => <PlanEditor key={planId} plan={data} revision={revision} published={published.data} />}
    </EditorGate>
  );
}
