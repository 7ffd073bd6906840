import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';
import { postgresStore } from '@/lib/server/usage/postgres/store';

// A few seconds in the suite; `npm run fault:questions` lets it run longer.
const SECONDS = Number(process.env.QUESTIONS_SECONDS ?? 2);
const BATCH = 100;
const OCTOBER = { from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z' };

const event = (id: string) => ({
  specversion: '1.0',
  id,
  source: 'load',
  type: 'call',
  subject: 'acme',
  time: '2026-10-10T10:00:00Z',
  data: { v: 1 },
});

async function stocked(w: TestWorkspace) {
  const made = async (path: string, body: unknown) => {
    const answer = await w.call('POST', path, body);
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 201 });
    return answer.body;
  };
  const meter = await made('/meters', { key: 'calls', name: 'Calls', event_type: 'call', aggregation: 'sum', value_property: '$.v' });
  const unitCost = { type: 'manual', amount: '1' };
  const feature = await made('/features', { key: 'calls', name: 'Calls', meter: { id: meter.id }, unit_cost: unitCost });
  await made('/customers', { key: 'acme', name: 'Acme' });
  const card = (amount: string) => ({
    key: 'calls',
    name: 'Calls',
    feature: { id: feature.id },
    billing_cadence: 'P1M',
    price: { type: 'unit', amount },
  });
  const plan = (key: string, amount: string) => ({
    definition: {
      key,
      name: key,
      currency: 'USD',
      billing_cadence: 'P1M',
      phases: [{ key: 'only', name: 'Only', rate_cards: [card(amount)] }],
    },
  });
  return { meter, feature, preview: { customer: { key: 'acme' }, plan: plan('a', '1'), compare_with: plan('b', '1'), ...OCTOBER } };
}

it('every answer lies between what was acknowledged before it and what was sent by its end', {
  timeout: (SECONDS + 60) * 1_000,
}, async () => {
  const w = await testWorkspace();
  const { meter, feature, preview } = await stocked(w);
  const until = performance.now() + SECONDS * 1_000;
  const running = () => performance.now() < until;
  let [sent, acknowledged] = [0, 0];
  const remembered: { as_of: string }[] = [];

  const write = async (writer: number) => {
    for (let n = 0; running(); n++) {
      sent += BATCH;
      const batch = Array.from({ length: BATCH }, (_, i) => event(`${writer}-${n}-${i}`));
      expect((await w.call('POST', '/events', batch)).status).toBe(202);
      acknowledged += BATCH;
    }
  };
  const counting = async () => {
    while (running()) await postgresStore.derive(w.id, Number.POSITIVE_INFINITY);
  };
  const ask = async (method: string, path: string, body?: unknown) => {
    const answer = await w.call(method, path, body);
    expect([path, answer.status, answer.status === 200 ? '' : JSON.stringify(answer.body)]).toEqual([path, 200, '']);
    return answer.body;
  };
  const asking = async (kind: string, question: () => Promise<(string | undefined)[]>) => {
    while (running()) {
      const before = acknowledged;
      const figures = (await question()).map((figure) => Number(figure ?? 0));
      expect([kind, before, sent, figures.filter((figure) => figure < before || figure > sent)]).toEqual([kind, before, sent, []]);
      expect([kind, [...new Set(figures)].length]).toEqual([kind, 1]);
      await sleep(1);
    }
  };
  const query = async () => (await ask('POST', `/meters/${meter.id}/query`, OCTOBER)).data[0]?.value;
  await Promise.all([
    write(1),
    write(2),
    counting(),
    asking('query', async () => [await query()]),
    asking('cost', async () => {
      const [row] = (await ask('POST', `/features/${feature.id}/cost/query`, OCTOBER)).data;
      return [row?.usage, row?.cost];
    }),
    asking('overview', async () => {
      const path = `/api/v1/usage/overview?from=${OCTOBER.from}&to=${OCTOBER.to}&previous_from=2026-09-01T00:00:00Z`;
      const [{ total, days }] = (await ask('GET', path)).meters;
      return [total, days.find((d: { day: string }) => d.day === '2026-10-10')?.value];
    }),
    asking('preview, against another plan', async () => {
      const answer = await ask('POST', '/api/v1/invoice-previews', preview);
      remembered.push(answer);
      return [answer.totals.total, answer.comparison.totals.total];
    }),
    asking('life of an event', async () => {
      const before = acknowledged;
      if (before) await ask('GET', '/api/v1/events/life?source=load&id=1-0-0');
      return [String(before)];
    }),
  ]);
  expect(await query()).toBe(String(sent));
  await postgresStore.derive(w.id, Number.POSITIVE_INFINITY);
  for (const answer of remembered.filter((_, i) => i % Math.ceil(remembered.length / 10) === 0)) {
    expect(await ask('POST', '/api/v1/invoice-previews', { ...preview, as_of: answer.as_of })).toEqual(answer);
  }
});
