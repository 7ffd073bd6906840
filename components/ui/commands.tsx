'use client';

import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { createMatcher } from './shortcut';

/** Something a person can go to or do: found in the palette, bound to its keys, listed under "?". */
export type Command = {
  id: string;
  label: string;
  /** The heading it stands under: "Go to", "Create", "This plan". */
  group: string;
  icon?: ReactNode;
  /** Other words people look for it by. */
  keywords?: readonly string[];
  /** "mod+k", "c", "g p" (one after the other). Not fired while typing in a field, unless it has `mod`. */
  shortcut?: string;
  href?: string;
  onSelect?: () => void;
};

/** Looks things up by name while one types: customers, plans. Registered by whoever can ask for them. */
export type CommandSource = (query: string, signal: AbortSignal) => Promise<readonly Command[]>;

type Registry = {
  commands: readonly Command[];
  sources: readonly CommandSource[];
  run: (command: Command) => void;
  register: (key: symbol, entry: Entry) => () => void;
};
type Entry = { commands: readonly Command[]; source?: CommandSource };

const Context = createContext<Registry | null>(null);

export function useCommandRegistry(): Registry {
  const registry = use(Context);
  if (!registry) throw new Error('useCommands needs a CommandProvider above it');
  return registry;
}

export function CommandProvider({ children }: { children: ReactNode }) {
  const router = useRouter();
  const [entries, setEntries] = useState<ReadonlyMap<symbol, Entry>>(new Map());
  const register = useCallback((key: symbol, entry: Entry) => {
    setEntries((before) => new Map(before).set(key, entry));
    return () =>
      setEntries((before) => {
        const after = new Map(before);
        after.delete(key);
        return after;
      });
  }, []);
  const run = useCallback(
    (command: Command) => {
      if (command.href) router.push(command.href);
      command.onSelect?.();
    },
    [router],
  );
  const registry = useMemo(() => {
    const all = [...entries.values()];
    return { commands: all.flatMap((entry) => entry.commands), sources: all.flatMap((entry) => entry.source ?? []), run, register };
  }, [entries, run, register]);

  useShortcuts(registry.commands, run);
  return <Context value={registry}>{children}</Context>;
}

/** Offers commands (and a source of more) while the component is mounted. Keep the list stable with useMemo or at module level. */
export function useCommands(commands: readonly Command[], source?: CommandSource): void {
  const { register } = useCommandRegistry();
  const key = useRef<symbol>(undefined);
  key.current ??= Symbol('commands');
  const own = key.current;
  useEffect(() => register(own, { commands, source }), [register, own, commands, source]);
}

function useShortcuts(commands: readonly Command[], run: (command: Command) => void): void {
  const latest = useRef({ commands, run });
  latest.current = { commands, run };
  useEffect(() => {
    const match = createMatcher();
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.repeat) return;
      const target = event.target as HTMLElement;
      const typing = target.isContentEditable || target.matches('input:not([type="checkbox"], [type="radio"]), textarea, select');
      // Behind a modal or a menu the page is not listening.
      const covered = Boolean(document.querySelector('dialog:modal, [role="menu"]:popover-open'));
      const bound = latest.current.commands.filter(
        (command) => command.shortcut && (command.shortcut.includes('mod+') || !(typing || covered)),
      );
      const shortcut = match(
        event,
        bound.map((command) => command.shortcut as string),
      );
      const command = shortcut && bound.findLast((candidate) => candidate.shortcut === shortcut);
      if (!command) return;
      event.preventDefault();
      latest.current.run(command);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
