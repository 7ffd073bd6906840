import 'server-only';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { EventSelection } from '@/lib/api/metering/event-voids';
import type { Meter } from '@/lib/metering/meter';
import { pool } from '@/lib/server/core/db';
import { newId } from '@/lib/server/core/id';
import { clickHouseStore } from '@/lib/server/usage/clickhouse/store';
import { clickHouseInstalled, localClickHouse } from '@/lib/server/usage/clickhouse/testing';
import { postgresStore } from '@/lib/server/usage/postgres/store';
import type { MeterQuestion, NewEvent, UsageStore } from '@/lib/server/usage/store';
import type { TestWorkspace } from './workspace';

const NOW = '2026-12-01T00:00:00.000Z';

export function event(id: string, more: Partial<NewEvent> = {}): NewEvent {
  return {
    source: 'test',
    id,
    type: 'call',
    subject: 'acme',
    time: '2026-10-25T00:30:00.000Z',
    timeGiven: true,
    data: '{}',
    dataschema: null,
    ingestedAt: NOW,
    ...more,
  };
}

export async function meter(w: TestWorkspace, body: Record<string, unknown>): Promise<Meter> {
  const key = `m${Math.random().toString(36).slice(2)}`;
  const made = await w.call('POST', '/meters', { key, name: key, event_type: 'call', aggregation: 'sum', value_property: '$.v', ...body });
  expect(made.status).toBe(201);
  const { event_type, value_property, events_from, ...rest } = made.body;
  return { ...rest, eventType: event_type, valueProperty: value_property, eventsFrom: events_from };
}

export const ask = (m: Meter, more: Partial<MeterQuestion> = {}): MeterQuestion => ({
  meter: m,
  timeZone: 'UTC',
  groupBy: [],
  filters: {},
  now: NOW,
  ...more,
});
export const values = async (store: UsageStore, w: TestWorkspace, question: MeterQuestion) =>
  (await store.query(w.id, question)).rows.map((r) => r.value);

export const voidIn = (store: UsageStore, w: TestWorkspace, selection: EventSelection, limit = 1_000) =>
  w.run(async (ctx) => {
    const id = newId();
    const count = await store.void(ctx.tx, w.id, id, selection, limit);
    if (count)
      await ctx.tx.usageVoid.create({
        data: { id, workspaceId: w.id, reason: 'a mistake', selection, events: count, createdBy: 'test', createdAt: ctx.now },
      });
    return count;
  });

/** Runs a suite against every store, and says on which engines. What holds for one must hold for all. */
export function onEveryStore(suite: (store: UsageStore) => void): void {
  if (!clickHouseInstalled()) console.log('ClickHouse is not tested: install its engine with "npm ci --prefix scripts/test/clickhouse".');

  describe('PostgreSQL', () => {
    beforeAll(async () => {
      const { rows } = await pool().query<{ server_version: string }>('SHOW server_version');
      console.log(`the usage store on PostgreSQL ${rows[0]?.server_version}`);
    });
    suite(postgresStore);
  });

  describe.skipIf(!clickHouseInstalled())('ClickHouse', () => {
    let engine: Awaited<ReturnType<typeof localClickHouse>> | undefined;
    beforeAll(async () => {
      engine = await localClickHouse();
      console.log(`the usage store on ClickHouse ${engine.version}`);
    });
    afterAll(() => engine?.stop());
    suite(clickHouseStore);
  });
}
