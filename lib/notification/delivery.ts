import { epochSeconds, fromEpochSeconds, type Instant } from '@/lib/time';

export type DeliveryState = 'PENDING' | 'SENDING' | 'SUCCESS' | 'FAILED' | 'RESENDING';

/** An event on its way to one channel: a row. The event's id goes out with every attempt. */
export interface Delivery {
  eventId: string;
  channel: string;
  state: DeliveryState;
  /** When it was handed over, and when it was asked for again. */
  since: Instant;
  attempts: number;
  nextAttempt: Instant | null;
}

/** Result of one attempt: the status of the answer, or null when there was none in time. */
export interface Attempt {
  at: Instant;
  statusCode: number | null;
  /** Between 0 and 1: spreads the next attempts of many deliveries. */
  jitter: number;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const PENDING_MAX = 3 * HOUR;
const SENDING_MAX = 48 * HOUR;
const WAITS = [5, 30, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR];

/** Returns the delivery after an attempt. Any answer of 2xx is success; 410 fails it and asks for the channel to be switched off. */
export function afterAttempt(delivery: Delivery, { at, statusCode, jitter }: Attempt): { delivery: Delivery; switchOff: boolean } {
  const attempts = delivery.attempts + 1;
  const done = (state: DeliveryState) => ({ ...delivery, attempts, state, nextAttempt: null });
  if (statusCode !== null && statusCode >= 200 && statusCode < 300) return { delivery: done('SUCCESS'), switchOff: false };
  if (statusCode === 410) return { delivery: done('FAILED'), switchOff: true };
  const wait = WAITS[Math.min(attempts, WAITS.length) - 1] as number;
  const next = epochSeconds(at) + Math.ceil(wait * (0.8 + 0.4 * jitter));
  const last = epochSeconds(delivery.since) + SENDING_MAX;
  if (epochSeconds(at) >= last) return { delivery: done('FAILED'), switchOff: false };
  // The last attempt is made when the time is up, and not given away to a long wait.
  return { delivery: { ...delivery, attempts, state: 'SENDING', nextAttempt: fromEpochSeconds(Math.min(next, last)) }, switchOff: false };
}

/** Returns the delivery as it stands without news: one that nobody has begun to send for hours, or that has been tried for days, has failed. */
export function withoutNews(delivery: Delivery, now: Instant): Delivery {
  const age = epochSeconds(now) - epochSeconds(delivery.since);
  const isOver = delivery.state === 'PENDING' ? age >= PENDING_MAX : ['SENDING', 'RESENDING'].includes(delivery.state) && age > SENDING_MAX;
  return isOver ? { ...delivery, state: 'FAILED', nextAttempt: null } : delivery;
}

export type ResendError = 'channel_not_found' | 'channel_disabled';

/**
 * Sends an event again, to all of its channels or to those asked for; it keeps its id. A delivery that has not begun stays as it is, one to a
 * channel that is switched off is left out, and asking for such a channel, or for an unknown one, is refused.
 */
export function resend(
  deliveries: readonly Delivery[],
  channels: readonly { id: string; disabled?: boolean | undefined }[],
  now: Instant,
  asked?: readonly string[],
): { ok: true; deliveries: Delivery[] } | { ok: false; error: ResendError } {
  const channelOf = (id: string) => channels.find((channel) => channel.id === id);
  for (const id of asked ?? []) {
    if (!channelOf(id)) return { ok: false, error: 'channel_not_found' };
    if (channelOf(id)?.disabled) return { ok: false, error: 'channel_disabled' };
  }
  const again = deliveries.map((delivery): Delivery => {
    const { channel, state } = delivery;
    const isMeant = asked ? asked.includes(channel) : channelOf(channel) && !channelOf(channel)?.disabled;
    if (!isMeant || state === 'PENDING') return delivery;
    return { ...delivery, state: 'RESENDING', since: now, attempts: 0, nextAttempt: now };
  });
  return { ok: true, deliveries: again };
}
