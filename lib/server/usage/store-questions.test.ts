import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { DimensionFilters } from '@/lib/metering/dimension-filter';
import figures from '@/lib/metering/golden/counted-values.json';
import type { Meter } from '@/lib/metering/meter';
import { ask, event, meter, onEveryStore, values, voidIn } from '@/lib/server/testing/usage-store';
import { testWorkspace } from '@/lib/server/testing/workspace';
import { answerFromEvents } from './reference';
import type { EventPage, UsageStore } from './store';

const aggregations = ['sum', 'count', 'unique_count', 'avg', 'min', 'max', 'latest'] as const;
const text = fc.constantFrom('a', 'b', 'ab', '', 'c"d');
const data = fc.record(
  {
    v: fc.oneof(fc.integer({ min: -50, max: 50 }), fc.constantFrom('1.25', '-0.5', '7', 'x', null, true)),
    d: text,
    n: fc.record({ e: text }),
  },
  { requiredKeys: [] },
);
const sent = fc.array(
  fc.record({
    id: fc.integer({ min: 0, max: 60 }).map(String),
    subject: fc.constantFrom('s1', 's2', 's3'),
    // A few days around the end of summer time, in Berlin and (half an hour) on Lord Howe, and around the turn of a month.
    time: fc
      .constantFrom('2026-10-24T22:00:00Z', '2026-04-04T14:00:00Z', '2026-10-01T00:00:00Z')
      .chain((t) => fc.integer({ min: -7_000, max: 7_000 }).map((m) => new Date(Date.parse(t) + m * 37_000).toISOString())),
    data: data.map((d) => JSON.stringify(d)),
  }),
  { minLength: 1, maxLength: 60 },
);
const operators: DimensionFilters[string][] = [
  { eq: 'a' },
  { neq: 'a' },
  { in: ['a', 'ab'] },
  { nin: ['b', ''] },
  { contains: 'a' },
  { contains: '' },
  { ncontains: 'b' },
  { exists: true },
  { exists: false },
  { eq: 'c"d' },
  { neq: "it's \\ 100%", exists: true },
  { and: [{ contains: 'b' }, { neq: 'b' }] },
  { or: [{ eq: 'b' }, { and: [{ contains: 'a' }, { neq: 'a' }] }] },
];
const condition = fc.constantFrom(...operators);
const question = fc.record({
  from: fc.option(fc.constantFrom('2026-10-24T21:07:31Z', '2026-04-01T00:00:00Z', '2026-10-23T00:00:00Z', '2026-09-30T22:00:00Z'), {
    nil: undefined,
  }),
  to: fc.option(fc.constantFrom('2026-10-25T02:00:00Z', '2026-10-26T03:33:00Z', '2026-11-01T00:00:00Z'), { nil: undefined }),
  granularity: fc.constantFrom('PT1H', 'P1D', 'P1M', undefined),
  timeZone: fc.oneof(
    fc.constantFrom('UTC', 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kathmandu'),
    fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
  ),
  groupBy: fc.subarray(['d', 'e', 'subject', 'customer_id']),
  filters: fc.dictionary(fc.constantFrom('d', 'e'), condition, { maxKeys: 2 }),
  who: fc.constantFrom<DimensionFilters>({}, { subject: { eq: 's1' } }, { customer_id: { exists: true } }),
});

onEveryStore((store: UsageStore) => {
  it('answers any question as looking at every event would', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        sent,
        sent,
        fc.array(question, { minLength: 6, maxLength: 6 }),
        fc.subarray(['3', '7', '11', '20', '33']),
        async (before, after, questions, wrong) => {
          const w = await testWorkspace();
          const customer = await w.run((ctx) =>
            ctx.tx.customer.create({ data: { id: w.id.replace(/^../, '01'), workspaceId: w.id, key: 's2', name: 'Two' } }),
          );
          await w.run((ctx) =>
            ctx.tx.customerSubject.create({ data: { workspaceId: w.id, subject: 's2', customerId: customer.id, position: 0 } }),
          );
          const events = [...before, ...after].map((e) => event(e.id, e));
          await store.insert(w.id, events.slice(0, before.length));
          const definition = (aggregation: string) => ({
            aggregation,
            ...(aggregation === 'min' && { events_from: '2026-10-24T22:30:00Z' }),
            dimensions: { d: '$.d', e: '$.n.e' },
            ...(aggregation === 'count' && { value_property: undefined }),
          });
          const meters = await Promise.all(aggregations.map((aggregation) => meter(w, definition(aggregation))));
          await store.insert(w.id, events.slice(before.length));
          for (const state of ['new', 'counted', 'void'] as const) {
            if (state === 'counted') await store.derive(w.id, Number.POSITIVE_INFINITY);
            if (state === 'void' && wrong.length) await voidIn(store, w, { events: wrong.map((id) => ({ source: 'test', id })) });
            const without = new Set(state === 'void' ? wrong : []);
            for (const m of meters) {
              for (const { who, filters, ...rest } of questions) {
                const q = ask(m, { ...rest, filters: { ...filters, ...who } });
                const { rows } = await store.query(w.id, q);
                const expected = answerFromEvents(events, q, new Map([['s2', customer.id]]), without);
                const first = (from: string) => (q.from === undefined && q.granularity === undefined ? 'start' : from);
                const plain = (r: { from: string; value: string; dimensions: Record<string, string> }) =>
                  JSON.stringify([first(r.from), r.value, r.dimensions]);
                expect(rows.map(plain).sort()).toEqual(expected.map(plain).sort());
              }
            }
          }
        },
      ),
      { numRuns: 4, endOnFailure: true },
    );
  });

  it('bounds are exact to the microsecond, in queries, in usage and of meters, counted or not', async () => {
    const w = await testWorkspace();
    const m = await meter(w, {});
    const at = (micros: string) => `2026-10-25T00:00:00.${micros}Z`;
    const late = await meter(w, { events_from: at('000500').replace('00:00:00', '01:30:00').replace('Z', '+01:30') });
    expect(late.eventsFrom).toBe(at('000500'));
    await store.insert(
      w.id,
      ['000400', '000500', '000600'].map((micros, i) => event(micros, { time: at(micros), data: `{"v":${10 ** i}}` })),
    );
    const [before, after] = ['2026-10-24T00:00:00Z', '2026-10-26T00:00:00Z'];
    const cases: [string, string, string[]][] = [
      [before, at('000500'), ['1']],
      [at('000500'), after, ['110']],
      [at('000400'), at('000600'), ['11']],
      [at('0005'), at('000501'), ['10']],
      [at('000401'), at('000499'), []],
      ['2026-10-25T01:30:00.000500+01:30', after, ['110']],
    ];
    for (const counted of [false, true]) {
      if (counted) await store.derive(w.id, Number.POSITIVE_INFINITY);
      for (const [from, to, expected] of cases) {
        expect([from, to, await values(store, w, ask(m, { from, to }))]).toEqual([from, to, expected]);
        const used = await store.usage(w.id, [{ key: 'q', meter: m, filters: {}, subjects: ['acme'], period: { from, to } }]);
        expect([from, to, used.get('q')]).toEqual([from, to, expected[0] ?? '0']);
      }
      expect([await values(store, w, ask(late)), await values(store, w, ask(late, { from: at('000600') }))]).toEqual([['110'], ['100']]);
      const { rows } = await store.query(w.id, ask(m, { from: at('000500'), to: after, granularity: 'PT1H' }));
      expect(rows.map((r) => [r.from, r.value])).toEqual([[at('000500'), '110']]);
    }
  });

  it('odd instants and far years are answered, in questions and in lists', async () => {
    const w = await testWorkspace();
    const m = await meter(w, {});
    await store.insert(w.id, [event('1', { data: '{"v":1}' })]);
    const [first, last] = ['0000-01-01T00:00:00+19:46', '9999-12-31T23:59:59.999-11:59'];
    expect(await values(store, w, ask(m, { from: first, to: last }))).toEqual(['1']);
    const list = (filter: EventPage['filter']) => store.list(w.id, { filter, orderBy: 'time', descending: true, size: 5 });
    for (const time of [
      { gte: first, lte: last },
      { gt: '2026-10-25T00:29:59+00:00', lt: '2026-10-25T20:16:01+19:46' },
    ])
      expect((await list({ time, storedAt: { lte: last }, ingestedAt: { gte: first } })).events.map((e) => e.id)).toEqual(['1']);
    expect((await list({ time: first })).events).toEqual([]);
  });

  it('counts any finite number and tells values apart by the same figures everywhere', async () => {
    const w = await testWorkspace();
    const events = figures.map(({ json }, i) => event(String(i), { subject: `s${i}`, data: `{"v":${json},"d":${json}}` }));
    await store.insert(w.id, events);
    const sum = await meter(w, { dimensions: { d: '$.d' } });
    const unique = await meter(w, { aggregation: 'unique_count' });
    const kinds = new Set(figures.flatMap(({ apart }, i) => (apart === null ? [`${i}`] : [apart])));
    for (const counted of [false, true]) {
      if (counted) await store.derive(w.id, Number.POSITIVE_INFINITY);
      const q = ask(sum, { groupBy: ['subject', 'd'] });
      const { rows } = await store.query(w.id, q);
      expect(rows.map((r) => [r.dimensions.subject, r.value]).sort()).toEqual(
        figures.flatMap(({ counts }, i) => (counts === null ? [] : [[`s${i}`, counts]])).sort(),
      );
      for (const { dimensions } of rows) {
        const { apart } = figures[Number(dimensions.subject?.slice(1))] as (typeof figures)[number];
        if (apart !== null) expect(dimensions.d).toBe(apart);
      }
      const expected = answerFromEvents(events, q, new Map());
      expect(rows.map((r) => JSON.stringify([r.value, r.dimensions])).sort()).toEqual(
        expected.map((r) => JSON.stringify([r.value, r.dimensions])).sort(),
      );
      expect(await values(store, w, ask(unique))).toEqual([String(kinds.size)]);
    }
  });

  it('answers what many customers used at once, each from its own subjects, periods and filters', async () => {
    const w = await testWorkspace();
    const events = Array.from({ length: 400 }, (_, i) =>
      event(String(i), {
        subject: `s${i % 7}`,
        time: new Date(Date.parse('2026-10-01T00:00:00Z') + i * 9_000_000).toISOString(),
        data: `{"v":"0.${i}","d":"${i % 2 ? 'a' : 'b'}"}`,
      }),
    );
    await store.insert(w.id, events.slice(0, 200));
    const meters: Meter[] = [];
    for (const aggregation of aggregations) {
      meters.push(await meter(w, { aggregation, dimensions: { d: '$.d' }, ...(aggregation === 'count' && { value_property: undefined }) }));
    }
    await store.insert(w.id, events.slice(200));
    const periods = [
      { from: '2026-10-03T10:20:30Z', to: '2026-11-03T10:20:30Z' },
      { from: '2026-10-05T00:00:00Z', to: '2026-11-01T00:00:00Z' },
    ];
    const filterings: DimensionFilters[] = [{}, { d: { eq: 'a' } }, { customer_id: { exists: false } }];
    const questions = meters.flatMap((m) =>
      [['s0'], ['s1', 's2'], ['nobody'], []].flatMap((subjects) =>
        periods.flatMap((period) =>
          filterings.map((filters) => ({
            key: JSON.stringify([m.aggregation, subjects, period, filters]),
            meter: m,
            filters,
            subjects,
            period,
          })),
        ),
      ),
    );
    for (const derived of [false, true]) {
      if (derived) await store.derive(w.id, Number.POSITIVE_INFINITY);
      const answers = await store.usage(w.id, questions);
      expect(answers.size).toBe(questions.length);
      for (const q of questions) {
        const filters = { ...q.filters, subject: { in: q.subjects } };
        const [expected] = answerFromEvents(events, ask(q.meter, { ...q.period, filters }), new Map());
        expect([q.key, answers.get(q.key)]).toEqual([q.key, expected?.value ?? '0']);
      }
    }
  });
});
