import 'server-only';
import type { Subscriber } from '@/lib/server/outbox/deliver';
import type { SubscriberName } from '@/lib/server/outbox/subscriptions';

/** What each subscriber of lib/server/outbox/subscriptions.ts does with an event. */
export const SUBSCRIBERS: Readonly<Record<SubscriberName, Subscriber>> = {};
