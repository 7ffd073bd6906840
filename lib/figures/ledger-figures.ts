import type { Currency } from '../currency';
import { text } from '../decimal';
import { activityCohorts, type Purchase } from '../revenue/activity-cohorts';
import { monthsBetween } from '../revenue/calendar';
import { type CreditBurn, liabilityPeriods } from '../revenue/credit-liability';
import { earnedPeriods, type Payment } from '../revenue/earned';
import { type MarginRow, marginsOf } from '../revenue/margin';
import { monthToDate } from '../revenue/month-to-date';
import { microsText } from '../revenue/ratio';
import { usageRunRate } from '../revenue/run-rate';
import { type Department, type SharedCost, showbackOf } from '../revenue/showback';
import type { Instant } from '../time';
import { cardIn, type RateCardInput, unlessOtherRule } from './card-input';
import { type Kinds, kind } from './figure';

const currencyOf = (digits = 2): Currency => ({ code: 'XXX', precision: digits });

interface LineInput {
  id: string;
  amount: string;
  issued_at: Instant;
  recognise: 'service_days' | 'usage_days' | 'once';
  from?: Instant;
  to?: Instant;
  card?: RateCardInput;
  usage?: { day: string; quantity: string }[];
}

interface EarnedInput {
  lines: LineInput[];
  credit_notes?: { line: string; amount: string; issued_at: Instant; from?: Instant; to?: Instant }[];
  payments?: Payment[];
  refunds?: Payment[];
  from_month: string;
  to_month: string;
  time_zone?: string;
  currency_digits?: number;
}

function earnedFigures(input: EarnedInput) {
  const { time_zone = 'UTC', payments = [], refunds = [] } = input;
  const lines = input.lines.map(({ issued_at, recognise, from, to, card, usage, ...line }) => ({
    ...line,
    issuedAt: issued_at,
    from: from ?? issued_at,
    to: to ?? from ?? issued_at,
    ...(recognise === 'usage_days' && card && { usage: { card: cardIn(card), days: usage ?? [] } }),
  }));
  const creditNotes = (input.credit_notes ?? []).map(({ issued_at, ...note }) => ({ ...note, issuedAt: issued_at }));
  const months = monthsBetween(input.from_month, input.to_month, time_zone);
  const ledger = { lines, creditNotes, payments, refunds };
  return {
    months: earnedPeriods(ledger, months, currencyOf(input.currency_digits), time_zone).map((month) => ({
      month: month.key,
      billed: text(month.billed),
      earned: text(month.earned),
      deferred_end: text(month.deferredEnd),
      unbilled_end: text(month.unbilledEnd),
      collected: text(month.collected),
    })),
  };
}

interface CreditsInput {
  grants: { id: string; amount: string; paid: string; at: Instant; expires_at?: Instant | null; refunded_at?: Instant | null }[];
  burns: CreditBurn[];
  from_month: string;
  to_month: string;
  time_zone?: string;
  currency_digits?: number;
}

function creditFigures({ grants, burns, from_month, to_month, time_zone = 'UTC', currency_digits }: CreditsInput) {
  const sold = grants.map(({ expires_at, refunded_at, ...grant }) => ({ ...grant, expiresAt: expires_at, refundedAt: refunded_at }));
  const months = monthsBetween(from_month, to_month, time_zone);
  return {
    months: liabilityPeriods(sold, burns, months, currencyOf(currency_digits)).map((month) => ({
      month: month.key,
      purchased: text(month.purchased),
      earned: text(month.earned),
      promotional_used: text(month.promotionalUsed),
      breakage: text(month.breakage),
      refunded: text(month.refunded),
      liability_end: text(month.liabilityEnd),
    })),
  };
}

interface RunRateInput {
  closed_months: string[];
  rows: { customer: string; feature?: string; month: string; rated: string; committed_floor?: string; credits_promotional?: string }[];
}

function runRateFigures({ closed_months, rows }: RunRateInput) {
  const usage = rows.map(({ committed_floor, credits_promotional, ...row }) => ({
    ...row,
    ...(committed_floor && { committedFloor: committed_floor }),
    ...(credits_promotional && { creditsPromotional: credits_promotional }),
  }));
  const { customers, total } = usageRunRate(usage, closed_months);
  return {
    by_customer: Object.fromEntries(customers.map(({ customer, micros }) => [customer, microsText(micros)])),
    total: microsText(total),
  };
}

interface MonthToDateInput {
  days: Record<string, string>;
  month: string;
  first_open_day: string;
}

function monthToDateFigures({ days, month, first_open_day }: MonthToDateInput) {
  const { actual, projected } = monthToDate(new Map(Object.entries(days)), month, first_open_day);
  return { actual: text(actual), projected: text(projected) };
}

function marginFigures({ rows }: { rows: MarginRow[] }) {
  const margins = marginsOf(rows);
  const { marginPercent, earnedWithoutKnownCost, ...total } = margins.total;
  return {
    rows: margins.rows.map(({ key, margin, marginPercent: percent }) => ({ key, margin, margin_percent: percent })),
    total: { ...total, margin_percent: marginPercent, earned_without_known_cost: earnedWithoutKnownCost },
  };
}

type Weights = Record<string, string>;
interface SharedInput {
  amount: string;
  method: 'even' | 'proportional' | 'usage' | 'fixed' | 'weighted';
  weights?: Weights;
  shares?: Weights;
  usage?: Weights;
}

interface DepartmentInput extends Department {
  weight?: string;
  share?: string;
  usage?: string;
}

/** The weights of a cost: its own, or those that stand beside the departments. */
const weightsIn = ({ weights, shares, usage }: SharedInput, departments: readonly DepartmentInput[]): Weights =>
  weights ??
  shares ??
  usage ??
  Object.fromEntries(departments.map((department) => [department.key, department.weight ?? department.share ?? department.usage ?? '0']));

function showbackFigures({ departments, shared = [] }: { departments: DepartmentInput[]; shared?: SharedInput[] }) {
  const costs = shared.map(
    (cost): SharedCost =>
      cost.method === 'even' || cost.method === 'proportional'
        ? { amount: cost.amount, method: cost.method }
        : { amount: cost.amount, method: 'weighted', weights: weightsIn(cost, departments) },
  );
  const result = showbackOf(departments, costs, currencyOf());
  return {
    departments: result.departments.map(({ key, direct, shared: parts, total, withChildren }) => ({
      key,
      direct: text(direct),
      shared: text(parts),
      total: text(total),
      with_children: text(withChildren),
    })),
    shared: result.shared.map((parts) => Object.fromEntries(parts)),
    total: text(result.total),
    allocated_share: result.allocatedShare,
  };
}

/** Rules for figures of money that was billed, earned, spent and shared out. */
export const ledgerFigures: Kinds = {
  earned: kind(unlessOtherRule(earnedFigures)),
  credits: kind(creditFigures, { takes: (input) => 'grants' in input && 'burns' in input }),
  usage_run_rate: kind(runRateFigures),
  month_to_date: kind(monthToDateFigures),
  margin: kind(marginFigures),
  showback: kind(showbackFigures),
  activity_cohort: kind(({ purchases, to_month }: { purchases: Purchase[]; to_month: string }) => ({
    cohorts: activityCohorts(purchases, to_month),
  })),
};
