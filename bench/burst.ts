// npm run bench:burst: how long one customer's month takes to read while a burst of that customer's events comes in and is counted, beside the
// same question once all is counted. npm run bench:burst -- 1000000 names the size of the burst (default 300000).
import { setTimeout as sleep } from 'node:timers/promises';
import { closeDatabase } from '@/lib/server/core/db';
import { postgresStore } from '@/lib/server/usage/postgres/store';
import type { UsageQuestion } from '@/lib/server/usage/store';
import { figure, ground, METERS, madeEvent, meterId, perSecond, WORKSPACE } from './ground';

const EVENTS = Number(process.argv[2] ?? 300_000);
const WRITERS = 4;
const BATCH = 1_000;
const START = Date.parse('2026-10-01T00:00:00Z');
const SPACING_MS = Math.floor((30 * 86_400_000) / EVENTS);
const PERIOD = { from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z' };

const questions = METERS.map(
  (m, i): UsageQuestion => ({
    key: m.key,
    meter: {
      id: meterId(i),
      aggregation: m.aggregation,
      eventType: 'llm.request',
      valueProperty: 'valueProperty' in m ? m.valueProperty : undefined,
      dimensions: { model: '$.model' },
    },
    filters: {},
    subjects: ['customer-0'],
    period: PERIOD,
  }),
);
const asked = () => postgresStore.read(WORKSPACE, (reading) => reading.usage(questions), 'cut');

const times = (took: number[]) => {
  took.sort((a, b) => a - b);
  return { p50: took[Math.floor(took.length * 0.5)] ?? 0, p95: took[Math.floor(took.length * 0.95)] ?? 0, max: took.at(-1) ?? 0 };
};
const tell = (what: string, { p50, p95, max }: ReturnType<typeof times>, baseline = p95) =>
  console.log(
    `${what.padEnd(36)} p50 ${p50.toFixed(0).padStart(6)} ms   p95 ${p95.toFixed(0).padStart(6)} ms   max ${max.toFixed(0).padStart(6)} ms   ${(p95 / baseline).toFixed(1)} of once counted`,
  );

async function ask(until: () => boolean): Promise<number[]> {
  const took: number[] = [];
  while (!until()) {
    const started = performance.now();
    await asked();
    took.push(performance.now() - started);
    await sleep(20);
  }
  return took;
}

const g = await ground();
try {
  let next = 0;
  const write = async () => {
    for (let at = next; at < EVENTS; at = next) {
      next += BATCH;
      await postgresStore.insert(
        WORKSPACE,
        Array.from({ length: BATCH }, (_, i) => madeEvent(at + i, 1, START, SPACING_MS)),
      );
    }
  };
  const started = performance.now();
  let [sent, counted] = [0, 0];
  const during = ask(() => sent > 0);
  await Promise.all(Array.from({ length: WRITERS }, write));
  sent = performance.now();
  const busy = await during;
  const after = ask(() => counted > 0);
  while (!(await postgresStore.derive(WORKSPACE, Number.POSITIVE_INFINITY)));
  counted = performance.now();
  const catching = await after;
  let left = 100;
  const baseline = times(await ask(() => left-- === 0));
  const total = await asked();
  if (total.get('requests') !== String(EVENTS)) throw new Error(`sent ${EVENTS}, counted ${total.get('requests')}`);
  console.log(
    `${figure(EVENTS)} events of one customer: stored at ${figure(perSecond(EVENTS, sent - started))}/s, all counted ${((counted - sent) / 1000).toFixed(1)} s later`,
  );
  tell('once counted', baseline, baseline.p95);
  tell(`while they come (${busy.length} questions)`, times(busy), baseline.p95);
  tell(`until they are counted (${catching.length})`, times(catching), baseline.p95);
} finally {
  await closeDatabase();
  await g.stop();
}
