import type { Currency } from '../currency';
import { type Decimal, decimal, divide } from '../decimal';
import { type Period, secondsIn } from '../time';

/** The share of a full period that was served, in seconds: 0 < served < full. */
export interface Proration {
  served: Decimal;
  full: Decimal;
}

/**
 * The share to bill of a flat price, or null when all of it is due: when the service period is the full one, longer, or has no length.
 * Only flat prices are prorated; usage is partial by itself.
 */
export function prorationOf(servicePeriod: Period, fullServicePeriod: Period): Proration | null {
  const served = secondsIn(servicePeriod);
  const full = secondsIn(fullServicePeriod);
  return served > 0 && served < full ? { served: decimal(String(served)), full: decimal(String(full)) } : null;
}

/** The prorated amount, rounded once to the minor unit: 100.00 for 15 of 31 days is 48.39. */
export function prorate(amount: Decimal, { served, full }: Proration, currency: Currency): Decimal {
  return divide(amount.times(served), full, currency.precision);
}
