const LIMIT = 8;
const storageKey = (list: string) => `ratebook-recent-${list}`;

/** Something chosen before. With a label and an address it can be offered again without asking the server. */
export type Recent = { id: string; label?: string; group?: string; href?: string };

const isRecent = (item: unknown): item is Recent =>
  typeof item === 'object' && item !== null && 'id' in item && typeof item.id === 'string';

/** Returns the latest choices, newest first. Empty where the browser keeps nothing. */
export function readRecents(list: string): Recent[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey(list)) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isRecent) : [];
  } catch {
    return []; // storage is off or was written by something else; recents are a convenience
  }
}

export function rememberRecent(list: string, { id, label, group, href }: Recent): void {
  try {
    const others = readRecents(list).filter((other) => other.id !== id);
    localStorage.setItem(storageKey(list), JSON.stringify([{ id, label, group, href }, ...others].slice(0, LIMIT)));
  } catch {
    // A full or closed storage costs the recents, nothing else.
  }
}
