const FIRST_MS = Date.parse('0001-01-01T00:00:00Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** An instant (ISO, with any offset) as milliseconds to the microsecond, what is finer cut off; of years beyond 1 to 9999 their first or last. */
export function millisecondsOf(instant: string): number {
  const micros = /\.\d{3}(\d{1,3})/.exec(instant)?.[1]?.padEnd(3, '0') ?? '0';
  return Math.min(Math.max(Date.parse(instant) + Number(micros) / 1_000, FIRST_MS), LAST_MS);
}

/** Milliseconds as ISO text in UTC, with microseconds where there are any. */
export function isoOf(milliseconds: number): string {
  const micros = Math.floor(milliseconds * 1_000 + 0.5);
  const rest = ((micros % 1_000) + 1_000) % 1_000;
  const text = new Date((micros - rest) / 1_000).toISOString();
  return rest ? `${text.slice(0, -1)}${String(rest).padStart(3, '0')}Z` : text;
}

/** An instant (ISO, with any offset) in UTC, with every microsecond that it was given with. */
export const inUtc = (instant: string): string => isoOf(millisecondsOf(instant));
