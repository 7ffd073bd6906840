import { Temporal } from 'temporal-polyfill';

/** An instant in UTC to the second, such as `2026-11-01T00:00:00Z`. */
export type Instant = string;

/** From `from` (inclusive) to `to` (exclusive). */
export interface Period {
  from: Instant;
  to: Instant;
}

/** Whole seconds since 1970 of an ISO timestamp with an offset or Z. Throws when it is none. */
export function epochSeconds(instant: Instant): number {
  const milliseconds = Date.parse(instant);
  if (Number.isNaN(milliseconds)) throw new Error(`not an instant: ${instant}`);
  return Math.floor(milliseconds / 1000);
}

/** The last instant that can be written with four digits of year; what would come after it is taken to be it. */
export const END_OF_TIME: Instant = '9999-12-31T23:59:59Z';
const LAST_SECOND = Date.parse(END_OF_TIME) / 1000;

/** The instant of so many whole seconds since 1970, at the latest the end of time. */
export function fromEpochSeconds(seconds: number): Instant {
  return `${new Date(Math.min(seconds, LAST_SECOND) * 1000).toISOString().slice(0, 19)}Z`;
}

/** Any ISO timestamp as UTC, truncated to the second. */
export function normalizeInstant(timestamp: string): Instant {
  return fromEpochSeconds(epochSeconds(timestamp));
}

// The form all our own instants have; of two in it the earlier is the smaller text, too.
const PLAIN_LENGTH = '2026-11-01T00:00:00Z'.length;

/** Negative, zero or positive as `a` is before, at or after `b`. */
export function compareInstants(a: Instant, b: Instant): number {
  if (a === b) return 0;
  if (a.length === PLAIN_LENGTH && b.length === PLAIN_LENGTH && a.endsWith('Z') && b.endsWith('Z')) return a < b ? -1 : 1;
  return epochSeconds(a) - epochSeconds(b);
}

/** Length of a period in seconds. */
export function secondsIn(period: Period): number {
  return epochSeconds(period.to) - epochSeconds(period.from);
}

/** True when the period holds the instant: its start does, its end does not. */
export function contains(period: Period, instant: Instant): boolean {
  return compareInstants(period.from, instant) <= 0 && compareInstants(instant, period.to) < 0;
}

/** The time two periods share, or null when they share none. */
export function intersect(a: Period, b: Period): Period | null {
  const from = compareInstants(a.from, b.from) > 0 ? a.from : b.from;
  const to = compareInstants(a.to, b.to) < 0 ? a.to : b.to;
  return compareInstants(from, to) < 0 ? { from, to } : null;
}

/** True when the IANA name (`Europe/Berlin`) or `UTC` is a time zone this system knows. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/**
 * `start + n × duration`, in the calendar of the time zone: months keep the day of `start` where the month has it and clamp to its last
 * day where it has not (Jan 31 + 1 month = Feb 28, + 2 months = Mar 31); days keep the wall clock over daylight-saving changes.
 */
export function addDuration(start: Instant, duration: string, n: number, timeZone: string): Instant {
  const once = Temporal.Duration.from(duration);
  const times = Temporal.Duration.from({
    years: once.years * n,
    months: once.months * n,
    weeks: once.weeks * n,
    days: once.days * n,
    hours: once.hours * n,
    minutes: once.minutes * n,
    seconds: once.seconds * n,
  });
  return plus(start, times, timeZone);
}

function plus(start: Instant, duration: Temporal.Duration, timeZone: string): Instant {
  // The calendar cannot count as far as a duration can be written.
  if (epochSeconds(start) + secondsOf(duration) > LAST_SECOND) return END_OF_TIME;
  const moved = Temporal.Instant.from(start).toZonedDateTimeISO(timeZone).add(duration);
  return fromEpochSeconds(Math.floor(moved.epochMilliseconds / 1000));
}

/**
 * `start` plus all durations at once, in the calendar of the time zone. Adding them up first keeps month ends: Jan 31 plus P1M plus P1M is
 * Mar 31, not Mar 28. Durations may be negative; where the sum goes both ways, it goes forward first.
 */
export function addDurations(start: Instant, durations: readonly string[], timeZone: string): Instant {
  const total: Record<string, number> = {};
  for (const duration of durations) {
    const parts = Temporal.Duration.from(duration);
    for (const field of ['years', 'months', 'weeks', 'days', 'hours', 'minutes', 'seconds'] as const) {
      total[field] = (total[field] ?? 0) + parts[field];
    }
  }
  const part = (sign: number) => Object.fromEntries(Object.entries(total).filter(([, n]) => n * sign > 0));
  return [1, -1].reduce((instant, sign) => {
    const share = part(sign);
    return Object.keys(share).length > 0 ? plus(instant, Temporal.Duration.from(share), timeZone) : instant;
  }, start);
}

/** True for an ISO-8601 duration longer than nothing. */
export function isPositiveDuration(duration: string): boolean {
  try {
    return Temporal.Duration.from(duration).sign > 0;
  } catch {
    return false;
  }
}

// The Gregorian calendar repeats after 146,097 days; a month is on average a 4,800th of that.
const SECONDS_PER_MONTH = (146_097 * 86_400) / 4_800;

/** Roughly how many seconds a duration lasts: exact up to weeks, an average for months and years. For estimates and sorting only. */
export function approximateSeconds(duration: string): number {
  return secondsOf(Temporal.Duration.from(duration));
}

function secondsOf(d: Temporal.Duration): number {
  return (d.years * 12 + d.months) * SECONDS_PER_MONTH + (d.weeks * 7 + d.days) * 86_400 + d.hours * 3_600 + d.minutes * 60 + d.seconds;
}

/**
 * The recurrence periods `[anchor + n × cadence, anchor + (n+1) × cadence)` that touch `[from, to)`, whole and in order; n may be negative.
 * Every boundary is counted from the anchor, so a month-end anchor finds its day again after February. Clip with `intersect`.
 */
export function billingPeriods(anchor: Instant, cadence: string, from: Instant, to: Instant, timeZone: string): Period[] {
  if (compareInstants(from, to) >= 0) return [];
  let n = Math.floor((epochSeconds(from) - epochSeconds(anchor)) / approximateSeconds(cadence));
  let start = addDuration(anchor, cadence, n, timeZone);
  while (compareInstants(start, from) > 0) start = addDuration(anchor, cadence, --n, timeZone);
  const periods: Period[] = [];
  while (compareInstants(start, to) < 0) {
    const end = addDuration(anchor, cadence, ++n, timeZone);
    if (compareInstants(end, from) > 0) periods.push({ from: start, to: end });
    start = end;
  }
  return periods;
}
