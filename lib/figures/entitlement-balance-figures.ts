import { decimal, sum, text } from '../decimal';
import { type Account, LIMIT, rulesOf, valueAt } from '../entitlement/account';
import { resetError, withReset } from '../entitlement/changes';
import { balanceHistory, type WindowSize } from '../entitlement/history';
import { type PeriodRule, periodStarts, usagePeriodAt } from '../entitlement/usage-period';
import type { Aggregation, UsageOf } from '../rating/burn-down';
import type { Grant } from '../rating/grant';
import { compareInstants, contains, type Instant } from '../time';

interface ResetInput {
  at: Instant;
  retainAnchor?: boolean;
  preserveOverage?: boolean;
}

export interface AccountInput {
  aggregation?: Aggregation;
  measureUsageFrom: Instant;
  usagePeriod: { interval: string; anchor: Instant };
  grants?: Grant[];
  issueAfterReset?: string;
  issueAfterResetPriority?: number;
  isSoftLimit?: boolean;
  preserveOverageAtReset?: boolean;
  resets?: ResetInput[];
  usageEvents: { at: Instant; value: string }[];
  timeZone?: string;
  at?: Instant;
}

const resetOf = ({ at, retainAnchor = false, preserveOverage }: ResetInput) => ({
  at,
  retainAnchor,
  preserveOverage: preserveOverage ?? null,
});

function accountOf(input: AccountInput): Account {
  const { measureUsageFrom, usagePeriod, issueAfterReset = null, isSoftLimit = false, timeZone = 'UTC' } = input;
  return {
    aggregation: input.aggregation ?? 'SUM',
    measureUsageFrom,
    usagePeriod,
    limits: [{ from: measureUsageFrom, units: issueAfterReset, isSoft: isSoftLimit }],
    limitPriority: input.issueAfterResetPriority ?? 1,
    grants: (input.grants ?? []).map((grant) => ({ ...grant, priority: grant.priority ?? 1 })),
    resets: (input.resets ?? []).map(resetOf),
    preserveOverage: input.preserveOverageAtReset ?? false,
    timeZone,
  };
}

/** Answers as a usage store would. Events may come in any order. */
export function usageFrom(events: readonly { at: Instant; value: string }[], aggregation: Aggregation = 'SUM'): UsageOf {
  const sorted = [...events].sort((a, b) => compareInstants(a.at, b.at));
  return (period) => {
    const inside = sorted.filter(({ at }) => contains(period, at)).map(({ value }) => value);
    if (aggregation === 'COUNT') return String(inside.length);
    if (aggregation === 'UNIQUE_COUNT') return String(new Set(inside).size);
    return aggregation === 'LATEST' ? (inside.at(-1) ?? '0') : text(sum(inside.map(decimal)));
  };
}

function valueFigure(account: Account, at: Instant, usageOf: UsageOf) {
  const { totalAvailable, usagePeriod, ...value } = valueAt(account, at, usageOf);
  return {
    ...value,
    totalAvailableGrantAmount: totalAvailable,
    currentUsagePeriod: usagePeriod,
    balances: { [LIMIT]: '0', ...value.balances },
  };
}

export const balanceFigure = (input: AccountInput) => {
  const account = accountOf(input);
  return valueFigure(account, input.at ?? input.measureUsageFrom, usageFrom(input.usageEvents, account.aggregation));
};

export function resetFigure(input: AccountInput & { request: ResetInput & { now: Instant } }) {
  const { request } = input;
  const before = accountOf(input);
  const error = resetError(before, request.at, request.now);
  if (error) return { error };
  const account = withReset(before, resetOf(request));
  const rules = rulesOf(account);
  const at = input.at ?? request.at;
  const period = usagePeriodAt(rules, at, account.timeZone);
  const rule = rules.findLast((one) => compareInstants(one.at, at) <= 0);
  const value = valueFigure(account, at, usageFrom(input.usageEvents, account.aggregation));
  return { ...value, lastReset: period.from, nextReset: period.to, anchor: rule?.anchor };
}

export function historyFigure(input: AccountInput & { windowSize: WindowSize; from?: Instant; to?: Instant }) {
  const { windowSize, from, to, timeZone = 'UTC' } = input;
  const account = accountOf(input);
  const end = to ?? input.at ?? input.usageEvents.at(-1)?.at ?? input.measureUsageFrom;
  return { windows: balanceHistory(account, { windowSize, from, to: end, timeZone }, usageFrom(input.usageEvents, account.aggregation)) };
}

interface PeriodInput {
  entries: PeriodRule[];
  timeZone?: string;
  at?: Instant;
  from?: Instant;
  to?: Instant;
}

export function usagePeriodFigure({ entries, timeZone = 'UTC', at, from, to }: PeriodInput) {
  if (at !== undefined) return usagePeriodAt(entries, at, timeZone);
  return { resets: from === undefined || to === undefined ? [] : periodStarts(entries, from, to, timeZone) };
}
