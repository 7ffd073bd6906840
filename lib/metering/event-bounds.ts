/** How far an event's time may lie from its arrival. A workspace sets both. */
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

export type BoundsFault = 'event_too_far_ahead' | 'event_too_late';

/** Which bound a time (ISO, UTC, of four-digit years) lies beyond, if any. Compares texts: it is asked of every event. */
export function boundsFault(time: string, { earliest, latest }: Horizon): BoundsFault | undefined {
  if (time.slice(0, 19) > latest) return 'event_too_far_ahead';
  if (earliest !== null && time.slice(0, 19) < earliest) return 'event_too_late';
  return undefined;
}

/** What is said of an event beyond a bound. */
export function boundsMessage(fault: BoundsFault, time: string, bounds: EventBounds): string {
  return fault === 'event_too_far_ahead'
    ? `Its time, ${time}, lies more than ${bounds.eventHoursAheadMax} hours ahead, the most this workspace takes.`
    : `Its time, ${time}, lies more than ${bounds.eventDaysLateMax} days back, the most this workspace takes.`;
}
