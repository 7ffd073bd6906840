import 'server-only';
import { PAGE_SIZE, PAGE_SIZE_MAX } from '@/lib/api/listing';
import type { DateTimeFieldFilter, StringFieldFilter, StringFieldFilterExact, UlidFieldFilter } from '@/lib/filter';
import { problem } from '@/lib/problem';
import { snake } from '@/lib/wire';

interface Page {
  size?: number | undefined;
  number?: number | undefined;
}

/** Refuses one part of a query; the sentence begins with its name. */
export const badQuery = (field: string, reason: string) =>
  problem('invalid_parameters', `${field}: ${reason}`, { invalidParameters: [{ field, rule: 'invalid', reason, source: 'query' }] });

/** Skip and take of a numbered page. */
export function pageWindow(page: Page | undefined): { skip: number; take: number; number: number; size: number } {
  const size = page?.size ?? PAGE_SIZE;
  const number = page?.number ?? 1;
  if (size < 1 || size > PAGE_SIZE_MAX) throw badQuery('page[size]', `Must be between 1 and ${PAGE_SIZE_MAX}.`);
  if (number < 1 || number > 1_000_000) throw badQuery('page[number]', 'Pages are numbered from 1 to 1000000.');
  return { skip: (number - 1) * size, take: size, number, size };
}

/** The answer of a list: the rows and where the page stands. */
export function pageResult<T>(data: T[], total: number, window: { number: number; size: number }) {
  return { data, meta: { page: { number: window.number, size: window.size, total } } };
}

/** `sort=name desc,created_at` as an order for the database; `fields` are the columns that may be asked for. The id makes it total. */
export function orderOf<F extends string>(
  sort: string | undefined,
  fields: readonly F[],
  fallback: string,
): Record<string, 'asc' | 'desc'>[] {
  const order = (sort ?? fallback)
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const [name, direction = 'asc', ...rest] = part.split(/\s+/);
      const field = fields.find((f) => snake(f) === name);
      if (!field || rest.length || (direction !== 'asc' && direction !== 'desc')) {
        throw badQuery('sort', `Cannot sort by "${part}". Fields: ${fields.map(snake).join(', ')}, each with "asc" or "desc".`);
      }
      return { [field]: direction as 'asc' | 'desc' };
    });
  return [...order, { id: 'asc' }];
}

export type Comparison<T> = (a: T, b: T) => number;
export const byText =
  <T>(text: (row: T) => string): Comparison<T> =>
  (a, b) =>
    text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0;

/** Rows that are at hand in an order that `orderOf` gave; the order they came in decides between equals. */
export function sorted<T>(
  rows: readonly T[],
  order: readonly Record<string, 'asc' | 'desc'>[],
  comparisons: Readonly<Record<string, Comparison<T>>>,
): T[] {
  const steps = order.slice(0, -1).flatMap((step) => Object.entries(step));
  return [...rows].sort((a, b) => {
    for (const [field, direction] of steps) {
      const difference = comparisons[field]?.(a, b) ?? 0;
      if (difference !== 0) return direction === 'asc' ? difference : -difference;
    }
    return 0;
  });
}

const list = (text: string) => text.split(',').map((s) => s.trim());

const NULLABLE = ['meterId', 'primaryEmail'];

/** A text filter as a condition of Prisma. `contains` ignores letter case; `oeq` and `ocontains` match any of a list. */
export function textWhere(
  field: string,
  filter: StringFieldFilter | StringFieldFilterExact | UlidFieldFilter | undefined,
): Record<string, unknown>[] {
  if (filter === undefined) return [];
  if (typeof filter === 'string') return [{ [field]: filter }];
  const f = filter as Extract<StringFieldFilter, object>;
  const where: Record<string, unknown>[] = [];
  if (f.eq !== undefined) where.push({ [field]: f.eq });
  if (f.neq !== undefined) where.push({ [field]: { not: f.neq } });
  const holds = (text: string) => ({ [field]: { contains: likeText(text), mode: 'insensitive' } }); // Prisma hands the text to LIKE as it is
  if (f.contains !== undefined) where.push(holds(f.contains));
  if (f.oeq !== undefined) where.push({ [field]: { in: list(f.oeq) } });
  if (f.ocontains !== undefined) where.push({ OR: list(f.ocontains).map(holds) });
  for (const op of ['gt', 'gte', 'lt', 'lte'] as const) if (f[op] !== undefined) where.push({ [field]: { [op]: f[op] } });
  // Prisma refuses to ask whether a required relation exists: Prisma refuses to ask.
  if (f.exists === false) where.push(NULLABLE.includes(field) ? { [field]: null } : { OR: [] });
  if (f.exists === true && NULLABLE.includes(field)) where.push({ NOT: { [field]: null } });
  return where;
}

/** The words of a search. */
export const wordsOf = (q: string | undefined): string[] => (q ?? '').split(/\s+/).filter(Boolean);

/** A text as LIKE takes it as it is written: `%` and `_` stand for themselves. */
export const likeText = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

/** Is every word of `q` somewhere in what is known of a row that is at hand, in any letter case? */
export function holdsWords(q: string | undefined, texts: readonly (string | undefined)[]): boolean {
  const text = texts.join(' ').toLowerCase();
  return wordsOf(q).every((word) => text.includes(word.toLowerCase()));
}

/** Rows that hold every word of `q` in one of the fields (`meter.name` is a field of what the row belongs to), in any letter case. */
export function wordsWhere(q: string | undefined, fields: readonly string[]): Record<string, unknown>[] {
  return wordsOf(q).map((word) => {
    const holds = { contains: likeText(word), mode: 'insensitive' };
    return { OR: fields.map((field) => field.split('.').reduceRight<object>((inner, part) => ({ [part]: inner }), holds)) };
  });
}

const FIRST_TIME = Date.parse('0001-01-01T00:00:00Z');
const LAST_TIME = Date.parse('9999-12-31T23:59:59.999Z');

/** An instant that somebody gave; an offset may take it into a year that the database cannot read. */
const givenTime = (text: string) => new Date(Math.min(Math.max(Date.parse(text), FIRST_TIME), LAST_TIME));

/** A time filter as a condition of Prisma. */
export function timeWhere(field: string, filter: DateTimeFieldFilter | undefined): Record<string, unknown>[] {
  if (filter === undefined) return [];
  if (typeof filter === 'string') return [{ [field]: givenTime(filter) }];
  return Object.entries(filter).flatMap(([op, value]) =>
    value === undefined ? [] : [{ [field]: { [op === 'eq' ? 'equals' : op]: givenTime(value) } }],
  );
}

interface Cursor {
  size?: number | undefined;
  after?: string | undefined;
  before?: string | undefined;
}

interface CursorWindow {
  where: { id?: { lt: string } | { gt: string } };
  order: 'asc' | 'desc';
  take: number;
}

/** One page of a list whose latest rows come first: rows older than `after`, or newer than `before` (ids of rows seen), with links to its neighbours. */
export async function cursorPage<T extends { id: string }>(
  { size = PAGE_SIZE, after, before }: Cursor = {},
  load: (window: CursorWindow) => Promise<T[]>,
  link: (page: Cursor) => string,
) {
  if (size < 1 || size > PAGE_SIZE_MAX) throw badQuery('page[size]', `Must be between 1 and ${PAGE_SIZE_MAX}.`);
  if (after !== undefined && before !== undefined) throw badQuery('page[before]', 'A page is after one row or before one, not both.');
  const back = before !== undefined;
  const where = after !== undefined ? { id: { lt: after } } : back ? { id: { gt: before } } : {};
  const found = await load({ where, order: back ? 'asc' : 'desc', take: size + 1 });
  const rows = found.slice(0, size);
  if (back) rows.reverse();
  const more = found.length > size;
  const [first, last] = [rows[0], rows.at(-1)];
  const next = last && (back || more) ? link({ size, after: last.id }) : null;
  const previous = first && (back ? more : after !== undefined) ? link({ size, before: first.id }) : null;
  return { rows, meta: { page: { size, next, previous, first: link({ size }) } } };
}
