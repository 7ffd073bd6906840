'use client';

import { Lock } from 'lucide-react';
import { useApi } from '@/components/api/client';
import { useMay } from '@/components/shell/viewer';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { Skeleton } from '@/components/ui/skeleton';
import { listPlanVersions } from '@/lib/api/plan-versions';
import { getPlan } from '@/lib/api/plans';
import { isEditable } from '@/lib/catalog/version';
import { PlanEditor } from './plan-editor';

/** The editor of one version, when it may be edited; otherwise why not, and what to do. */
export function EditorPage({ planId }: { planId: string }) {
  const mayWrite = useMay('catalog:write');
  const plan = useApi(getPlan, { params: { planId } }, { staleTime: Number.POSITIVE_INFINITY });
  const versions = useApi(listPlanVersions, { params: { planId } });
  const sold = versions.data?.data.find(({ status }) => status === 'active');
  const published = useApi(getPlan, { params: { planId: sold?.id ?? '' } }, { enabled: sold !== undefined && sold.id !== planId });

  if (plan.error)
    return (
      <Page>
        <ErrorState error={plan.error} onRetry={() => void plan.refetch()} />
      </Page>
    );
  if (!plan.data || plan.revision === undefined) return <EditorSkeleton />;
  const back = <ButtonLink href={`/plans/${planId}`}>Open the plan</ButtonLink>;
  if (!isEditable(plan.data.status))
    return (
      <Page>
        <EmptyState title={`Version ${plan.data.version} of ${plan.data.name} never changes`} icon={<Lock />} action={back}>
          It {plan.data.status === 'active' ? 'is' : 'was'} being sold, so its content is fixed. Make the next version there and change
          that.
        </EmptyState>
      </Page>
    );
  if (!mayWrite)
    return (
      <Page>
        <EmptyState title="Your role reads plans but does not edit them" icon={<Lock />} action={back}>
          Ask an admin of this workspace to make you an editor.
        </EmptyState>
      </Page>
    );
  return <PlanEditor key={planId} plan={plan.data} revision={plan.revision} published={published.data} />;
}

function EditorSkeleton() {
  return (
    <div aria-busy="true" className="@container flex min-h-dvh flex-col">
      <div className="flex h-[3.75rem] flex-col justify-center gap-2 border-border border-b px-6">
        <Skeleton className="h-3 w-24" />
        <Skeleton className="h-4 w-56" />
      </div>
      <div className="grid flex-1 grid-cols-1 @min-[720px]:grid-cols-[17rem_minmax(0,1fr)] @min-[1000px]:grid-cols-[16rem_minmax(0,1fr)_20rem] @min-[1240px]:grid-cols-[19rem_minmax(0,1fr)_25rem]">
        <div className="flex flex-col gap-3 border-border border-r p-5">
          {['w-32', 'w-44', 'w-40', 'w-48', 'w-36'].map((width) => (
            <Skeleton key={width} className={`h-4 ${width}`} />
          ))}
        </div>
        <div className="flex flex-col gap-4 p-6 @max-[719px]:hidden">
          <Skeleton className="h-5 w-48" />
          <Skeleton className="h-8 w-full max-w-120" />
          <Skeleton className="h-8 w-full max-w-120" />
        </div>
        <div className="border-border border-l p-5 @max-[999px]:hidden">
          <Skeleton className="h-9 w-40" />
        </div>
      </div>
    </div>
  );
}
