import { expect, it } from 'vitest';
import { pool, sqlTransaction } from '@/lib/server/core/db';
import { ask, event, meter, values } from '@/lib/server/testing/usage-store';
import { type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';
import { postgresStore } from './store';

const counted = async (w: TestWorkspace, times: string[]) => {
  await postgresStore.insert(
    w.id,
    times.map((time, i) => event(`${i} ${time}`, { time, data: '{"v":1}' })),
  );
  await postgresStore.derive(w.id, Number.POSITIVE_INFINITY);
};

/** Which tables hold the workspace's rollups. */
const places = (w: TestWorkspace) =>
  sqlTransaction({ workspaceId: w.id }, async (client) => {
    const { rows } = await client.query<{ name: string }>('SELECT DISTINCT tableoid::regclass::text AS name FROM usage_rollups ORDER BY 1');
    return rows.map((r) => r.name);
  });

it('rollups lie in the months of their buckets, and times of no month at all count as well', async () => {
  const w = await testWorkspace();
  const m = await meter(w, {});
  await counted(w, ['2025-06-30T23:59:59.999Z', '2025-07-01T00:00:00Z', '1987-05-05T05:05:05Z', '0001-01-01T00:00:00Z']);
  expect(await places(w)).toEqual([
    'usage_rollups_1440_202506',
    'usage_rollups_1440_202507',
    'usage_rollups_15_202506',
    'usage_rollups_15_202507',
    'usage_rollups_other',
  ]);
  const asked = (from: string, to: string) => values(postgresStore, w, ask(m, { from, to }));
  expect(await asked('2025-06-01T00:00:00Z', '2025-08-01T00:00:00Z')).toEqual(['2']);
  expect(await asked('0001-01-01T00:00:00Z', '2026-01-01T00:00:00Z')).toEqual(['4']);
});

it('what was written before its month was made moves into it, and nobody sees it by the name of a partition', async () => {
  const w = await testWorkspace();
  await sqlTransaction({ workspaceId: w.id }, (client) =>
    client.query(
      `INSERT INTO usage_rollups (series, grain, bucket, workspace_id, v0) VALUES (gen_random_uuid(), 1440, '2024-02-29', $1, 1)`,
      [w.id],
    ),
  );
  expect(await places(w)).toEqual(['usage_rollups_other']);
  const direct = await sqlTransaction({ workspaceId: w.id }, (client) => client.query('SELECT FROM usage_rollups_other'));
  expect(direct.rowCount).toBe(0);
  await pool().query(`SELECT usage_rollup_months(ARRAY['2024-02-01']::timestamptz[])`);
  expect(await places(w)).toEqual(['usage_rollups_1440_202402']);
  await expect(pool().query('SELECT FROM usage_rollups_1440_202402')).rejects.toThrow('permission denied');
});

it('workspaces that count the first events of a month at the same moment wait for each other', async () => {
  const workspaces = await Promise.all(Array.from({ length: 4 }, () => testWorkspace()));
  const meters = await Promise.all(workspaces.map((w) => meter(w, {})));
  await Promise.all(workspaces.map((w) => counted(w, ['2023-01-01T00:00:00Z', '2023-03-01T00:00:00Z', '2023-02-01T00:00:00Z'])));
  for (const [i, w] of workspaces.entries())
    expect(await values(postgresStore, w, ask(meters[i] as (typeof meters)[number]))).toEqual(['3']);
});
