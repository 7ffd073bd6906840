'use client';

import { Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Editor } from '@/components/draft/editor-context';
import { useMay } from '@/components/shell/viewer';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { Skeleton } from '@/components/ui/skeleton';
import type { PlanStatus } from '@/lib/catalog/plan';
import { isEditable } from '@/lib/catalog/version';

type Props<T> = {
  noun: Editor['noun'];
  /** Its page, where one goes on when it cannot be edited. */
  href: string;
  read: { data?: T | undefined; revision?: number | undefined; error: unknown; refetch: () => unknown };
  children: (opened: T, revision: number) => ReactNode;
};

/** The editor of one version, when it may be edited; otherwise why not, and what to do. */
export function EditorGate<T extends { name: string; version: number; status: PlanStatus }>({ noun, href, read, children }: Props<T>) {
  const mayWrite = useMay('catalog:write');
  const { data, revision } = read;
  if (read.error)
    return (
      <Page>
        <ErrorState error={read.error} onRetry={() => void read.refetch()} />
      </Page>
    );
  if (!data || revision === undefined) return <EditorSkeleton />;
  const back = <ButtonLink href={href}>Open the {noun}</ButtonLink>;
  if (!isEditable(data.status))
    return (
      <Page>
        <EmptyState title={`Version ${data.version} of ${data.name} cannot be changed`} icon={<Lock />} action={back}>
          It {data.status === 'active' ? 'is' : 'was'} being sold, so its content is fixed. Make the next version there and change that.
        </EmptyState>
      </Page>
    );
  if (!mayWrite)
    return (
      <Page>
        <EmptyState title={`Your role reads ${noun}s but does not edit them`} icon={<Lock />} action={back}>
          Ask an admin of this workspace to make you an editor.
        </EmptyState>
      </Page>
    );
  return children(data, revision);
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
