'use client';

import clsx from 'clsx';
import { PanelLeft, Search } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { IconButton } from '@/components/ui/icon-button';
import { Kbd } from '@/components/ui/kbd';
import { Tooltip } from '@/components/ui/tooltip';
import { may, type Role } from '@/lib/api/role';
import { isAt, PLACES, type Place } from './navigation';
import { type Person, UserMenu } from './user-menu';
import { type Workspace, WorkspaceSwitcher } from './workspace-switcher';

export type SidebarProps = {
  user: Person;
  role: Role;
  workspace: Workspace;
  workspaces: readonly Workspace[];
  /** Icons only. */
  compact?: boolean;
  onToggle?: () => void;
  onSearch: () => void;
  onShortcuts: () => void;
  /** After a choice, for the drawer. */
  onLeave?: () => void;
};

export function Sidebar({ user, role, workspace, workspaces, compact = false, onToggle, onSearch, onShortcuts, onLeave }: SidebarProps) {
  const pathname = usePathname();
  return (
    <div className="flex h-full min-h-0 flex-col gap-2 p-2">
      <WorkspaceSwitcher workspaces={workspaces} current={workspace} compact={compact} />
      <SearchButton compact={compact} onSearch={onSearch} />
      <nav aria-label="Main" className="-mx-2 min-h-0 flex-1 overflow-y-auto px-2 pb-4">
        {PLACES.map(({ group, places, folded }) => {
          const allowed = places.filter((place) => !place.needs || may(role, place.needs));
          if (allowed.length === 0) return null;
          const isInside = allowed.some((place) => isAt(pathname, place.href));
          if (folded && !isInside)
            return (
              <ul key={group} className="mt-2">
                <li>
                  <Entry place={{ ...folded, href: allowed[0]?.href ?? '/' }} active={false} compact={compact} onClick={onLeave} />
                </li>
              </ul>
            );
          return (
            <div key={group ?? 'top'} className="mt-1">
              {group &&
                (compact ? (
                  <hr className="mx-2 my-2 border-border border-t" />
                ) : (
                  <h2 className="px-2 pt-2 pb-1 text-faint text-xs">{group}</h2>
                ))}
              <ul aria-label={group ?? undefined}>
                {allowed.map((place) => (
                  <li key={place.href}>
                    <Entry place={place} active={isAt(pathname, place.href)} compact={compact} onClick={onLeave} />
                  </li>
                ))}
              </ul>
            </div>
          );
        })}
      </nav>
      <div className={clsx('flex gap-1', compact ? 'flex-col items-center' : 'items-center')}>
        <div className="w-full min-w-0">
          <UserMenu user={user} role={role} compact={compact} onShortcuts={onShortcuts} />
        </div>
        {onToggle && (
          <IconButton size="sm" label={compact ? 'Widen the sidebar' : 'Narrow the sidebar'} icon={<PanelLeft />} onClick={onToggle} />
        )}
      </div>
    </div>
  );
}

function Entry({ place, active, compact, onClick }: { place: Place; active: boolean; compact: boolean; onClick?: () => void }) {
  const link = (
    <Link
      href={place.href}
      onClick={onClick}
      aria-current={active ? 'page' : undefined}
      aria-label={compact ? place.label : undefined}
      className={clsx(
        'flex h-7.5 items-center gap-2.5 rounded-md transition-colors',
        active ? 'bg-hover font-medium text-text' : 'text-muted hover:bg-hover hover:text-text',
        compact ? 'w-10 justify-center' : 'w-full px-2',
      )}
    >
      <span className={clsx('flex', active ? 'text-text' : 'text-muted')}>{place.icon}</span>
      {!compact && <span className="truncate">{place.label}</span>}
    </Link>
  );
  return compact ? (
    <Tooltip text={place.label} side="right">
      {link}
    </Tooltip>
  ) : (
    link
  );
}

function SearchButton({ compact, onSearch }: { compact: boolean; onSearch: () => void }) {
  if (compact) return <IconButton label="Search and commands" icon={<Search />} onClick={onSearch} className="mx-1" />;
  return (
    <button
      type="button"
      onClick={onSearch}
      className="flex h-8 items-center gap-2.5 rounded-md border border-border-strong bg-bg px-2 text-muted transition-colors hover:border-control"
    >
      <Search />
      <span className="flex-1 text-left">Search</span>
      <Kbd keys="mod+k" />
    </button>
  );
}
