import 'server-only';
import { millisecondsOf } from '@/lib/exact-time';
import type { DimensionFilters } from '@/lib/metering/dimension-filter';
import type { AttributedSpan } from '@/lib/server/usage/attribution';
import { figure } from '@/lib/server/usage/figures';
import type { Counted, UsageQuestion } from '@/lib/server/usage/store';
import type { Period } from '@/lib/time';
import { ask } from './client';
import { customersFor, dimensionSql, figuresSql, filtersSql, livingSql, spanSql, valueSql } from './event-sql';
import { quoted, textList } from './literal';

/** Questions that one pass over the same events answers: meters of one event type, over the same period, with the same filters. */
interface Pass {
  type: string;
  filters: DimensionFilters;
  period: Period;
  meters: Map<string, Counted>;
  /** Customers in question, by their subjects: the number by which rows come back. */
  who: Map<string, { number: number; subjects: UsageQuestion['subjects'] }>;
  questions: { question: UsageQuestion; who: number }[];
}

// So few subjects are looked up one by one; of more, all events of the period are read.
const SUBJECTS_LOOKED_UP = 1_000;

/** Answers what many customers used of many meters in many periods: one statement, with one pass for each set of equal periods and filters. */
export async function usageOfCustomers(
  workspaceId: string,
  questions: readonly UsageQuestion[],
  asOf: string,
): Promise<Map<string, string>> {
  const answers = new Map(questions.map((q) => [q.key, '0']));
  const passes = passesOf(questions);
  if (!passes.length) return answers;
  const customers = await customersFor(workspaceId, passes.flatMap((pass) => Object.keys(pass.filters)), asOf); // biome-ignore format: one thought
  const width = Math.max(...passes.map((pass) => pass.meters.size));
  const rows = await ask<{ pass: string; who: string; f: (string | null)[] }>(
    passes.map((pass, i) => passSql(workspaceId, pass, i, width, livingSql(asOf), customers)).join('\nUNION ALL\n'),
  );
  const found = new Map(rows.map((row) => [`${row.pass}/${row.who}`, row.f]));
  for (const [i, pass] of passes.entries()) {
    const order = [...pass.meters.keys()];
    for (const { question, who } of pass.questions) {
      const figures = found.get(`${i}/${who}`);
      const at = order.indexOf(question.meter.id) * 2;
      const a = figures?.[at];
      const none = question.meter.aggregation === 'avg' && figures?.[at + 1] === '0';
      if (a !== undefined && a !== null && !none) answers.set(question.key, figure(question.meter, { a, b: figures?.[at + 1] ?? null }));
    }
  }
  return answers;
}

function passesOf(questions: readonly UsageQuestion[]): Pass[] {
  const passes = new Map<string, Pass>();
  const names = new Map<object, string>();
  const named = (value: object) => {
    const name = names.get(value) ?? JSON.stringify(value);
    names.set(value, name);
    return name;
  };
  for (const question of questions) {
    const { meter, period, filters } = question;
    // Filters name dimensions, and a dimension is what its meter says it is.
    const dimensions = Object.keys(filters).length ? named(meter.dimensions ?? {}) : '';
    const name = [meter.eventType, period.from, period.to, named(filters), dimensions].join('\n');
    const pass: Pass = passes.get(name) ?? { type: meter.eventType, filters, period, meters: new Map(), who: new Map(), questions: [] };
    passes.set(name, pass);
    pass.meters.set(meter.id, meter);
    const [only] = question.subjects;
    const subjects = question.subjects.length === 1 && typeof only === 'string' ? `1${only}` : JSON.stringify(question.subjects);
    const who = pass.who.get(subjects) ?? { number: pass.who.size, subjects: question.subjects };
    pass.who.set(subjects, who);
    pass.questions.push({ question, who: who.number });
  }
  return [...passes.values()];
}

/** One pass: `pass, who` and an array with two figures for each of its meters (the second for averages), padded to a common width. */
function passSql(
  workspaceId: string,
  pass: Pass,
  index: number,
  width: number,
  there: string,
  customers: readonly AttributedSpan[],
): string {
  const meters = [...pass.meters.values()];
  const asked = [...pass.who.values()].flatMap((w) =>
    w.subjects.map((s) => ({ number: w.number, ...(typeof s === 'string' ? { subject: s } : s) })),
  );
  const subjects = [...new Set(asked.map((a) => a.subject))];
  const few = subjects.length <= SUBJECTS_LOOKED_UP ? `AND subject IN ${textList(subjects)}` : '';
  const figures = meters.flatMap((meter, i) => figuresSql(meter, `v${i}`));
  while (figures.length < width * 2) figures.push(`CAST(NULL, 'Nullable(String)')`);
  if (!subjects.length) return `SELECT '${index}' AS pass, '' AS who, CAST([], 'Array(Nullable(String))') AS f WHERE false`;
  const filters = filtersSql(pass.filters, (key) => dimensionSql(meters[0] as Counted, key, customers));
  const span = { from: millisecondsOf(pass.period.from), to: millisecondsOf(pass.period.to) };
  return `SELECT '${index}' AS pass, toString(p.who) AS who, [${figures.join(', ')}] AS f
    FROM (SELECT subject, time, seq, ${meters.map((m, i) => `${valueSql(m)} AS v${i}`).join(', ')} FROM usage_events FINAL
          WHERE workspace_id = ${quoted(workspaceId)} AND type = ${quoted(pass.type)} ${few} AND ${spanSql(span)} AND ${there} AND ${filters}) e
    JOIN (SELECT w.1 AS who, w.2 AS subject, w.3 AS since, w.4 AS until FROM (SELECT arrayJoin(arrayZip(
            CAST([${asked.map((a) => a.number)}], 'Array(UInt32)'), ${textList(asked.map((a) => a.subject))},
            CAST([${asked.map((a) => micros(a.from, BEGINNING))}], 'Array(Int64)'), CAST([${asked.map((a) => micros(a.to, END))}], 'Array(Int64)'))) AS w)) p
      ON p.subject = e.subject
    WHERE toUnixTimestamp64Micro(e.time) >= p.since AND toUnixTimestamp64Micro(e.time) < p.until
    GROUP BY p.who`;
}

// Before and after all that can be stored, in microseconds.
const BEGINNING = '-9000000000000000000';
const END = '9000000000000000000';
const micros = (iso: string | undefined, otherwise: string) => (iso === undefined ? otherwise : String(Date.parse(iso) * 1_000));
