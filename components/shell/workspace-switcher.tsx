'use client';

import clsx from 'clsx';
import { ChevronsUpDown, Plus } from 'lucide-react';
import { useState } from 'react';
import { lazy } from '@/components/ui/lazy';
import { Menu } from '@/components/ui/menu';
import { openWorkspace } from './open-workspace';
import { useMay, useViewer } from './viewer';

export type Workspace = { id: string; key: string; name: string };

const CreateWorkspace = lazy(() => import('./create-workspace').then((m) => m.CreateWorkspace));

type Props = { workspaces: readonly Workspace[]; current: Workspace; compact?: boolean };

export function WorkspaceSwitcher({ workspaces, current, compact = false }: Props) {
  const [creating, setCreating] = useState(false);
  const mayCreate = useMay('workspace:manage');
  const { timeZone } = useViewer().workspace;
  const face = (
    <>
      <span
        aria-hidden="true"
        className="grid size-6 shrink-0 place-items-center rounded-sm bg-accent font-semibold text-accent-contrast text-sm"
      >
        {initial(current.name)}
      </span>
      {!compact && <span className="min-w-0 flex-1 truncate text-left font-semibold">{current.name}</span>}
    </>
  );
  return (
    <>
      <Menu
        label="Workspaces"
        className="w-56"
        trigger={
          <button
            type="button"
            aria-label={`Workspace: ${current.name}`}
            className={clsx(
              'flex h-10 w-full min-w-0 items-center gap-2.5 rounded-md transition-colors hover:bg-hover aria-expanded:bg-hover',
              compact ? 'justify-center' : 'px-1.5',
            )}
          >
            {face}
            {!compact && <ChevronsUpDown className="size-3.5 text-faint" />}
          </button>
        }
        items={[
          { kind: 'label', label: 'Workspaces' },
          ...workspaces.map((workspace) => ({
            label: workspace.name,
            checked: workspace.id === current.id,
            onSelect: () => openWorkspace(workspace.key),
          })),
          ...(mayCreate
            ? [{ kind: 'separator' } as const, { label: 'Create workspace…', icon: <Plus />, onSelect: () => setCreating(true) }]
            : []),
        ]}
      />
      {creating && <CreateWorkspace timeZone={timeZone} onClose={() => setCreating(false)} />}
    </>
  );
}

const initial = (name: string) => [...name.trim()][0]?.toUpperCase() ?? '·';
