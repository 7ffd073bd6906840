import { afterEach, describe, expect, test } from 'vitest';
import type { DomainEvent, NewDomainEvent } from '@/lib/api/domain-events';
import { sqlTransaction } from '@/lib/server/core/db';
import { newId } from '@/lib/server/core/id';
import { startWorkers, type Work } from '@/lib/server/jobs/worker';
import { type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';
import { HANDLERS } from '@/lib/server/work/handlers';
import { deliver, type Subscriber } from './deliver';
import { emit } from './emit';

const works: Work[] = [];
/** Workers that deliver to these subscribers. */
const start = (subscribers: Record<string, Subscriber>) => {
  const work = startWorkers({ ...HANDLERS, 'outbox.deliver': { inSteps: (steps, payload) => deliver(steps, payload, subscribers) } }, 4);
  works.push(work);
  return work;
};
afterEach(() => Promise.all(works.splice(0).map((work) => work.stop())));

const happened = (key: string, name: string): NewDomainEvent => ({
  type: 'meter.updated',
  subject: `meter/${key}`,
  payload: { id: newId(), key, name },
});
const tell = (w: TestWorkspace, key: string, name: string, subscriber = 'told') =>
  w.run((ctx) => emit(ctx, happened(key, name), { [subscriber]: 'all' }));
const nameOf = (event: DomainEvent) => (event.payload as { name: string }).name;
const retryAll = async (w: TestWorkspace) => {
  for (const { id } of (await w.call('GET', '/api/v1/jobs')).body.data) await w.call('POST', `/api/v1/jobs/${id}/retry`);
};

describe('events', () => {
  test('a rollback takes the event with it, and who asked for other types is not told', async () => {
    const w = await testWorkspace();
    const told: string[] = [];
    start({ told: async (_, event) => void told.push(nameOf(event)), other: async () => void told.push('other') });
    const refused = w.run(async (ctx) => {
      await emit(ctx, happened('a', 'never'), { told: 'all' });
      throw new Error('no');
    });
    await expect(refused).rejects.toThrow('no');
    await w.run((ctx) => emit(ctx, happened('a', 'once'), { told: ['meter.updated'], other: ['meter.deleted'] }));
    await expect.poll(() => told).toEqual(['once']);
  });

  test('a deliverer that dies between effect and acknowledgement delivers again, in order, and what it wrote is there once', async () => {
    const w = await testWorkspace();
    const outside: string[] = [];
    let deaths = 2;
    const subscriber: Subscriber = async (ctx, event) => {
      await ctx.tx.savedView.create({
        data: {
          id: newId(),
          workspaceId: w.id,
          list: 'told',
          name: nameOf(event),
          search: '',
          shared: false,
          ownerId: 'x',
          ownerName: 'x',
        },
      });
      outside.push(nameOf(event));
      if (nameOf(event) === '2' && deaths-- > 0) throw new Error('killed');
    };
    for (const name of ['1', '2', '3']) await tell(w, 'a', name);
    start({ told: subscriber });
    await expect.poll(() => outside).toEqual(['1', '2']);
    await tell(w, 'a', '4');
    await expect
      .poll(async () => (await w.call('GET', '/api/v1/jobs')).body.data.map((job: { error: string }) => job.error))
      .toEqual(['killed']);
    for (let i = 0; i < 2; i++) {
      await retryAll(w);
      await expect.poll(() => outside.filter((name) => name === '2').length).toBe(i + 2);
      if (i === 0) await expect.poll(async () => (await w.call('GET', '/api/v1/jobs?filter[status]=waiting')).body.data.length).toBe(1);
    }
    await expect.poll(() => outside.at(-1)).toBe('4');
    expect(outside.filter((name, i) => name !== outside[i - 1])).toEqual(['1', '2', '3', '4']);
    const written = await w.run((ctx) => ctx.tx.savedView.findMany({ where: { list: 'told' }, orderBy: { id: 'asc' } }));
    expect(written.map(({ name }) => name)).toEqual(['1', '2', '3', '4']);
  });

  test('one subject that cannot be told holds up no other', async () => {
    const w = await testWorkspace();
    const told: string[] = [];
    start({
      told: async (_, event) => {
        if (event.subject === 'meter/bad') throw new Error('no');
        told.push(nameOf(event));
      },
    });
    await tell(w, 'bad', 'x');
    for (const name of ['1', '2']) await tell(w, 'good', name);
    await expect.poll(() => told).toEqual(['1', '2']);
  });

  test('forty transactions at once over the same subjects, each way round, are told in the order of their commits', async () => {
    const w = await testWorkspace();
    const told: { subject: string; position: number }[] = [];
    start({ told: async (_, event) => void told.push({ subject: event.subject, position: Number(event.position) }) });
    await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        w.run(async (ctx) => {
          for (const key of i % 2 ? ['a', 'b'] : ['b', 'a']) await emit(ctx, happened(key, String(i)), { told: 'all' });
        }),
      ),
    );
    await expect.poll(() => told.length, { timeout: 20_000 }).toBe(80);
    for (const subject of ['meter/a', 'meter/b']) {
      const positions = told.filter((t) => t.subject === subject).map((t) => t.position);
      expect(positions).toEqual([...positions].sort((a, b) => a - b));
    }
  });
});

test('verbs of the catalog tell what they did', async () => {
  const w = await testWorkspace();
  const plan = { key: 'pro', name: 'Pro', currency: 'USD', billing_cadence: 'P1M', phases: [{ key: 'all', name: 'All', rate_cards: [] }] };
  const card = { key: 'fee', name: 'Fee', billing_cadence: 'P1M', price: { type: 'flat', amount: '10' } };
  const { body } = await w.call('POST', '/plans', { ...plan, phases: [{ ...plan.phases[0], rate_cards: [card] }] });
  expect((await w.call('POST', `/plans/${body.id}/publish`)).status).toBe(200);
  expect((await w.call('POST', `/plans/${body.id}/archive`)).status).toBe(200);
  const customer = await w.call('POST', '/customers', { key: 'acme', name: 'Acme' });
  await w.call('DELETE', `/customers/${customer.body.id}`);
  const { rows } = await sqlTransaction({ workspaceId: w.id }, (client) =>
    client.query('SELECT type, subject, payload FROM outbox_events ORDER BY position'),
  );
  expect(rows.map((row) => `${row.type} ${row.subject.replace(customer.body.id, 'acme')}`)).toEqual([
    'plan.created plan/pro',
    'plan.published plan/pro',
    'plan.archived plan/pro',
    'customer.created customer/acme',
    'customer.deleted customer/acme',
  ]);
  expect(rows[1].payload).toMatchObject({ id: body.id, version: 1, effectiveFrom: expect.any(String) });
});
