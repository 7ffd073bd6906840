import { problem } from './problem';

/**
 * Refuses texts that no database can hold (with the character 0, or with half of a surrogate pair) and the one name that JavaScript
 * cannot hold as data. JSON can write all of them.
 */
export function requireStorable(value: unknown, field: string): void {
  if (typeof value === 'string') {
    if (value.includes('\0') || !value.isWellFormed())
      throw problem('invalid_parameters', `${field}: Holds a character that is not text (U+0000, or half of a surrogate pair).`);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) {
      if (key === '__proto__') throw problem('invalid_parameters', `${field}: Nothing can be named "__proto__".`);
      requireStorable(key, field);
      requireStorable(member, `${field}.${key}`);
    }
  }
}
