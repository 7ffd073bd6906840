/** A day without a time or a zone: "2026-11-01". Days compare as text. */
export type Day = string;

/** Days from `from` up to and without `to`. */
export type DayRange = { from: Day; to: Day };

const DAY_MS = 86_400_000;
const ms = (day: Day) => Date.parse(`${day}T00:00:00Z`);
const dayOf = (time: number): Day => new Date(time).toISOString().slice(0, 10);
const number = (day: Day) => Number(day.slice(8));

export const addDays = (day: Day, days: number): Day => dayOf(ms(day) + days * DAY_MS);

export const monthOf = (day: Day): Day => `${day.slice(0, 7)}-01`;

/** The same day some months on; the 31st becomes the last day of a shorter month. */
export function addMonths(day: Day, months: number): Day {
  const date = new Date(ms(monthOf(day)));
  date.setUTCMonth(date.getUTCMonth() + months);
  const first = dayOf(date.getTime());
  date.setUTCMonth(date.getUTCMonth() + 1);
  const last = number(dayOf(date.getTime() - DAY_MS));
  return addDays(first, Math.min(number(day), last) - 1);
}

/** The six weeks, Monday first, that show a month: always 42 days, so that the calendar keeps its height. */
export function monthGrid(month: Day): readonly Day[] {
  const first = monthOf(month);
  const weekday = (new Date(ms(first)).getUTCDay() + 6) % 7;
  return Array.from({ length: 42 }, (_, i) => addDays(first, i - weekday));
}

export function todayIn(timeZone: string, now: number): Day {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now);
}

export type Preset = { label: string; range: DayRange };

/** The ranges people ask for, as of a day. */
export function presets(today: Day): readonly Preset[] {
  const month = monthOf(today);
  const tomorrow = addDays(today, 1);
  return [
    { label: 'This month', range: { from: month, to: addMonths(month, 1) } },
    { label: 'Last month', range: { from: addMonths(month, -1), to: month } },
    { label: 'Last 7 days', range: { from: addDays(today, -6), to: tomorrow } },
    { label: 'Last 30 days', range: { from: addDays(today, -29), to: tomorrow } },
    { label: 'Last 3 months', range: { from: addMonths(month, -3), to: month } },
    { label: 'Last 12 months', range: { from: addMonths(month, -12), to: month } },
    { label: 'This year', range: { from: `${today.slice(0, 4)}-01-01`, to: `${Number(today.slice(0, 4)) + 1}-01-01` } },
  ];
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const monthName = (day: Day) => MONTHS[Number(day.slice(5, 7)) - 1] ?? '';

/** "1 Nov 2026". */
export const dayWords = (day: Day): string => `${number(day)} ${monthName(day)} ${day.slice(0, 4)}`;

/** "Nov 2026". */
export const monthWords = (day: Day): string => `${monthName(day)} ${day.slice(0, 4)}`;

/** A range with its last day included, as people say it: "1–30 Nov 2026", "28 Oct – 3 Nov 2026", "1 Dec 2025 – 31 Jan 2026". */
export function rangeWords({ from, to }: DayRange): string {
  const last = addDays(to, -1);
  if (last <= from) return dayWords(from);
  if (from.slice(0, 7) === last.slice(0, 7)) return `${number(from)}–${dayWords(last)}`;
  const start = from.slice(0, 4) === last.slice(0, 4) ? `${number(from)} ${monthName(from)}` : dayWords(from);
  return `${start} – ${dayWords(last)}`;
}
