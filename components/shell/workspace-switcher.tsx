'use client';

import clsx from 'clsx';
import { ChevronsUpDown } from 'lucide-react';
import { Menu } from '@/components/ui/menu';

export type Workspace = { id: string; key: string; name: string };

// The server reads the chosen workspace from this cookie, and checks that the person belongs to it.
const COOKIE = 'ratebook-workspace';
const YEAR_S = 31_536_000;

function choose(workspace: Workspace) {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
  document.cookie = `${COOKIE}=${encodeURIComponent(workspace.key)}; path=/; max-age=${YEAR_S}; samesite=lax`;
  window.location.assign('/'); // a whole load: nothing of the other workspace may stay in memory
}

type Props = { workspaces: readonly Workspace[]; current: Workspace; compact?: boolean };

export function WorkspaceSwitcher({ workspaces, current, compact = false }: Props) {
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
          onSelect: () => choose(workspace),
        })),
      ]}
    />
  );
}

const initial = (name: string) => [...name.trim()][0]?.toUpperCase() ?? '·';
