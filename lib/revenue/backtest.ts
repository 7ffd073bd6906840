import type { Currency } from '../currency';
import { compare, type Decimal, decimal, divide, HUNDRED, isPositive, isZero, max, sum, text, ZERO } from '../decimal';
import type { PricingTerms } from '../pricing/terms';
import { type BillingCard, billingCards, billTotal, type Quantities } from './bill';
import { RATE_DIGITS, rateText, ratio, roundRatio } from './ratio';

/** A customer with the whole closed periods of the window. */
export interface BacktestCustomer {
  customer: string;
  periods: readonly { quantities: Quantities }[];
  /** The customer's own version; the common one without it. */
  baseline?: readonly PricingTerms[];
  /** Deals on rate cards, by key: they hold on both sides. */
  overrides?: Readonly<Record<string, Partial<PricingTerms>>>;
  /** Credit that pays for each period, the same on both sides. */
  creditPerPeriod?: string;
  /** Cost of serving the customer over these periods, when it is known. What is used costs the same on both sides. */
  cost?: string | null;
}

export interface BacktestRequest {
  baseline: readonly PricingTerms[];
  candidate: readonly PricingTerms[];
  /** Closed periods looked back on; fewer make a customer partial. */
  windowPeriods: number;
  customers: readonly BacktestCustomer[];
  currency: Currency;
  /** Names of candidate cards that were called otherwise before: new key → old key. */
  renamed?: Readonly<Record<string, string>>;
  /** Keys of usage cards whose meters have no events in the window: unknown, and out of all totals. */
  noHistory?: readonly string[];
  gates?: readonly Gate[];
}

export type Outcome = 'pays_more' | 'pays_less' | 'unchanged';

/** A customer's bills over the window on both sides. */
export interface BacktestRow {
  customer: string;
  periods: number;
  baseline: Decimal;
  candidate: Decimal;
  delta: Decimal;
  /** Null for a customer who paid nothing before. */
  changePercent: Decimal | null;
  outcome: Outcome;
}

export type Quantile = 'p5' | 'p25' | 'p50' | 'p75' | 'p95';

/** Comparison of two sets of rate cards over the same periods of the same customers. */
export interface Backtest {
  baselineTotal: Decimal;
  candidateTotal: Decimal;
  delta: Decimal;
  deltaPercent: string | null;
  counts: Record<Outcome, number>;
  /** Spread of customers' changes in percent; null when nobody paid before. */
  changePercent: Record<Quantile, string | null>;
  noPercent: number;
  /** Delta with only this card exchanged. */
  byRateCard: Map<string, Decimal>;
  /** Delta that no card makes alone: credits let cards act on each other. */
  interaction: Decimal;
  /** Customers with fewer periods than the window; they count with those they have. */
  partialHistory: string[];
  /** Customers without any whole period: in no figure. */
  notCovered: string[];
  /** Share of the candidate's revenue from those who pay more that may leave before the change loses; null when it gains nothing. */
  breakEvenLoss: string | null;
  /** Share of the baseline's revenue from customers all of whose cards have a history. */
  coverage: string | null;
  /** Share of revenue left after cost on both sides; null while a cost is unknown. */
  marginPercent: { baseline: string | null; candidate: string | null };
  rows: BacktestRow[];
  gates: JudgedGate[];
}

/** Changes within half a percent, or a minor unit of the currency, are none. */
const UNCHANGED = decimal('0.005');
const TEN = decimal('10');

/** Bills every customer's periods on both sides, by the same rating, and compares. A set of cards against itself changes nothing. */
export function backtest(request: BacktestRequest): Backtest {
  const covered = request.customers.filter(({ periods }) => periods.length > 0);
  const bills = covered.map((customer) => billsOf(customer, request));
  const rows = bills.map(({ row }) => row);
  const [baselineTotal, candidateTotal] = [sum(rows.map((row) => row.baseline)), sum(rows.map((row) => row.candidate))];
  const delta = candidateTotal.minus(baselineTotal);
  const byRateCard = sumCards(bills.map(({ byCard }) => byCard));
  const percents = rows.flatMap(({ changePercent }) => (changePercent === null ? [] : [changePercent]));
  const results = {
    baselineTotal,
    candidateTotal,
    delta,
    deltaPercent: percentText(delta, baselineTotal),
    counts: {
      pays_more: rows.filter(({ outcome }) => outcome === 'pays_more').length,
      pays_less: rows.filter(({ outcome }) => outcome === 'pays_less').length,
      unchanged: rows.filter(({ outcome }) => outcome === 'unchanged').length,
    },
    changePercent: quantilesOf(percents),
    noPercent: rows.length - percents.length,
    byRateCard,
    interaction: delta.minus(sum([...byRateCard.values()])),
    partialHistory: covered.filter(({ periods }) => periods.length < request.windowPeriods).map(({ customer }) => customer),
    notCovered: request.customers.filter(({ periods }) => periods.length === 0).map(({ customer }) => customer),
    breakEvenLoss: breakEven(delta, rows),
    coverage: rateText(sum(bills.filter(({ isKnown }) => isKnown).map(({ row }) => row.baseline)), baselineTotal),
    marginPercent: { baseline: marginPercent(baselineTotal, covered), candidate: marginPercent(candidateTotal, covered) },
    rows,
  };
  return { ...results, gates: (request.gates ?? []).map((gate) => judgeGate(gate, results)) };
}

interface CustomerBills {
  row: BacktestRow;
  byCard: Map<string, Decimal>;
  isKnown: boolean;
}

function billsOf(customer: BacktestCustomer, request: BacktestRequest): CustomerBills {
  const { renamed = {}, noHistory = [], currency } = request;
  const withDeals = (cards: readonly PricingTerms[]) =>
    billingCards(
      cards.map((card) => ({ ...card, ...customer.overrides?.[card.key] })),
      currency,
    );
  const own = customer.baseline ?? request.baseline;
  const next = request.candidate.map((card) => ({ ...card, key: renamed[card.key] ?? card.key }));
  const hasHistory = ({ key }: { key: string }) => !noHistory.includes(key);
  const [before, after] = [withDeals(own.filter(hasHistory)), withDeals(next.filter(hasHistory))];
  const credit = decimal(customer.creditPerPeriod ?? '0');
  const totalOf = (cards: readonly BillingCard[]) => sum(customer.periods.map(({ quantities }) => billTotal(cards, quantities, credit)));
  const [baseline, candidate] = [totalOf(before), totalOf(after)];
  const keys = new Set([...before, ...after].map(({ key }) => key));
  const byCard = new Map([...keys].map((key) => [key, totalOf(exchanged(before, after, key)).minus(baseline)]));
  const delta = candidate.minus(baseline);
  const row: BacktestRow = {
    customer: customer.customer,
    periods: customer.periods.length,
    baseline,
    candidate,
    delta,
    changePercent: isPositive(baseline) ? divide(delta.times(HUNDRED), baseline) : null,
    outcome: outcomeOf(delta, baseline, currency),
  };
  return { row, byCard, isKnown: [...own, ...next].every(hasHistory) };
}

/** The cards of before with one of them as it is after: changed, added or gone. */
function exchanged(before: readonly BillingCard[], after: readonly BillingCard[], key: string): BillingCard[] {
  const others = before.filter((card) => card.key !== key);
  return [...others, ...after.filter((card) => card.key === key)];
}

function outcomeOf(delta: Decimal, baseline: Decimal, { precision }: Currency): Outcome {
  if (compare(delta.abs(), max(TEN.pow(-precision), baseline.times(UNCHANGED))) <= 0) return 'unchanged';
  return isPositive(delta) ? 'pays_more' : 'pays_less';
}

function sumCards(all: readonly ReadonlyMap<string, Decimal>[]): Map<string, Decimal> {
  const sums = new Map<string, Decimal>();
  for (const cards of all) for (const [key, delta] of cards) sums.set(key, (sums.get(key) ?? ZERO).plus(delta));
  return sums;
}

const percentText = (part: Decimal, whole: Decimal): string | null => rateText(part.times(HUNDRED), whole);

const QUANTILES: Record<Quantile, string> = { p5: '0.05', p25: '0.25', p50: '0.5', p75: '0.75', p95: '0.95' };

/** Quantiles, linear between ranks. */
function quantilesOf(values: readonly Decimal[]): Record<Quantile, string | null> {
  const sorted = [...values].sort(compare);
  const at = (share: string): string | null => {
    if (sorted.length === 0) return null;
    const rank = decimal(share).times(decimal(String(sorted.length - 1)));
    const below = Number.parseInt(text(rank), 10);
    const [lower, upper] = [sorted[below] ?? ZERO, sorted[below + 1] ?? sorted[below] ?? ZERO];
    const value = lower.plus(upper.minus(lower).times(rank.minus(decimal(String(below)))));
    return text(roundRatio(ratio(value), RATE_DIGITS));
  };
  return { p5: at(QUANTILES.p5), p25: at(QUANTILES.p25), p50: at(QUANTILES.p50), p75: at(QUANTILES.p75), p95: at(QUANTILES.p95) };
}

function breakEven(delta: Decimal, rows: readonly BacktestRow[]): string | null {
  const more = sum(rows.filter(({ outcome }) => outcome === 'pays_more').map(({ candidate }) => candidate));
  return isPositive(delta) ? rateText(delta, more) : null;
}

/** A bound that a change must keep before it may be published. */
export interface Gate {
  gate:
    | 'revenue_change_percent_min'
    | 'revenue_change_percent_max'
    | 'max_customer_increase_percent'
    | 'max_customers_paying_more'
    | 'min_margin_percent'
    | 'min_coverage'
    | 'min_customers';
  limit: string;
}

/** A gate with the value it was held against; without one it does not pass. */
export interface JudgedGate extends Gate {
  value: string | null;
  passed: boolean;
}

function judgeGate({ gate, limit }: Gate, results: Omit<Backtest, 'gates'>): JudgedGate {
  const value = gateValue(gate, results);
  const isAtLeast = gate === 'revenue_change_percent_min' || gate.startsWith('min_');
  const passed = value !== null && (isAtLeast ? decimal(value).gte(decimal(limit)) : decimal(value).lte(decimal(limit)));
  return { gate, limit, value, passed };
}

function gateValue(gate: Gate['gate'], results: Omit<Backtest, 'gates'>): string | null {
  const { rows, deltaPercent, counts } = results;
  if (gate === 'min_margin_percent') return results.marginPercent.candidate;
  if (gate === 'min_coverage') return results.coverage;
  if (gate === 'min_customers') return String(rows.length);
  if (gate === 'max_customers_paying_more') return String(counts.pays_more);
  if (gate !== 'max_customer_increase_percent') return deltaPercent;
  const changes = rows.flatMap(({ changePercent }) => (changePercent === null ? [] : [changePercent]));
  // A bill that was nothing and will be something rises beyond any percentage.
  if (rows.some(({ changePercent, delta }) => changePercent === null && !isZero(delta))) return null;
  return changes.length > 0 ? text(roundRatio(ratio(changes.reduce(max)), RATE_DIGITS)) : null;
}

function marginPercent(revenue: Decimal, customers: readonly BacktestCustomer[]): string | null {
  const costs = customers.flatMap(({ cost }) => (cost === undefined || cost === null ? [] : [decimal(cost)]));
  return costs.length === customers.length && isPositive(revenue) ? percentText(revenue.minus(sum(costs)), revenue) : null;
}
