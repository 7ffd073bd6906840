import 'server-only';
import type pg from 'pg';
import { problem } from '@/lib/problem';
import { sqlTransaction } from '../db';
import { dimensionValues, lit, valueSql } from './counting';
import { deriveInBackground } from './derive';
import { figure, figureSql, fromEvent, fromRollup } from './figures';
import { customersSql, dimensionSql, filtersSql } from './filter-sql';
import { type MeterState, meterStates } from './meter-state';
import { bucketsSql, coverFor, iso, spansSql, times } from './ranges';
import type { MeterAnswer, MeterQuestion } from './store';
import { type Span, windowsOf } from './windows';

const ROWS_MAX = 100_000;
const MINUTE = 60_000;
/** Answers a meter query: one statement over rollups for whole buckets and over events for what they do not reach. */
export async function queryMeter(workspaceId: string, question: MeterQuestion): Promise<MeterAnswer> {
  return sqlTransaction({ workspaceId }, async (client) => {
    const [state] = await meterStates(client, workspaceId, [question.meter.id]);
    if (!state) throw new Error(`meter ${question.meter.id} has no place in the usage store`);
    if (!state.finished) deriveInBackground(workspaceId);
    const range = await rangeOf(client, workspaceId, question);
    const asked = { from: question.from, to: question.to };
    if (!range) return { ...asked, rows: [] };
    const windows = windowsOf(range, question.granularity, question.timeZone, question.from === undefined);
    if (!windows.length) return { ...asked, rows: [] };
    const { rows } = await client.query<Record<string, string>>(statement(workspaceId, question, state, windows));
    if (rows.length > ROWS_MAX) {
      const detail = `The answer has more than ${ROWS_MAX} rows. Ask for a shorter range, fewer dimensions or a coarser granularity.`;
      throw problem('limit_exceeded', detail);
    }
    return {
      ...asked,
      rows: rows.map((row) => {
        const window = windows[Number(row.w) - 1] as Span;
        return {
          value: figure(state, row as { a: string; b: string | null } & Record<string, string>),
          from: iso(window.from),
          to: iso(window.to),
          dimensions: Object.fromEntries(question.groupBy.map((key, i) => [key, row[`g${i}`] as string])),
        };
      }),
    };
  });
}

/** From and to of the question; where it names none, from the minute of the first event to the end of the minute of the last (or now). */
async function rangeOf(client: pg.PoolClient, workspaceId: string, question: MeterQuestion): Promise<Span | null> {
  const { from, to, meter } = question;
  if (from !== undefined && to !== undefined) return { from: Date.parse(from), to: Date.parse(to) };
  const { rows } = await client.query<{ first: Date | null; last: Date | null }>(
    `SELECT (SELECT time FROM usage_events WHERE workspace_id = $1 AND type = $2 AND time >= coalesce($3::timestamptz, '-infinity') ORDER BY time LIMIT 1) AS first,
            (SELECT time FROM usage_events WHERE workspace_id = $1 AND type = $2 ORDER BY time DESC LIMIT 1) AS last`,
    [workspaceId, meter.eventType, meter.eventsFrom ?? null],
  );
  const { first, last } = rows[0] as { first: Date | null; last: Date | null };
  if (!first || !last) return null;
  return {
    from: from === undefined ? Math.floor(first.getTime() / MINUTE) * MINUTE : Date.parse(from),
    to: to === undefined ? Math.max(Date.parse(question.now), (Math.floor(last.getTime() / MINUTE) + 1) * MINUTE) : Date.parse(to),
  };
}

function statement(workspaceId: string, question: MeterQuestion, state: MeterState, windows: readonly Span[]): string {
  const ws = lit(workspaceId);
  const covered = coverFor(state, windows);
  const mentioned = [...question.groupBy, ...Object.keys(question.filters)];
  const customers = mentioned.includes('customer_id') ? customersSql(ws) : '';
  const where = filtersSql(state, question.filters);
  const groups = question.groupBy.map((key, i) => `${dimensionSql(state, key)} AS g${i}`);
  const window = (time: string) => (windows.length === 1 ? '1' : `width_bucket(${time}, ${times(windows, 'from')})`);
  const parts: string[] = [];
  const buckets = bucketsSql(covered);
  if (buckets) {
    const unique = state.aggregation === 'unique_count';
    parts.push(`SELECT ${[`${window('r.bucket')} AS w`, ...groups, fromRollup(state)].join(', ')}
      FROM (SELECT id, subject, dimensions AS dims FROM usage_series WHERE workspace_id = ${ws} AND group_id = ${lit(state.groupId)}) s ${customers}
      JOIN ${unique ? 'usage_uniques' : 'usage_rollups'} r ON r.series = s.id ${buckets.join}
      WHERE r.workspace_id = ${ws} AND ${buckets.where} AND ${unique ? `r.slot = ${state.slot}` : `r.v${state.slot} IS NOT NULL`} AND (${where})`);
  }
  if (covered.events.length) {
    const spans = spansSql(covered.events);
    parts.push(`SELECT ${[`${window('s.time')} AS w`, ...groups, fromEvent(state)].join(', ')}
      FROM (SELECT e.subject, ${dimensionValues(state)} AS dims, e.time, e.seq, ${valueSql(state)} AS v
            FROM usage_events e ${spans.join}
            WHERE e.workspace_id = ${ws} AND e.type = ${lit(state.eventType)} AND e.voided_at IS NULL AND ${spans.where}) s
      ${customers} WHERE s.v IS NOT NULL AND (${where})`);
  }
  const g = question.groupBy.map((_, i) => `g${i}`);
  return `SELECT ${['w', ...g, figureSql(state)].join(', ')} FROM (${parts.join('\nUNION ALL\n')}) p
    GROUP BY ${['w', ...g].join(', ')} ORDER BY ${['w', ...g].join(', ')} LIMIT ${ROWS_MAX + 1}`;
}
