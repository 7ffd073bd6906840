'use client';

import { LogOut, Monitor, Moon, Plus, Sun } from 'lucide-react';
import { useTheme } from 'next-themes';
import { useMemo } from 'react';
import { type Command, type CommandSource, useCommands } from '@/components/ui/commands';
import { may, type Permission, type Role } from '@/lib/api/role';
import { PLACES } from './navigation';
import { signOutHere } from './sign-out';

/** Things that can be made from anywhere: the dialog opens on the page of their list. */
const CREATE: readonly { label: string; href: string; needs: Permission; keywords?: readonly string[] }[] = [
  { label: 'Create plan', href: '/plans?create=true', needs: 'catalog:write', keywords: ['new', 'add', 'pricing'] },
  { label: 'Create add-on', href: '/add-ons?create=true', needs: 'catalog:write', keywords: ['new', 'add'] },
  { label: 'Create feature', href: '/features?create=true', needs: 'catalog:write', keywords: ['new', 'add'] },
  { label: 'Create meter', href: '/meters?create=true', needs: 'catalog:write', keywords: ['new', 'add', 'usage'] },
  { label: 'Create customer', href: '/customers?create=true', needs: 'customers:write', keywords: ['new', 'add'] },
  { label: 'Create API key', href: '/settings/api-keys?create=true', needs: 'keys:manage', keywords: ['new', 'add', 'token'] },
];

type Doors = { onPalette: () => void; onShortcuts: () => void; onSidebar: () => void };

/** Offers what can be done from every page: go to a place, make something, the theme, signing out. */
export function useShellCommands(role: Role, { onPalette, onShortcuts, onSidebar }: Doors) {
  const { setTheme } = useTheme();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the functions only set state and may be the first ones for ever
  const commands = useMemo(
    (): Command[] => [
      ...PLACES.flatMap(({ group, places }) =>
        places
          .filter((place) => !place.needs || may(role, place.needs))
          .map((place) => ({ id: `go:${place.href}`, group: 'Go to', ...place, keywords: [...(place.keywords ?? []), group ?? ''] })),
      ),
      ...CREATE.filter(({ needs }) => may(role, needs)).map((one) => ({ ...one, id: one.href, group: 'Create', icon: <Plus /> })),
      { id: 'palette', group: 'General', label: 'Search and commands', shortcut: 'mod+k', onSelect: onPalette },
      { id: 'shortcuts', group: 'General', label: 'Keyboard shortcuts', shortcut: '?', onSelect: onShortcuts },
      { id: 'sidebar', group: 'General', label: 'Narrow or widen the sidebar', shortcut: '[', onSelect: onSidebar },
      { id: 'theme:light', group: 'General', label: 'Theme: light', icon: <Sun />, onSelect: () => setTheme('light') },
      { id: 'theme:dark', group: 'General', label: 'Theme: dark', icon: <Moon />, onSelect: () => setTheme('dark') },
      { id: 'theme:system', group: 'General', label: 'Theme: same as system', icon: <Monitor />, onSelect: () => setTheme('system') },
      {
        id: 'sign-out',
        group: 'General',
        label: 'Sign out',
        icon: <LogOut />,
        keywords: ['log out', 'leave'],
        onSelect: () => void signOutHere(),
      },
    ],
    [role],
  );
  useCommands(commands, find);
}

/** The API client behind it is fetched with the first question. */
const find: CommandSource = async (query, signal) => (await import('./find-things')).findThings(query, signal);
