/**
 * Writes that are on their way, by what they say. A second click, or the same form sent by Enter and by its button, gets the answer of
 * the first and sends nothing.
 */
const underway = new Map<string, Promise<unknown>>();

/** Idempotency keys of writes that got no answer yet: trying again uses the same key, so that the server does it once. */
const keys = new Map<string, string>();

const KEYS_MAX = 100;

/** Returns the key of a write, the same one until `settled` is called for it. */
export function keyOf(write: string): string {
  const kept = keys.get(write);
  if (kept) return kept;
  const made = crypto.randomUUID();
  if (keys.size >= KEYS_MAX) keys.delete(keys.keys().next().value as string);
  keys.set(write, made);
  return made;
}

/** Forgets the key of a write that the server has answered: the next one that says the same is meant to be done again. */
export function settled(write: string): void {
  keys.delete(write);
}

/** Sends a write, or joins the one that says the same and is on its way. */
export function once<T>(write: string, send: () => Promise<T>): Promise<T> {
  const first = underway.get(write) as Promise<T> | undefined;
  if (first) return first;
  const sent = send().finally(() => underway.delete(write));
  underway.set(write, sent);
  return sent;
}
