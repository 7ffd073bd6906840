import type { Burnable } from '../credit/burn-order';
import { billingPeriods, epochSeconds, fromEpochSeconds, type Instant } from '../time';

/** Units a customer may use of a feature. Quantities are decimal strings. */
export interface Grant extends Burnable {
  amount: string;
  effectiveAt: Instant;
  voidedAt?: Instant | null;
  deletedAt?: Instant | null;
  /** The balance becomes the full amount again at every `anchor + n × interval`. */
  recurrence?: { interval: string; anchor: Instant };
  /** The least and the most that is left after a reset. 0 and the whole amount when absent. */
  minRollover?: string;
  maxRollover?: string;
}

/** When a grant counts, in seconds since 1970: from `from` until just before `to`. */
export function activeSeconds(grant: Pick<Grant, 'effectiveAt' | 'expiresAt' | 'voidedAt' | 'deletedAt'>): { from: number; to: number } {
  const ends = [grant.expiresAt, grant.voidedAt, grant.deletedAt].flatMap((end) => (end ? [epochSeconds(end)] : []));
  const from = epochSeconds(grant.effectiveAt);
  return { from, to: Math.max(from, Math.min(...ends, Number.POSITIVE_INFINITY)) };
}

/** True when the grant counts at the instant: effective, and neither expired, voided nor deleted. Its end is exclusive. */
export function isGrantActive(grant: Pick<Grant, 'effectiveAt' | 'expiresAt' | 'voidedAt' | 'deletedAt'>, at: Instant): boolean {
  const { from, to } = activeSeconds(grant);
  const now = epochSeconds(at);
  return from <= now && now < to;
}

/** The instants in `(after, until]` at which a grant recurs while it is active, in seconds. */
export function recurrences(grant: Grant, after: number, until: number, timeZone: string): number[] {
  if (!grant.recurrence) return [];
  const active = activeSeconds(grant);
  const to = Math.min(until + 1, active.to);
  const from = Math.max(after, active.from);
  if (from >= to) return [];
  const { anchor, interval } = grant.recurrence;
  return billingPeriods(anchor, interval, fromEpochSeconds(from), fromEpochSeconds(to), timeZone)
    .map((period) => epochSeconds(period.from))
    .filter((instant) => instant > after && instant >= active.from && instant < to);
}
