import 'server-only';
import type { DimensionFilters } from '@/lib/catalog/dimension-filter';
import { sqlTransaction } from '../db';
import { DAY_MINUTES, dimensionValues, lit, QUARTER_MINUTES, valueSql } from './counting';
import { deriveInBackground } from './derive';
import { figure, figureSql, fromEvent, fromRollup } from './figures';
import { filtersSql } from './filter-sql';
import { type MeterState, meterStates } from './meter-state';
import { coverFor } from './query';
import type { UsageQuestion } from './store';

/** Questions to one meter with the same filters: they are answered by one part of the statement. */
interface Selection {
  state: MeterState;
  filters: DimensionFilters;
  questions: { index: number; question: UsageQuestion }[];
}

/**
 * Answers what many customers used of many meters in many periods, in one statement. As of an earlier instant it counts events, since the
 * rollups know only the present; writers that began before are waited for, so that the same question is answered alike for ever.
 */
export async function usageOfCustomers(
  workspaceId: string,
  questions: readonly UsageQuestion[],
  asOf?: string,
): Promise<Map<string, string>> {
  const answers = new Map(questions.map((q) => [q.key, '0']));
  if (!questions.length) return answers;
  return sqlTransaction({ workspaceId }, async (client) => {
    const states = new Map((await meterStates(client, workspaceId, [...new Set(questions.map((q) => q.meter.id))])).map((s) => [s.id, s]));
    if ([...states.values()].some((s) => !s.finished)) deriveInBackground(workspaceId);
    const selections = new Map<string, Selection>();
    for (const [index, question] of questions.entries()) {
      const state = states.get(question.meter.id);
      if (!state) throw new Error(`meter ${question.meter.id} has no place in the usage store`);
      const name = JSON.stringify([state.id, question.filters]);
      const selection = selections.get(name) ?? { state, filters: question.filters, questions: [] };
      selection.questions.push({ index, question });
      selections.set(name, selection);
    }
    if (asOf !== undefined) await client.query('SELECT pg_advisory_xact_lock(usage_lock($1))', [workspaceId]);
    const values: unknown[] = [];
    const parts = [...selections.values()].map((s) => part(lit(workspaceId), s, values, asOf));
    const { rows } = await client.query<{ q: number; a: string | null; b: string | null }>(parts.join('\nUNION ALL\n'), values);
    for (const { q, a, b } of rows) {
      const question = questions[q];
      if (question && a !== null) answers.set(question.key, figure(question.meter, { a, b }));
    }
    return answers;
  });
}

function part(ws: string, { state, filters, questions }: Selection, values: unknown[], asOf: string | undefined): string {
  const buckets: { q: number[]; subject: string[]; grain: number[]; from: string[]; to: string[] } = {
    q: [],
    subject: [],
    grain: [],
    from: [],
    to: [],
  };
  const events: typeof buckets = { q: [], subject: [], grain: [], from: [], to: [] };
  for (const { index, question } of questions) {
    const {
      days,
      quarters,
      events: single,
    } = coverFor(asOf === undefined ? state : { ...state, finished: false }, [
      { from: Date.parse(question.period.from), to: Date.parse(question.period.to) },
    ]);
    const spans = [
      ...days.map((s) => ({ ...s, grain: DAY_MINUTES, into: buckets })),
      ...quarters.map((s) => ({ ...s, grain: QUARTER_MINUTES, into: buckets })),
      ...single.map((s) => ({ ...s, grain: 0, into: events })),
    ];
    for (const subject of question.subjects) {
      for (const { from, to, grain, into } of spans) {
        into.q.push(index);
        into.subject.push(subject);
        into.grain.push(grain);
        into.from.push(new Date(from).toISOString());
        into.to.push(new Date(to).toISOString());
      }
    }
  }
  const where = filtersSql(state, filters);
  const unnest = (n: typeof buckets) => {
    const first = values.length + 1;
    values.push(n.q, n.subject, n.grain, n.from, n.to);
    return `unnest($${first}::int[], $${first + 1}::text[], $${first + 2}::int[], $${first + 3}::timestamptz[], $${first + 4}::timestamptz[]) AS n(q, who, grain, f, t)`;
  };
  const sources: string[] = [];
  if (buckets.q.length) {
    const unique = state.aggregation === 'unique_count';
    sources.push(`SELECT n.q, ${fromRollup(state)} FROM ${unnest(buckets)}
      JOIN (SELECT id, subject, dimensions AS dims FROM usage_series WHERE workspace_id = ${ws} AND group_id = ${lit(state.groupId)}) s ON s.subject = n.who
      JOIN ${unique ? 'usage_uniques' : 'usage_rollups'} r ON r.series = s.id AND r.grain = n.grain AND r.bucket >= n.f AND r.bucket < n.t
      WHERE r.workspace_id = ${ws} AND ${unique ? `r.slot = ${state.slot}` : `r.v${state.slot} IS NOT NULL`} AND (${where})`);
  }
  if (events.q.length) {
    const then = asOf === undefined ? 'e.voided_at IS NULL' : asOfSql(values, asOf);
    sources.push(`SELECT q, ${fromEvent(state)} FROM (
        SELECT n.q, e.subject, ${dimensionValues(state)} AS dims, e.time, e.seq, ${valueSql(state)} AS v
        FROM ${unnest(events)} JOIN usage_events e ON e.subject = n.who AND e.time >= n.f AND e.time < n.t
        WHERE e.workspace_id = ${ws} AND e.type = ${lit(state.eventType)} AND ${then}) s
      WHERE v IS NOT NULL AND (${where})`);
  }
  if (!sources.length) return `SELECT 0 AS q, NULL::text AS a, NULL::text AS b WHERE false`;
  return `SELECT q, ${figureSql(state)} FROM (${sources.join('\nUNION ALL\n')}) p GROUP BY q`;
}

/** The events that were there, and were not void, at an instant. */
function asOfSql(values: unknown[], asOf: string): string {
  const at = `$${values.push(asOf)}::timestamptz`;
  return `e.stored_at <= ${at} AND (e.voided_at IS NULL OR e.voided_at > ${at})`;
}
