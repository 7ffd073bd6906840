import pg from 'pg';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Meter } from '@/lib/metering/meter';
import { sqlTransaction } from '@/lib/server/core/db';
import { event, meter } from '@/lib/server/testing/usage-store';
import { type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';
import { meterStates } from '@/lib/server/usage/meter-state';
import { postgresStore } from './store';

interface Node {
  'Node Type': string;
  'Relation Name'?: string;
  Plans?: Node[];
}
const nodes = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodes)];
const scanned = (plan: Node) =>
  nodes(plan).flatMap((n) =>
    n['Node Type'] === 'Seq Scan' && /^usage_(events|rollups)/.test(n['Relation Name'] ?? '') ? [n['Relation Name']] : [],
  );

describe('among thousands of events', () => {
  let w: TestWorkspace;
  let m: Meter;
  const admin = new pg.Client({ connectionString: process.env.DATABASE_ADMIN_URL });
  beforeAll(async () => {
    w = await testWorkspace();
    m = await meter(w, {});
    const events = Array.from({ length: 8_000 }, (_, n) =>
      event(String(n), { subject: `s${n % 400}`, time: new Date(Date.parse('2026-10-01') + n * 300_000).toISOString(), data: '{"v":1}' }),
    );
    await postgresStore.insert(w.id, events);
    await postgresStore.derive(w.id, Number.POSITIVE_INFINITY);
    await admin.connect();
    await admin.query('ANALYZE');
    return () => admin.end();
  });

  /** Lists the tables that a question scans fully, as planned for this workspace. */
  async function readWhole(ask: () => Promise<unknown>): Promise<(string | undefined)[]> {
    const spy = vi.spyOn(pg.Client.prototype, 'query');
    await ask();
    const asked = spy.mock.calls.flatMap(([text, values]: unknown[]) =>
      typeof text === 'string' && /\busage_(events|rollups)\b/.test(text) ? [{ text, values: (values ?? []) as unknown[] }] : [],
    );
    spy.mockRestore();
    expect(asked.length).toBeGreaterThan(0);
    return sqlTransaction({ workspaceId: w.id }, async (client) => {
      const found: (string | undefined)[] = [];
      for (const { text, values } of asked) {
        const { rows } = await client.query<{ 'QUERY PLAN': { Plan: Node }[] }>(`EXPLAIN (FORMAT JSON) ${text}`, values);
        found.push(...scanned(rows[0]?.['QUERY PLAN'][0]?.Plan as Node));
      }
      return found;
    });
  }

  it("a customer's month is looked up, counted or not", async () => {
    const question = {
      key: 'q',
      meter: m,
      filters: {},
      subjects: ['s7'],
      period: { from: '2026-10-02T03:04:05Z', to: '2026-10-23T04:05:06Z' },
    };
    expect(await readWhole(() => postgresStore.usage(w.id, [question]))).toEqual([]);
    expect(await readWhole(() => postgresStore.usage(w.id, [question], '2020-01-01T00:00:00Z'))).toEqual([]);
  });

  it('how far meters are, and which workspaces are behind, is one step into an index', async () => {
    expect(await readWhole(() => sqlTransaction({ workspaceId: w.id }, (client) => meterStates(client, w.id)))).toEqual([]);
    const { rows } = await admin.query<{ prosrc: string }>(`SELECT prosrc FROM pg_proc WHERE proname = 'usage_uncounted_workspaces'`);
    const plan = await admin.query<{ 'QUERY PLAN': { Plan: Node }[] }>(`EXPLAIN (FORMAT JSON) ${rows[0]?.prosrc}`);
    expect(scanned(plan.rows[0]?.['QUERY PLAN'][0]?.Plan as Node)).toEqual([]);
  });
});
