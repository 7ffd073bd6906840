import { Temporal } from 'temporal-polyfill';
import type { UsageOf } from '@/lib/rating/burn-down';
import { compareInstants, fromEpochSeconds, type Instant } from '@/lib/time';
import { type Account, type AccountSnapshot, readValue, rulesOf, stateAt } from './account';
import { usagePeriodAt } from './usage-period';

export type WindowSize = 'MINUTE' | 'HOUR' | 'DAY' | 'MONTH';

/** Usage of a stretch of time, and the balance at its start. A grant that begins within it shows in the next one. */
export interface HistoryWindow {
  from: Instant;
  to: Instant;
  usage: string;
  balanceAtStart: string;
}

export interface HistoryQuestion {
  windowSize: WindowSize;
  /** The start of the usage period that runs at `to`, or the first whole window of measuring, when absent. */
  from?: Instant | undefined;
  to: Instant;
  timeZone: string;
}

/**
 * Lists usage and balances window by window. Both ends are moved outwards to whole windows of the time zone's calendar, but none begins before
 * measuring does. Usage of a window over a reset is that of both sides.
 */
export function balanceHistory(account: Account, { windowSize, from, to, timeZone }: HistoryQuestion, usageOf: UsageOf): HistoryWindow[] {
  const start = startOf(account, from ?? lastReset(account, to), windowSize, timeZone);
  const windows: HistoryWindow[] = [];
  const snapshots: AccountSnapshot[] = [];
  let at = start;
  while (compareInstants(at, to) < 0) {
    const next = windowAfter(at, windowSize, timeZone);
    const snapshot = stateAt(account, at, usageOf, snapshots);
    snapshots.splice(0, 1, snapshot);
    const { balance } = readValue(account, at, snapshot.state, usageOf);
    windows.push({ from: at, to: next, usage: usageOf({ from: at, to: next }), balanceAtStart: balance });
    at = next;
  }
  return windows;
}

function lastReset(account: Account, to: Instant): Instant {
  const { from } = usagePeriodAt(rulesOf(account), to, account.timeZone);
  return compareInstants(from, to) < 0 ? from : account.measureUsageFrom;
}

function startOf({ measureUsageFrom }: Account, from: Instant, windowSize: WindowSize, timeZone: string): Instant {
  const whole = windowStart(from, windowSize, timeZone);
  if (compareInstants(whole, measureUsageFrom) >= 0) return whole;
  const first = windowStart(measureUsageFrom, windowSize, timeZone);
  return first === measureUsageFrom ? first : windowAfter(first, windowSize, timeZone);
}

const zoned = (at: Instant, timeZone: string) => Temporal.Instant.from(at).toZonedDateTimeISO(timeZone);
const instantOf = (at: Temporal.ZonedDateTime): Instant => fromEpochSeconds(Math.floor(at.epochMilliseconds / 1000));
const units = { MINUTE: 'minute', HOUR: 'hour', DAY: 'day' } as const;

function windowStart(at: Instant, windowSize: WindowSize, timeZone: string): Instant {
  const local = zoned(at, timeZone);
  if (windowSize === 'MONTH') return instantOf(local.with({ day: 1 }).startOfDay());
  return instantOf(local.round({ smallestUnit: units[windowSize], roundingMode: 'floor' }));
}

function windowAfter(at: Instant, windowSize: WindowSize, timeZone: string): Instant {
  const length = { MINUTE: { minutes: 1 }, HOUR: { hours: 1 }, DAY: { days: 1 }, MONTH: { months: 1 } }[windowSize];
  return instantOf(zoned(at, timeZone).add(length));
}
