import { Temporal } from 'temporal-polyfill';

const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d{1,12}))?)?\s*(Z|UTC|[+-]\d{2}(?::?\d{2})?)?$/i;

/**
 * Reads a time as an ISO instant in UTC with up to six digits of a second, cut and not rounded; null when the text is none.
 * `format` is `iso` (the T may be a space), `unix_seconds`, `unix_milliseconds`, or a pattern of YYYY MM DD HH hh mm ss S, of
 * M D H h (one digit or two), of A (AM or PM) and literal text.
 * A time that does not name its offset is read in `timeZone`; of two equal wall-clock times the first is taken.
 */
export function readTime(text: string, format: string, timeZone: string): string | null {
  const trimmed = text.trim();
  try {
    if (format === 'iso') {
      const [, date, time = '00:00', fraction = '', offset] = ISO.exec(trimmed) ?? [];
      return date === undefined ? null : instant(`${date}T${time.length === 5 ? `${time}:00` : time}`, fraction, offset, timeZone);
    }
    if (format === 'unix_seconds' || format === 'unix_milliseconds') return epoch(trimmed, format === 'unix_seconds' ? 0 : 3);
    return patterned(trimmed, format, timeZone);
  } catch {
    return null; // a month 13, a second 61: no time
  }
}

function instant(wall: string, fraction: string, offset: string | undefined, timeZone: string): string {
  const zone = offset?.toUpperCase();
  const whole =
    zone === 'Z' || zone === 'UTC' || (zone === undefined && timeZone === 'UTC')
      ? Temporal.PlainDateTime.from(wall).toString({ smallestUnit: 'second' })
      : zone !== undefined
        ? utc(Temporal.Instant.from(`${wall}${zone.length === 3 ? `${zone}:00` : zone}`))
        : utc(Temporal.PlainDateTime.from(wall).toZonedDateTime(timeZone).toInstant());
  return `${whole}${digits(fraction)}Z`;
}

const utc = (at: Temporal.Instant) => at.toString({ smallestUnit: 'second' }).replace('Z', '');

const digits = (fraction: string) => {
  const kept = fraction.slice(0, 6).replace(/0+$/, '');
  return kept && `.${kept}`;
};

function epoch(text: string, shift: number): string | null {
  const [, sign, whole = '', fraction = ''] = /^(-?)(\d{1,15})(?:\.(\d{1,12}))?$/.exec(text) ?? [];
  if (!whole || sign) return null;
  const seconds = shift === 0 ? whole : whole.slice(0, -shift) || '0';
  const rest = (shift === 0 ? '' : whole.padStart(shift + 1, '0').slice(-shift)) + fraction;
  return `${utc(Temporal.Instant.fromEpochMilliseconds(+seconds * 1000))}${digits(rest)}Z`;
}

const TOKENS: Record<string, string> = {
  YYYY: '(?<year>\\d{4})',
  MM: '(?<month>\\d{2})',
  DD: '(?<day>\\d{2})',
  M: '(?<month>\\d{1,2})',
  D: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{2})',
  hh: '(?<hour>\\d{2})',
  H: '(?<hour>\\d{1,2})',
  h: '(?<hour>\\d{1,2})',
  A: '(?<half>[AaPp])\\.?[Mm]\\.?',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
  S: '(?<fraction>\\d{1,12})',
};

function patterned(text: string, format: string, timeZone: string): string | null {
  const source = format.replace(
    /YYYY|MM?|DD?|HH?|hh?|mm|ss|S|A|[\s\S]/g,
    (part) => TOKENS[part] ?? part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'),
  );
  const found = new RegExp(`^${source}$`).exec(text)?.groups;
  if (!found?.year || !found.month || !found.day) return null;
  const hour = hourOf(found.hour ?? '0', found.half);
  if (hour === null) return null;
  const two = (digits: string | number) => String(digits).padStart(2, '0');
  const wall = `${found.year}-${two(found.month)}-${two(found.day)}T${two(hour)}:${found.minute ?? '00'}:${found.second ?? '00'}`;
  return instant(wall, found.fraction ?? '', undefined, timeZone);
}

/** The hour of the day; of a clock of twelve hours where AM or PM is said. Null for an hour that such a clock does not have. */
function hourOf(text: string, half: string | undefined): number | null {
  const hour = Math.trunc(+text);
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}
