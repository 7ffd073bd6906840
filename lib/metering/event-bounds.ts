/** Bounds on an event's time from its arrival. A workspace sets both. */
export interface EventBounds {
  /** Hours after arrival: clocks differ, and zones are confused. */
  eventHoursAheadMax: number;
  /** Days before arrival; null takes any age. */
  eventDaysLateMax: number | null;
}

/** A day covers every confusion of time zones; what lies further ahead would count in a period that has not begun. */
export const EVENT_HOURS_AHEAD_DEFAULT = 24;
export const EVENT_HOURS_AHEAD_MAX = 8_784;
export const EVENT_DAYS_LATE_MAX = 3_660;

/** The bounds at one instant, to the second. */
interface Horizon {
  earliest: string | null;
  latest: string;
}

const HOUR_MS = 3_600_000;
const second = (ms: number) => new Date(ms).toISOString().slice(0, 19);

/** The earliest and the latest time that an event may carry when it arrives at `now` (ISO, UTC). */
export function horizonAt(bounds: EventBounds, now: string): Horizon {
  const at = Date.parse(now);
  return {
    earliest: bounds.eventDaysLateMax === null ? null : second(at - bounds.eventDaysLateMax * 24 * HOUR_MS),
    latest: second(at + bounds.eventHoursAheadMax * HOUR_MS),
  };
}

export type BoundsFault = 'event_too_far_ahead' | 'event_too_late' | 'event_time_impossible';

const [YEAR_FIRST, YEAR_LAST] = ['1900', '2200'];

/** True for a time (ISO, UTC) of the years 1900 to 2200: others are mistakes, such as milliseconds read as seconds, and are never stored. */
export const isPossibleTime = (time: string): boolean =>
  /^\d{4}-/.test(time) && time.slice(0, 4) >= YEAR_FIRST && time.slice(0, 4) <= YEAR_LAST;

/** A time (ISO, UTC) as four digits of a year can write it: of years beyond 1 to 9999 their first or last instant. */
export function writableTime(time: string): string {
  if (time.startsWith('+')) return '9999-12-31T23:59:59Z';
  return time.startsWith('-') || time.startsWith('0000') ? '0001-01-01T00:00:00Z' : time;
}

/** Returns the message for a time in an impossible year. */
export const impossibleTime = (time: string): string =>
  `Its time, ${time}, is not of the years ${YEAR_FIRST} to ${YEAR_LAST}. Milliseconds read as seconds look like this.`;

/** Which bound a time (ISO, UTC) lies beyond, if any. Compares texts: it is asked of every event. */
export function boundsFault(time: string, { earliest, latest }: Horizon): BoundsFault | undefined {
  if (!isPossibleTime(time)) return 'event_time_impossible';
  if (time.slice(0, 19) > latest) return 'event_too_far_ahead';
  if (earliest !== null && time.slice(0, 19) < earliest) return 'event_too_late';
  return undefined;
}

/** Returns the message for an event beyond a bound. */
export function boundsMessage(fault: BoundsFault, time: string, bounds: EventBounds): string {
  if (fault === 'event_time_impossible') return impossibleTime(time);
  return fault === 'event_too_far_ahead'
    ? `Its time, ${time}, lies more than ${bounds.eventHoursAheadMax} hours ahead, the most this workspace takes.`
    : `Its time, ${time}, lies more than ${bounds.eventDaysLateMax} days back, the most this workspace takes.`;
}
