/** A moment on the wall of a place: "2026-11-01T09:30", as a date-time field holds it. */
export type WallTime = string;

const formats = new Map<string, Intl.DateTimeFormat>();
function format(timeZone: string): Intl.DateTimeFormat {
  let made = formats.get(timeZone);
  if (!made) {
    made = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(timeZone, made);
  }
  return made;
}

/** Returns the local time of the zone at an instant, to the second, as if it were UTC, in milliseconds. */
function wallMs(ms: number, timeZone: string): number {
  const part: Record<string, number> = {};
  for (const { type, value } of format(timeZone).formatToParts(ms)) if (type !== 'literal') part[type] = Number(value);
  return Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day, part.hour, part.minute, part.second);
}

/** An instant ("2026-11-01T08:30:00Z") as the clocks of a zone show it, to the minute. */
export function wallTimeOf(instant: string, timeZone: string): WallTime {
  return new Date(wallMs(Date.parse(instant), timeZone)).toISOString().slice(0, 16);
}

/**
 * The instant at which the clocks of a zone show a time. A time that the clocks skip in spring is taken as much later as they jump; of a
 * time they show twice in autumn the first is taken. Null for text that is no time.
 */
export function instantOf(wall: WallTime, timeZone: string): string | null {
  const target = Date.parse(`${wall}Z`);
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(wall) || Number.isNaN(target)) return null;
  const DAY_MS = 86_400_000;
  const offsets = [target - DAY_MS, target + DAY_MS].map((ms) => wallMs(ms, timeZone) - ms);
  const fits = offsets.map((offset) => target - offset).filter((ms) => wallMs(ms, timeZone) === target);
  const ms = fits.length > 0 ? Math.min(...fits) : target - (offsets[0] ?? 0);
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}
