'use client';

import { useSyncExternalStore } from 'react';

const WORDS: Record<string, string> = { mod: 'Ctrl', shift: '⇧', enter: '↵', escape: 'Esc', up: '↑', down: '↓' };
const isApple = () => /Mac|iPhone|iPad/.test(navigator.userAgent);
const never = () => () => undefined;

/** A shortcut as keys: "mod+k" is ⌘K on a Mac and Ctrl K elsewhere, "g p" is one after the other. */
export function Kbd({ keys }: { keys: string }) {
  const apple = useSyncExternalStore(never, isApple, () => false);
  return (
    <span className="inline-flex items-center gap-1">
      {keys.split(' ').map((chord) => (
        <kbd
          key={chord}
          className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-sm border border-border bg-surface px-1 font-sans text-muted text-xs"
        >
          {chord
            .split('+')
            .map((key) => (key === 'mod' && apple ? '⌘' : (WORDS[key] ?? key.toUpperCase())))
            .join(' ')}
        </kbd>
      ))}
    </span>
  );
}
