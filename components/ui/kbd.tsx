const WORDS: Record<string, string> = { mod: 'Ctrl', shift: '⇧', enter: '↵', escape: 'Esc', up: '↑', down: '↓' };
const isApple = () => typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);

/** A shortcut as keys: "mod+k" is ⌘K on a Mac and Ctrl K elsewhere, "g p" is one after the other. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className="inline-flex items-center gap-1">
      {keys.split(' ').map((chord) => (
        <kbd
          key={chord}
          suppressHydrationWarning
          className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-sm border border-border bg-surface px-1 font-sans text-muted text-xs"
        >
          {chord
            .split('+')
            .map((key) => (key === 'mod' && isApple() ? '⌘' : (WORDS[key] ?? key.toUpperCase())))
            .join(' ')}
        </kbd>
      ))}
    </span>
  );
}
