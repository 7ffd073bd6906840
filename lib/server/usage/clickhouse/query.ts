import 'server-only';

import type { AttributedSpan } from '@/lib/server/usage/attribution';
import { answered, type FigureRow, ROWS_MAX, rangeOf } from '@/lib/server/usage/meter-values';
import type { MeterAnswer, MeterQuestion } from '@/lib/server/usage/store';
import { type Span, windowsOf } from '@/lib/server/usage/windows';
import { ask } from './client';
import { customersFor, dimensionSql, figuresSql, filtersSql, givenInstant, livingSql, spanSql, valueSql } from './event-sql';
import { isoText, quoted } from './literal';

/** Answers a meter query out of the events that counted at an instant, each once, in one statement. */
export async function queryMeter(workspaceId: string, question: MeterQuestion, asOf: string): Promise<MeterAnswer> {
  const range = await rangeOf(question, () => firstAndLast(workspaceId, question));
  const windows = range ? windowsOf(range, question.granularity, question.timeZone, question.from === undefined) : [];
  if (!windows.length) return answered(question, [], []);
  const customers = await customersFor(workspaceId, [...question.groupBy, ...Object.keys(question.filters)], asOf);
  return answered(question, windows, await ask<FigureRow>(statement(workspaceId, question, windows, customers, asOf)));
}

async function firstAndLast(workspaceId: string, { meter }: MeterQuestion): Promise<{ first: Date; last: Date } | null> {
  const since = meter.eventsFrom === undefined ? 'true' : `time >= ${givenInstant(meter.eventsFrom)}`;
  const [row] = await ask<{ first: string; last: string; any: string }>(
    `SELECT ${isoText(`minIf(time, ${since})`)} AS first, ${isoText('max(time)')} AS last, toString(countIf(${since})) AS any
     FROM usage_events WHERE workspace_id = ${quoted(workspaceId)} AND type = ${quoted(meter.eventType)}`,
  );
  return row && row.any !== '0' ? { first: new Date(row.first), last: new Date(row.last) } : null;
}

function statement(
  workspaceId: string,
  question: MeterQuestion,
  windows: readonly Span[],
  customers: readonly AttributedSpan[],
  asOf: string,
): string {
  const { meter, groupBy } = question;
  const dimension = (key: string) => dimensionSql(meter, key, customers);
  const starts = `CAST([${windows.map((w) => Math.round(w.from * 1000))}], 'Array(Int64)')`;
  const window = windows.length === 1 ? '1' : `indexOf(${starts}, roundDown(toUnixTimestamp64Micro(time), ${starts}))`;
  const groups = groupBy.map((_, i) => `g${i}`);
  const [a, b] = figuresSql(meter, 'v');
  const whole = { from: (windows[0] as Span).from, to: (windows.at(-1) as Span).to };
  return `SELECT ${['toString(w) AS w', ...groups, `${a} AS a`, `${b} AS b`].join(', ')} FROM (
      SELECT ${[`${window} AS w`, ...groupBy.map((key, i) => `${dimension(key)} AS g${i}`), `${valueSql(meter)} AS v`, 'time', 'seq'].join(', ')}
      FROM usage_events FINAL
      WHERE workspace_id = ${quoted(workspaceId)} AND type = ${quoted(meter.eventType)} AND ${spanSql(whole)} AND ${livingSql(asOf)}
        AND ${filtersSql(question.filters, dimension)})
    WHERE v IS NOT NULL GROUP BY ${['w', ...groups].join(', ')} ORDER BY ${['toUInt32(w)', ...groups].join(', ')} LIMIT ${ROWS_MAX + 1}`;
}
