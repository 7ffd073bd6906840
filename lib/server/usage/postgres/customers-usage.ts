import 'server-only';
import type { DimensionFilters } from '@/lib/metering/dimension-filter';
import { dimensionValues, lit, slotsOf, valueSql } from '@/lib/server/usage/counting';
import { figure } from '@/lib/server/usage/figures';
import type { MeterState } from '@/lib/server/usage/meter-state';
import type { UsageQuestion } from '@/lib/server/usage/store';
import { customersSql, filtersSql } from './filter-sql';
import { bucketsSql, coverFor, eventParts, spansSql } from './ranges';
import { askedMeters, livingSql, type Snapshot } from './snapshot';

/** Questions that one pass over the same rows answers: meters of one group, with the same filters, over the same period. */
interface Pass {
  filters: DimensionFilters;
  from: number;
  to: number;
  meters: Map<string, MeterState>;
  /** Who is asked about, by their subjects: the number by which rows come back. */
  who: Map<string, { number: number; subjects: readonly string[] }>;
  questions: { question: UsageQuestion; who: number }[];
}

/** Answers what many customers used of many meters in many periods: one statement, with one pass for each set of equal periods and filters. */
export async function usageOfCustomers(snapshot: Snapshot, questions: readonly UsageQuestion[]): Promise<Map<string, string>> {
  const answers = new Map(questions.map((q) => [q.key, '0']));
  if (!questions.length) return answers;
  const states = new Map(askedMeters(snapshot, questions.map((q) => q.meter.id)).map((s) => [s.id, s])); // biome-ignore format: one thought
  const passes = passesOf(questions, states);
  const values: unknown[] = [];
  const width = Math.max(...passes.map((p) => p.meters.size));
  const { rows } = await snapshot.client.query<{ pass: number; who: number; f: (string | null)[] }>(
    passes.map((pass, i) => passSql(lit(snapshot.workspaceId), pass, i, width, values, livingSql(snapshot))).join('\nUNION ALL\n'),
    values,
  );
  const found = new Map(rows.map((row) => [`${row.pass}/${row.who}`, row.f]));
  for (const [i, pass] of passes.entries()) {
    const order = [...pass.meters.keys()];
    for (const { question, who } of pass.questions) {
      const figures = found.get(`${i}/${who}`);
      const at = order.indexOf(question.meter.id) * 2;
      const a = figures?.[at];
      if (a !== undefined && a !== null) answers.set(question.key, figure(question.meter, { a, b: figures?.[at + 1] ?? null }));
    }
  }
  return answers;
}

function passesOf(questions: readonly UsageQuestion[], states: Map<string, MeterState>): Pass[] {
  const passes = new Map<string, Pass>();
  const names = new Map<DimensionFilters, string>();
  for (const question of questions) {
    const state = states.get(question.meter.id) as MeterState;
    const filters = names.get(question.filters) ?? JSON.stringify(question.filters);
    names.set(question.filters, filters);
    // Distinct values lie elsewhere, and meters that catch up are at other events: each of those is a pass of its own.
    const rows = state.aggregation === 'unique_count' ? state.id : `${state.groupId} ${state.doneSeq}`;
    const name = `${rows} ${question.period.from} ${question.period.to} ${filters}`;
    const pass: Pass = passes.get(name) ?? {
      filters: question.filters,
      from: Date.parse(question.period.from),
      to: Date.parse(question.period.to),
      meters: new Map(),
      who: new Map(),
      questions: [],
    };
    passes.set(name, pass);
    pass.meters.set(state.id, state);
    const subjects = question.subjects.length === 1 ? `1${question.subjects[0]}` : JSON.stringify(question.subjects);
    const who = pass.who.get(subjects) ?? { number: pass.who.size, subjects: question.subjects };
    pass.who.set(subjects, who);
    pass.questions.push({ question, who: who.number });
  }
  return [...passes.values()];
}

/** One pass: `pass, who` and an array with two figures for each of its meters (the second for averages), padded to a common width. */
function passSql(ws: string, pass: Pass, index: number, width: number, values: unknown[], living: string): string {
  const meters = [...pass.meters.values()];
  const first = meters[0] as MeterState;
  const unique = first.aggregation === 'unique_count';
  const covered = coverFor(first, [{ from: pass.from, to: pass.to }]);
  const where = filtersSql(first, pass.filters);
  const customers = 'customer_id' in pass.filters ? customersSql(ws) : '';
  const columns = unique ? ['value'] : meters.flatMap((m) => slotsOf(m).map((s) => s.column));
  const asked = [...pass.who.values()].flatMap((w) => w.subjects.map((subject) => ({ number: w.number, subject })));
  values.push(
    asked.map((a) => a.number),
    asked.map((a) => a.subject),
  );
  const people = `unnest($${values.length - 1}::int[], $${values.length}::text[]) AS p(who, subject)`;
  const sources: string[] = [];
  const buckets = bucketsSql(covered);
  if (buckets) {
    sources.push(`SELECT p.who, ${columns.map((c) => `r.${c}`).join(', ')} FROM ${people}
      JOIN (SELECT id, subject, dimensions AS dims FROM usage_series WHERE workspace_id = ${ws} AND group_id = ${lit(first.groupId)}) s USING (subject) ${customers}
      JOIN ${unique ? 'usage_uniques' : 'usage_rollups'} r ON r.series = s.id ${buckets.join}
      WHERE r.workspace_id = ${ws} AND ${buckets.where} ${unique ? `AND r.slot = ${first.slot}` : ''} AND (${where})`);
  }
  for (const { spans: wanted, more } of eventParts(first, covered)) {
    const spans = spansSql(wanted);
    const x = (m: MeterState) => `x${m.slot}`;
    const read = meters.map((m) => `${valueSql(m)} AS ${x(m)}`).join(', ');
    const kept = meters.flatMap((m) => {
      if (unique) return [x(m)];
      const parts = [x(m)];
      if (m.aggregation === 'avg') parts.push(`CASE WHEN ${x(m)} IS NOT NULL THEN 1::numeric END`);
      if (m.aggregation === 'latest') {
        parts.push(
          `CASE WHEN ${x(m)} IS NOT NULL THEN extract(epoch FROM time) * 1000000 END`,
          `CASE WHEN ${x(m)} IS NOT NULL THEN seq::numeric END`,
        );
      }
      return parts;
    });
    sources.push(`SELECT who, ${kept.join(', ')} FROM (
        SELECT p.who, e.subject, ${dimensionValues(first)} AS dims, e.time, e.seq, ${read}
        FROM ${people} JOIN usage_events e ON e.subject = p.subject ${spans.join}
        WHERE e.workspace_id = ${ws} AND e.type = ${lit(first.eventType)} AND ${living} AND ${spans.where} ${more} OFFSET 0) s ${customers}
      WHERE (${where})`);
  }
  if (!sources.length) return `SELECT ${index} AS pass, 0 AS who, NULL::text[] AS f WHERE false`;
  const figures = meters.flatMap((m) => {
    if (unique) return ['nullif(count(DISTINCT value), 0)::text', 'NULL'];
    const slots = slotsOf(m);
    return [`${slots[0]?.merge}::text`, m.aggregation === 'avg' ? `${slots[1]?.merge}::text` : 'NULL'];
  });
  while (figures.length < width * 2) figures.push('NULL');
  return `SELECT ${index} AS pass, who, ARRAY[${figures.join(', ')}]::text[] AS f
    FROM (${sources.join('\nUNION ALL\n')}) AS q(who, ${columns.join(', ')}) GROUP BY who`;
}
