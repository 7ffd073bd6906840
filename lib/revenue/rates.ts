import { type Decimal, decimal, isZero, sum, text, ZERO } from '../decimal';
import { multiplyRatios, RATE_DIGITS, rateText, ratio, roundRatio, shareText } from './ratio';

/** The sums of a period, as decimal strings; what is absent is nothing. */
export interface RateInput {
  start: string;
  new?: string;
  reactivation?: string;
  expansion?: string;
  contraction?: string;
  churn?: string;
  currency?: string;
  customersStart?: number;
  customersChurned?: number;
  customersEnd?: number;
  /** Margin as a share of revenue, when it is known. */
  margin?: string | null;
  /** Customers who left in the last three closed months, and those there at the start of each. */
  trailingChurned?: number;
  trailingStart?: number;
}

/** Rates of a period; null, shown as "—", where there is nothing to divide by. */
export interface Rates {
  end: string;
  grossChurn: string | null;
  netChurn: string | null;
  grr: string | null;
  nrr: string | null;
  growth: string | null;
  quickRatio: string | null;
  logoChurn: string | null;
  arpa: string | null;
  ltv: string | null;
  /** Too few have left for a lifetime value to mean much. */
  ltvIsThin: boolean;
}

/** Customers who must have left in three months before a lifetime value says anything. */
const FEW = 10;

/** Counts the rates of a period from its sums. */
export function ratesOfPeriod(input: RateInput): Rates {
  const amount = (field: keyof RateInput) => decimal(String(input[field] ?? '0'));
  const start = amount('start');
  const gains = sum([amount('new'), amount('reactivation'), amount('expansion')]);
  const losses = amount('contraction').plus(amount('churn'));
  const net = losses.minus(amount('expansion'));
  const end = start.plus(gains).minus(losses).plus(amount('currency'));
  const { customersStart = 0, customersChurned = 0, customersEnd = 0, trailingChurned = 0 } = input;
  return {
    end: text(end),
    grossChurn: rateText(losses, start),
    netChurn: rateText(net, start),
    grr: rateText(start.minus(losses), start),
    nrr: rateText(start.minus(net), start),
    growth: rateText(gains.minus(losses), start),
    quickRatio: rateText(gains, losses),
    logoChurn: shareText(customersChurned, customersStart),
    arpa: rateText(end, count(customersEnd)),
    ltv: lifetimeValue(end, input),
    ltvIsThin: trailingChurned < FEW,
  };
}

const count = (n: number): Decimal => decimal(String(n));

/** Revenue per customer × margin ÷ the share of customers that leaves in a month; null when nobody left or the margin is unknown. */
function lifetimeValue(end: Decimal, { customersEnd = 0, margin, trailingChurned = 0, trailingStart = 0 }: RateInput): string | null {
  if (customersEnd === 0 || trailingChurned === 0 || trailingStart === 0 || margin === undefined || margin === null) return null;
  const perCustomer = multiplyRatios(ratio(end, count(customersEnd)), ratio(decimal(margin)));
  return text(roundRatio(multiplyRatios(perCustomer, ratio(count(trailingStart), count(trailingChurned))), RATE_DIGITS));
}

/** Recurring revenue of one customer at both ends of a window, at the exchange rate of its start. Decimal strings. */
export interface WindowEnds {
  start: string;
  end: string;
}

/** Retention over a window: of the customers who paid at its start, what and who is left at its end. */
export interface Retention {
  startCustomers: number;
  keptCustomers: number;
  /** Without growth: no customer counts for more than at the start. */
  grr: string | null;
  nrr: string | null;
  logoRetention: string | null;
}

/** Counts retention customer by customer. Who left and came back inside the window counts with what they pay at its end. */
export function retentionOf(customers: readonly WindowEnds[]): Retention {
  const began = customers.map(({ start, end }) => ({ start: decimal(start), end: decimal(end) })).filter(({ start }) => start.gt(ZERO));
  const total = sum(began.map(({ start }) => start));
  const kept = began.filter(({ end }) => !isZero(end));
  return {
    startCustomers: began.length,
    keptCustomers: kept.length,
    grr: rateText(sum(began.map(({ start, end }) => (end.lt(start) ? end : start))), total),
    nrr: rateText(sum(began.map(({ end }) => end)), total),
    logoRetention: shareText(kept.length, began.length),
  };
}
