import 'server-only';
import { millisecondsOf } from '@/lib/exact-time';
import type { DimensionFilters } from '@/lib/metering/dimension-filter';
import { inSegment } from '@/lib/server/usage/attribution';
import { dimensionValues, lit, slotsOf, valueSql } from '@/lib/server/usage/counting';
import { figure } from '@/lib/server/usage/figures';
import type { MeterState } from '@/lib/server/usage/meter-state';
import type { UsageQuestion } from '@/lib/server/usage/store';
import { cutAt, type Span } from '@/lib/server/usage/windows';
import { customersSql, filtersSql } from './filter-sql';
import { bucketsSql, coverFor, eventParts, spansSql } from './ranges';
import { askedMeters, changesIn, livingSql, type Snapshot } from './snapshot';

/** Questions that one pass over the same rows answers: meters of one group, with the same filters, over the same period. */
interface Pass {
  filters: DimensionFilters;
  from: number;
  to: number;
  meters: Map<string, MeterState>;
  /** Customers in question, by their subjects: the number by which rows come back. */
  who: Map<string, { number: number; subjects: UsageQuestion['subjects'] }>;
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
  const byCustomer = passes.filter((pass) => 'customer_id' in pass.filters);
  const changes = byCustomer.length ? await changesIn(snapshot, byCustomer) : [];
  const { rows } = await snapshot.client.query<{ pass: number; who: number; f: (string | null)[] }>(
    passes.map((pass, i) => passSql(snapshot, pass, i, width, values, changes)).join('\nUNION ALL\n'),
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
      from: millisecondsOf(question.period.from),
      to: millisecondsOf(question.period.to),
      meters: new Map(),
      who: new Map(),
      questions: [],
    };
    passes.set(name, pass);
    pass.meters.set(state.id, state);
    const [only] = question.subjects;
    const subjects = question.subjects.length === 1 && typeof only === 'string' ? `1${only}` : JSON.stringify(question.subjects);
    const who = pass.who.get(subjects) ?? { number: pass.who.size, subjects: question.subjects };
    pass.who.set(subjects, who);
    pass.questions.push({ question, who: who.number });
  }
  return [...passes.values()];
}

/** Subjects that are asked about over one and the same part of a period. */
interface Asked extends Span {
  numbers: number[];
  subjects: string[];
}

/** Customers of a pass, by the part of the period in which the subjects are theirs: mostly the whole of it. */
function partsOf({ from, to, who }: Pass): Asked[] {
  const parts = new Map<string, Asked>();
  for (const { number, subjects } of who.values()) {
    for (const given of subjects) {
      const subject = typeof given === 'string' ? { subject: given } : given;
      const start = Math.max(from, subject.from === undefined ? from : millisecondsOf(subject.from));
      const end = Math.min(to, subject.to === undefined ? to : millisecondsOf(subject.to));
      if (start >= end) continue;
      const name = `${start} ${end}`;
      const part = parts.get(name) ?? { from: start, to: end, numbers: [], subjects: [] };
      parts.set(name, part);
      part.numbers.push(number);
      part.subjects.push(subject.subject);
    }
  }
  return [...parts.values()];
}

/** One pass: `pass, who` and an array with two figures for each of its meters (the second for averages), padded to a common width. */
function passSql(snapshot: Snapshot, pass: Pass, index: number, width: number, values: unknown[], changes: readonly number[]): string {
  const meters = [...pass.meters.values()];
  const unique = meters[0]?.aggregation === 'unique_count';
  const columns = unique ? ['value'] : meters.flatMap((m) => slotsOf(m).map((s) => s.column));
  const sources = partsOf(pass).flatMap((asked) => sourcesSql(snapshot, pass, asked, columns, values, changes));
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

/** Builds the SQL of one part of a pass, each with the columns `who` and those given: rollups, and events where they do not reach. */
function sourcesSql(
  snapshot: Snapshot,
  pass: Pass,
  asked: Asked,
  columns: readonly string[],
  values: unknown[],
  changes: readonly number[],
): string[] {
  const ws = lit(snapshot.workspaceId);
  const meters = [...pass.meters.values()];
  const first = meters[0] as MeterState;
  const unique = first.aggregation === 'unique_count';
  const byCustomer = 'customer_id' in pass.filters;
  const covered = coverFor(first, cutAt([{ from: asked.from, to: asked.to }], byCustomer ? changes : []));
  const where = filtersSql(first, pass.filters);
  const customers = byCustomer ? customersSql(ws, snapshot.asOf) : '';
  const theirs = (time: string) => (byCustomer ? `AND ${inSegment(time)}` : '');
  values.push(asked.numbers, asked.subjects);
  const people = `unnest($${values.length - 1}::int[], $${values.length}::text[]) AS p(who, subject)`;
  const sources: string[] = [];
  const buckets = bucketsSql(covered);
  if (buckets) {
    sources.push(`SELECT p.who, ${columns.map((c) => `r.${c}`).join(', ')} FROM ${people}
      JOIN (SELECT id, subject, dimensions AS dims FROM usage_series WHERE workspace_id = ${ws} AND group_id = ${lit(first.groupId)}) s USING (subject) ${customers}
      JOIN ${unique ? 'usage_uniques' : 'usage_rollups'} r ON r.series = s.id ${buckets.join}
      WHERE r.workspace_id = ${ws} AND ${buckets.where} ${unique ? `AND r.slot = ${first.slot}` : ''} ${theirs('r.bucket')} AND (${where})`);
  }
  for (const { spans: wanted, more } of eventParts(first, covered)) {
    const spans = spansSql(wanted);
    const read = meters.map((m) => `${valueSql(m)} AS x${m.slot}`).join(', ');
    const kept = meters.flatMap((m) => eventColumns(m));
    sources.push(`SELECT who, ${kept.join(', ')} FROM (
        SELECT p.who, e.subject, ${dimensionValues(first)} AS dims, e.time, e.seq, ${read}
        FROM ${people} JOIN usage_events e ON e.subject = p.subject ${spans.join}
        WHERE e.workspace_id = ${ws} AND e.type = ${lit(first.eventType)} AND ${livingSql(snapshot)} AND ${spans.where} ${more} OFFSET 0) s ${customers}
      WHERE (${where}) ${theirs('s.time')}`);
  }
  return sources;
}

/** The columns of a meter's slots out of the value of one event. */
function eventColumns(m: MeterState): string[] {
  const x = `x${m.slot}`;
  if (m.aggregation === 'avg') return [x, `CASE WHEN ${x} IS NOT NULL THEN 1::numeric END`];
  if (m.aggregation !== 'latest') return [x];
  return [x, `CASE WHEN ${x} IS NOT NULL THEN extract(epoch FROM time) * 1000000 END`, `CASE WHEN ${x} IS NOT NULL THEN seq::numeric END`];
}
