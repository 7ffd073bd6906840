import { END_OF_TIME } from '@/lib/time';
import type { Timeline, TimelineItem } from './timeline';

/**
 * Fate of an item from one timeline of a subscription to another. An item that is known before and after is the same one, whose identity
 * goes on: `kept` with nothing changed but perhaps its number, `ended` earlier, or `extended`.
 */
export type ItemChange =
  | { kind: 'kept' | 'ended' | 'extended'; before: TimelineItem; after: TimelineItem }
  | { kind: 'new'; after: TimelineItem }
  | { kind: 'gone'; before: TimelineItem };

/** Returns what becomes of each item; an item goes on when its lane, its beginning and its terms are the same. In the order of `after`. */
export function itemChanges(before: Pick<Timeline, 'items'>, after: Pick<Timeline, 'items'>): ItemChange[] {
  const left = new Map<string, TimelineItem>();
  for (const item of before.items) left.set(identityOf(item), item);
  const changes = after.items.map((item): ItemChange => {
    const key = identityOf(item);
    const former = left.get(key);
    if (!former) return { kind: 'new', after: item };
    left.delete(key);
    return { kind: fateOf(former, item), before: former, after: item };
  });
  return [...changes, ...[...left.values()].map((item): ItemChange => ({ kind: 'gone', before: item }))];
}

/** The lane, beginning and terms of an item: two items that share them are one item in two timelines. */
const identityOf = ({ itemId, from, rateCard, quantity, source }: TimelineItem): string =>
  JSON.stringify([itemId.slice(0, itemId.lastIndexOf('/')), from, source, quantity, rateCard]);

function fateOf(before: TimelineItem, after: TimelineItem): 'kept' | 'ended' | 'extended' {
  if (before.to === after.to) return 'kept';
  return after.to !== END_OF_TIME && (before.to === END_OF_TIME || after.to < before.to) ? 'ended' : 'extended';
}
