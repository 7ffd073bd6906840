// npm run bench:query: how long usage takes to read, beside the same answer from the plain events, over growing tables in one run.
// BENCH_EVENTS lists the sizes (default 250000,1000000), BENCH_CUSTOMERS how many customers there are (default 10000); 14 months of events.
import { closeDatabase } from '@/lib/server/db';
import { usageStore } from '@/lib/server/usage/current';
import type { Counted, UsageQuestion } from '@/lib/server/usage/store';
import { figure, type Ground, ground, METERS, meterId, perSecond, WORKSPACE } from './ground';

const SIZES = (process.env.BENCH_EVENTS ?? '250000,1000000').split(',').map(Number);
const CUSTOMERS = Number(process.env.BENCH_CUSTOMERS ?? 10_000);
const START = '2025-10-01T00:00:00Z';
const SPAN_SECONDS = 425 * 86_400;
const MONTH = { from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z' };
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

/** Writes events as they would stand there, and lets the meters count them as they count earlier events. */
async function fill({ admin }: Ground, from: number, to: number): Promise<number> {
  await admin.query(
    `INSERT INTO usage_events (workspace_id, source, id, type, subject, time, data, ingested_at)
     SELECT $1, 'bench', 'e-' || n, 'llm.request', 'customer-' || floor($2 * power(random(), 2)),
            $3::timestamptz + random() * $4 * interval '1 second',
            jsonb_build_object('model', 'model-' || n % 3, 'input_tokens', n % 4001, 'output_tokens', n % 901, 'cached_tokens', n % 257, 'ms', n % 7919), now()
     FROM generate_series($5::bigint, $6::bigint) n`,
    [WORKSPACE, CUSTOMERS, START, SPAN_SECONDS, from, to - 1],
  );
  const started = performance.now();
  while (!(await usageStore().derive(WORKSPACE, 1_000_000)));
  const ms = performance.now() - started;
  await admin.query('ANALYZE');
  return perSecond((to - from) * METERS.length, ms);
}

const questionsOf = (customers: readonly number[]): UsageQuestion[] =>
  customers.flatMap((c) =>
    meters.map((meter, i) => ({ key: `${c}/${i}`, meter, filters: {}, subjects: [`customer-${c}`], period: MONTH })),
  );

async function timed(rounds: number, work: (round: number) => Promise<unknown>): Promise<{ p50: number; p95: number }> {
  const took: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    await work(round);
    took.push(performance.now() - started);
  }
  took.sort((a, b) => a - b);
  return { p50: took[Math.floor(rounds * 0.5)] as number, p95: took[Math.floor(rounds * 0.95)] as number };
}

const g = await ground();
try {
  let filled = 0;
  for (const size of SIZES) {
    const rate = await fill(g, filled, size);
    filled = size;
    console.log(`\n${figure(size)} events, ${figure(CUSTOMERS)} customers (counted at ${figure(rate)} values/s)`);
    const line = (name: string, { p50, p95 }: { p50: number; p95: number }) =>
      console.log(`  ${name.padEnd(58)} p50 ${p50.toFixed(1).padStart(8)} ms   p95 ${p95.toFixed(1).padStart(8)} ms`);

    await timed(5, () => usageStore().usage(WORKSPACE, questionsOf([1])));
    line('one customer’s month, 5 meters', await timed(200, (i) => usageStore().usage(WORKSPACE, questionsOf([(i * 37) % CUSTOMERS]))));
    const everyone = questionsOf(Array.from({ length: CUSTOMERS }, (_, c) => c));
    let answers = new Map<string, string>();
    line(
      `all customers’ months, 5 meters (${figure(everyone.length)} figures)`,
      await timed(3, async () => {
        answers = await usageStore().usage(WORKSPACE, everyone);
      }),
    );
    let plain = 0n;
    line(
      '  the same from the events, in plain SQL',
      await timed(3, async () => {
        const { rows } = await g.admin.query<{ input: string }>(
          `SELECT subject, count(*), sum((data->>'input_tokens')::numeric) AS input, sum((data->>'output_tokens')::numeric),
                sum((data->>'cached_tokens')::numeric), max((data->>'ms')::numeric)
         FROM usage_events WHERE workspace_id = $1 AND type = 'llm.request' AND time >= $2 AND time < $3 GROUP BY subject`,
          [WORKSPACE, MONTH.from, MONTH.to],
        );
        plain = rows.reduce((total, row) => total + BigInt(row.input), 0n);
      }),
    );
    const counted = [...answers].reduce((total, [key, value]) => (key.endsWith('/1') ? total + BigInt(value) : total), 0n);
    if (counted !== plain) throw new Error(`the rollups say ${counted}, the events ${plain}`);
    const ask = (granularity: 'P1D' | 'PT1H', timeZone: string, groupBy: string[]) =>
      usageStore().query(WORKSPACE, { meter: meters[1] as Counted, ...MONTH, granularity, timeZone, groupBy, filters: {}, now: NOW });
    line('a month by day in Berlin, by model, all customers', await timed(5, () => ask('P1D', 'Europe/Berlin', ['model'])));
    line('a month by hour, all customers', await timed(5, () => ask('PT1H', 'UTC', [])));
  }
} finally {
  await closeDatabase();
  await g.stop();
}
