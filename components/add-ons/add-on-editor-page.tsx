'use client';

import { Lock } from 'lucide-react';
import { useApi } from '@/components/api/client';
import { useMay } from '@/components/shell/viewer';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { Skeleton } from '@/components/ui/skeleton';
import { listAddOnVersions } from '@/lib/api/add-on-versions';
import { getAddOn } from '@/lib/api/add-ons';
import { AddOnEditor } from './add-on-editor';

/** The editor of one version, when it may be edited; otherwise why not, and what to do. */
export function AddOnEditorPage({ addOnId }: { addOnId: string }) {
  const mayWrite = useMay('catalog:write');
  const params = { params: { addonId: addOnId } };
  const addOn = useApi(getAddOn, params, { staleTime: Number.POSITIVE_INFINITY });
  const versions = useApi(listAddOnVersions, params);
  const active = versions.data?.data.find(({ status }) => status === 'active');
  const sold = useApi(getAddOn, { params: { addonId: active?.id ?? '' } }, { enabled: active !== undefined && active.id !== addOnId });

  if (addOn.error)
    return (
      <Page>
        <ErrorState error={addOn.error} onRetry={() => void addOn.refetch()} />
      </Page>
    );
  if (!addOn.data || addOn.revision === undefined)
    return (
      <div aria-busy="true" className="flex flex-col gap-4 p-6">
        <Skeleton className="h-6 w-64" />
        <Skeleton className="h-96 w-full" />
      </div>
    );
  const back = <ButtonLink href={`/add-ons/${addOnId}`}>Open the add-on</ButtonLink>;
  if (addOn.data.status !== 'draft')
    return (
      <Page>
        <EmptyState title={`Version ${addOn.data.version} of ${addOn.data.name} never changes`} icon={<Lock />} action={back}>
          It {addOn.data.status === 'active' ? 'is' : 'was'} being sold, so its content is fixed. Make the next version there and change
          that.
        </EmptyState>
      </Page>
    );
  if (!mayWrite)
    return (
      <Page>
        <EmptyState title="Your role reads add-ons but does not edit them" icon={<Lock />} action={back}>
          Ask an admin of this workspace to make you an editor.
        </EmptyState>
      </Page>
    );
  return (
    <AddOnEditor
      key={addOnId}
      addOn={addOn.data}
      revision={addOn.revision}
      scheduled={addOn.data.effectiveFrom !== undefined}
      sold={sold.data}
    />
  );
}
