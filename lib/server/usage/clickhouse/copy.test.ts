import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { event, meter, voidIn } from '@/lib/server/testing/usage-store';
import { testWorkspace } from '@/lib/server/testing/workspace';
import { postgresStore } from '@/lib/server/usage/postgres/store';
import { command } from './client';
import { copyEvents } from './copy';
import { quoted } from './literal';
import { clickHouseStore } from './store';
import { clickHouseInstalled, localClickHouse } from './testing';
import { differences } from './verify';

const NOW = '2026-12-01T00:00:00.000Z';

describe.skipIf(!clickHouseInstalled())('copying events to ClickHouse', () => {
  let engine: Awaited<ReturnType<typeof localClickHouse>> | undefined;
  beforeAll(async () => {
    engine = await localClickHouse();
  });
  afterAll(() => engine?.stop());

  const filled = async (events: number) => {
    const w = await testWorkspace();
    for (const aggregation of ['sum', 'latest', 'unique_count']) await meter(w, { aggregation });
    const all = Array.from({ length: events }, (_, i) =>
      event(String(i), {
        time: new Date(Date.parse('2026-09-01T00:00:00Z') + i * 9_700_000).toISOString(),
        data: `{"v":0.${i}}`,
        subject: `s${i % 5}`,
      }),
    );
    await postgresStore.insert(w.id, all);
    await voidIn(postgresStore, w, { events: [{ source: 'test', id: '3' }] });
    return w;
  };
  const compare = (id: string) => differences(id, postgresStore, clickHouseStore, NOW);

  it('goes on after it was stopped, and takes what came since', async () => {
    const w = await filled(700);
    const stopped = copyEvents(
      w.id,
      () => {
        throw new Error('pulled out');
      },
      300,
    );
    await expect(stopped).rejects.toThrow('pulled out');
    expect((await compare(w.id)).found).not.toEqual([]);
    expect(await copyEvents(w.id)).toBe(400);
    const { compared, found } = await compare(w.id);
    expect(found).toEqual([]);
    expect(compared).toBeGreaterThan(300);
    await postgresStore.insert(w.id, [event('late', { data: '{"v":1}' })]);
    await voidIn(postgresStore, w, { events: [{ source: 'test', id: '4' }] });
    expect((await compare(w.id)).found).not.toEqual([]);
    expect(await copyEvents(w.id)).toBe(1);
    expect((await compare(w.id)).found).toEqual([]);
  });

  it('tells an event that was lost on the way, by its day', async () => {
    const w = await filled(10);
    await copyEvents(w.id);
    await command(`DELETE FROM usage_events WHERE workspace_id = ${quoted(w.id)} AND id = '8'`);
    const { found } = await compare(w.id);
    expect(found[0]).toEqual({ what: 'events of type call', day: '2026-09-01', here: '9 events, 1 void', there: '8 events, 1 void' });
    expect(found).toHaveLength(4);
  });

  it('knows copied events when they are sent again', async () => {
    const w = await filled(10);
    await copyEvents(w.id);
    const again = event('5', { time: '2026-09-01T13:28:20.000Z', data: '{"v":0.50}', subject: 's0' });
    expect(await clickHouseStore.insert(w.id, [again, { ...again, id: '6' }])).toEqual({ stored: 0, duplicates: 1, conflicts: [1] });
  });
});
