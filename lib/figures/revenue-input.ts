import { dayStart } from '../revenue/calendar';
import type { ExchangeRate } from '../revenue/exchange';
import type { ItemType, Pause, RevenueItem } from '../revenue/item';
import type { Instant } from '../time';

/** Item of a figure: a fact with the names of the wire. */
export interface ItemInput {
  id: string;
  customer: string;
  subscription: string;
  key: string;
  plan: string;
  version: number;
  phase: string;
  add_on?: string;
  currency: string;
  type: ItemType;
  amount?: string;
  quantity?: string;
  interval: string | null;
  zero_usage_charge?: string;
  minimum?: string;
  maximum?: string;
  discounts?: { percent?: string; amount?: string; from?: Instant; to?: Instant | null }[];
  trial_until?: Instant | null;
  from: Instant;
  to: Instant | null;
  end_reason?: string;
  recorded_at?: Instant;
  superseded_at?: Instant | null;
}

/** Items of a figure as facts. */
export const itemsIn = (items: readonly ItemInput[]): RevenueItem[] =>
  items.map(({ add_on, zero_usage_charge, trial_until, end_reason, recorded_at, superseded_at, ...item }) => ({
    ...item,
    quantity: item.quantity ?? '1',
    addOn: add_on ?? null,
    trialUntil: trial_until ?? null,
    endReason: end_reason ?? null,
    supersededAt: superseded_at ?? null,
    ...(zero_usage_charge !== undefined && { zeroUsageCharge: zero_usage_charge }),
    ...(recorded_at !== undefined && { recordedAt: recorded_at }),
  }));

/** Input of figures about recurring revenue over months. */
export interface RevenueInput {
  time_zone?: string;
  reporting_currency?: string;
  from_month: string;
  to_month: string;
  items: ItemInput[];
  pauses?: Pause[];
  fx?: Record<string, Record<string, string>>;
}

/** Rates of a figure, each in force from the start of its month. */
export const ratesIn = ({ fx = {}, time_zone = 'UTC' }: Pick<RevenueInput, 'fx' | 'time_zone'>): ExchangeRate[] =>
  Object.entries(fx).flatMap(([currency, months]) =>
    Object.entries(months).map(([month, rate]) => ({ currency, from: dayStart(`${month}-01`, time_zone), rate })),
  );

/** The currency totals are written in: the one that is named, or the only one there is. */
export const reportingCurrency = ({ reporting_currency, items }: Pick<RevenueInput, 'reporting_currency' | 'items'>): string =>
  reporting_currency ?? items[0]?.currency ?? 'USD';
