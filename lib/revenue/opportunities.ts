import type { Currency } from '../currency';
import { type Decimal, decimal, divide, HUNDRED, isPositive, isZero, sum, text, ZERO } from '../decimal';
import type { PricingTerms } from '../pricing/terms';
import { type BillingCard, billingCards, billTotal, type Quantities } from './bill';
import { RATE_DIGITS } from './ratio';

/** A plan on sale, with the customer's own deals on it. */
export interface OfferedPlan {
  key: string;
  cards: readonly PricingTerms[];
}

export type PlanFitKind = 'outgrew_plan' | 'would_save_on_smaller_plan';

/** Costs of the last periods on every plan, and the plan the customer would be better off on. */
export interface PlanFit {
  costs: { plan: string; total: Decimal }[];
  bestPlan: string;
  /** Null without a move worth making. */
  savingPerYear: Decimal | null;
  kind: PlanFitKind | null;
}

const SAVING_SHARE = decimal('0.05');
const SAVING_PER_MONTH = decimal('10');
const MONTHS = decimal('12');

/**
 * Prices the last closed months on every plan. Moving is worth it when the cheapest plan would have been cheaper in each month, and saves 5 % and
 * 10 a month. A larger fixed price means the customer outgrew the plan, a smaller one that they may leave for it. The first of equals is best.
 */
export function planFit(current: string, plans: readonly OfferedPlan[], months: readonly Quantities[], currency: Currency): PlanFit {
  const priced = plans.map(({ key, cards }) => {
    const ready = billingCards(cards, currency);
    const bills = months.map((quantities) => billTotal(ready, quantities));
    return { plan: key, fixed: fixedPrice(ready), bills, total: sum(bills) };
  });
  const own = priced.find(({ plan }) => plan === current);
  const [first, ...others] = priced;
  if (!own || !first) throw new Error(`the plan ${current} is not among those to compare`);
  const best = others.reduce((cheapest, plan) => (plan.total.lt(cheapest.total) ? plan : cheapest), first);
  const saving = own.total.minus(best.total);
  const isWorth =
    months.length > 0 &&
    best.bills.every((bill, i) => bill.lt(own.bills[i] ?? ZERO)) &&
    saving.gte(own.total.times(SAVING_SHARE)) &&
    saving.gte(SAVING_PER_MONTH.times(decimal(String(months.length))));
  return {
    costs: priced.map(({ plan, total }) => ({ plan, total })),
    bestPlan: best.plan,
    savingPerYear: isWorth ? divide(saving.times(MONTHS), decimal(String(months.length)), currency.precision) : null,
    kind: isWorth ? (best.fixed.gt(own.fixed) ? 'outgrew_plan' : 'would_save_on_smaller_plan') : null,
  };
}

const fixedPrice = (cards: readonly BillingCard[]): Decimal =>
  sum(cards.filter(({ usageBased }) => !usageBased).map((card) => card.charge(ZERO)));

/** Usage of a limited feature. */
export interface LimitUse {
  limit: string;
  used: string;
  usedLast7Days: string;
  daysToReset: string;
}

/** Standing of a customer against a limit. */
export interface LimitStanding {
  usedShare: string | null;
  /** At the pace of the last week; below zero when the limit is past, null when nothing was used. */
  daysLeft: string | null;
  hitsBeforeReset: boolean;
  flagged: boolean;
}

const NEARLY = decimal('0.8');
const HALF = decimal('0.5');
const WEEK = decimal('7');
const DAYS_DIGITS = 2;

/** Tells whether a limit is near: four fifths used; or half, and at the pace of the last week the rest is gone before the reset. */
export function nearLimit({ limit, used, usedLast7Days, daysToReset }: LimitUse): LimitStanding {
  const [whole, part, week] = [decimal(limit), decimal(used), decimal(usedLast7Days)];
  const left = whole.minus(part);
  // left ÷ (week ÷ 7) < days, without a division.
  const hitsBeforeReset = isPositive(week) ? left.times(WEEK).lt(decimal(daysToReset).times(week)) : !isPositive(left);
  const isFar = (share: Decimal) => part.gte(whole.times(share));
  return {
    usedShare: isZero(whole) ? null : text(divide(part, whole, RATE_DIGITS)),
    daysLeft: isPositive(week) ? text(divide(left.times(WEEK), week, DAYS_DIGITS)) : null,
    hitsBeforeReset,
    flagged: isFar(NEARLY) || (isFar(HALF) && hitsBeforeReset),
  };
}

/** True when credits last less than 14 days at the pace of the last 28. */
export function creditsRunOut(balance: string, burnedLast28Days: string): boolean {
  const burned = decimal(burnedLast28Days);
  return (
    isPositive(burned) &&
    decimal(balance)
      .times(decimal('28'))
      .lt(burned.times(decimal('14')))
  );
}

/** Fit of a minimum: `risk` when less than half of it was used in each of three closed months, `raise` when more than 130 %; else null. */
export function commitmentFit(minimum: string, ratedByMonth: readonly string[]): 'risk' | 'raise' | null {
  const [floor, last] = [decimal(minimum), ratedByMonth.slice(-3).map(decimal)];
  if (last.length < 3 || !isPositive(floor)) return null;
  if (last.every((rated) => rated.lt(floor.times(HALF)))) return 'risk';
  return last.every((rated) => rated.gt(floor.times(decimal('1.3')))) ? 'raise' : null;
}

/** True when usage revenue rose by more than a fifth in each of three months, to 50 or more. Takes four months, the oldest first. */
export function isGrowing(ratedByMonth: readonly string[]): boolean {
  const last = ratedByMonth.slice(-4).map(decimal);
  const rose = last.slice(1).every((rated, i) => rated.gt((last[i] ?? ZERO).times(decimal('1.2'))));
  return last.length === 4 && rose && (last.at(-1) ?? ZERO).gte(decimal('50'));
}

/** True when nine in ten seats were used in two closed months. */
export const areSeatsFull = (months: readonly { used: string; bought: string }[]): boolean =>
  months.length >= 2 &&
  months.slice(-2).every(({ used, bought }) =>
    decimal(used)
      .times(HUNDRED)
      .gte(decimal(bought).times(decimal('90'))),
  );

/** An opportunity as it is ranked: what it is worth a year, and how sure it is. */
export interface Ranked {
  perYear: string;
  /** From 0 to 1. */
  confidence: string;
}

/** Puts opportunities in order: what they are worth a year times how sure they are, the largest first. */
export const rankOpportunities = <T extends Ranked>(all: readonly T[]): T[] => {
  const weight = ({ perYear, confidence }: Ranked) => decimal(perYear).times(decimal(confidence));
  return [...all].sort((a, b) => weight(b).cmp(weight(a)));
};

/** True when a dismissed opportunity may come back: its evidence changed by a quarter. */
export const isBack = (dismissed: string, now: string): boolean =>
  decimal(now).minus(decimal(dismissed)).abs().times(decimal('4')).gte(decimal(dismissed).abs());
