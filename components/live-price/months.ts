import { Temporal } from 'temporal-polyfill';

export interface Month {
  /** "2026-10" */
  value: string;
  /** "October 2026" */
  label: string;
  from: string;
  to: string;
}

/** The calendar months of a time zone up to the one that `now` is in, the last whole one first, then the running one, then backwards. */
export function monthsUpTo(now: string, timeZone: string, count: number): Month[] {
  const running = Temporal.Instant.from(now).toZonedDateTimeISO(timeZone).toPlainDate().toPlainYearMonth();
  const names = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const months = Array.from({ length: count }, (_, i): Month => {
    const month = running.subtract({ months: i });
    const at = (start: Temporal.PlainYearMonth) => start.toPlainDate({ day: 1 }).toZonedDateTime(timeZone).toInstant().toString();
    const label = names.format(new Date(`${month.toString()}-01T00:00:00Z`));
    return { value: month.toString(), label: i === 0 ? `${label} so far` : label, from: at(month), to: at(month.add({ months: 1 })) };
  });
  const [first, ...rest] = months;
  return first ? [...rest.slice(0, 1), first, ...rest.slice(1)] : months;
}
