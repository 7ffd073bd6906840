import { type inferParserType, parseAsArrayOf, parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { addDays, addMonths, type DayRange, monthOf } from '@/components/ui/calendar';
import { dayRange, startOfDay } from '@/components/ui/day-instant';
import type { queryMeter, queryMeters } from '@/lib/api/metering/meter-query';
import type { CallOf } from '@/lib/api/operation';
import type { QueryFilterStringMapItem } from '@/lib/metering/dimension-filter';

export const EVERY = ['hour', 'day', 'month'] as const;
export type Every = (typeof EVERY)[number];

/** View of a meter's usage, as the URL holds it. */
export const usageParams = {
  from: parseAsString,
  to: parseAsString,
  every: parseAsStringLiteral(EVERY),
  by: parseAsString,
  compare: parseAsBoolean.withDefault(false),
  meter: parseAsArrayOf(parseAsString).withDefault([]),
};
export type UsageParams = inferParserType<typeof usageParams>;

/** The days that are looked at: those of the URL, else the last thirty. `today` is a day of the workspace's zone. */
export const rangeOf = (params: Pick<UsageParams, 'from' | 'to'>, today: string): DayRange =>
  dayRange(params.from, params.to) ?? { from: addDays(today, -29), to: addDays(today, 1) };

const DAY_MS = 86_400_000;
const daysIn = ({ from, to }: DayRange) => (Date.parse(to) - Date.parse(from)) / DAY_MS;

// More positions than this cannot be told apart on a screen.
const MOST_HOURS_IN_DAYS = 14;
const MOST_DAYS = 190;

/** The steps in which a range can sensibly be drawn. */
export function stepsOf(range: DayRange): readonly Every[] {
  const days = daysIn(range);
  return EVERY.filter((every) =>
    every === 'hour' ? days <= MOST_HOURS_IN_DAYS : every === 'day' ? days <= MOST_DAYS && days > 1 : days > 31,
  );
}

/** The step asked for where it fits the range, else the one that shows it best. */
export function stepOf(range: DayRange, asked: Every | null): Every {
  if (asked && stepsOf(range).includes(asked)) return asked;
  const days = daysIn(range);
  return days <= 2 ? 'hour' : days <= 100 ? 'day' : 'month';
}

/** The range before a range: as many whole months where it is whole months, else as many days. */
export function rangeBefore({ from, to }: DayRange): DayRange {
  if (from === monthOf(from) && to === monthOf(to)) {
    const months = (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));
    return { from: addMonths(from, -months), to: from };
  }
  return { from: addDays(from, -daysIn({ from, to })), to: from };
}

/** A window of a chart: its place on the axis, and the instant at which it begins. */
export interface Window {
  x: string;
  from: number;
}

const HOUR_MS = 3_600_000;

/** All windows of a range in order, also those in which nothing happened. Months are whole, whatever day the range begins on. */
export function windowsOf(range: DayRange, every: Every, timeZone: string): Window[] {
  const begin = (day: string) => Date.parse(startOfDay(day, timeZone) ?? '');
  const windows: Window[] = [];
  if (every === 'hour') {
    for (let at = begin(range.from); at < begin(range.to); at += HOUR_MS) windows.push({ x: isoOf(at), from: at });
  } else {
    const next = (day: string) => (every === 'day' ? addDays(day, 1) : addMonths(day, 1));
    for (let day = every === 'day' ? range.from : monthOf(range.from); day < range.to; day = next(day)) {
      windows.push({ x: day, from: begin(day) });
    }
  }
  return windows;
}

const isoOf = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z');

const GRANULARITY = { hour: 'PT1H', day: 'P1D', month: 'P1M' } as const;

export interface UsageQuestion {
  meterId: string;
  range: DayRange;
  timeZone: string;
  every?: Every;
  by?: string | null;
  filters?: Record<string, QueryFilterStringMapItem>;
}

/** Returns the API query for a part of a meter's usage. */
export function usageInput({ meterId, ...question }: UsageQuestion): CallOf<typeof queryMeter> {
  return { params: { meterId }, ...metersInput(question) };
}

/** Returns the API query for a part of the usage of every meter. */
export function metersInput({ range, timeZone, every, by, filters }: Omit<UsageQuestion, 'meterId'>): CallOf<typeof queryMeters> {
  return {
    body: {
      from: startOfDay(every === 'month' ? monthOf(range.from) : range.from, timeZone),
      to: startOfDay(range.to, timeZone),
      granularity: every && GRANULARITY[every],
      timeZone,
      groupByDimensions: by ? [by] : undefined,
      filters: filters && { dimensions: filters },
    },
  };
}

/** Queries of a meter's chart: its course, the figures of the range and of the one before, and that one's course when they are compared. */
export function usageInputs({ meterId, ...question }: UsageQuestion & { every: Every }, compare: boolean) {
  const of = <Body extends object>(body: Body) => ({ params: { meterId }, ...body });
  const { course, total, totalBefore, courseBefore } = metersInputs(question, compare);
  return { course: of(course), total: of(total), totalBefore: of(totalBefore), courseBefore: courseBefore && of(courseBefore) };
}

/** The same queries for the charts of every meter. */
export function metersInputs(question: Omit<UsageQuestion, 'meterId'> & { every: Every }, compare: boolean) {
  const { every, by, ...whole } = question;
  const before = { ...whole, range: rangeBefore(question.range) };
  return {
    course: metersInput(question),
    total: metersInput(whole),
    totalBefore: metersInput(before),
    courseBefore: compare && !by ? metersInput({ ...before, every }) : undefined,
  };
}

const WHOLE_MONTHS = 6;

/** The last whole months and the one that `today` is in. */
export function lastMonths(today: string): DayRange {
  const month = monthOf(today);
  return { from: addMonths(month, -WHOLE_MONTHS), to: addMonths(month, 1) };
}

/** Returns the API query for the usage of every meter in the last months, month by month. */
export const lastMonthsInput = (today: string, timeZone: string, filters: UsageQuestion['filters']): CallOf<typeof queryMeters> =>
  metersInput({ range: lastMonths(today), timeZone, every: 'month', filters });
