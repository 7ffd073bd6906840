const UNITS = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'long' });
const formats = new Map<string, Intl.DateTimeFormat>();

function format(timeZone: string, kind: 'day' | 'exact' | 'minute'): Intl.DateTimeFormat {
  const key = `${kind} ${timeZone}`;
  let made = formats.get(key);
  if (!made) {
    const day = { day: 'numeric', month: 'short', year: 'numeric', timeZone } as const;
    const clock = { ...day, hour: '2-digit', minute: '2-digit', timeZoneName: 'short' } as const;
    made = new Intl.DateTimeFormat('en-GB', kind === 'day' ? day : kind === 'minute' ? clock : { ...clock, second: '2-digit' });
    formats.set(key, made);
  }
  return made;
}

/** Months have three letters everywhere; British English writes a fourth in September. */
const written = (at: string, timeZone: string, kind: 'day' | 'exact' | 'minute') =>
  format(timeZone, kind).format(new Date(at)).replace('Sept ', 'Sep ');

/** "just now", "5 minutes ago", "yesterday", "in 3 days". `now` in milliseconds. */
export function agoText(at: string, now: number): string {
  const seconds = (Date.parse(at) - now) / 1000;
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return seconds > 15 ? 'in a moment' : 'just now';
}

/** "1 Nov 2026" in a time zone. */
export const dayText = (at: string, timeZone: string): string => written(at, timeZone, 'day');

/** "1 Nov 2026, 14:05 UTC". */
export const minuteText = (at: string, timeZone: string): string => written(at, timeZone, 'minute');

/** "1 Nov 2026, 14:05:09 UTC". */
export const exactText = (at: string, timeZone: string): string => written(at, timeZone, 'exact');
