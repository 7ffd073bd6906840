import { Temporal } from 'temporal-polyfill';
import { fromEpochSeconds, type Instant, type Period } from '../time';

/** A calendar month, `2026-11`. */
export type Month = string;

/** A calendar day, `2026-11-29`. */
export type Day = string;

export type Interval = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** A stretch of the workspace's calendar as instants; `key` is its first day, or the month. A day with a clock change has 23 or 25 hours. */
export interface CalendarPeriod extends Period {
  key: string;
}

const startOf = (day: Temporal.PlainDate, timeZone: string): Instant =>
  fromEpochSeconds(Math.ceil(day.toZonedDateTime({ timeZone }).epochMilliseconds / 1000));

// Facts of many customers ask for the same few days again and again, and the calendar of a zone is slow.
const starts = new Map<string, Instant>();

/** The instant at which a day begins in the zone. */
export function dayStart(day: Day, timeZone: string): Instant {
  const name = `${day} ${timeZone}`;
  const known = starts.get(name);
  if (known !== undefined) return known;
  const start = startOf(Temporal.PlainDate.from(day), timeZone);
  if (starts.size >= STARTS_MAX) starts.clear();
  starts.set(name, start);
  return start;
}

const STARTS_MAX = 10_000;

const steps: Record<Interval, Temporal.DurationLike> = {
  day: { days: 1 },
  week: { weeks: 1 },
  month: { months: 1 },
  quarter: { months: 3 },
  year: { years: 1 },
};

/** The first day of the day, week (from Monday), month, quarter or year that a day lies in. */
function firstDay(day: Temporal.PlainDate, interval: Interval): Temporal.PlainDate {
  if (interval === 'day') return day;
  if (interval === 'week') return day.subtract({ days: day.dayOfWeek - 1 });
  const month = interval === 'year' ? 1 : interval === 'quarter' ? day.month - ((day.month - 1) % 3) : day.month;
  return day.with({ day: 1, month });
}

/** The periods of a calendar from the one that holds `from` to the one that holds `to`, in order. */
export function calendarPeriods(from: Day, to: Day, interval: Interval, timeZone: string): CalendarPeriod[] {
  const last = Temporal.PlainDate.from(to);
  const periods: CalendarPeriod[] = [];
  let day = firstDay(Temporal.PlainDate.from(from), interval);
  while (Temporal.PlainDate.compare(day, last) <= 0) {
    const next = day.add(steps[interval]);
    const key = interval === 'month' ? day.toString().slice(0, 7) : day.toString();
    periods.push({ key, from: startOf(day, timeZone), to: startOf(next, timeZone) });
    day = next;
  }
  return periods;
}

/** The months from one to another, both included. */
export const monthsBetween = (from: Month, to: Month, timeZone: string): CalendarPeriod[] =>
  calendarPeriods(`${from}-01`, `${to}-01`, 'month', timeZone);

/** The day it is in the zone at an instant. */
export const dayAt = (instant: Instant, timeZone: string): Day =>
  timeZone === 'UTC' && instant.endsWith('Z')
    ? instant.slice(0, 10)
    : Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString();

/** The month it is in the zone at an instant. */
export const monthAt = (instant: Instant, timeZone: string): Month => dayAt(instant, timeZone).slice(0, 7);

/** The month so many months later, or earlier. */
export const addMonths = (month: Month, n: number): Month => Temporal.PlainYearMonth.from(month).add({ months: n }).toString().slice(0, 7);

/** Months from one to another: 2 from January to March. */
export const monthsFrom = (from: Month, to: Month): number =>
  (Number.parseInt(to.slice(0, 4), 10) - Number.parseInt(from.slice(0, 4), 10)) * 12 +
  Number.parseInt(to.slice(5, 7), 10) -
  Number.parseInt(from.slice(5, 7), 10);

/** The day so many days later, or earlier. */
export const addDays = (day: Day, n: number): Day => Temporal.PlainDate.from(day).add({ days: n }).toString();

/** Days from one to another: 31 from the 1st of January to the 1st of February. */
export const daysFrom = (from: Day, to: Day): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days;

/** Day of the week, 1 for Monday to 7 for Sunday. */
export const weekdayOf = (day: Day): number => Temporal.PlainDate.from(day).dayOfWeek;

/** The days from one up to, not including, another. */
export function daysUntil(from: Day, to: Day): Day[] {
  const days: Day[] = [];
  for (let day = from; day < to; day = addDays(day, 1)) days.push(day);
  return days;
}
