'use client';

import { Redo2, Undo2 } from 'lucide-react';
import type { SaveStatus } from '@/components/draft/autosave';
import { useEditor } from '@/components/draft/editor-context';
import { redo, undo } from '@/components/draft/editor-state';
import { IssueButton } from '@/components/draft/issue-list';
import { SaveState } from '@/components/draft/save-state';
import { StatusBadge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Breadcrumbs, type Crumb } from '@/components/ui/page-header';
import type { Issue } from '@/lib/problem';

type Props = {
  crumbs: readonly Crumb[];
  /** The title while the name is empty. */
  fallback: string;
  scheduled: boolean;
  version: number;
  autosave: { status: SaveStatus; retry: () => unknown };
  onJump: (issue: Pick<Issue, 'path'>) => void;
  onPublish: () => void;
};

/** Header of every editor: place, save state, and acts on the whole draft. */
export function EditorHeader({ crumbs, fallback, scheduled, version, autosave, onJump, onPublish }: Props) {
  const { state, act, issues, findings } = useEditor();
  return (
    <header className="sticky top-0 z-10 min-h-[3.8125rem] border-border border-b bg-bg px-4 py-2 max-nav:top-12 nav:px-6">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <div className="flex min-w-0 flex-1 flex-col @max-[560px]:basis-full">
          <Breadcrumbs crumbs={crumbs} />
          <div className="flex min-w-0 items-center gap-2.5">
            <h1 className="min-w-0 truncate font-semibold text-lg">{state.plan.name || fallback}</h1>
            <StatusBadge status={scheduled ? 'scheduled' : 'draft'}>
              {scheduled ? 'Scheduled' : 'Draft'}, version {version}
            </StatusBadge>
            <SaveState status={autosave.status} onRetry={() => void autosave.retry()} />
          </div>
        </div>
        <div className="flex items-center gap-1 @max-[560px]:w-full @max-[560px]:justify-end">
          <IconButton
            label={state.past.length > 0 ? `Undo: ${state.past.at(-1)?.label}` : 'Undo'}
            icon={<Undo2 />}
            disabled={state.past.length === 0}
            onClick={() => act(undo)}
          />
          <IconButton
            label={state.future.length > 0 ? `Redo: ${state.future.at(-1)?.label}` : 'Redo'}
            icon={<Redo2 />}
            disabled={state.future.length === 0}
            onClick={() => act(redo)}
          />
          <IssueButton issues={issues} findings={findings} plan={state.plan} onJump={onJump} />
          <Button variant="primary" className="ml-2" onClick={onPublish}>
            Publish…
          </Button>
        </div>
      </div>
    </header>
  );
}
