const KEY_MAX = 64;
const ACCENTS = /[\u0300-\u036f]/g;

/**
 * Returns the key that a name suggests: "Input tokens (1k)" becomes "input_tokens_1k". Accents are dropped, and what is no letter or digit
 * becomes one separator; empty when nothing of the name can be in a key.
 */
export function keyFromName(name: string, separator: '_' | '-' = '_'): string {
  const words =
    name
      .normalize('NFKD')
      .replace(ACCENTS, '')
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  const key = words.join(separator).slice(0, KEY_MAX);
  return key.endsWith(separator) ? key.slice(0, -1) : key;
}

/** Returns `key`, or `key_2`, `key_3` … when it is taken; never longer than a key may be. */
export function freeKey(key: string, taken: readonly string[]): string {
  if (!taken.includes(key)) return key;
  const stem = key.replace(/_\d+$/, '');
  for (let n = 2; ; n++) {
    const suffix = `_${n}`;
    const candidate = `${stem.slice(0, KEY_MAX - suffix.length)}${suffix}`;
    if (!taken.includes(candidate)) return candidate;
  }
}

/** Corrects a key while it is typed: small letters, and an underscore for a blank. */
export const keyAsTyped = (text: string): string => text.toLowerCase().replaceAll(' ', '_');
