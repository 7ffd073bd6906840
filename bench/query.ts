// npm run bench:query: how long usage takes to read, beside the same answers from the plain events, over growing tables in one run.
// npm run bench:query -- 1000000 5000000 10000000 names the sizes (default 250000 1000000), BENCH_CUSTOMERS how many customers there are
// (default 10000). Events come in the order of their time, once through 14 months for each size. They are made inside the database (INSERT …
// SELECT into the store's own tables with all their indexes, without the identities, which no question reads) and counted by the store's own
// counting. ClickHouse answers from the same events where the engine of its tests is installed. At the end: how each figure grows.
import { loadavg } from 'node:os';
import { closeDatabase } from '@/lib/server/core/db';
import { command } from '@/lib/server/usage/clickhouse/client';
import { clickHouseStore } from '@/lib/server/usage/clickhouse/store';
import { clickHouseInstalled, localClickHouse } from '@/lib/server/usage/clickhouse/testing';
import { postgresStore } from '@/lib/server/usage/postgres/store';
import type { Counted, UsageQuestion, UsageStore } from '@/lib/server/usage/store';
import { figure, type Ground, ground, METERS, meterId, perSecond, WORKSPACE } from './ground';

const given = process.argv.slice(2).flatMap((text) => text.split(','));
const SIZES = (given.length ? given : ['250000', '1000000']).map(Number);
const CUSTOMERS = Number(process.env.BENCH_CUSTOMERS ?? 10_000);
const START = '2025-10-01T00:00:00Z';
const SPAN_SECONDS = 425 * 86_400;
const MONTH = { from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z' };
const ANCHORED = { from: '2026-09-17T09:41:07Z', to: '2026-10-17T09:41:07Z' };
const NOW = '2026-12-01T00:00:00Z';

const meters = METERS.map(
  (m, i): Counted => ({
    id: meterId(i),
    aggregation: m.aggregation,
    eventType: 'llm.request',
    valueProperty: 'valueProperty' in m ? m.valueProperty : undefined,
    dimensions: { model: '$.model' },
  }),
);

// The n-th event, the same in both engines: a few customers use most.
const HALF_HASH = '(((n * 2654435761) % 4294967296) / 65536)';
const FIELDS = { input_tokens: 4001, output_tokens: 901, cached_tokens: 257, ms: 7919 };

/** Writes events as they would stand there, and lets the meters count them. */
async function fill({ admin }: Ground, from: number, to: number): Promise<{ stored: number; counted: number }> {
  const started = performance.now();
  const fields = Object.entries(FIELDS).map(([name, modulus]) => `'${name}', n % ${modulus}`);
  await admin.query(`SELECT usage_add_month($1::timestamptz + n * interval '1 month') FROM generate_series(0, 14) n`, [START]);
  await admin.query(
    `INSERT INTO usage_events (workspace_id, source, id, type, subject, time, data, ingested_at)
     SELECT $1, 'bench', 'e-' || n, 'llm.request', 'customer-' || ${CUSTOMERS} * ${HALF_HASH} * ${HALF_HASH} / 4294967296,
            $2::timestamptz + (n - $3::bigint) * ${SPAN_SECONDS} / ($4::bigint - $3 + 1) * interval '1 second', jsonb_build_object('model', 'model-' || n % 3, ${fields.join(', ')}), now()
     FROM generate_series($3::bigint, $4::bigint) n`,
    [WORKSPACE, START, from, to - 1],
  );
  const stored = performance.now();
  while (!(await postgresStore.derive(WORKSPACE, 1_000_000)));
  const counted = performance.now();
  await admin.query('VACUUM ANALYZE'); // as autovacuum would, some time later
  return { stored: perSecond(to - from, stored - started), counted: perSecond(to - from, counted - stored) };
}

async function fillClickHouse(from: number, to: number): Promise<void> {
  const half = HALF_HASH.replace('/ 65536', 'DIV 65536');
  const map = (type: string, entries: string[]) => `CAST(map(${entries.join(', ')}), 'Map(LowCardinality(String), ${type})')`;
  const numbers = Object.entries(FIELDS).map(([name, modulus]) => `'/${name}', toDecimal256(n % ${modulus}, 18)`);
  const scalars = Object.entries(FIELDS).map(([name, modulus]) => `'/${name}', toString(n % ${modulus})`);
  for (let at = from; at < to; at += 500_000) {
    await command(
      `INSERT INTO usage_events (workspace_id, source, id, seq, type, subject, time, ingested_at, stored_at, scalars, numbers)
       SELECT '${WORKSPACE}', 'bench', concat('e-', toString(n)), n + 1, 'llm.request', concat('customer-', toString((${CUSTOMERS} * ${half} * ${half}) DIV 4294967296)),
         toDateTime64('${START.slice(0, 10)} 00:00:00', 6, 'UTC') + toIntervalSecond(intDiv((n - ${from}) * ${SPAN_SECONDS}, ${to - from})), now64(3), now64(3),
         ${map('String', ["'/model'", `concat('model-', toString(n % 3))`, ...scalars])}, ${map('Decimal(76, 18)', numbers)}
       FROM (SELECT number AS n FROM numbers(${at}, ${Math.min(500_000, to - at)}))`,
    );
  }
}

const questionsOf = (customers: readonly number[]): UsageQuestion[] =>
  customers.flatMap((c) =>
    meters.map((meter, i) => ({ key: `${c}/${i}`, meter, filters: {}, subjects: [`customer-${c}`], period: MONTH })),
  );

async function timed(rounds: number, work: (round: number) => Promise<unknown>): Promise<Timing> {
  const took: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    await work(round);
    took.push(performance.now() - started);
  }
  took.sort((a, b) => a - b);
  return { p50: took[Math.floor(rounds * 0.5)] as number, p95: took[Math.floor(rounds * 0.95)] as number };
}

interface Timing {
  p50: number;
  p95: number;
}
/** p95 by who answered what, one for each size. */
const growth = new Map<string, number[]>();

function tell(who: string, what: string, { p50, p95 }: Timing, baseline?: Timing): void {
  const name = `${who.padEnd(11)}${what}`.padEnd(69);
  growth.set(name, [...(growth.get(name) ?? []), p95]);
  const ratio = baseline ? `   ${(p95 / baseline.p95).toFixed(2)} of plain SQL` : '';
  console.log(`  ${name} p50 ${p50.toFixed(1).padStart(8)} ms   p95 ${p95.toFixed(1).padStart(8)} ms${ratio}`);
}

const ONE = 'one customer’s month, 5 meters';
const ALL = `all customers’ months, 5 meters (${figure(CUSTOMERS * METERS.length)} figures)`;
const customerOf = (round: number) => (round * 37) % CUSTOMERS;

/** Asks a store and measures the time. Gives all customers' figures. */
async function measure(name: string, store: UsageStore, plain: { one: Timing; all: Timing }): Promise<Map<string, string>> {
  await timed(5, () => store.usage(WORKSPACE, questionsOf([1])));
  tell(name, ONE, await timed(200, (i) => store.usage(WORKSPACE, questionsOf([customerOf(i)]))), plain.one);
  const everyone = questionsOf(Array.from({ length: CUSTOMERS }, (_, c) => c));
  let answers = new Map<string, string>();
  const all = await timed(5, async () => {
    answers = await store.usage(WORKSPACE, everyone);
  });
  tell(name, ALL, all, plain.all);
  const anchored = everyone.map((q) => ({ ...q, period: ANCHORED }));
  tell(name, '… from the 17th, 09:41:07, to the 17th', await timed(3, () => store.usage(WORKSPACE, anchored)));
  const ask = (granularity: 'P1D' | 'PT1H', timeZone: string, groupBy: string[]) =>
    store.query(WORKSPACE, { meter: meters[1] as Counted, ...MONTH, granularity, timeZone, groupBy, filters: {}, now: NOW });
  tell(name, 'a month by day in Berlin, by model, all customers', await timed(5, () => ask('P1D', 'Europe/Berlin', ['model'])));
  tell(name, 'a month by hour, all customers', await timed(5, () => ask('PT1H', 'UTC', [])));
  return answers;
}

/** The same from the events in plain SQL, for a customer and for all; gives the sum of one meter too. */
async function plainly(g: Ground): Promise<{ one: Timing; all: Timing; sum: bigint }> {
  const figures = `count(*), sum((data->>'input_tokens')::numeric) AS input, sum((data->>'output_tokens')::numeric),
    sum((data->>'cached_tokens')::numeric), max((data->>'ms')::numeric)
    FROM usage_events WHERE workspace_id = $1 AND type = 'llm.request' AND time >= $2 AND time < $3`;
  const values = [WORKSPACE, MONTH.from, MONTH.to];
  const one = await timed(200, (i) => g.admin.query(`SELECT ${figures} AND subject = $4`, [...values, `customer-${customerOf(i)}`]));
  let sum = 0n;
  const all = await timed(3, async () => {
    const { rows } = await g.admin.query<{ input: string }>(`SELECT subject, ${figures} GROUP BY subject`, values);
    sum = rows.reduce((total, row) => total + BigInt(row.input), 0n);
  });
  tell('plain SQL', 'one customer’s month, from the events', one);
  tell('plain SQL', 'all customers’ months, from the events', all);
  return { one, all, sum };
}

function tellGrowth(): void {
  if (SIZES.length < 2) return;
  console.log(`\nGrowth, p95 in ms${' '.repeat(54)}${SIZES.map((n) => figure(n).padStart(12)).join('')} events`);
  for (const [name, p95s] of growth) console.log(`  ${name}${p95s.map((ms) => ms.toFixed(1).padStart(12)).join('')}`);
}

const g = await ground();
const engine = clickHouseInstalled() ? await localClickHouse() : undefined;
if (!engine) console.log('ClickHouse is not measured: install its engine with "npm ci --prefix scripts/test/clickhouse".');
try {
  let filled = 0;
  for (const size of SIZES) {
    const rate = await fill(g, filled, size);
    if (engine) await fillClickHouse(filled, size);
    filled = size;
    console.log(
      `\n${figure(size)} events, ${figure(CUSTOMERS)} customers (made at ${figure(rate.stored)}, counted at ${figure(rate.counted)} events/s; load ${loadavg()[0]?.toFixed(1)})`,
    );
    const plain = await plainly(g);
    const answers = await measure('PostgreSQL', postgresStore, plain);
    const counted = [...answers].reduce((total, [key, value]) => (key.endsWith('/1') ? total + BigInt(value) : total), 0n);
    if (counted !== plain.sum) throw new Error(`the rollups say ${counted}, the events ${plain.sum}`);
    if (!engine) continue;
    const others = await measure('ClickHouse', clickHouseStore, plain);
    const different = [...answers].filter(([key, value]) => others.get(key) !== value);
    if (different.length) throw new Error(`the stores differ in ${different.length} of ${answers.size} figures, as in ${different[0]}`);
  }
  tellGrowth();
} finally {
  await engine?.stop();
  await closeDatabase();
  await g.stop();
}
