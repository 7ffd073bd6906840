import { type Alert, crossed } from '../notification/crossing';
import { type DeliveryState, resend } from '../notification/delivery';
import { signWebhook } from '../notification/signature';
import { thresholdEvents } from '../notification/threshold-events';
import type { Threshold } from '../rating/thresholds';
import type { Instant, Period } from '../time';
import { type Kinds, kind } from './figure';

interface ThresholdInput {
  thresholds: { type: string; value: string }[];
  features?: string[];
  steps: {
    value: { balance: string; usage: string; totalAvailableGrantAmount: string };
    usagePeriod?: Period | string;
    feature?: string;
  }[];
}

/** Older names of the same thresholds. */
const olderNames: Record<string, Threshold['type']> = { PERCENT: 'usage_percentage', NUMBER: 'usage_value' };

function threshold({ thresholds, features, steps }: ThresholdInput) {
  const named = thresholds.map(({ type, value }) => ({ type: olderNames[type] ?? (type as Threshold['type']), value }));
  const told = new Map<string, Threshold>();
  return {
    steps: steps.map(({ value, usagePeriod = 'one', feature = 'feature' }) => {
      const standing = { usage: value.usage, balance: value.balance, available: value.totalAvailableGrantAmount };
      const periodFrom = JSON.stringify(usagePeriod);
      const reading = { customer: 'customer', entitlement: feature, feature, periodFrom, standing };
      const events = thresholdEvents({ id: 'rule', thresholds: named, features }, reading, (key) => told.get(key));
      for (const event of events) told.set(event.key, event.threshold);
      const asGiven = ({ type, value: at }: Threshold) => thresholds[named.findIndex((one) => one.type === type && one.value === at)];
      return { events: events.map((event) => asGiven(event.threshold)) };
    }),
  };
}

interface ResendInput {
  channels: { id: string; disabled?: boolean }[];
  deliveries: { channel: string; state: DeliveryState }[];
  requestChannels?: string[];
}

const NOW: Instant = '2026-01-01T00:00:00Z';

function notificationResend({ channels, deliveries, requestChannels }: ResendInput) {
  const all = deliveries.map((delivery) => ({ ...delivery, eventId: 'event', since: NOW, attempts: 1, nextAttempt: null }));
  const done = resend(all, channels, NOW, requestChannels);
  if (!done.ok) return { status: 400, error: done.error };
  return { status: 202, states: Object.fromEntries(done.deliveries.map(({ channel, state }) => [channel, state])) };
}

interface SignatureInput {
  secret?: string;
  secrets?: string[];
  id: string;
  timestamp: number;
  body: string;
}

/** Rules for figures of notifications: thresholds, alerts, deliveries, signatures. */
export const notificationFigures: Kinds = {
  threshold: kind(threshold),
  alert_crossing: kind(({ previous, current, ...alert }: Alert & { previous: string; current: string }) => ({
    crossed: crossed(alert, previous, current),
  })),
  notification_resend: kind(notificationResend),
  webhook_signature: kind(({ secret, secrets, ...webhook }: SignatureInput) => signWebhook(secrets ?? (secret ? [secret] : []), webhook)),
};
