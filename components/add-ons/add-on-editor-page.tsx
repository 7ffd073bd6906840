'use client';

import { useApi } from '@/components/api/client';
import { EditorGate } from '@/components/plan-editor/editor-gate';
import { listAddOnVersions } from '@/lib/api/catalog/add-on-versions';
import { getAddOn } from '@/lib/api/catalog/add-ons';
import { AddOnEditor } from './add-on-editor';

export function AddOnEditorPage({ addOnId }: { addOnId: string }) {
  const params = { params: { addonId: addOnId } };
  const addOn = useApi(getAddOn, params, { staleTime: Number.POSITIVE_INFINITY });
  const versions = useApi(listAddOnVersions, params);
  const active = versions.data?.data.find(({ status }) => status === 'active');
  const sold = useApi(getAddOn, { params: { addonId: active?.id ?? '' } }, { enabled: active !== undefined && active.id !== addOnId });
  return (
    <EditorGate noun="add-on" href={`/add-ons/${addOnId}`} read={addOn}>
      {(data, revision) => <AddOnEditor key={addOnId} addOn={data} revision={revision} sold={sold.data} />}
    </EditorGate>
  );
}
