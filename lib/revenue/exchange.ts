import type { Instant } from '../time';
import { groupBy } from './group-by';
import { addMicros, convertMicros, type Micros } from './ratio';
import { type Amounts, type CustomerTimeline, paidAt } from './timeline';

/** A rate in force from an instant on: so many units of the reporting currency for one of `currency`. A decimal string. */
export interface ExchangeRate {
  currency: string;
  from: Instant;
  rate: string;
}

/** Answers the rate of a currency at an instant; null when none is known yet. */
export type RateAt = (currency: string, at: Instant) => string | null;

/** Rates looked up in a table: the latest that began by then. The reporting currency is worth itself. */
export function ratesOf(reportingCurrency: string, table: readonly ExchangeRate[] = []): RateAt {
  const byCurrency = groupBy(table, ({ currency }) => currency);
  for (const rates of byCurrency.values()) rates.sort((a, b) => (a.from < b.from ? -1 : 1));
  return (currency, at) => {
    if (currency === reportingCurrency) return '1';
    return byCurrency.get(currency)?.findLast(({ from }) => from <= at)?.rate ?? null;
  };
}

/** Brings amounts to the reporting currency, each currency rounded once. A currency without a rate is left out: name it with `withoutRate`. */
export function inReporting(amounts: Amounts, at: Instant, rateAt: RateAt): Micros {
  return addMicros([...amounts].map(([currency, micros]) => convertMicros(micros, rateAt(currency, at) ?? '0')));
}

/** Recurring revenue of an instant in the reporting currency: the tile. */
export const revenueAt = (timelines: readonly CustomerTimeline[], at: Instant, rateAt: RateAt): Micros =>
  addMicros(timelines.map((timeline) => inReporting(paidAt(timeline, at), at, rateAt)));

/** The currencies of amounts that have no rate at an instant, and so are in no total. */
export const withoutRate = (amounts: Amounts, at: Instant, rateAt: RateAt): string[] =>
  [...amounts.keys()].filter((currency) => rateAt(currency, at) === null);
