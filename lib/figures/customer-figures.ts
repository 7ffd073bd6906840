import { getCurrency } from '../currency';
import { decimal, round, text } from '../decimal';
import { backtest, type Gate } from '../revenue/backtest';
import type { Quantities } from '../revenue/bill';
import { type churnKind, churnReasons } from '../revenue/churn-reasons';
import { nearLimit, planFit } from '../revenue/opportunities';
import { type RateInput, ratesOfPeriod, retentionOf, type WindowEnds } from '../revenue/rates';
import { microsOf, microsText, RATE_DIGITS, ratio } from '../revenue/ratio';
import { type AgeGroup, survivalAt, survivalCurve } from '../revenue/survival';
import { trialConversion } from '../revenue/trials';
import type { Instant } from '../time';
import { cardIn, type RateCardInput, unlessOtherRule } from './card-input';
import { type Kinds, kind } from './figure';

interface RatesInput extends Omit<RateInput, 'customersStart' | 'customersChurned' | 'customersEnd' | 'trailingChurned' | 'trailingStart'> {
  customers_start?: number;
  customers_churned?: number;
  customers_end?: number;
  trailing_churned?: number;
  trailing_start?: number;
}

function ratesFigures({ customers_start, customers_churned, customers_end, trailing_churned, trailing_start, ...sums }: RatesInput) {
  const rates = ratesOfPeriod({
    ...sums,
    customersStart: customers_start,
    customersChurned: customers_churned,
    customersEnd: customers_end,
    trailingChurned: trailing_churned,
    trailingStart: trailing_start,
  });
  const { end, grossChurn, netChurn, grr, nrr, growth, quickRatio, logoChurn, arpa, ltv } = rates;
  return {
    ...{ end, gross_churn: grossChurn, net_churn: netChurn, grr, nrr },
    ...{ growth, quick_ratio: quickRatio, logo_churn: logoChurn, arpa, ltv },
  };
}

function retentionFigures({ customers }: { customers: WindowEnds[] }) {
  const { startCustomers, keptCustomers, grr, nrr, logoRetention } = retentionOf(customers);
  return { grr, nrr, logo_retention: logoRetention, start_customers: startCustomers, kept_customers: keptCustomers };
}

interface AgesInput {
  ages: { age: number; ended: number; still_here: number }[];
  at: number[];
}

function survivalFigures({ ages, at }: AgesInput) {
  const groups: AgeGroup[] = ages.map(({ still_here, ...group }) => ({ ...group, stillHere: still_here }));
  const curve = survivalCurve(groups);
  const ended = groups.reduce((total, group) => total + group.ended, 0);
  return {
    survival: Object.fromEntries(at.map((age) => [String(age), survivalAt(curve, age)])),
    customers: groups.reduce((total, group) => total + group.ended + group.stillHere, 0),
    ended,
  };
}

interface TrialsInput {
  trials: { trial_end: Instant; paid_from: Instant | null }[];
  from: Instant;
  to: Instant;
  time_zone?: string;
}

const trialFigures = ({ trials, from, to, time_zone = 'UTC' }: TrialsInput) =>
  trialConversion(
    trials.map(({ trial_end, paid_from }) => ({ trialEnd: trial_end, paidFrom: paid_from })),
    { from, to },
    time_zone,
  );

interface EndedInput {
  customer?: string;
  mrr: string;
  end_reason?: string | null;
  reason?: string | null;
  paused?: boolean;
}

function reasonFigures({ customers }: { customers: EndedInput[] }) {
  const ended = customers.map(({ customer = '', mrr, end_reason, reason, paused }) => ({
    customer,
    micros: microsOf(ratio(decimal(mrr))),
    reason: end_reason ?? reason ?? null,
    paused,
  }));
  const { byKind, byReason } = churnReasons(ended);
  const mrrOf = (name: ReturnType<typeof churnKind>) => microsText(byKind.get(name)?.micros ?? 0n);
  return {
    voluntary: mrrOf('voluntary'),
    involuntary: mrrOf('involuntary'),
    paused: mrrOf('paused'),
    by_reason: Object.fromEntries([...byReason].map(([reason, { micros }]) => [reason, microsText(micros)])),
  };
}

interface OpportunityInput {
  current_plan: string;
  periods: Quantities[];
  plans: { key: string; rate_cards: RateCardInput[] }[];
  currency?: string;
}

function opportunityFigures({ current_plan, periods, plans, currency = 'USD' }: OpportunityInput) {
  const offered = plans.map(({ key, rate_cards }) => ({ key, cards: rate_cards.map(cardIn) }));
  const { costs, bestPlan, savingPerYear, kind: fit } = planFit(current_plan, offered, periods, getCurrency(currency));
  return {
    cost: Object.fromEntries(costs.map(({ plan, total }) => [plan, text(total)])),
    best_plan: bestPlan,
    saving_per_year: savingPerYear && text(savingPerYear),
    kind: fit,
  };
}

interface LimitInput {
  limit: string;
  used: string;
  used_last_7_days: string;
  days_to_reset: string;
}

function limitFigures({ limit, used, used_last_7_days, days_to_reset }: LimitInput) {
  const standing = nearLimit({ limit, used, usedLast7Days: used_last_7_days, daysToReset: days_to_reset });
  const { usedShare, daysLeft, hitsBeforeReset, flagged } = standing;
  return { used_share: usedShare, days_left: daysLeft, hits_before_reset: hitsBeforeReset, flagged };
}

interface BacktestInput {
  baseline: { rate_cards: RateCardInput[] };
  candidate: { rate_cards: RateCardInput[] };
  window_periods: number;
  customers: {
    customer: string;
    periods: { quantities: Quantities }[];
    overrides?: Record<string, Omit<RateCardInput, 'key'>>;
    credit_per_period?: string;
    cost?: string | null;
  }[];
  key_map?: Record<string, string>;
  currency?: string;
  gates?: Gate[];
}

function backtestFigures({ baseline, candidate, window_periods, customers, key_map, currency = 'USD', gates }: BacktestInput) {
  const { counts, changePercent, byRateCard, ...results } = backtest({
    baseline: baseline.rate_cards.map(cardIn),
    candidate: candidate.rate_cards.map(cardIn),
    windowPeriods: window_periods,
    customers: customers.map(({ credit_per_period, overrides = {}, ...customer }) => ({
      ...customer,
      ...(credit_per_period && { creditPerPeriod: credit_per_period }),
      overrides: Object.fromEntries(Object.entries(overrides).map(([key, patch]) => [key, cardIn({ key, ...patch })])),
    })),
    currency: getCurrency(currency),
    ...(key_map && { renamed: key_map }),
    ...(gates && { gates }),
  });
  return {
    baseline_total: text(results.baselineTotal),
    candidate_total: text(results.candidateTotal),
    delta: text(results.delta),
    delta_percent: results.deltaPercent,
    ...counts,
    change_percent: changePercent,
    no_percent: results.noPercent,
    by_rate_card: Object.fromEntries([...byRateCard].map(([key, delta]) => [key, text(delta)])),
    interaction: text(results.interaction),
    partial_history: results.partialHistory,
    not_covered: results.notCovered,
    customers: results.rows.map((row) => ({
      customer: row.customer,
      baseline: text(row.baseline),
      candidate: text(row.candidate),
      delta: text(row.delta),
      change_percent: row.changePercent && text(round(row.changePercent, RATE_DIGITS)),
      outcome: row.outcome,
    })),
    gates: results.gates,
    publishable: results.gates.every(({ passed }) => passed),
  };
}

/** Rules for figures about customers: rates, survival, and what other prices would do to them. */
export const customerFigures: Kinds = {
  rates: kind(ratesFigures),
  retention: kind(retentionFigures),
  survival: kind(survivalFigures),
  trial_conversion: kind(trialFigures),
  churn_reasons: kind(reasonFigures),
  opportunity: kind(unlessOtherRule(opportunityFigures)),
  near_limit: kind(limitFigures),
  backtest: kind(unlessOtherRule(backtestFigures)),
};
