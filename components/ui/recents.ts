const LIMIT = 8;
const storageKey = (list: string) => `ratebook-recent-${list}`;

/** Ids chosen last, newest first. Empty where the browser keeps nothing. */
export function readRecents(list: string): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey(list)) ?? '[]');
    return Array.isArray(stored) ? stored.filter((id): id is string => typeof id === 'string') : [];
  } catch {
    return []; // storage is off or was written by something else; recents are a convenience
  }
}

export function rememberRecent(list: string, id: string): void {
  try {
    localStorage.setItem(storageKey(list), JSON.stringify([id, ...readRecents(list).filter((other) => other !== id)].slice(0, LIMIT)));
  } catch {
    // A full or closed storage costs the recents, nothing else.
  }
}
