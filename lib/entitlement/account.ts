import { type Decimal, decimal, isPositive, sum, text } from '@/lib/decimal';
import { type Aggregation, type BalanceSnapshot, burnDown, type UsageOf } from '@/lib/rating/burn-down';
import { type Grant, isGrantActive, recurrences } from '@/lib/rating/grant';
import { compareInstants, contains, END_OF_TIME, epochSeconds, fromEpochSeconds, type Instant, type Period } from '@/lib/time';
import { type PeriodRule, periodRules, periodStarts, type Reset, usagePeriodAt } from './usage-period';

/** The limit that holds from an instant on, until the next. */
export interface Limit {
  from: Instant;
  /** Units per usage period; null when none are given. */
  units: string | null;
  isSoft: boolean;
}

/**
 * Account of a metered feature of a customer: everything that decides a balance, but for the usage. Limits come from
 * items and from overrides above them; grants are given on top, by hand. All of it can be stored as rows: limits, grants, resets.
 */
export interface Account {
  aggregation: Aggregation;
  /** Usage before it does not exist here. */
  measureUsageFrom: Instant;
  usagePeriod: { interval: string; anchor: Instant };
  /** In the order of their instants, the first from the start of measuring. */
  limits: readonly Limit[];
  /** Place of the limit among the grants; 1 is used before 2. */
  limitPriority: number;
  grants: readonly Grant[];
  /** Rest of grants when measuring starts, by id, where they were carried over; the whole amount of others. */
  opening?: Readonly<Record<string, string>>;
  resets: readonly Reset[];
  /** Overage is taken into the next usage period, unless a reset says otherwise. */
  preserveOverage: boolean;
  timeZone: string;
}

/** Id under which the limit stands among the balances. */
export const LIMIT = 'default';
const NEXT_LIMIT = 'default of the next usage period';

/** Balance of an account at an instant. Decimal strings. */
export interface Value {
  balance: string;
  usage: string;
  overage: string;
  /** Paid by grants and limit in this usage period, and what is left of them. */
  totalAvailable: string;
  /** Rest of each grant, and of the limit. */
  balances: Record<string, string>;
  hasAccess: boolean;
  usagePeriod: Period;
}

/**
 * State of an account at an instant: a cache from which a balance can be counted on. It may be thrown away at any time. It holds until something
 * changes that counts from an earlier instant than its own: a grant, a void, a reset, a limit, or usage that comes late.
 */
export interface AccountSnapshot {
  /** The limit it was counted with. */
  units: string | null;
  state: BalanceSnapshot;
}

export const rulesOf = ({ measureUsageFrom: at, usagePeriod, resets }: Account): PeriodRule[] =>
  periodRules({ at, ...usagePeriod }, resets);

/** Returns the limit in force at an instant. */
export function limitAt({ limits }: Account, at: Instant): Limit {
  return limits.findLast(({ from }) => compareInstants(from, at) <= 0) ?? limits[0] ?? { from: at, units: null, isSoft: false };
}

/**
 * Counts the balance at an instant, with everything that happens at that instant done. The limit in force at the instant counts for the whole
 * usage period, so that a change within it leaves what was used; a past period has the limit that it ended with. Goes on from a snapshot if one
 * fits; the answer is the same without.
 */
export function valueAt(account: Account, at: Instant, usageOf: UsageOf, snapshots: readonly AccountSnapshot[] = []): Value {
  const { state } = stateAt(account, at, usageOf, snapshots);
  return readValue(account, at, state, usageOf);
}

/** Reads the balance off a state that has been counted. */
export function readValue(account: Account, at: Instant, state: BalanceSnapshot, usageOf: UsageOf): Value {
  const balance = sum(Object.values(state.balances).map(decimal));
  const usagePeriod = usagePeriodAt(rulesOf(account), at, account.timeZone);
  const measured = contains({ from: account.measureUsageFrom, to: END_OF_TIME }, at);
  // A level is what it was last, and not the sum of what it has been.
  const usage = account.aggregation === 'LATEST' && measured ? usageOf({ from: usagePeriod.from, to: at }) : state.usage;
  return {
    balance: text(balance),
    usage: text(decimal(usage)),
    overage: state.overage,
    totalAvailable: text(balance.plus(decimal(state.grantUsage))),
    balances: state.balances,
    hasAccess: hasAccess(limitAt(account, at), balance),
    usagePeriod,
  };
}

/** True while something is left, or use may go on anyway. A balance of exactly 0 gives no access. */
export const hasAccess = ({ isSoft }: Limit, balance: Decimal): boolean => isSoft || isPositive(balance);

/** Counts the state at an instant. Keep it as a snapshot, but for a level. */
export function stateAt(account: Account, at: Instant, usageOf: UsageOf, snapshots: readonly AccountSnapshot[] = []): AccountSnapshot {
  const rules = rulesOf(account);
  const units = limitAt(account, at).units;
  if (compareInstants(at, account.measureUsageFrom) < 0) return { units: null, state: emptyState(at) };
  const base = newest(account, rules, at, snapshots);
  let state = base?.state ?? opening(account, rules, at);
  const ends = periodStarts(rules, state.at, at, account.timeZone).filter((start) => compareInstants(start, state.at) > 0);
  for (const [i, end] of ends.entries()) {
    // The limit that a period ended with, or that holds now in the period that runs.
    const limits = [closingLimit(account, end), ends[i + 1] === undefined ? units : closingLimit(account, ends[i + 1] as Instant)] as const;
    state = throughReset(account, state, end, limits, usageOf);
  }
  return { units, state: through(account, state, at, units, usageOf) };
}

const emptyState = (at: Instant): BalanceSnapshot => ({
  at,
  periodStart: at,
  balances: {},
  burned: {},
  overage: '0',
  usage: '0',
  grantUsage: '0',
});

function opening(account: Account, rules: readonly PeriodRule[], at: Instant): BalanceSnapshot {
  const start = account.measureUsageFrom;
  const first = usagePeriodAt(rules, start, account.timeZone);
  const units = contains(first, at) ? limitAt(account, at).units : closingLimit(account, first.to);
  const balances = Object.fromEntries(
    account.grants.map((grant) => [grant.id, isGrantActive(grant, start) ? (account.opening?.[grant.id] ?? grant.amount) : '0']),
  );
  return { ...emptyState(start), balances: { ...balances, ...(units !== null && { [LIMIT]: units }) } };
}

/** Returns the newest snapshot that was counted with the limit that counts now for its usage period. */
function newest(
  account: Account,
  rules: readonly PeriodRule[],
  at: Instant,
  snapshots: readonly AccountSnapshot[],
): AccountSnapshot | undefined {
  if (account.aggregation === 'LATEST') return undefined;
  const fitting = snapshots.filter(({ units, state }) => {
    if (compareInstants(state.at, at) > 0 || compareInstants(state.at, account.measureUsageFrom) < 0) return false;
    const period = usagePeriodAt(rules, state.at, account.timeZone);
    return units === (contains(period, at) ? limitAt(account, at).units : closingLimit(account, period.to));
  });
  return fitting.sort((a, b) => compareInstants(b.state.at, a.state.at))[0];
}

const closingLimit = (account: Account, end: Instant): string | null => limitAt(account, fromEpochSeconds(epochSeconds(end) - 1)).units;

/** The limit of one usage period as a grant, which is there in it and nowhere else. Its end must not decide when it is used. */
function limitGrant(account: Account, id: string, units: string | null, from: Instant, to: Instant | null): Grant[] {
  if (units === null) return [];
  const { limitPriority: priority, measureUsageFrom: createdAt } = account;
  return [{ id, amount: units, priority, createdAt, effectiveAt: from, voidedAt: to }];
}

function through(account: Account, state: BalanceSnapshot, at: Instant, units: string | null, usageOf: UsageOf): BalanceSnapshot {
  const { aggregation, grants, timeZone } = account;
  const limit = limitGrant(account, LIMIT, units, account.measureUsageFrom, null);
  return burnDown({ aggregation, grants: [...grants, ...limit], start: state, until: at, timeZone }, level(account, usageOf)).end;
}

function throughReset(
  account: Account,
  state: BalanceSnapshot,
  end: Instant,
  [units, nextUnits]: readonly [string | null, string | null],
  usageOf: UsageOf,
): BalanceSnapshot {
  const { aggregation, grants, timeZone } = account;
  const limits = [
    ...limitGrant(account, LIMIT, units, account.measureUsageFrom, end),
    ...limitGrant(account, NEXT_LIMIT, nextUnits, end, null),
  ];
  const byHand = account.resets.find((reset) => compareInstants(reset.at, end) === 0);
  const preserveOverage = byHand?.preserveOverage ?? account.preserveOverage;
  const request = { aggregation, grants: [...grants, ...limits], start: state, until: end, resets: [end], preserveOverage, timeZone };
  const run = burnDown(request, level(account, usageOf)).end;
  const renamed = (values: Record<string, string> = {}) => {
    const { [LIMIT]: _, [NEXT_LIMIT]: next, ...rest } = values;
    return next === undefined ? rest : { ...rest, [LIMIT]: next };
  };
  return { ...run, balances: renamed(run.balances), burned: renamed(run.burned) };
}

/** For a level, asks for the last value of the usage period and not of a part of it, in which there may be none. */
function level(account: Account, usageOf: UsageOf): UsageOf {
  if (account.aggregation !== 'LATEST') return usageOf;
  const rules = rulesOf(account);
  return ({ from, to }) => usageOf({ from: usagePeriodAt(rules, from, account.timeZone).from, to });
}

/** Returns the first instant after `at` at which the balance may change without usage: until then a state stays as it is. Null for never. */
export function nextChange(account: Account, at: Instant): Instant | null {
  const rules = rulesOf(account);
  const period = usagePeriodAt(rules, at, account.timeZone);
  const seconds = epochSeconds(at);
  const end = epochSeconds(period.to);
  const grants = account.grants.flatMap((grant) => [
    ...[grant.effectiveAt, grant.expiresAt, grant.voidedAt, grant.deletedAt].flatMap((instant) => instant ?? []),
    ...recurrences(grant, seconds, end, account.timeZone).slice(0, 1).map(fromEpochSeconds),
  ]);
  const changes = [
    period.to,
    account.measureUsageFrom,
    ...account.resets.map((reset) => reset.at),
    ...account.limits.map((limit) => limit.from),
    ...grants,
  ];
  const coming = changes.filter((change) => compareInstants(change, at) > 0 && change !== END_OF_TIME).sort(compareInstants);
  return coming[0] ?? null;
}
