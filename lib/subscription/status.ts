import { compareInstants, contains, type Instant } from '@/lib/time';
import type { Timeline } from './timeline';

export const SUBSCRIPTION_STATUSES = ['active', 'inactive', 'canceled', 'scheduled'] as const;
export type SubscriptionStatus = (typeof SUBSCRIPTION_STATUSES)[number];

/** The time of a subscription, and whether it was deleted. */
export type Lifetime = Pick<Timeline, 'start' | 'end'> & { isDeleted?: boolean };

/** Returns the status at an instant. It is derived and never stored: a subscription with an end is canceled until it is reached. */
export function statusOf({ start, end, isDeleted }: Lifetime, now: Instant): SubscriptionStatus {
  if (isDeleted || (end !== null && compareInstants(end, start) <= 0)) return 'inactive';
  if (compareInstants(now, start) < 0) return 'scheduled';
  if (end === null) return 'active';
  return compareInstants(now, end) < 0 ? 'canceled' : 'inactive';
}

/** Is the subscription paused at an instant? Its status does not tell. */
export const isPaused = ({ pauses = [] }: Pick<Timeline, 'pauses'>, now: Instant): boolean =>
  pauses.some((period) => contains(period, now));

export type SubscriptionAction = 'update' | 'change_addons' | 'cancel' | 'continue' | 'delete';

const allowed: Record<SubscriptionStatus, readonly SubscriptionAction[]> = {
  active: ['update', 'change_addons', 'cancel'],
  canceled: ['continue'],
  scheduled: ['delete'],
  inactive: [],
};

/** Returns what may be done to a subscription in a status. Changing to another plan is a cancelation, and so allowed where that is. */
export const actionsOf = (status: SubscriptionStatus): readonly SubscriptionAction[] => allowed[status];
