import { Temporal } from 'temporal-polyfill';
import { type Decimal, decimal, HUNDRED, max, min, sum, text, ZERO } from '../decimal';
import { modelOf } from '../pricing/registry';
import type { PricingTerms } from '../pricing/terms';
import { wholePeriod } from '../rating/pipe';
import type { Instant } from '../time';
import { type Micros, microsOf, multiplyRatios, type Ratio, ratio } from './ratio';

/** Kind of a price, as far as recurring revenue cares: flat and usage recur; what is bought once or ahead does not, even on a schedule. */
export type ItemType = 'flat' | 'usage' | 'one_time' | 'credit_purchase';

/** Taken off an item's price while it is in force: a percentage, or an amount per interval. Without `from` it begins with the item. */
export interface ItemDiscount {
  percent?: string;
  amount?: string;
  from?: Instant;
  to?: Instant | null;
}

/** The part of an item that decides what it commits to per interval. Decimal strings. */
export interface ItemTerms {
  type: ItemType;
  /** Price of one, of a flat item. */
  amount?: string;
  quantity: string;
  /** ISO duration that the price is for; null for what is charged once. */
  interval: string | null;
  /** Due without any usage: the flat fee of a first tier. */
  zeroUsageCharge?: string;
  minimum?: string;
  maximum?: string;
  discounts?: readonly ItemDiscount[];
}

/**
 * One priced rate card of one subscription while its terms stay the same: the fact that all recurring revenue is counted from. Every act that
 * changes terms closes items at an instant and opens their successors at the same. `[from, to)`; an item without length counts for nothing.
 */
export interface RevenueItem extends ItemTerms {
  id: string;
  customer: string;
  /** A subscription that takes the place of another keeps its name here, so that nobody leaves and comes back on paper. */
  subscription: string;
  /** Key of the rate card. */
  key: string;
  plan: string;
  version: number;
  phase: string;
  addOn?: string | null;
  currency: string;
  trialUntil?: Instant | null;
  from: Instant;
  to: Instant | null;
  endReason?: string | null;
  /** When this became known, and when something else took its place; rows are never edited. */
  recordedAt?: Instant;
  supersededAt?: Instant | null;
}

/** A stretch in which a subscription is not served and not charged. */
export interface Pause {
  subscription: string;
  from: Instant;
  to: Instant | null;
}

const factors = new Map<string, Ratio>();
const whole = (n: number) => decimal(String(n));

/**
 * Returns by how much an amount per interval is multiplied to be one per month: 1/12 for a year, 13/12 for four weeks, 365/12 for a day. A year
 * has 12 months, 52 weeks and 365 days; leap years and months of 30 days do not enter.
 */
export function monthFactor(interval: string): Ratio {
  const known = factors.get(interval);
  if (known) return known;
  const d = Temporal.Duration.from(interval);
  const seconds = d.days * 86_400 + d.hours * 3_600 + d.minutes * 60 + d.seconds;
  // Months in the interval, over what divides a year into weeks and into seconds alike.
  const year = whole(365 * 86_400);
  const weeks = whole(52);
  const months = sum([
    whole(d.years * 12 + d.months)
      .times(year)
      .times(weeks),
    whole(d.weeks * 12).times(year),
    whole(seconds * 12).times(weeks),
  ]);
  if (!months.gt(ZERO)) throw new Error(`${interval} is no interval to price by`);
  const factor = ratio(year.times(weeks), months);
  factors.set(interval, factor);
  return factor;
}

/** True when an item's price can recur at all. */
export const isRecurring = ({ type, interval }: ItemTerms): boolean => (type === 'flat' || type === 'usage') && interval !== null;

/** The discounts that are in force at an instant, of an item that began at `start`. */
export const discountsAt = (item: RevenueItem, at: Instant): ItemDiscount[] =>
  (item.discounts ?? []).filter(({ from, to }) => (from ?? item.from) <= at && (!to || at < to));

/**
 * The amount due for a full interval without any usage, as rating charges it: percentages compound, then amounts come off, never below zero; then
 * the maximum caps it and the minimum raises it. All discounts that are given are in force.
 */
export function committedAmount(terms: ItemTerms): Decimal {
  if (!isRecurring(terms)) return ZERO;
  let amount = terms.type === 'flat' ? decimal(terms.amount ?? '0').times(decimal(terms.quantity)) : decimal(terms.zeroUsageCharge ?? '0');
  const discounts = terms.discounts ?? [];
  for (const { percent } of discounts) if (percent) amount = amount.times(HUNDRED.minus(decimal(percent))).times(HUNDREDTH);
  for (const discount of discounts) if (discount.amount) amount = amount.minus(decimal(discount.amount));
  amount = max(amount, ZERO);
  if (terms.maximum) amount = min(amount, decimal(terms.maximum));
  return terms.minimum ? max(amount, decimal(terms.minimum)) : amount;
}

const HUNDREDTH = decimal('0.01');

/** Monthly recurring revenue of terms whose discounts are all in force, rounded once to millionths. */
export function monthlyMicros(terms: ItemTerms): Micros {
  if (!isRecurring(terms) || terms.interval === null) return 0n;
  return microsOf(multiplyRatios(ratio(committedAmount(terms)), monthFactor(terms.interval)));
}

/** The terms of a rate card: what its price model charges for a whole period without usage, and the card's own discount and commitments. */
export function termsOfCard(card: PricingTerms, quantity: string, interval: string | null): ItemTerms {
  const { price, discounts, commitments } = card;
  const percent = discounts?.percentage;
  const shared = {
    quantity,
    interval,
    ...(percent !== undefined && { discounts: [{ percent: String(percent) }] }),
  };
  if (price.type === 'free') return { ...shared, type: 'flat', amount: '0' };
  if (price.type === 'flat') return { ...shared, type: interval === null ? 'one_time' : 'flat', amount: price.amount };
  const charges = modelOf(price.type).charge(price, 'in_arrears')(wholePeriod(ZERO));
  const due = sum(charges.map((charge) => charge.quantity.times(charge.unitPrice)));
  const { minimumAmount, maximumAmount } = commitments ?? {};
  return {
    ...shared,
    type: 'usage',
    zeroUsageCharge: text(due),
    ...(isSet(minimumAmount) && { minimum: minimumAmount }),
    ...(isSet(maximumAmount) && { maximum: maximumAmount }),
  };
}

// Zero stands for no bound.
const isSet = (bound: string | undefined): bound is string => bound !== undefined && decimal(bound).gt(ZERO);
