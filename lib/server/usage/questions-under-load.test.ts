import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Meter } from '@/lib/metering/meter';
import { sqlTransaction } from '@/lib/server/core/db';
import { ask, event, meter, onEveryStore, voidIn } from '@/lib/server/testing/usage-store';
import { testWorkspace } from '@/lib/server/testing/workspace';
import { postgresStore } from './postgres/store';
import type { UsageQuestion, UsageStore } from './store';

// A few seconds in the suite; `npm run fault:questions` lets it run longer.
const SECONDS = Number(process.env.QUESTIONS_SECONDS ?? 2);
const BATCH = 200;
const DAY = { from: '2026-10-25T00:00:00Z', to: '2026-10-26T00:00:00Z' };

const about = (m: Meter, key = 'q'): UsageQuestion => ({ key, meter: m, filters: {}, subjects: ['acme'], period: DAY });
const times = { timeout: (SECONDS + 60) * 1_000 };

onEveryStore((store: UsageStore) => {
  it('every answer lies between what was acknowledged before it was asked and what was sent by its end', times, async () => {
    const w = await testWorkspace();
    const sum = await meter(w, {});
    const count = await meter(w, { aggregation: 'count', value_property: undefined });
    const until = performance.now() + SECONDS * 1_000;
    const running = () => performance.now() < until;
    let [sent, acknowledged, asked] = [0, 0, 0];

    const write = async (writer: number) => {
      for (let n = 0; running(); n++) {
        const batch = Array.from({ length: BATCH }, (_, i) => event(`${writer}-${n}-${i}`, { data: '{"v":1}' }));
        sent += BATCH;
        acknowledged += (await store.insert(w.id, batch)).stored;
      }
    };
    const counting = async () => {
      while (running()) await store.derive(w.id, Number.POSITIVE_INFINITY);
    };
    /** Asks again and again; every figure that an answer has must be possible, and figures of one answer equal. */
    const asking = async (kind: string, question: () => Promise<(string | undefined)[]>) => {
      while (running()) {
        const before = acknowledged;
        const figures = (await question()).map((figure) => Number(figure ?? 0));
        const impossible = figures.filter((figure) => figure < before || figure > sent);
        expect([kind, before, sent, impossible]).toEqual([kind, before, sent, []]);
        expect([kind, [...new Set(figures)].length]).toEqual([kind, 1]);
        asked++;
        await sleep(1);
      }
    };
    const query = async (m: Meter) => (await store.query(w.id, ask(m, DAY))).rows[0]?.value;
    const remembered: [string, string][] = [];
    await Promise.all([
      write(1),
      write(2),
      counting(),
      asking('query', async () => [await query(sum)]),
      asking('query with a customer', async () => {
        const { rows } = await store.query(w.id, ask(count, { ...DAY, groupBy: ['customer_id'] }));
        return [rows[0]?.value];
      }),
      asking('usage', async () => [...(await store.usage(w.id, [about(sum, 'a'), about(count, 'b')])).values()]),
      asking('several questions of one reading', () =>
        store.read(w.id, async (reading) => {
          const first = await reading.query(ask(sum, DAY));
          await sleep(5);
          const used = await reading.usage([about(count)]);
          return [first.rows[0]?.value, used.get('q')];
        }),
      ),
      asking('a cut', () =>
        store.read(
          w.id,
          async (reading) => {
            const figure = (await reading.usage([about(sum)])).get('q') as string;
            remembered.push([reading.asOf as string, figure]);
            return [figure, (await reading.query(ask(count, DAY))).rows[0]?.value];
          },
          'cut',
        ),
      ),
      asking('a cut asked for again', async () => {
        const [asOf, figure] = remembered.at(-1) ?? [];
        if (asOf !== undefined) expect((await store.usage(w.id, [about(sum)], asOf)).get('q')).toBe(figure);
        return [await query(sum)];
      }),
    ]);
    expect(asked).toBeGreaterThan(0);
    expect(await query(sum)).toBe(String(sent));
    await voidIn(store, w, { events: [{ source: 'test', id: '1-0-0' }] });
    expect(await query(sum)).toBe(String(sent - 1));
    await store.derive(w.id, Number.POSITIVE_INFINITY);
    for (const [asOf, figure] of remembered.filter((_, i) => i % Math.ceil(remembered.length / 20) === 0)) {
      expect([asOf, (await store.usage(w.id, [about(sum)], asOf)).get('q')]).toEqual([asOf, figure]);
    }
  });
});

it('a question as of an instant waits for who is writing, and holds up nobody who comes later', async () => {
  const w = await testWorkspace();
  const m = await meter(w, {});
  await postgresStore.insert(w.id, [event('1', { data: '{"v":1}' })]);
  let answer: Promise<Map<string, string>> | undefined;
  let answered = false;
  await sqlTransaction({ workspaceId: w.id }, async (writer) => {
    await writer.query('SELECT pg_advisory_xact_lock_shared(usage_lock($1))', [w.id]);
    answer = postgresStore.usage(w.id, [about(m)], new Date().toISOString());
    answer.then(() => (answered = true));
    await sleep(50);
    expect((await postgresStore.insert(w.id, [event('2', { data: '{"v":1}' })])).stored).toBe(1);
    expect(answered).toBe(false);
  });
  expect((await answer)?.get('q')).toBe('1');
  expect((await postgresStore.usage(w.id, [about(m)])).get('q')).toBe('2');
});
