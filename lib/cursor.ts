/** Part of a list that is asked for: so many items after, or before, the one with a cursor. */
export interface CursorPage {
  size: number;
  after?: string | undefined;
  before?: string | undefined;
}

/**
 * Cuts a page out of a list in its order. `compareTo` tells by its sign whether an item stands before, at or after the one a cursor names, so that a cursor
 * of an item that is gone still leads to its place. After the last item there is nothing.
 */
export function cursorPage<T>(
  items: readonly T[],
  { size, after, before }: CursorPage,
  compareTo: (item: T, cursor: string) => number,
): { items: T[]; hasNext: boolean; hasPrevious: boolean } {
  let [from, to] = [0, items.length];
  if (after !== undefined) {
    const first = items.findIndex((item) => compareTo(item, after) > 0);
    from = first < 0 ? items.length : first;
  } else if (before !== undefined) {
    const end = items.findIndex((item) => compareTo(item, before) >= 0);
    to = end < 0 ? items.length : end;
    from = Math.max(0, to - size);
  }
  to = Math.min(to, from + size);
  return { items: items.slice(from, to), hasNext: to < items.length, hasPrevious: from > 0 };
}
