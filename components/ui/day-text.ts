import { type Day, dayWords } from './calendar';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Returns the day that is typed ("1 Oct 2026", "Oct 1, 2026", "2026-10-01", "1.10.2026"), or null for text that is no day. */
export function readDay(text: string): Day | null {
  const typed = text.trim().toLowerCase().replaceAll(',', ' ').replaceAll(/\s+/g, ' ');
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(typed);
  if (iso) return dayOf(iso[1], iso[2], iso[3]);
  const dotted = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/.exec(typed);
  if (dotted) return dayOf(dotted[3], dotted[2], dotted[1]);
  const named = /^(\d{1,2})\.? ([a-z]{3,9})\.? (\d{4})$/.exec(typed);
  if (named) return dayOf(named[3], monthNumber(named[2]), named[1]);
  const american = /^([a-z]{3,9})\.? (\d{1,2}) (\d{4})$/.exec(typed);
  if (american) return dayOf(american[3], monthNumber(american[1]), american[2]);
  return null;
}

const monthNumber = (name = ''): string => String(MONTHS.indexOf(name.slice(0, 3)) + 1);

/** A day that the calendar has: 31 Apr is none. */
function dayOf(year = '', month = '', day = ''): Day | null {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text) ? text : null;
}

/** Returns the time of day that is typed ("9", "9:30", "09:30", "9.30pm") as "09:30", or null for text that is none. */
export function readTime(text: string): string | null {
  const typed = /^(\d{1,2})(?:[:.h]?(\d{2}))?\s*(am|pm)?$/.exec(text.trim().toLowerCase());
  if (!typed) return null;
  const [hour, minute] = [Number(typed[1]), Number(typed[2] ?? 0)];
  if (minute > 59 || (typed[3] ? hour < 1 || hour > 12 : hour > 23)) return null;
  const hours = typed[3] ? (hour % 12) + (typed[3] === 'pm' ? 12 : 0) : hour;
  return `${String(hours).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** Returns a day as a field shows it; text that is no day stays as it is. */
export const dayText = (day: string): string => (/^\d{4}-\d{2}-\d{2}$/.test(day) ? dayWords(day) : day);
