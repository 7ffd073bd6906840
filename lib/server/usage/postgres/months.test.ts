import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pool, sqlTransaction } from '@/lib/server/core/db';
import { ask, event, meter, values, voidIn } from '@/lib/server/testing/usage-store';
import { type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';
import { archiveMonth, NotNow, oldMonths } from './archive';
import { countEvents } from './count-behind';
import { postgresStore as store } from './store';

const owner = new pg.Client(process.env.DATABASE_ADMIN_URL);
const folder = mkdtempSync(path.join(tmpdir(), 'ratebook-archive-'));
beforeAll(() => owner.connect());
afterAll(async () => {
  await owner.end();
  rmSync(folder, { recursive: true });
});

const whereLies = async (w: TestWorkspace, id: string) => {
  const { rows } = await owner.query(`SELECT tableoid::regclass::text AS lies FROM usage_events WHERE workspace_id = $1 AND id = $2`, [
    w.id,
    id,
  ]);
  return rows[0]?.lies;
};
const add = (at: string, db: Pick<pg.Client, 'query'> = pool()) => db.query('SELECT usage_add_month($1)', [at]);

describe('months of events', () => {
  it('get a partition when an event needs one, and the following month has one before it begins', async () => {
    const w = await testWorkspace();
    await store.insert(w.id, [
      event('spring', { time: '2019-04-30T23:59:59.999999Z' }),
      event('may', { time: '2019-05-01T00:00:00Z' }),
      event('now', { time: new Date().toISOString() }),
    ]);
    expect([await whereLies(w, 'spring'), await whereLies(w, 'may')]).toEqual(['usage_events_2019_04', 'usage_events_2019_05']);
    const next = new Date(new Date().setUTCDate(1));
    next.setUTCMonth(next.getUTCMonth() + 1);
    const { rows } = await owner.query('SELECT to_regclass($1) AS made', [
      `usage_events_${next.toISOString().slice(0, 7).replace('-', '_')}`,
    ]);
    expect(rows[0].made).not.toBeNull();
  });

  it('that lie far off share one partition, however many they are', async () => {
    const w = await testWorkspace();
    const far = ['1970-01-01', '2014-12-31', '2199-01-01', '9999-12-31'].map((day) => event(day, { time: `${day}T00:00:00Z` }));
    expect(await store.insert(w.id, far)).toMatchObject({ stored: 4 });
    for (const { id } of far) expect(await whereLies(w, id)).toBe('usage_events_other');
    expect(await store.insert(w.id, far)).toMatchObject({ duplicates: 4 });
  });

  it('take over what had to lie elsewhere before they were made', async () => {
    const w = await testWorkspace();
    const m = await meter(w, {});
    await store.insert(w.id, [event('1', { time: '2018-03-05T00:00:00Z', data: '{"v":1}' })]);
    await owner.query('DROP TABLE usage_events_2018_03'); // this process does not know
    await store.insert(w.id, [event('2', { time: '2018-03-06T00:00:00Z', data: '{"v":2}' })]);
    expect(await whereLies(w, '2')).toBe('usage_events_other');
    await add('2018-03-31T23:00:00Z');
    expect(await whereLies(w, '2')).toBe('usage_events_2018_03');
    expect(await values(store, w, ask(m))).toEqual(['2']);
  });

  it('are made once by servers that need one at the same moment, while events come in', async () => {
    const w = await testWorkspace();
    const servers = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const client = new pg.Client(process.env.DATABASE_URL);
        await client.connect();
        return client;
      }),
    );
    await Promise.all([
      ...servers.map(async (server) => {
        for (const at of ['2017-01-01', '2017-02-01', '2017-03-01']) await add(at, server);
      }),
      ...['2017-03-09', '2017-02-09', '2017-01-09'].map((day) => store.insert(w.id, [event(day, { time: `${day}T00:00:00Z` })])),
    ]);
    await Promise.all(servers.map((server) => server.end()));
    expect(await whereLies(w, '2017-02-09')).toBe('usage_events_2017_02');
  });

  it('show each workspace its own events only, and are made and dropped by nobody else', async () => {
    const [w, other] = [await testWorkspace(), await testWorkspace()];
    await store.insert(w.id, [event('1', { time: '2019-04-10T00:00:00Z' })]);
    await owner.query('GRANT SELECT ON ALL TABLES IN SCHEMA public TO ratebook_app'); // as every start does
    const seen = (workspaceId: string) =>
      sqlTransaction({ workspaceId }, async (client) => {
        const { rows } =
          await client.query(`SELECT (SELECT count(*)::int FROM usage_events) AS all, (SELECT count(*)::int FROM usage_events_2019_04) AS month,
          (SELECT count(*)::int FROM usage_ids) AS ids`);
        return rows[0];
      });
    expect(await seen(w.id)).toEqual({ all: 1, month: 1, ids: 1 });
    expect(await seen(other.id)).toEqual({ all: 0, month: 0, ids: 0 });
    await expect(pool().query('DROP TABLE usage_events_2019_04')).rejects.toThrow('must be owner');
    await expect(pool().query(`CREATE TABLE usage_events_2000_01 (LIKE usage_events)`)).rejects.toThrow('permission denied');
  });
});

describe('a month that is archived', () => {
  const JANUARY = '2016-01-10T10:00:00.000Z';

  it('leaves figures and the memory of its ids behind, a file of its events, and an entry in the audit log', async () => {
    const [w, other] = [await testWorkspace(), await testWorkspace()];
    const m = await meter(w, {});
    const sent = [
      event('1', { time: JANUARY, data: '{"v":9007199254740993.5}' }),
      event('2', { time: '2016-02-01T00:00:00Z', data: '{"v":1}' }),
    ];
    await store.insert(w.id, sent);
    await store.insert(other.id, [event('1', { time: JANUARY })]);
    expect(await oldMonths(owner, '2016-02')).toEqual([{ month: '2016-01', events: 2, workspaces: 2 }]);
    await expect(archiveMonth(owner, '2016-01', folder)).rejects.toThrow(NotNow); // nobody has counted them yet
    await countEvents(w.id);

    const { file } = await archiveMonth(owner, '2016-01', folder);
    const lines = gunzipSync(readFileSync(file as string))
      .toString()
      .trim()
      .split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain('"data": {"v": 9007199254740993.5}');
    expect(JSON.parse(lines[0] as string)).toMatchObject({ workspace_id: w.id, source: 'test', id: '1', subject: 'acme', voided_at: null });
    expect(await oldMonths(owner, '2016-02')).toEqual([]);

    expect(await values(store, w, ask(m))).toEqual(['9007199254740994.5']);
    const january = { from: '2016-01-01T00:00:00Z', to: '2016-02-01T00:00:00Z' };
    expect(await values(store, w, ask(m, { ...january, granularity: 'P1D' }))).toEqual(['9007199254740993.5']);
    expect(await store.insert(w.id, sent)).toEqual({ stored: 0, duplicates: 2, conflicts: [] });
    expect(await store.insert(w.id, [event('1', { time: JANUARY, data: '{"v":2}' })])).toMatchObject({ conflicts: [0] });
    const log = await w.call('GET', '/api/v1/audit-log');
    const entry = log.body.data.find((e: { action: string }) => e.action === 'usage.archive');
    expect(entry).toMatchObject({ after: { month: '2016-01', events: 1, file: 'usage-2016-01.ndjson.gz' } });
  });

  it('refuses what only its events could answer, and takes late ones', async () => {
    const w = await testWorkspace();
    const m = await meter(w, { dimensions: { d: '$.d' } });
    await add(JANUARY); // the process remembers it from before it was archived
    await store.insert(w.id, [event('1', { time: JANUARY, data: '{"v":1,"d":"a"}' })]);
    await countEvents(w.id);
    await archiveMonth(owner, '2016-01', null);

    const odd = { from: '2016-01-01T00:07:00Z', to: '2016-02-01T00:00:00Z' };
    await expect(store.query(w.id, ask(m, odd))).rejects.toThrow('2016-01 were archived');
    const question = {
      key: 'q',
      meter: m,
      filters: {},
      subjects: ['acme'],
      period: { from: '2016-01-01T00:00:00Z', to: '2016-02-01T00:00:00Z' },
    };
    expect((await store.usage(w.id, [question])).get('q')).toBe('1');
    await expect(store.usage(w.id, [question], '2020-01-01T00:00:00Z')).rejects.toThrow('2016-01 were archived');
    const changed = await w.call('PUT', `/meters/${m.id}`, { dimensions: {} });
    expect([changed.status, changed.body.detail]).toEqual([409, expect.stringContaining('2016-01')]);

    await add(JANUARY);
    await store.insert(w.id, [event('late', { time: JANUARY, data: '{"v":10,"d":"a"}' })]);
    await countEvents(w.id);
    expect((await store.usage(w.id, [question])).get('q')).toBe('11');
    await expect(voidIn(store, w, { events: [{ source: 'test', id: 'late' }] })).rejects.toThrow('2016-01 were archived');
    expect((await store.usage(w.id, [question])).get('q')).toBe('11');

    const fresh = await meter(w, { dimensions: { d: '$.d' } });
    await countEvents(w.id);
    expect((await store.usage(w.id, [{ ...question, meter: fresh }])).get('q')).toBe('10');
    expect(await archiveMonth(owner, '2016-01', folder)).toMatchObject({ events: 1, file: path.join(folder, 'usage-2016-01.2.ndjson.gz') });
    expect((await store.usage(w.id, [{ ...question, meter: fresh }])).get('q')).toBe('10');
  });
});
