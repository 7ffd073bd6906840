import type { Issue } from '@/lib/problem';
import { END_OF_TIME, intersect } from '@/lib/time';
import { refusal } from './refusal';
import type { Timeline, TimelineItem } from './timeline';

/** Number of subscriptions that a customer may have at a time: one, or several of which no two sell or grant the same feature. */
export type UniquenessRule = 'one_subscription_per_customer' | 'one_item_per_feature';

/** A subscription of the same customer, by the name that is told to people. */
export interface Neighbour {
  id: string;
  name: string;
  timeline: Pick<Timeline, 'start' | 'end' | 'items'>;
}

/** Returns the issue of a subscription beside others of its customer, naming the one it collides with; none when all fit. */
export function neighbourIssues(own: Neighbour['timeline'], others: readonly Neighbour[], rule: UniquenessRule): Issue[] {
  for (const other of others) {
    const shared = intersect(lifetimeOf(own), lifetimeOf(other.timeline));
    if (!shared) continue;
    if (rule === 'one_subscription_per_customer') {
      const message = `The customer has the subscription "${other.name}" at that time, and may have one at a time.`;
      return [
        refusal('only_single_subscription_allowed_per_customer_at_a_time', [], message, {
          subscription: other.id,
          name: other.name,
          ...shared,
        }),
      ];
    }
    const collision = collisionOf(own.items, other.timeline.items);
    if (!collision) continue;
    const message = `The customer has "${collision.rateCard.name}" with the subscription "${other.name}" at that time, and may not have it twice.`;
    const attributes = { subscription: other.id, name: other.name, item: collision.rateCard.key };
    return [refusal('only_single_subscription_item_allowed_at_a_time', [], message, attributes)];
  }
  return [];
}

const lifetimeOf = ({ start, end }: Neighbour['timeline']) => ({ from: start, to: end ?? END_OF_TIME });

/** The first item of ours that is at the same time with one of theirs for the same feature or key, both of them sold or granted. */
function collisionOf(ours: readonly TimelineItem[], theirs: readonly TimelineItem[]): TimelineItem | undefined {
  return ours.find((item) => counts(item) && theirs.some((other) => counts(other) && isSameThing(item, other) && intersect(item, other)));
}

const counts = ({ rateCard }: TimelineItem): boolean => rateCard.price.type !== 'free' || rateCard.entitlement !== undefined;

const isSameThing = ({ rateCard: a }: TimelineItem, { rateCard: b }: TimelineItem): boolean =>
  a.key === b.key || (a.feature !== undefined && a.feature.id === b.feature?.id);
