import { Temporal } from 'temporal-polyfill';
import { approximateSeconds, isPositiveDuration } from '@/lib/time';

const HOUR_SECONDS = 3_600;

/** Returns the reason against using a duration as a cadence, phase length or usage period, or null when it can be. */
export type DurationFault = 'not_positive' | 'less_than_an_hour';

/** Durations must be longer than nothing, in whole units, and last an hour or more (rule of the reference). */
export const durationFault = remembering((duration: string): DurationFault | null => {
  if (!isPositiveDuration(duration)) return 'not_positive';
  return approximateSeconds(duration) < HOUR_SECONDS ? 'less_than_an_hour' : null;
});

const REMEMBERED_MAX = 1_000;

/**
 * Remembers the answers of a pure function of durations. A plan asks for all its cadences, and compares each with every other, at each
 * keystroke, and nearly all of them are the same few.
 */
function remembering<Durations extends string[], Answer>(ask: (...durations: Durations) => Answer): (...durations: Durations) => Answer {
  const answers = new Map<string, Answer>();
  return (...durations) => {
    const key = durations.join(' ');
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = ask(...durations);
    if (answers.size >= REMEMBERED_MAX) answers.clear();
    answers.set(key, answer);
    return answer;
  };
}

function parse(duration: string): Temporal.Duration | null {
  return isPositiveDuration(duration) ? Temporal.Duration.from(duration) : null;
}

function seconds(d: Temporal.Duration, daysPerMonth: number, hoursPerDay: number): number {
  const days = (d.years * 12 + d.months) * daysPerMonth + d.weeks * 7 + d.days;
  return (days * hoursPerDay + d.hours) * HOUR_SECONDS + d.minutes * 60 + d.seconds;
}

/**
 * Does `smaller` fit into `larger` a whole number of times, whatever the calendar? Months are tried at 28 to 31 days and days at 23 to 25
 * hours, and it must fit in every combination: a year holds whole months and days, a month holds no whole weeks.
 * Nothing divides, or is divided by, a duration of zero. (Rule of the reference.)
 */
export const isDivisibleBy = remembering((larger: string, smaller: string): boolean => {
  const whole = parse(larger);
  const part = parse(smaller);
  if (!whole || !part) return false;
  for (let daysPerMonth = 28; daysPerMonth <= 31; daysPerMonth++) {
    for (let hoursPerDay = 23; hoursPerDay <= 25; hoursPerDay++) {
      if (seconds(whole, daysPerMonth, hoursPerDay) % seconds(part, daysPerMonth, hoursPerDay) !== 0) return false;
    }
  }
  return true;
});

/** Can two cadences be billed together, the ends of one always falling on ends of the other? */
export function areAligned(a: string, b: string): boolean {
  return isDivisibleBy(a, b) || isDivisibleBy(b, a);
}

/** Are two durations the same length of calendar time, though written differently (P12M and P1Y)? */
export function isSameDuration(a: string, b: string): boolean {
  return isDivisibleBy(a, b) && isDivisibleBy(b, a);
}

const UNITS = ['year', 'month', 'week', 'day', 'hour', 'minute', 'second'] as const;

/** A duration in words: P1M is "1 month", P1Y6M is "1 year 6 months". What cannot be read is given back as it is. */
export function durationWords(duration: string): string {
  const d = parse(duration);
  if (!d) return duration;
  return UNITS.map((unit) => [d[`${unit}s`], unit] as const)
    .filter(([n]) => n > 0)
    .map(([n, unit]) => `${n} ${unit}${n === 1 ? '' : 's'}`)
    .join(' ');
}

/**
 * When something begins that follows on `durations`, one after the other: after P14D it is "from day 15", after P3M "from month 4", after
 * both "after 3 months 14 days". Null when one of them cannot be read.
 */
export function startWords(durations: readonly string[]): string | null {
  const lengths = durations.map(parse);
  const sum = (unit: (typeof UNITS)[number]) => lengths.reduce((total, d) => total + (d?.[`${unit}s`] ?? 0), 0);
  if (lengths.includes(null)) return null;
  if (lengths.length === 0) return 'from the start';
  const months = sum('year') * 12 + sum('month');
  const days = sum('week') * 7 + sum('day');
  const rest = (['hour', 'minute', 'second'] as const).map((unit) => [sum(unit), unit] as const);
  const isWhole = rest.every(([n]) => n === 0);
  if (isWhole && months === 0) return `from day ${days + 1}`;
  if (isWhole && days === 0) return `from month ${months + 1}`;
  const parts = [[months, 'month'] as const, [days, 'day'] as const, ...rest].filter(([n]) => n > 0);
  return `after ${parts.map(([n, unit]) => `${n} ${unit}${n === 1 ? '' : 's'}`).join(' ')}`;
}

/** A cadence as said after a price or a verb: P1M is "every month", P3M is "every 3 months", none is "once". */
export function cadenceWords(cadence: string | undefined): string {
  if (cadence === undefined) return 'once';
  return `every ${durationWords(cadence).replace(/^1 (\w+)$/, '$1')}`;
}
