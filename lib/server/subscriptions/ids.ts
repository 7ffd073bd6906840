import 'server-only';
import { createHash } from 'node:crypto';
import type { TimelineItem } from '@/lib/subscription/timeline';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * Returns the id of a part of a subscription (a phase, an item), which follows from the subscription and the part's name in it: whoever works
 * out the same timeline, for a preview or to save it, finds the same ids. It begins with the time of the subscription's.
 */
function partId(subscriptionId: string, name: string): string {
  const digest = createHash('sha256').update(`${subscriptionId}/${name}`).digest();
  const letters = Array.from(digest.subarray(0, 16), (byte) => ALPHABET[byte & 31]);
  return subscriptionId.slice(0, 10) + letters.join('');
}

export const phaseId = (subscriptionId: string, phaseKey: string) => partId(subscriptionId, `phase ${phaseKey}`);

/** Key of an item: what follows the phase in its reference. */
export const laneOf = (item: Pick<TimelineItem, 'itemId'>): string => item.itemId.split('/')[1] ?? '';

/** The id of an item stays with it however its end moves: it follows from its place, its beginning and its terms. */
export function itemId(subscriptionId: string, item: TimelineItem): string {
  const { phase, from, source, quantity, rateCard } = item;
  return partId(subscriptionId, `item ${JSON.stringify([phase, laneOf(item), from, source, quantity, rateCard])}`);
}
