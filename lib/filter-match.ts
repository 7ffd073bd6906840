import type { StringFieldFilter } from './filter';

const list = (text: string) => text.split(',').map((part) => part.trim());
const includes = (text: string, part: string) => text.toLowerCase().includes(part.toLowerCase());

/**
 * Does a text satisfy a list's filter? The same answers as the database gives: comparisons are exact, `contains` ignores letter case, and
 * `oeq` and `ocontains` match any of a comma-separated list. All operators given must hold.
 */
export function matchesText(filter: StringFieldFilter | undefined, text: string): boolean {
  if (filter === undefined) return true;
  if (typeof filter === 'string') return text === filter;
  const checks: [string | undefined, (wanted: string) => boolean][] = [
    [filter.eq, (wanted) => text === wanted],
    [filter.neq, (wanted) => text !== wanted],
    [filter.contains, (wanted) => includes(text, wanted)],
    [filter.oeq, (wanted) => list(wanted).includes(text)],
    [filter.ocontains, (wanted) => list(wanted).some((part) => includes(text, part))],
    [filter.gt, (wanted) => text > wanted],
    [filter.gte, (wanted) => text >= wanted],
    [filter.lt, (wanted) => text < wanted],
    [filter.lte, (wanted) => text <= wanted],
  ];
  return filter.exists !== false && checks.every(([wanted, holds]) => wanted === undefined || holds(wanted));
}
