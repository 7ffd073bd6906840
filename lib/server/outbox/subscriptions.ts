import 'server-only';
import type { EventType } from '@/lib/api/domain-events';

/** Types of events of a subscriber. */
export type Subscriptions = Readonly<Record<string, readonly EventType[] | 'all'>>;

/**
 * Subscribers of events by name, and their types of events. A name is stored with what is still to be delivered and is never given to another. What
 * each does stands in lib/server/work/subscribers.ts.
 */
export const SUBSCRIPTIONS = {} as const satisfies Subscriptions;

export type SubscriberName = keyof typeof SUBSCRIPTIONS;
