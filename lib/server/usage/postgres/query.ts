import 'server-only';
import { inSegment } from '@/lib/server/usage/attribution';
import { dimensionValues, lit, valueSql } from '@/lib/server/usage/counting';
import { figureSql, fromEvent, fromRollup } from '@/lib/server/usage/figures';
import type { MeterState } from '@/lib/server/usage/meter-state';
import { answered, type FigureRow, ROWS_MAX, rangeOf } from '@/lib/server/usage/meter-values';
import type { MeterAnswer, MeterQuestion } from '@/lib/server/usage/store';
import { cutAt, type Span, windowsOf } from '@/lib/server/usage/windows';
import { customersSql, dimensionSql, filtersSql } from './filter-sql';
import { bucketsSql, coverFor, eventParts, spansSql, times } from './ranges';
import { askedMeters, changesIn, livingSql, type Snapshot } from './snapshot';

/** Answers a meter query: one statement over rollups for whole buckets and over events for what they do not reach. */
export async function queryMeter(snapshot: Snapshot, question: MeterQuestion): Promise<MeterAnswer> {
  const [state] = askedMeters(snapshot, [question.meter.id]) as [MeterState];
  const range = await rangeOf(question, () => firstAndLast(snapshot, question, state));
  const windows = range ? windowsOf(range, question.granularity, question.timeZone, question.from === undefined) : [];
  if (!windows.length) return answered(question, [], []);
  const changes = mentionsCustomers(question) ? await changesIn(snapshot, windows) : [];
  const { rows } = await snapshot.client.query<FigureRow>(statement(snapshot, question, state, windows, changes));
  return answered(question, windows, rows);
}

async function firstAndLast({ client, workspaceId }: Snapshot, { meter }: MeterQuestion, { archived }: MeterState) {
  const { rows } = await client.query<{ first: Date | null; last: Date | null }>(
    `SELECT (SELECT time FROM usage_events WHERE workspace_id = $1 AND type = $2 AND time >= coalesce($3::timestamptz, '-infinity') ORDER BY time LIMIT 1) AS first,
            (SELECT time FROM usage_events WHERE workspace_id = $1 AND type = $2 ORDER BY time DESC LIMIT 1) AS last`,
    [workspaceId, meter.eventType, meter.eventsFrom ?? null],
  );
  // Of months that were archived nothing is left to look at but that they were there.
  const months = archived.map((month) => new Date(`${month}T00:00:00Z`)).sort((x, y) => x.getTime() - y.getTime());
  const { first = null, last = null } = rows[0] ?? {};
  return { first: months[0] && !(first && first < months[0]) ? months[0] : first, last: last ?? months.at(-1) ?? null };
}

const mentionsCustomers = ({ groupBy, filters }: MeterQuestion) => [...groupBy, ...Object.keys(filters)].includes('customer_id');

function statement(
  snapshot: Snapshot,
  question: MeterQuestion,
  state: MeterState,
  windows: readonly Span[],
  changes: readonly number[],
): string {
  const ws = lit(snapshot.workspaceId);
  const covered = coverFor(state, cutAt(windows, changes));
  const customers = mentionsCustomers(question) ? customersSql(ws, snapshot.asOf) : '';
  const theirs = (time: string) => (customers ? `AND ${inSegment(time)}` : '');
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
      WHERE r.workspace_id = ${ws} AND ${buckets.where} AND ${unique ? `r.slot = ${state.slot}` : `r.v${state.slot} IS NOT NULL`} ${theirs('r.bucket')} AND (${where})`);
  }
  for (const { spans: asked, more } of eventParts(state, covered)) {
    const spans = spansSql(asked);
    parts.push(`SELECT ${[`${window('s.time')} AS w`, ...groups, fromEvent(state)].join(', ')}
      FROM (SELECT e.subject, ${dimensionValues(state)} AS dims, e.time, e.seq, ${valueSql(state)} AS v
            FROM usage_events e ${spans.join}
            WHERE e.workspace_id = ${ws} AND e.type = ${lit(state.eventType)} AND ${livingSql(snapshot)} AND ${spans.where} ${more}) s
      ${customers} WHERE s.v IS NOT NULL ${theirs('s.time')} AND (${where})`);
  }
  const g = question.groupBy.map((_, i) => `g${i}`);
  return `SELECT ${['w', ...g, figureSql(state)].join(', ')} FROM (${parts.join('\nUNION ALL\n')}) p
    GROUP BY ${['w', ...g].join(', ')} ORDER BY ${['w', ...g].join(', ')} LIMIT ${ROWS_MAX + 1}`;
}
