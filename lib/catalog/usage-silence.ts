/** Quiet in minutes that no meter is reported for, however busy it was. */
export const SILENCE_MINUTES_MIN = 60;

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** How long a meter has been quiet, held against its own rhythm. All in whole minutes. */
export interface Silence {
  minutes: number;
  /** The longest quiet that was usual: the longest between two hours with usage, and those two hours. */
  usualMinutes: number;
  isUnusual: boolean;
}

/**
 * Whether nothing came for longer than ever in the span before. Takes the starts of the hours in which there was usage (ISO, in order), when the
 * last event came (by its arrival) and now; null when there are fewer than two such hours, since that is no rhythm.
 */
export function silenceOf(hours: readonly string[], lastReceivedAt: string, now: string): Silence | null {
  const starts = hours.map((hour) => Date.parse(hour));
  if (starts.length < 2) return null;
  // Two events may lie as far apart as the beginning of one hour and the end of the other.
  const longest = Math.max(...starts.slice(1).map((start, i) => start - (starts[i] as number))) + HOUR_MS;
  const usualMinutes = Math.max(SILENCE_MINUTES_MIN, Math.ceil(longest / MINUTE_MS));
  const minutes = Math.max(0, Math.floor((Date.parse(now) - Date.parse(lastReceivedAt)) / MINUTE_MS));
  return { minutes, usualMinutes, isUnusual: minutes > usualMinutes };
}
