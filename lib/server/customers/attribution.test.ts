import { expect, it } from 'vitest';
import { sqlTransaction } from '@/lib/server/core/db';
import { ask, event, meter, onEveryStore } from '@/lib/server/testing/usage-store';
import { type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';
import type { UsageStore } from '@/lib/server/usage/store';

const OCTOBER = { from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z' };
const MOVED = '2026-10-10T10:07:13.000Z';

const customer = async (w: TestWorkspace, key: string, subject_keys: string[]) => {
  const made = await w.call('POST', '/customers', { key, name: key, usage_attribution: { subject_keys } });
  expect(made, JSON.stringify(made.body)).toMatchObject({ status: 201 });
  return made.body.id as string;
};
const keep = (w: TestWorkspace, id: string, subject_keys: string[]) =>
  w.call('PUT', `/customers/${id}`, { name: 'changed', usage_attribution: { subject_keys } });

/** Moves the last change of a subject's owner to an instant of the past, as if it had been made then. */
const since = (w: TestWorkspace, subject: string, at: string) =>
  sqlTransaction({ workspaceId: w.id }, async (client) => {
    await client.query('UPDATE customer_subjects SET belongs_to = $2 WHERE subject = $1 AND belongs_to IS NOT NULL', [subject, at]);
    await client.query('UPDATE customer_subjects SET belongs_from = $2 WHERE subject = $1 AND belongs_from IS NOT NULL', [subject, at]);
  });

onEveryStore((store: UsageStore) => {
  it('an event is of whoever had its subject at its time, in queries, usage, filters and lists, counted or not', async () => {
    const w = await testWorkspace();
    const m = await meter(w, {});
    const unique = await meter(w, { aggregation: 'unique_count' });
    const [a, b] = [await customer(w, 'a', ['x']), await customer(w, 'b', [])];
    const at = (id: string, time: string, v: number) => event(id, { subject: 'x', time, data: `{"v":${v}}` });
    await store.insert(w.id, [
      at('early', '2026-10-02T00:00:00Z', 1),
      at('before', '2026-10-10T10:07:12.999Z', 10),
      at('at', MOVED, 100),
      at('late', '2026-10-30T00:00:00Z', 1000),
      event('other', { subject: 'b', time: '2026-10-05T00:00:00Z', data: '{"v":10000}' }),
      event('nobody', { subject: 'n', time: '2026-10-05T00:00:00Z', data: '{"v":100000}' }),
    ]);
    expect((await keep(w, a, [])).status).toBe(200);
    expect((await keep(w, b, ['x'])).status).toBe(200);
    await since(w, 'x', MOVED);
    const used = (customers: string[]) =>
      store.read(w.id, async (reading) => {
        const subjects = await reading.subjectsOf(customers);
        const questions = customers.flatMap((id) =>
          [m, unique].map((meter, i) => ({ key: `${id}${i}`, meter, filters: {}, subjects: subjects.get(id) ?? [], period: OCTOBER })),
        );
        return reading.usage(questions);
      });
    for (const counted of [false, true]) {
      if (counted) await store.derive(w.id, Number.POSITIVE_INFINITY);
      const { rows } = await store.query(w.id, ask(m, { ...OCTOBER, groupBy: ['customer_id'] }));
      expect(Object.fromEntries(rows.map((r) => [r.dimensions.customer_id, r.value]))).toEqual({ [a]: '11', [b]: '11100', '': '100000' });
      expect(Object.fromEntries(await used([a, b]))).toEqual({ [`${a}0`]: '11', [`${a}1`]: '2', [`${b}0`]: '11100', [`${b}1`]: '3' });
      const filtered = await store.query(w.id, ask(m, { ...OCTOBER, granularity: 'P1D', filters: { customer_id: { eq: a } } }));
      expect(filtered.rows.map((r) => [r.from.slice(8, 10), r.value])).toEqual([
        ['02', '1'],
        ['10', '10'],
      ]);
      const question = { key: 'q', meter: m, filters: { customer_id: { neq: a } }, subjects: ['x'], period: OCTOBER };
      expect((await store.usage(w.id, [question])).get('q')).toBe('1100');
    }
    const page = { orderBy: 'time', descending: false, size: 10 } as const;
    const listed = async (customerId: string) =>
      (await store.list(w.id, { ...page, filter: { customerId } })).events.map((e) => [e.id, e.customerId]);
    expect(await listed(a)).toEqual(['early', 'before'].map((id) => [id, a]));
    expect(await listed(b)).toEqual(['other', 'at', 'late'].map((id) => [id, b]));
  });

  it('between two customers a subject is nobody’s, and what is deleted keeps its past', async () => {
    const w = await testWorkspace();
    const m = await meter(w, {});
    const a = await customer(w, 'a', ['x']);
    await store.insert(w.id, [
      event('1', { subject: 'x', time: '2026-10-02T00:00:00Z', data: '{"v":1}' }),
      event('2', { subject: 'x', time: '2026-10-20T00:00:00Z', data: '{"v":10}' }),
    ]);
    expect((await w.call('DELETE', `/customers/${a}`)).status).toBe(204);
    await since(w, 'x', MOVED);
    await store.derive(w.id, Number.POSITIVE_INFINITY);
    const byCustomer = async () => {
      const { rows } = await store.query(w.id, ask(m, { ...OCTOBER, groupBy: ['customer_id'] }));
      return Object.fromEntries(rows.map((r) => [r.dimensions.customer_id, r.value]));
    };
    expect(await byCustomer()).toEqual({ [a]: '1', '': '10' });
    const again = await customer(w, 'a', ['x']);
    expect(again).not.toBe(a);
    expect(await byCustomer()).toEqual({ [a]: '1', '': '10' });
  });

  it('an answer as of an instant stays when subjects are claimed and moved later', async () => {
    const w = await testWorkspace();
    const m = await meter(w, {});
    const [a, b] = [await customer(w, 'a', ['x']), await customer(w, 'b', [])];
    const time = new Date(Date.now() + 3_600_000).toISOString();
    const period = { from: '2026-10-01T00:00:00Z', to: '2099-01-01T00:00:00Z' };
    await store.insert(w.id, [event('1', { subject: 'x', time, data: '{"v":1}' }), event('2', { subject: 'y', data: '{"v":10}' })]);
    const used = (asOf?: string) =>
      store.read(
        w.id,
        async (reading) => {
          const subjects = await reading.subjectsOf([a, b]);
          const questions = [a, b].map((id) => ({ key: id, meter: m, filters: {}, subjects: subjects.get(id) ?? [], period }));
          return { asOf: reading.asOf as string, used: Object.fromEntries(await reading.usage(questions)) };
        },
        asOf === undefined ? 'cut' : { asOf },
      );
    const first = await used();
    expect(first.used).toEqual({ [a]: '1', [b]: '0' });
    await keep(w, a, ['y']);
    await keep(w, b, ['x']);
    expect(await used(first.asOf)).toEqual(first);
    expect((await used()).used).toEqual({ [a]: '10', [b]: '1' });
  });
});

it('a subject is given once by two who take it at the same moment, and its spans never overlap', async () => {
  const w = await testWorkspace();
  const [a, b] = [await customer(w, 'a', []), await customer(w, 'b', [])];
  for (let round = 0; round < 20; round++) {
    const [one, two] = await Promise.all([keep(w, a, ['x']), keep(w, b, ['x'])]);
    expect([one.status, two.status].sort()).toEqual([200, 409]);
    await Promise.all([keep(w, a, []), keep(w, b, [])]);
  }
  const overlaps = await sqlTransaction({ workspaceId: w.id }, (client) =>
    client.query(
      `SELECT 1 FROM customer_subjects a JOIN customer_subjects b USING (workspace_id, subject)
       WHERE a.id < b.id AND tstzrange(a.belongs_from, a.belongs_to) && tstzrange(b.belongs_from, b.belongs_to)`,
    ),
  );
  expect(overlaps.rows).toEqual([]);
});
