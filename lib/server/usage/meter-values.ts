import 'server-only';
import { isoOf, millisecondsOf } from '@/lib/exact-time';
import { problem } from '@/lib/problem';
import { figure } from './figures';
import type { MeterAnswer, MeterQuestion } from './store';
import type { Span } from './windows';

export const ROWS_MAX = 100_000;
const MINUTE = 60_000;

/** Values that a store finds for one window (counted from 1) and one combination of dimension values `g0`, `g1` … */
export type FigureRow = Record<string, string | null> & { w: string | number; a: string; b: string | null };

/**
 * From and to of a question; where it names none, from the minute of the first event to the end of the minute of the last (or now). Null
 * when there is no event.
 */
export async function rangeOf(
  question: MeterQuestion,
  events: () => Promise<{ first: Date | null; last: Date | null } | null>,
): Promise<Span | null> {
  const { from, to } = question;
  if (from !== undefined && to !== undefined) return { from: millisecondsOf(from), to: millisecondsOf(to) };
  const { first, last } = (await events()) ?? {};
  if (!first || !last) return null;
  return {
    from: from === undefined ? Math.floor(first.getTime() / MINUTE) * MINUTE : millisecondsOf(from),
    to:
      to === undefined
        ? Math.min(
            Math.max(Date.parse(question.now), (Math.floor(last.getTime() / MINUTE) + 1) * MINUTE),
            millisecondsOf('9999-12-31T23:59:59.999Z'),
          )
        : millisecondsOf(to),
  };
}

/** Rows of a store as the answer to a question. Throws when there are more than an answer may have. */
export function answered(question: MeterQuestion, windows: readonly Span[], rows: readonly FigureRow[]): MeterAnswer {
  if (rows.length > ROWS_MAX) {
    const detail = `The answer has more than ${ROWS_MAX} rows. Ask for a shorter range, fewer dimensions or a coarser granularity.`;
    throw problem('limit_exceeded', detail);
  }
  return {
    from: question.from,
    to: question.to,
    rows: rows.map((row) => {
      const window = windows[Number(row.w) - 1] as Span;
      return {
        value: figure(question.meter, row),
        from: isoOf(window.from),
        to: isoOf(window.to),
        dimensions: Object.fromEntries(question.groupBy.map((key, i) => [key, row[`g${i}`] as string])),
      };
    }),
  };
}
