import 'server-only';
import type { Subscriber } from '@/lib/server/outbox/deliver';
import type { SubscriberName } from '@/lib/server/outbox/subscriptions';

/** Handlers of the subscribers in lib/server/outbox/subscriptions.ts. */
export const SUBSCRIBERS: Readonly<Record<SubscriberName, Subscriber>> = {};
