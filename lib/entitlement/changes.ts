import { decimal, isNegative, isPositive } from '@/lib/decimal';
import type { Grant } from '@/lib/rating/grant';
import { approximateSeconds, compareInstants, epochSeconds, type Instant, isPositiveDuration } from '@/lib/time';
import { type Account, rulesOf } from './account';
import { type Reset, usagePeriodAt } from './usage-period';

const HOUR = 3_600;

export type ResetError = 'reset_in_future' | 'reset_before_current_period' | 'reset_not_after_last_reset';

/** Returns why an account cannot be reset by hand at an instant, or null. Not in the future, not in a past period, and not twice at once. */
export function resetError(account: Account, at: Instant, now: Instant): ResetError | null {
  if (compareInstants(at, now) > 0) return 'reset_in_future';
  const rules = rulesOf(account);
  if (compareInstants(at, usagePeriodAt(rules, now, account.timeZone).from) < 0) return 'reset_before_current_period';
  // To the second: a reset a second after another is one of its own.
  return rules.some((rule) => epochSeconds(rule.at) === epochSeconds(at)) ? 'reset_not_after_last_reset' : null;
}

/** Returns the account with a reset by hand. Snapshots from its instant on are to be thrown away. */
export const withReset = (account: Account, reset: Reset): Account => ({ ...account, resets: [...account.resets, reset] });

export type GrantError =
  | 'amount_must_be_positive'
  | 'effective_before_current_usage_period'
  | 'expires_before_effective'
  | 'rollover_must_not_be_negative'
  | 'rollover_min_above_max'
  | 'recurrence_too_short'
  | 'void_in_future'
  | 'void_before_current_usage_period'
  | 'already_voided';

const DEFAULT_PRIORITY = 1;

/** A grant by hand as somebody asks for it. Quantities are decimal strings. */
export type GrantRequest = Pick<Grant, 'amount'> & Partial<Omit<Grant, 'id' | 'amount'>>;

/**
 * Returns a grant with everything written out, or why it cannot be given: it begins now unless it says otherwise, not before the usage period
 * that runs; all of it stays over a reset unless it says otherwise.
 */
export function acceptGrant(
  request: GrantRequest,
  now: Instant,
  currentPeriodStart: Instant,
): { ok: true; grant: Omit<Grant, 'id'> } | { ok: false; error: GrantError } {
  const {
    amount,
    priority = DEFAULT_PRIORITY,
    effectiveAt = now,
    minRollover = '0',
    maxRollover = amount,
    expiresAt = null,
    recurrence,
  } = request;
  const error = (code: GrantError) => ({ ok: false as const, error: code });
  if (!isPositive(decimal(amount))) return error('amount_must_be_positive');
  if (compareInstants(effectiveAt, currentPeriodStart) < 0) return error('effective_before_current_usage_period');
  if (expiresAt !== null && compareInstants(expiresAt, effectiveAt) <= 0) return error('expires_before_effective');
  if (isNegative(decimal(minRollover)) || isNegative(decimal(maxRollover))) return error('rollover_must_not_be_negative');
  if (decimal(minRollover).gt(decimal(maxRollover))) return error('rollover_min_above_max');
  if (recurrence && !isAnHourOrMore(recurrence.interval)) return error('recurrence_too_short');
  const grant = { amount, priority, effectiveAt, createdAt: request.createdAt ?? now, expiresAt, minRollover, maxRollover };
  return { ok: true, grant: { ...grant, voidedAt: null, ...(recurrence && { recurrence }) } };
}

/** Returns when a grant counts as taken back, or why it cannot be. What it paid stays paid. */
export function voidGrant(
  grant: Pick<Grant, 'voidedAt'>,
  at: Instant,
  now: Instant,
  currentPeriodStart: Instant,
): { ok: true; voidedAt: Instant } | { ok: false; error: GrantError } {
  if (grant.voidedAt) return { ok: false, error: 'already_voided' };
  if (compareInstants(at, now) > 0) return { ok: false, error: 'void_in_future' };
  if (compareInstants(at, currentPeriodStart) < 0) return { ok: false, error: 'void_before_current_usage_period' };
  return { ok: true, voidedAt: at };
}

/** True for an interval of at least an hour. */
export const isAnHourOrMore = (interval: string): boolean => isPositiveDuration(interval) && approximateSeconds(interval) >= HOUR;

/**
 * Returns the grants by hand that go over to another account at an instant, and what is left of each: when a plan is exchanged, or a phase
 * begins, what was given by hand stays.
 */
export function carriedGrants(
  { grants }: Account,
  balances: Readonly<Record<string, string>>,
  at: Instant,
): Required<Pick<Account, 'grants' | 'opening'>> {
  const kept = grants.filter(
    (grant) => ![grant.expiresAt, grant.voidedAt, grant.deletedAt].some((end) => end && compareInstants(end, at) <= 0),
  );
  const begun = kept.filter((grant) => compareInstants(grant.effectiveAt, at) <= 0);
  return { grants: kept, opening: Object.fromEntries(begun.map(({ id }) => [id, balances[id] ?? '0'])) };
}
