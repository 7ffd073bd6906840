'use client';

import clsx from 'clsx';
import { Keyboard, LogOut, Monitor, MonitorOff, Moon, Sun } from 'lucide-react';
import { useTheme } from 'next-themes';
import { call } from '@/components/api/client';
import { Menu } from '@/components/ui/menu';
import { toast } from '@/components/ui/toast';
import { endAllSessions } from '@/lib/api/workspace/session';
import { signOutHere } from './sign-out';

export type Person = { name: string; email: string };

/** Ends every session of the person, on every device; this one last. */
async function leaveEverywhere() {
  try {
    await call(endAllSessions, {});
  } catch (error) {
    toast.error('Not signed out', { detail: (error as Error).message });
    return;
  }
  await signOutHere();
}

type Props = { user: Person; role: string; compact?: boolean; onShortcuts: () => void };

/** Menu of the signed-in person: theme, shortcuts, sign out. */
export function UserMenu({ user, role, compact = false, onShortcuts }: Props) {
  const { theme, setTheme } = useTheme();
  return (
    <Menu
      label={`Account of ${user.name}`}
      className="w-56"
      trigger={
        <button
          type="button"
          aria-label={`Account of ${user.name}`}
          className={clsx(
            'flex h-11 w-full min-w-0 items-center gap-2.5 rounded-md text-left transition-colors hover:bg-hover aria-expanded:bg-hover',
            compact ? 'justify-center' : 'px-1.5',
          )}
        >
          <span
            aria-hidden="true"
            className="grid size-6 shrink-0 place-items-center rounded-full border border-border-strong font-medium text-muted text-xs"
          >
            {initials(user.name)}
          </span>
          {!compact && (
            <span className="flex min-w-0 flex-1 flex-col">
              <span className="truncate font-medium leading-4">{user.name}</span>
              <span className="truncate text-muted text-xs">{user.email}</span>
            </span>
          )}
        </button>
      }
      items={[
        { kind: 'label', label: `${user.email} · ${role}` },
        { kind: 'separator' },
        { kind: 'label', label: 'Theme' },
        { label: 'Light', icon: <Sun />, checked: theme === 'light', onSelect: () => setTheme('light') },
        { label: 'Dark', icon: <Moon />, checked: theme === 'dark', onSelect: () => setTheme('dark') },
        { label: 'Same as system', icon: <Monitor />, checked: theme === 'system', onSelect: () => setTheme('system') },
        { kind: 'separator' },
        { label: 'Keyboard shortcuts', icon: <Keyboard />, hint: '?', onSelect: onShortcuts },
        { label: 'Sign out', icon: <LogOut />, onSelect: () => void signOutHere() },
        { label: 'Sign out on every device', icon: <MonitorOff />, onSelect: () => void leaveEverywhere() },
      ]}
    />
  );
}

const initials = (name: string) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase() ?? '')
    .join('') || '·';
