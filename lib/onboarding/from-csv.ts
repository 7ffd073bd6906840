import { z } from 'zod';
import { EMPTY_DOCUMENT } from '@/lib/catalog/document/document';
import { Numeric } from '@/lib/pricing/numeric';
import { compareInstants, type Instant, normalizeInstant } from '@/lib/time';
import type { CarriedCompany, CarriedCustomer, CarriedSubscription, CarryNote } from './carried';

const column = z.string().min(1).max(256);

/** Names of the columns of a CSV of customers and subscriptions. Without a plan's column only customers are read. */
export const CsvColumns = z
  .strictObject({
    customerKey: column,
    customerName: column.optional(),
    email: column.optional(),
    currency: column.optional(),
    plan: column.optional().meta({ description: 'Key of a plan that is on sale.' }),
    start: column.optional().meta({ description: 'When billing begins; now where it is empty.' }),
    anchor: column.optional().meta({ description: 'From when billing periods are counted; the start where it is empty.' }),
    reference: column.optional().meta({ description: 'Id of the subscription elsewhere; the customer’s key unless told.' }),
    seats: z
      .array(z.strictObject({ column, item: column.meta({ description: 'Key of the rate card that the seats are of.' }) }))
      .max(20)
      .optional(),
    discount: column.optional().meta({ description: 'Percentage off, kept as negotiated.' }),
  })
  .meta({ id: 'CompanyCsvColumns' });
export type CsvColumns = z.infer<typeof CsvColumns>;

/** One row of the file by the names of its columns, with its line. */
export interface CsvRow {
  line: number;
  cells: ReadonlyMap<string, string>;
}

/** Reads a date or an instant; undefined for an empty cell, null for what is neither. */
function readInstant(cell: string): Instant | null | undefined {
  if (cell === '') return undefined;
  const whole = /^\d{4}-\d{2}-\d{2}$/.test(cell) ? `${cell}T00:00:00Z` : cell;
  return Number.isNaN(Date.parse(whole)) ? null : normalizeInstant(new Date(Date.parse(whole)).toISOString());
}

/**
 * Reads customers and their subscriptions from rows of a CSV. `cards` gives the keys of the priced rate cards of each plan on sale, for
 * discounts. Everything that cannot be carried is noted with its line. Takes the instant `now`.
 */
export function fromCsv(
  rows: readonly CsvRow[],
  columns: CsvColumns,
  cards: ReadonlyMap<string, readonly string[]>,
  now: Instant,
): CarriedCompany {
  const notes: CarryNote[] = [];
  const customers = new Map<string, CarriedCustomer>();
  const subscriptions: CarriedSubscription[] = [];
  for (const { line, cells } of rows) {
    const cell = (name: string | undefined) => (name === undefined ? '' : (cells.get(name) ?? '').trim());
    const key = cell(columns.customerKey);
    const lost = (message: string) => notes.push({ line, subject: `customer ${key || '?'}`, effect: 'lost', message });
    if (key === '') {
      lost(`The column “${columns.customerKey}” is empty.`);
      continue;
    }
    if (!customers.has(key)) customers.set(key, customerOf(key, cell, columns));
    if (cell(columns.plan) === '') continue;
    const subscription = subscriptionOf(key, cell, columns, cards, now);
    if (typeof subscription === 'string') lost(subscription);
    else subscriptions.push(subscription);
  }
  return { catalog: EMPTY_DOCUMENT, customers: [...customers.values()], subscriptions, notes };
}

type Cell = (name: string | undefined) => string;

function customerOf(key: string, cell: Cell, { customerName, email, currency }: CsvColumns): CarriedCustomer {
  return {
    key,
    name: cell(customerName) || key,
    ...(cell(email) && { primaryEmail: cell(email) }),
    ...(cell(currency) && { currency: cell(currency).toUpperCase() }),
  };
}

/** Returns the subscription of a row, or the reason why it cannot be carried. */
function subscriptionOf(
  customer: string,
  cell: Cell,
  columns: CsvColumns,
  cards: ReadonlyMap<string, readonly string[]>,
  now: Instant,
): CarriedSubscription | string {
  const plan = cell(columns.plan);
  const known = cards.get(plan);
  if (!known) return `No plan with the key “${plan}” is on sale.`;
  const start = readInstant(cell(columns.start));
  const anchor = readInstant(cell(columns.anchor));
  if (start === null || anchor === null) return 'A date cannot be read. Write dates as 2026-11-01.';
  if (start !== undefined && compareInstants(start, now) < 0)
    return 'It starts in the past. Leave the start empty to begin now, and give the date as the anchor of its billing periods.';
  const seats: CarriedSubscription['seats'] = [];
  for (const { column: name, item } of columns.seats ?? []) {
    const count = cell(name);
    if (count === '') continue;
    if (!/^\d{1,6}$/.test(count)) return `“${count}” in the column “${name}” is no number of seats.`;
    seats.push({ item, quantity: Number.parseInt(count, 10) });
  }
  const percent = cell(columns.discount).replace(/\s*%$/, '');
  const isPercent = Numeric.safeParse(percent).success && Number(percent) >= 0 && Number(percent) <= 100;
  if (percent !== '' && !isPercent) return `“${percent}” is no percentage from 0 to 100.`;
  const percentage = percent === '' ? 0 : Number(percent);
  return {
    ...{ reference: cell(columns.reference) || customer, customer, plan, start: start ?? now, anchor: anchor ?? start ?? now, seats },
    negotiated: percentage === 0 ? [] : known.map((item) => ({ item, set: { discounts: { percentage } } })),
  };
}
