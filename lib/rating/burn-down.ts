import { compareBurnOrder } from '../credit/burn-order';
import { type Decimal, decimal, isNegative, isZero, max, min, sum, text, ZERO } from '../decimal';
import { epochSeconds, fromEpochSeconds, type Instant, type Period } from '../time';
import { activeSeconds, type Grant, recurrences } from './grant';

/** Aggregation of a feature's usage. LATEST is a level and not a flow: its grants are limits that every segment measures anew. */
export type Aggregation = 'SUM' | 'COUNT' | 'UNIQUE_COUNT' | 'LATEST';

/** Balance of a customer's feature at an instant. Decimal strings. */
export interface BalanceSnapshot {
  at: Instant;
  /** Start of the usage period that `usage` is counted from; `at` when absent. */
  periodStart?: Instant;
  /** Remaining amount of each grant, by id. */
  balances: Record<string, string>;
  /** Amount that each grant paid in this usage period, by id. */
  burned?: Record<string, string>;
  /** Usage that no grant covers. Below zero when corrections outweigh the usage: the next usage is set against it. */
  overage: string;
  /** Usage in this usage period. */
  usage: string;
  /** The part of it that grants covered. */
  grantUsage: string;
}

/** A stretch of time in which nothing but usage changes a balance; a reset and the last instant are segments without length. */
export interface Segment extends Period {
  kind: 'usage' | 'reset' | 'end';
  usage: string;
  balanceAtStart: Record<string, string>;
  overageAtStart: string;
  /** Amount that each grant paid in this segment, in burn order; grants that paid nothing are left out. */
  burned: { id: string; amount: string }[];
  overage: string;
}

export interface BurnDownRequest {
  aggregation: Aggregation;
  grants: readonly Grant[];
  start: BalanceSnapshot;
  until: Instant;
  /** Instants in `(start, until]` at which a usage period ends and the next begins. */
  resets?: readonly Instant[];
  /** Take overage into the next usage period, to be paid from what is rolled over. */
  preserveOverage?: boolean;
  timeZone: string;
}

/** Usage of the feature in `[from, to)`, as a decimal string: the sum, the count, the distinct count, or the last value. */
export type UsageOf = (period: Period) => string;

export interface BurnDown {
  /** The state at `until`, with everything that happens at that instant done. Carry on from it with another run. */
  end: BalanceSnapshot;
  /** Sum of all balances. */
  balance: string;
  segments: Segment[];
}

/**
 * The periods whose usage a burn-down will ask for, so that they can be fetched first. For UNIQUE_COUNT all begin with the usage period,
 * because distinct counts of two stretches do not add up.
 */
export function burnDownNeeds(request: BurnDownRequest): Period[] {
  const asked: Period[] = [];
  burnDown(request, (period) => {
    asked.push(period);
    return '0';
  });
  return asked;
}

/**
 * Burns usage down over grants, segment by segment. In each segment the usage and the overage carried into it are paid from the active
 * grants in burn order; what they cannot pay is overage, which any later grant, recurrence or top-up of the usage period pays.
 * Throws when a reset is not after the start or is after the end.
 */
export function burnDown(request: BurnDownRequest, usageOf: UsageOf): BurnDown {
  const run = new Run(request, usageOf);
  const until = epochSeconds(request.until);
  const resets = [...new Set((request.resets ?? []).map(epochSeconds))].sort((a, b) => a - b);
  const start = epochSeconds(request.start.at);
  if (resets.some((reset) => reset <= start)) throw new Error('reset_must_be_after_start');
  if (resets.some((reset) => reset > until)) throw new Error('reset_must_not_be_after_end');
  for (const reset of resets) {
    run.advance(reset, false);
    run.reset(reset, request.preserveOverage ?? false);
  }
  run.advance(until, true);
  return run.result();
}

interface Held {
  grant: Grant;
  from: number;
  to: number;
  amount: Decimal;
  balance: Decimal;
  burned: Decimal;
  /** When it recurs in this run, in seconds. */
  recurs: Set<number>;
}

class Run {
  private readonly request: BurnDownRequest;
  private readonly usageOf: UsageOf;
  private readonly held: Held[];
  private readonly segments: Segment[] = [];
  private now: number;
  private periodStart: number;
  private usage: Decimal;
  private grantUsage: Decimal;
  private overage: Decimal;

  constructor(request: BurnDownRequest, usageOf: UsageOf) {
    const { start } = request;
    this.request = request;
    this.usageOf = usageOf;
    this.now = epochSeconds(start.at);
    this.periodStart = epochSeconds(start.periodStart ?? start.at);
    this.usage = decimal(start.usage);
    this.grantUsage = decimal(start.grantUsage);
    this.overage = decimal(start.overage);
    this.held = [...request.grants].sort(compareBurnOrder).map((grant) => {
      const active = activeSeconds(grant);
      // A snapshot that does not know a grant was taken before it existed: it counts in full if it is effective by now.
      const balance = active.from <= this.now && this.now < active.to ? decimal(start.balances[grant.id] ?? grant.amount) : ZERO;
      const recurs = new Set(recurrences(grant, this.now, epochSeconds(request.until), request.timeZone));
      return { grant, ...active, amount: decimal(grant.amount), balance, burned: decimal(start.burned?.[grant.id] ?? '0'), recurs };
    });
  }

  /** Goes on to an instant within the usage period. With `last` the changes at that very instant are made, too. */
  advance(to: number, last: boolean): void {
    const cuts = [...this.changesUntil(to)].sort((a, b) => a - b);
    for (const cut of cuts) {
      if (cut < to) {
        this.burnSegment(cut);
        this.apply(cut);
      }
    }
    const changesAtEnd = last && cuts.at(-1) === to;
    if (to > this.now || this.segments.length === 0 || (last && !changesAtEnd)) this.burnSegment(to);
    if (changesAtEnd) {
      this.apply(to);
      this.settle('end', to, ZERO);
    }
  }

  /** Ends the usage period: rolls over what may be kept, then lets grants recur that recur at this instant. */
  reset(at: number, preserveOverage: boolean): void {
    for (const held of this.held) {
      const least = decimal(held.grant.minRollover ?? '0');
      const most = held.grant.maxRollover === undefined ? held.amount : decimal(held.grant.maxRollover);
      if (held.from < at && at < held.to) held.balance = min(most, max(least, held.balance));
      held.burned = ZERO;
    }
    this.apply(at);
    this.usage = ZERO;
    this.grantUsage = ZERO;
    if (!preserveOverage) this.overage = ZERO;
    this.periodStart = at;
    this.settle('reset', at, ZERO);
  }

  result(): BurnDown {
    const written = (value: (held: Held) => Decimal) => Object.fromEntries(this.held.map((held) => [held.grant.id, text(value(held))]));
    const end: BalanceSnapshot = {
      at: fromEpochSeconds(this.now),
      periodStart: fromEpochSeconds(this.periodStart),
      balances: written((held) => held.balance),
      burned: written((held) => held.burned),
      overage: text(this.overage),
      usage: text(this.usage),
      grantUsage: text(this.grantUsage),
    };
    return { end, balance: text(sum(this.held.map((held) => held.balance))), segments: this.segments };
  }

  /** The instants in `(now, until]` at which a grant begins, ends or recurs. */
  private changesUntil(until: number): Set<number> {
    const instants = new Set<number>();
    for (const { from, to, recurs } of this.held) {
      for (const instant of [from, to, ...recurs]) if (this.now < instant && instant <= until) instants.add(instant);
    }
    return instants;
  }

  /** Applies the events of grants at an instant: the ended are worth nothing, the beginning and the recurring are full. */
  private apply(at: number): void {
    for (const held of this.held) {
      if (at < held.from || at >= held.to) held.balance = ZERO;
      else if (held.from === at || held.recurs.has(at)) held.balance = held.amount;
    }
  }

  private burnSegment(to: number): void {
    const period = { from: fromEpochSeconds(this.now), to: fromEpochSeconds(to) };
    const { aggregation } = this.request;
    let usage = ZERO;
    if (to > this.now) {
      const distinct = aggregation === 'UNIQUE_COUNT';
      usage = distinct
        ? decimal(this.usageOf({ ...period, from: fromEpochSeconds(this.periodStart) })).minus(this.usage)
        : decimal(this.usageOf(period));
    }
    if (aggregation === 'LATEST' && to > this.now) {
      this.overage = ZERO;
      for (const held of this.held) if (held.from <= this.now && this.now < held.to) held.balance = held.amount;
    }
    this.settle('usage', to, usage);
  }

  /** Pays usage and carried overage from the active grants and writes the segment down. */
  private settle(kind: Segment['kind'], to: number, usage: Decimal): void {
    const balanceAtStart = Object.fromEntries(this.held.map((held) => [held.grant.id, text(held.balance)]));
    const overageAtStart = text(this.overage);
    const active = this.held.filter((held) => held.from <= this.now && this.now < held.to);
    const due = this.overage.plus(usage);
    const burned = isNegative(due) ? giveBack(active, due) : pay(active, due);
    const paid = sum(burned.map(({ amount }) => amount));
    this.overage = due.minus(paid);
    this.usage = this.usage.plus(usage);
    this.grantUsage = this.grantUsage.plus(paid);
    this.segments.push({
      kind,
      from: fromEpochSeconds(this.now),
      to: fromEpochSeconds(to),
      usage: text(usage),
      balanceAtStart,
      overageAtStart,
      burned: burned.map(({ id, amount }) => ({ id, amount: text(amount) })),
      overage: text(this.overage),
    });
    this.now = to;
  }
}

interface Burned {
  id: string;
  amount: Decimal;
}

function pay(active: readonly Held[], due: Decimal): Burned[] {
  return move(
    active,
    due,
    (held) => held.balance,
    (a, b) => min(a, b),
  );
}

/** Usage below zero gives back what was paid in this usage period, last first, so that a correction undoes what it corrects. */
function giveBack(active: readonly Held[], due: Decimal): Burned[] {
  return move(
    [...active].reverse(),
    due,
    (held) => ZERO.minus(held.burned),
    (a, b) => max(a, b),
  );
}

function move(
  order: readonly Held[],
  due: Decimal,
  limitOf: (held: Held) => Decimal,
  nearer: (a: Decimal, b: Decimal) => Decimal,
): Burned[] {
  let left = due;
  const moved: Burned[] = [];
  for (const held of order) {
    const amount = nearer(left, limitOf(held));
    if (isZero(amount)) continue;
    held.balance = held.balance.minus(amount);
    held.burned = held.burned.plus(amount);
    left = left.minus(amount);
    moved.push({ id: held.grant.id, amount });
  }
  return moved;
}
