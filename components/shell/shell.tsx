'use client';

import clsx from 'clsx';
import { Menu as MenuIcon, Search } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { SHOWN_WORKSPACE } from '@/components/api/shown-workspace';
import { CommandProvider, useCommandRegistry } from '@/components/ui/commands';
import { IconButton } from '@/components/ui/icon-button';
import { lazy } from '@/components/ui/lazy';
import { Modal } from '@/components/ui/modal';
import type { Role } from '@/lib/api/role';
import { useShellCommands } from './shell-commands';
import { Sidebar } from './sidebar';
import { SIDEBAR_COOKIE } from './sidebar-cookie';
import { SignedOutNotice } from './signed-out-notice';
import { StrayedNotice } from './strayed-notice';
import type { Person } from './user-menu';
import { useViewer } from './viewer';
import type { Workspace } from './workspace-switcher';

const CommandPalette = lazy(() => import('@/components/ui/command-palette').then((module) => module.default));
const ShortcutsDialog = lazy(() => import('@/components/ui/shortcuts-dialog').then((module) => module.default));
const TestClockBar = lazy(() => import('./test-clock-bar').then((module) => module.TestClockBar));

const YEAR_S = 31_536_000;

export type ShellProps = {
  user: Person;
  role: Role;
  workspace: Workspace;
  workspaces: readonly Workspace[];
  /** Whether the cookie says so. */
  sidebarCompact?: boolean;
  children: ReactNode;
};

/** The frame of every signed-in page: sidebar (a drawer below 900 px), command palette, shortcuts. */
export function Shell(props: ShellProps) {
  return (
    <CommandProvider>
      <Frame {...props} />
    </CommandProvider>
  );
}

type Opened = 'palette' | 'shortcuts' | 'drawer' | null;

function Frame({ children, sidebarCompact = false, ...identity }: ShellProps) {
  const [compact, setCompact] = useState(sidebarCompact);
  const [opened, setOpened] = useState<Opened>(null);
  const { sandbox } = useViewer().workspace;
  const registry = useCommandRegistry();
  const typedAhead = useTypedAhead(opened === 'palette');
  const close = () => setOpened(null);
  const toggle = () =>
    setCompact((before) => {
      // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
      document.cookie = `${SIDEBAR_COOKIE}=${before ? 'wide' : 'compact'}; path=/; max-age=${YEAR_S}; samesite=lax`;
      return !before;
    });
  useShellCommands(identity.role, {
    onPalette: () => setOpened('palette'),
    onShortcuts: () => setOpened('shortcuts'),
    onSidebar: toggle,
  });
  const doors = { onSearch: () => setOpened('palette'), onShortcuts: () => setOpened('shortcuts') };

  return (
    <div className="flex min-h-dvh max-nav:flex-col" {...{ [SHOWN_WORKSPACE]: identity.workspace.id }}>
      <a
        href="#content"
        className="sr-only z-30 rounded-md bg-raised px-3 py-2 font-medium shadow-float focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <aside
        className={clsx(
          'sticky top-0 h-dvh shrink-0 border-border border-r bg-sidebar transition-[width] max-nav:hidden',
          compact ? 'w-14' : 'w-58',
        )}
      >
        <Sidebar {...identity} {...doors} compact={compact} onToggle={toggle} />
      </aside>
      <header className="sticky top-0 z-20 flex h-12 items-center gap-2 border-border border-b bg-sidebar px-2 nav:hidden">
        <IconButton quiet label="Open the menu" icon={<MenuIcon />} onClick={() => setOpened('drawer')} />
        <span className="min-w-0 flex-1 truncate font-semibold">{identity.workspace.name}</span>
        <IconButton quiet label="Search and commands" icon={<Search />} onClick={doors.onSearch} />
      </header>
      <main id="content" tabIndex={-1} className="min-w-0 flex-1 outline-none">
        {sandbox && <TestClockBar />}
        <SignedOutNotice />
        <StrayedNotice workspace={identity.workspace.name} />
        {children}
      </main>
      {opened === 'drawer' && (
        <Modal onClose={close} aria-label="Menu" className="drawer">
          <Sidebar {...identity} {...doors} onLeave={close} />
        </Modal>
      )}
      {opened === 'palette' && (
        <CommandPalette
          commands={registry.commands}
          sources={registry.sources}
          onRun={registry.run}
          onClose={close}
          recents={`commands-${identity.workspace.id}`}
          typed={typedAhead}
        />
      )}
      {opened === 'shortcuts' && <ShortcutsDialog commands={registry.commands} onClose={close} />}
    </div>
  );
}

/** Collects the text typed while the palette loads for the first time. Returns a function that gives it. */
function useTypedAhead(asked: boolean): () => string {
  const typed = useRef('');
  useEffect(() => {
    if (!asked) return;
    typed.current = '';
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.length !== 1 || event.metaKey || event.ctrlKey || event.altKey || document.querySelector('dialog:modal')) return;
      typed.current += event.key;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown, { capture: true });
    return () => document.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [asked]);
  return () => typed.current;
}
