import { describe, expect, it } from 'vitest';
import type { Meter } from '@/lib/metering/meter';
import { pool } from '@/lib/server/core/db';
import { newId } from '@/lib/server/core/id';
import { ask, event, meter, onEveryStore, values, voidIn } from '@/lib/server/testing/usage-store';
import { type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';
import { startWork } from '@/lib/server/work/start-work';
import type { EventPage, UsageStore } from './store';

onEveryStore((store: UsageStore) => {
  describe('storing', () => {
    it('counts an event once however often it is sent, and tells the same id with other content', async () => {
      const w = await testWorkspace();
      const m = await meter(w, {});
      const first = [event('1', { data: '{"v":1,"w":2}' }), event('2', { data: '{"v":10}' })];
      expect(await store.insert(w.id, first)).toEqual({ stored: 2, duplicates: 0, conflicts: [] });
      const again = [event('1', { data: '{"w": 2, "v": 1}' }), event('3', { data: '{"v":100}' }), event('2', { data: '{"v":11}' })];
      expect(await store.insert(w.id, again)).toEqual({ stored: 1, duplicates: 1, conflicts: [2] });
      expect(await values(store, w, ask(m))).toEqual(['111']);
    });

    it('takes the first of two events with one id in a batch', async () => {
      const w = await testWorkspace();
      const m = await meter(w, {});
      const twice = [event('1', { data: '{"v":1}' }), event('1', { data: '{"v":2}' }), event('1', { data: '{"v":1}' })];
      expect(await store.insert(w.id, twice)).toEqual({ stored: 1, duplicates: 1, conflicts: [1] });
      expect(await values(store, w, ask(m))).toEqual(['1']);
    });

    it('keeps the same id of another source and of another workspace apart', async () => {
      const [w, other] = [await testWorkspace(), await testWorkspace()];
      const m = await meter(w, {});
      await store.insert(w.id, [event('1', { data: '{"v":1}' }), event('1', { data: '{"v":2}', source: 'b' })]);
      await store.insert(other.id, [event('1', { data: '{"v":4}' })]);
      expect(await values(store, w, ask(m))).toEqual(['3']);
    });

    it('takes an event without a time again whenever it comes', async () => {
      const w = await testWorkspace();
      await store.insert(w.id, [event('1', { timeGiven: false })]);
      const later = event('1', { timeGiven: false, time: '2026-10-26T00:00:00.000Z' });
      expect(await store.insert(w.id, [later])).toMatchObject({ duplicates: 1, conflicts: [] });
      expect(await store.insert(w.id, [{ ...later, timeGiven: true }])).toMatchObject({ conflicts: [0] });
    });

    it('never loses a digit', async () => {
      const w = await testWorkspace();
      const m = await meter(w, {});
      const sent = ['9007199254740993', '0.1', '"0.2"', '123456789012345678901234567890', '0.000000000000000001', '1e3', '" 7.50 "'];
      await store.insert(
        w.id,
        sent.map((v, i) => event(String(i), { data: `{"v":${v}}` })),
      );
      expect(await values(store, w, ask(m))).toEqual(['123456789012354686100489309890.800000000000000001']);
    });

    it('ignores what is not a number, or too large or fine a one', async () => {
      const w = await testWorkspace();
      const m = await meter(w, {});
      const sent = [
        '"NaN"',
        '"Infinity"',
        '"12abc"',
        '""',
        'true',
        'null',
        '[1]',
        '{"a":1}',
        '1e30',
        '0.0000000000000000001',
        '"0x10"',
        '"1e99"',
        '5',
      ];
      await store.insert(w.id, [...sent.map((v, i) => event(String(i), { data: `{"v":${v}}` })), event('none', { data: null })]);
      expect(await values(store, w, ask(m))).toEqual(['5']);
    });

    it('refuses nothing for odd subjects and dimension values, however long', async () => {
      const w = await testWorkspace();
      const m = await meter(w, { aggregation: 'count', value_property: undefined, dimensions: { d: '$.d' } });
      const odd = ['{"quoted", \\ }', "it's", '', '💡', 'x'.repeat(20_000), 'NULL', '\n\t'];
      await store.insert(
        w.id,
        odd.map((d, i) => event(String(i), { data: JSON.stringify({ d }) })),
      );
      const answer = await store.query(w.id, ask(m, { groupBy: ['d'] }));
      expect(answer.rows.map((r) => r.dimensions.d).sort()).toEqual([...odd].sort());
    });
  });

  describe('writers beside each other', () => {
    it('store each event once, whoever is first', async () => {
      const w = await testWorkspace();
      const m = await meter(w, {});
      const events = Array.from({ length: 30 }, (_, i) => event(String(i), { data: '{"v":1}' }));
      const results = await Promise.all(Array.from({ length: 4 }, () => store.insert(w.id, events)));
      expect(results.reduce((sum, r) => sum + r.stored, 0)).toBe(30);
      expect(results.reduce((sum, r) => sum + r.duplicates, 0)).toBe(90);
      expect(await values(store, w, ask(m))).toEqual(['30']);
    });
  });

  describe('voids', () => {
    it('take events out by name and by range, keep them in the list, and stay when an event is sent again', async () => {
      const w = await testWorkspace();
      const m = await meter(w, {});
      const at = (minute: number) => `2026-10-25T00:${minute}:00.000Z`;
      const events = [1, 10, 100, 1000].map((v, i) =>
        event(String(i), { data: `{"v":${v}}`, time: at(10 + i), subject: i === 3 ? 'other' : 'acme' }),
      );
      await store.insert(w.id, events);
      expect(
        await voidIn(store, w, {
          events: [
            { source: 'test', id: '1' },
            { source: 'test', id: 'unknown' },
          ],
        }),
      ).toBe(1);
      expect(await values(store, w, ask(m))).toEqual(['1101']);
      expect(await voidIn(store, w, { from: at(12), to: at(20), subject: 'acme' })).toBe(1);
      expect(await values(store, w, ask(m))).toEqual(['1001']);
      expect(await voidIn(store, w, { events: [{ source: 'test', id: '1' }] })).toBe(0);
      expect(await store.insert(w.id, events)).toEqual({ stored: 0, duplicates: 4, conflicts: [] });
      expect(await values(store, w, ask(m))).toEqual(['1001']);
      const { events: listed } = await store.list(w.id, { filter: {}, orderBy: 'time', descending: false, size: 10 });
      expect(listed.map((e) => e.voidReason)).toEqual([null, 'a mistake', 'a mistake', null]);
    });

    it('are refused beyond the limit, and take nothing out then', async () => {
      const w = await testWorkspace();
      const m = await meter(w, {});
      await store.insert(w.id, [event('1', { data: '{"v":1}' }), event('2', { data: '{"v":2}' })]);
      const refused = w.run(async (ctx) => {
        const count = await store.void(ctx.tx, w.id, newId(), { from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z' }, 1);
        if (count === null) throw new Error('too many');
      });
      await expect(refused).rejects.toThrow('too many');
      expect(await values(store, w, ask(m))).toEqual(['3']);
    });

    it('leave an earlier instant as it was', async () => {
      const w = await testWorkspace();
      const m = await meter(w, {});
      const question = {
        key: 'q',
        meter: m,
        filters: {},
        subjects: ['acme'],
        period: { from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z' },
      };
      const clock = async () => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        const { rows } = await pool().query<{ now: Date }>('SELECT clock_timestamp() AS now');
        await new Promise((resolve) => setTimeout(resolve, 20));
        return (rows[0] as { now: Date }).now.toISOString();
      };
      const instants = [await clock()];
      await store.insert(w.id, [event('1', { data: '{"v":1}' })]);
      instants.push(await clock());
      await store.insert(w.id, [event('2', { data: '{"v":10}' })]);
      instants.push(await clock());
      await voidIn(store, w, { events: [{ source: 'test', id: '1' }] });
      instants.push(await clock());
      const then = async (at: string) => (await store.usage(w.id, [question], at)).get('q');
      expect(await Promise.all(instants.map(then))).toEqual(['0', '1', '11', '10']);
    });
  });

  describe('the list of events', () => {
    const names = async (w: TestWorkspace, page: Partial<EventPage>) => {
      const { events, more } = await store.list(w.id, { filter: {}, orderBy: 'arrival', descending: false, size: 10, ...page });
      return { ids: events.map((e) => e.id).join(' '), more, events };
    };

    it('finds events by what stands in their data, and tells when they arrived first', async () => {
      const w = await testWorkspace();
      await store.insert(w.id, [
        event('1', { data: '{"model":"small","usage":{"n":[10,20.50]}}' }),
        event('2', { data: '{"model":"large","usage":{"n":[20.50,"10"]}}' }),
        event('3', { data: null }),
      ]);
      const having = async (path: string, text: string) => (await names(w, { data: { path, text } })).ids;
      expect(await having('$.model', 'large')).toBe('2');
      expect(await having('$.usage.n[0]', '10')).toBe('1');
      expect(await having('$.usage.n[1]', '10')).toBe('2');
      expect(await having('$.nothing', 'large')).toBe('');
      expect(await having('$.model', `'; DROP TABLE x; --`)).toBe('');
      await store.insert(w.id, [
        event('1', { data: '{"model":"small","usage":{"n":[10,20.50]}}', ingestedAt: '2026-12-02T00:00:00.000Z' }),
      ]);
      const arrivals = await store.arrivals(w.id, [
        { source: 'test', id: '1' },
        { source: 'test', id: 'unknown' },
      ]);
      expect(arrivals.map((a) => ({ ...a, ingestedAt: Date.parse(a.ingestedAt) }))).toEqual([
        { source: 'test', id: '1', ingestedAt: Date.parse(event('1').ingestedAt) },
      ]);
    });

    it('goes forwards and backwards by arrival and by time', async () => {
      const w = await testWorkspace();
      for (const [i, second] of [30, 10, 20, 10].entries())
        await store.insert(w.id, [event(String(i), { time: `2026-10-25T00:00:${second}.000Z` })]);
      expect(await names(w, {})).toMatchObject({ ids: '0 1 2 3', more: false });
      const first = await names(w, { orderBy: 'time', size: 2 });
      expect(first).toMatchObject({ ids: '1 3', more: true });
      const last = first.events[1] as { time: string; seq: string };
      const after = { key: last.time, seq: last.seq };
      expect(await names(w, { orderBy: 'time', size: 2, after })).toMatchObject({ ids: '2 0', more: false });
      expect(await names(w, { orderBy: 'time', size: 2, before: after })).toMatchObject({ ids: '1', more: false });
      expect(await names(w, { orderBy: 'time', descending: true, size: 3 })).toMatchObject({ ids: '0 2 3', more: true });
      expect(await names(w, { descending: true, size: 2, after })).toMatchObject({ ids: '2 1', more: true });
    });

    it('filters by every field and shows what was sent, with every digit', async () => {
      const w = await testWorkspace();
      const data = '{"v":9007199254740993,"text":"a\\u0041\\n","deep":{"x":[1.50,null,true]},"v2":1e3}';
      await store.insert(w.id, [
        event('One', { data, dataschema: 'urn:x', time: '2026-10-25T00:00:00.123456Z' }),
        event('two', { source: 'b', type: 'other', subject: "it's" }),
      ]);
      const kept = (await names(w, { size: 1 })).events[0];
      expect(kept).toMatchObject({ id: 'One', source: 'test', dataschema: 'urn:x', time: '2026-10-25T00:00:00.123456Z', voidedAt: null });
      expect(kept?.data?.replaceAll(' ', '')).toBe('{"v":9007199254740993,"v2":1000,"deep":{"x":[1.50,null,true]},"text":"aA\\n"}');
      const filters: [EventPage['filter'], string][] = [
        [{ id: 'One' }, 'One'],
        [{ id: { contains: 'ONE' } }, 'One'],
        [{ id: { ocontains: 'x, W' } }, 'two'],
        [{ source: { neq: 'b' } }, 'One'],
        [{ subject: { oeq: "acme, it's" } }, 'One two'],
        [{ type: { gt: 'call' } }, 'two'],
        [{ type: { exists: false } }, ''],
        [{ time: { gt: '2026-10-25T00:00:00.123Z', lt: '2026-10-25T00:01:00Z' } }, 'One'],
        [{ customerId: newId() }, ''],
        [{ customerId: { neq: newId() } }, 'One two'],
        [{ storedAt: { gte: '2020-01-01T00:00:00Z' } }, 'One two'],
      ];
      for (const [filter, ids] of filters) expect([filter, (await names(w, { filter })).ids]).toEqual([filter, ids]);
    });
  });

  describe('meters that come after the events', () => {
    it('count them from the start, or from events_from, in steps that may be interrupted', async () => {
      const w = await testWorkspace();
      await store.insert(
        w.id,
        Array.from({ length: 50 }, (_, i) =>
          event(String(i), { data: `{"v":${i},"d":"${i % 3}"}`, time: `2026-10-25T00:00:${String(i).padStart(2, '0')}.000Z` }),
        ),
      );
      const all = await meter(w, {});
      const late = await meter(w, { events_from: '2026-10-25T00:00:40Z' });
      for (const m of [all, late]) expect(await values(store, w, ask(m))).toEqual([m === all ? '1225' : '445']); // before they are counted: from the events
      await store.insert(w.id, [event('new', { data: '{"v":1000}', time: '2026-10-25T00:00:55.000Z' })]);
      while (!(await store.derive(w.id, 1)));
      for (const m of [all, late]) expect(await values(store, w, ask(m))).toEqual([m === all ? '2225' : '1445']);
    });

    it('are counted anew when their dimensions change', async () => {
      const w = await testWorkspace();
      const m = await meter(w, {});
      await store.insert(w.id, [event('1', { data: '{"v":1,"d":"a"}' }), event('2', { data: '{"v":2,"d":"b"}' })]);
      await w.call('PUT', `/meters/${m.id}`, { dimensions: { d: '$.d' } });
      const changed = { ...m, dimensions: { d: '$.d' } };
      const grouped = async () => (await store.query(w.id, ask(changed, { groupBy: ['d'] }))).rows.map((r) => [r.dimensions.d, r.value]);
      expect(await grouped()).toEqual([['a', '1'], ['b', '2']]); // biome-ignore format: a table
      expect(await store.derive(w.id, Number.POSITIVE_INFINITY)).toBe(true);
      await store.insert(w.id, [event('3', { data: '{"v":4,"d":"b"}' })]);
      expect(await grouped()).toEqual([['a', '1'], ['b', '6']]); // biome-ignore format: a table
    });

    it('are counted on after a start, whoever began', async () => {
      const w = await testWorkspace();
      await store.insert(w.id, [event('1', { data: '{"v":1}' })]);
      const m = await meter(w, {});
      const work = startWork();
      try {
        await expect.poll(() => store.progress(w.id), { timeout: 20_000 }).toEqual(new Map([[m.id, 1]]));
      } finally {
        await work.stop();
      }
    });

    it('count each event once while events go on arriving', async () => {
      const w = await testWorkspace();
      const send = async (from: number) => {
        for (let i = from; i < from + 6; i++) await store.insert(w.id, [event(String(i), { data: '{"v":1}' })]);
      };
      const made: Meter[] = [];
      const create = async () => {
        for (let i = 0; i < 5; i++) made.push(await meter(w, {}));
      };
      await Promise.all([send(0), send(100), create(), send(200)]);
      await store.derive(w.id, Number.POSITIVE_INFINITY);
      for (const m of made) expect(await values(store, w, ask(m))).toEqual(['18']);
    });
  });
});
