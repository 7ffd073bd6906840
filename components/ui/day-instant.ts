import type { Day, DayRange } from './calendar';
import { instantOf, wallTimeOf } from './zoned';

/** The instant at which a day begins in a zone, or undefined for text that is no day (a URL may say anything). */
export function startOfDay(day: string | null | undefined, timeZone: string): string | undefined {
  return day ? (instantOf(`${day}T00:00`, timeZone) ?? undefined) : undefined;
}

/** The day that it is in a zone at an instant. */
export const dayIn = (instant: string, timeZone: string): Day => wallTimeOf(instant, timeZone).slice(0, 10);

/** Both ends of a range as the URL has them, or null unless both are days and in order. */
export function dayRange(from: string | null, to: string | null): DayRange | null {
  const isDay = (day: string | null): day is string => day !== null && /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day));
  return isDay(from) && isDay(to) && from < to ? { from, to } : null;
}
