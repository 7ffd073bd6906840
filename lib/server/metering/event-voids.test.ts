import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';

const event = (id: string, more: Record<string, unknown> = {}) => ({
  specversion: '1.0',
  id,
  source: 'test',
  type: 'call',
  subject: 'acme',
  time: '2026-11-01T10:00:00Z',
  data: { n: 5 },
  ...more,
});
const voids = (w: TestWorkspace, selection: object, reason = 'sent by mistake') =>
  w.call('POST', '/api/v1/events/voids', { selection, reason });
const make = async (w: TestWorkspace, aggregation: string) =>
  (
    await w.call('POST', '/meters', {
      key: aggregation,
      name: aggregation,
      aggregation,
      event_type: 'call',
      ...(aggregation !== 'count' && { value_property: '$.n' }),
    })
  ).body.id as string;
const ask = async (w: TestWorkspace, meter: string) =>
  (await w.call('POST', `/meters/${meter}/query`, {})).body.data[0]?.value as string | undefined;

it('voids events by name with a reason: usage follows, the event stays and says so, and the act is audited', async () => {
  const w = await testWorkspace();
  const meter = await make(w, 'sum');
  await w.call('POST', '/events', [event('1'), event('2', { data: { n: 7 } })]);
  const made = await voids(w, {
    events: [
      { source: 'test', id: '1' },
      { source: 'test', id: 'unknown' },
    ],
  });
  expect(made).toMatchObject({ status: 201, body: { events: 1, reason: 'sent by mistake' } });
  expect(await ask(w, meter)).toBe('7');
  const { body } = await w.call('GET', '/events?filter[id]=1');
  expect(body.data[0].validation_errors).toMatchObject([{ code: 'event_voided', attributes: { reason: 'sent by mistake' } }]);
  expect((await w.call('GET', '/api/v1/events/voids')).body.data).toEqual([made.body]);
  const [entry] = await w.run((ctx) => ctx.tx.auditEntry.findMany({ where: { action: 'event.void' } }));
  expect(entry).toMatchObject({ resourceId: made.body.id });
  expect((await w.call('POST', '/events', event('1'))).status).toBe(202); // sent again, it is still void
  expect(await ask(w, meter)).toBe('7');
  expect((await voids(w, { events: [{ source: 'test', id: '1' }] })).status).toBe(404);
});

it('leaves every aggregation as if the voided events had never come', { timeout: 120_000 }, async () => {
  const aggregations = ['sum', 'count', 'unique_count', 'avg', 'min', 'max', 'latest'];
  const some = fc.array(
    fc.record({ n: fc.integer({ min: -9, max: 9 }), minute: fc.integer({ min: 0, max: 3000 }), subject: fc.constantFrom('a', 'b') }),
    { minLength: 3, maxLength: 40 },
  );
  const range = fc.tuple(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 1, max: 1500 }));
  await fc.assert(
    fc.asyncProperty(some, range, fc.constantFrom('a', undefined), async (events, [start, length], subject) => {
      const at = (minute: number) => new Date(Date.parse('2026-11-01T00:00:00Z') + minute * 60_000).toISOString();
      const gone = (e: { minute: number; subject: string }) =>
        e.minute >= start && e.minute < start + length && (subject === undefined || e.subject === subject);
      const all = events.map((e, i) => ({ ...e, body: event(String(i), { time: at(e.minute), subject: e.subject, data: { n: e.n } }) }));
      const [w, plain] = [await testWorkspace(), await testWorkspace()];
      const meters = await Promise.all(aggregations.map(async (a) => [await make(w, a), await make(plain, a)] as const));
      await w.call(
        'POST',
        '/events',
        all.map((e) => e.body),
      );
      await plain.call(
        'POST',
        '/events',
        all.filter((e) => !gone(e)).map((e) => e.body),
      );
      const done = await voids(w, { from: at(start), to: at(start + length), ...(subject && { subject }) });
      expect(done.status).toBe(all.some(gone) ? 201 : 404);
      for (const [mine, other] of meters) expect(await ask(w, mine)).toBe(await ask(plain, other));
    }),
    { numRuns: 5, endOnFailure: true },
  );
});

it('refuses an empty range, another workspace and a role that may not', async () => {
  const [w, other] = [await testWorkspace(), await testWorkspace()];
  await w.call('POST', '/events', event('1'));
  const range = { from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z' };
  expect((await voids(w, { from: range.to, to: range.from })).status).toBe(400);
  expect((await voids(other, range)).status).toBe(404);
  expect((await w.call('POST', '/api/v1/events/voids', { selection: range, reason: 'x' }, { role: 'analyst' })).status).toBe(403);
});

it('shows refused events and sends one again under an id of its own', async () => {
  const w = await testWorkspace();
  const meter = await make(w, 'sum');
  await w.call('POST', '/events', event('1'));
  const other = JSON.stringify(event('1')).replace('"n":5', '"n":9007199254740993');
  for (let i = 0; i < 2; i++) expect((await w.call('POST', '/events', other)).status).toBe(409);
  const { body } = await w.call('GET', '/api/v1/events/rejections');
  expect(body.data).toMatchObject([{ code: 'event_conflict', times: 2, event: { id: '1', source: 'test' } }]);
  const path = `/api/v1/events/rejections/${body.data[0].id}/replay`;
  expect((await w.call('POST', path, { id: '1' })).status).toBe(409);
  expect(await w.call('POST', path, { id: '1b' })).toMatchObject({ status: 200, body: { resolved_at: expect.any(String) } });
  expect(await ask(w, meter)).toBe('9007199254740998');
  expect((await w.call('GET', '/api/v1/events/rejections')).body.data).toEqual([]);
  expect((await w.call('GET', '/api/v1/events/rejections?filter[resolved]=true')).body.data).toHaveLength(1);
});

it('sends all refused events of a filter again, digit by digit, and keeps those that are refused once more', async () => {
  const w = await testWorkspace();
  const meter = await make(w, 'sum');
  await w.call(
    'POST',
    '/events',
    ['1', '2', '3'].map((id) => event(id)),
  );
  const others = ['1', '2', '3'].map((id) =>
    JSON.stringify(event(id, { subject: id === '3' ? 'zed' : 'acme' })).replace('"n":5', '"n":0.10'),
  );
  expect((await w.call('POST', '/events', `[${others}]`)).status).toBe(409);
  const replay = (body: object) => w.call('POST', '/api/v1/events/rejections/replay', body).then((answer) => answer.body);
  const listed = (filter: string) => w.call('GET', `/api/v1/events/rejections?${filter}`).then(({ body }) => body.meta.page.total);
  expect(await listed('filter[subject]=zed')).toBe(1);
  expect(await listed('filter[code]=event_too_late')).toBe(0);
  expect(await replay({ filter: { code: 'event_too_late' } })).toEqual({ stored: 0, refused: 0, left: 0 });
  expect(await replay({ filter: { subject: 'zed' } })).toEqual({ stored: 0, refused: 1, left: 1 });
  expect(await replay({ filter: { subject: 'zed' }, ending: '-again' })).toEqual({ stored: 1, refused: 0, left: 0 });
  expect(await replay({ filter: {}, ending: '-again' })).toEqual({ stored: 2, refused: 0, left: 0 });
  expect(await ask(w, meter)).toBe('15.3');
  expect((await w.call('POST', '/api/v1/events/rejections/replay', { filter: {} }, { role: 'analyst' })).status).toBe(403);
});
