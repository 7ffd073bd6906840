import { type Decimal, decimal, divide, isPositive, max, min, ONE, round, text, ZERO } from '@/lib/decimal';
import { epochSeconds, type Instant } from '@/lib/time';

/** When a customer's credit in a currency is filled up by itself, and by how much. Amounts are decimal strings. */
export interface TopUpRule {
  /** Filled up at or below it. */
  threshold: string;
  /** Bought each time, in whole packs until the balance is above the threshold. */
  paid?: string | undefined;
  /** Given away with each pack. */
  granted?: string | undefined;
  /** Filled up to this instead of by packs. */
  target?: string | undefined;
  /** Least and most of one top-up. */
  minimum?: string | undefined;
  maximum?: string | undefined;
  /** Most of all top-ups in a period of the rule. */
  maximumPerPeriod?: string | undefined;
  switchedOff?: boolean | undefined;
}

/** Standing of a customer's credit when the rule is asked. The caller holds the lock of the ledger. */
export interface TopUpStanding {
  now: Instant;
  live: string;
  /** Top-ups that are asked for and not paid yet. */
  underWay?: string | undefined;
  /** Granted and not in force yet. */
  pending?: string | undefined;
  /** When a payment was refused last, and whether one was paid since. */
  declinedAt?: Instant | undefined;
  paidSinceDecline?: boolean | undefined;
  /** Refusals one after the other. */
  declines?: number | undefined;
  /** Already topped up in the period of the rule. */
  spentInPeriod?: string | undefined;
}

export type TopUpReason =
  | 'switched_off'
  | 'switched_off_after_declines'
  | 'above_threshold'
  | 'backing_off_after_decline'
  | 'period_maximum_reached'
  | 'below_minimum';

const WAIT_AFTER_DECLINE = 3_600;
const DECLINES_MAX = 3;

/**
 * Decides whether credit is filled up now. What is under way counts as if it were there, so that nothing is asked for twice. After a refused
 * payment an hour is waited, unless one was paid since; after three in a row it stays off until somebody switches it on.
 */
export function topUp(
  rule: TopUpRule,
  standing: TopUpStanding,
): { due: true; paid: string | null; granted: string } | { due: false; reason: TopUpReason } {
  const { now, declinedAt, paidSinceDecline, declines = 0 } = standing;
  if (rule.switchedOff) return { due: false, reason: 'switched_off' };
  const there = [standing.live, standing.underWay, standing.pending].reduce((total, part) => total.plus(decimal(part ?? '0')), ZERO);
  const threshold = decimal(rule.threshold);
  if (there.gt(threshold)) return { due: false, reason: 'above_threshold' };
  if (declinedAt !== undefined && !paidSinceDecline) {
    if (declines >= DECLINES_MAX) return { due: false, reason: 'switched_off_after_declines' };
    if (epochSeconds(now) - epochSeconds(declinedAt) < WAIT_AFTER_DECLINE) return { due: false, reason: 'backing_off_after_decline' };
  }
  const { paid, granted } = amounts(rule, there, threshold);
  // A rule that names no amount only says that it is time; the caller knows how much.
  if (paid === null) return { due: true, paid: null, granted: text(granted) };
  return bounded(rule, standing, paid, granted);
}

function amounts(rule: TopUpRule, there: Decimal, threshold: Decimal): { paid: Decimal | null; granted: Decimal } {
  const granted = decimal(rule.granted ?? '0');
  if (rule.target !== undefined) return { paid: max(ZERO, decimal(rule.target).minus(there)), granted };
  if (rule.paid === undefined) return { paid: null, granted };
  const pack = decimal(rule.paid);
  const gap = threshold.minus(there).minus(granted);
  const packs = isPositive(gap) ? round(divide(gap, pack), 0, 'floor').plus(ONE) : ONE;
  return { paid: pack.times(packs), granted };
}

function bounded(rule: TopUpRule, { spentInPeriod = '0' }: TopUpStanding, wanted: Decimal, granted: Decimal) {
  let paid = rule.minimum === undefined ? wanted : max(wanted, decimal(rule.minimum));
  if (rule.maximum !== undefined) paid = min(paid, decimal(rule.maximum));
  if (rule.maximumPerPeriod !== undefined) {
    const room = decimal(rule.maximumPerPeriod).minus(decimal(spentInPeriod));
    if (!isPositive(room)) return { due: false as const, reason: 'period_maximum_reached' as const };
    paid = min(paid, room);
    if (rule.minimum !== undefined && paid.lt(decimal(rule.minimum))) return { due: false as const, reason: 'below_minimum' as const };
  }
  return { due: true as const, paid: text(paid), granted: text(granted) };
}
