import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Ctx } from '@/lib/server/core/ctx';
import { sqlTransaction } from '@/lib/server/core/db';
import { createFeature } from '@/lib/server/metering/features';
import { type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';
import { asOneAct } from './audit';
import { verifyAuditChain } from './audit-chain';

const owner = new pg.Client(process.env.DATABASE_ADMIN_URL);
let w: TestWorkspace;

beforeAll(() => owner.connect());
afterAll(() => owner.end());
beforeEach(async () => {
  w = await testWorkspace();
  for (const key of ['a', 'b', 'c', 'd', 'e']) await w.call('POST', '/features', { key, name: `Feature "${key}", größer` });
});

const where = (sequence: number) => `WHERE workspace_id = '${w.id}' AND sequence = ${sequence}`;
const asApp = (sql: string) => sqlTransaction({ workspaceId: w.id }, (client) => client.query(sql));

it('links every entry to the one before, whoever writes at the same time', async () => {
  const made = await Promise.all(
    Array.from({ length: 12 }, (_, i) => w.call('POST', '/customers', { key: `customer-${i}`, name: `Customer ${i}` })),
  );
  expect(made.map(({ status }) => status)).toEqual(made.map(() => 201));
  const report = await verifyAuditChain(w.id);
  expect(report).toEqual({ entries: 17, head: { sequence: 17, hash: expect.stringMatching(/^[0-9a-f]{64}$/) } });
  const { body } = await w.call('GET', '/api/v1/audit-log');
  expect(body.data.map((e: { sequence: number }) => e.sequence).sort((a: number, b: number) => b - a)).toEqual(
    Array.from({ length: 17 }, (_, i) => 17 - i),
  );
  expect(body.data.find((e: { sequence: number }) => e.sequence === 17).hash).toBe(report.head.hash);
});

it('is whole for a workspace in which nothing was ever changed', async () => {
  const quiet = await testWorkspace();
  expect(await verifyAuditChain(quiet.id)).toEqual({ entries: 0, head: { sequence: 0, hash: '0'.repeat(64) } });
});

it('rolls back with the change it tells of', async () => {
  await expect(
    w.run(async (ctx) => {
      const { createFeature } = await import('@/lib/server/metering/features');
      await createFeature(ctx, { key: 'f', name: 'F' });
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  expect(await verifyAuditChain(w.id)).toMatchObject({ entries: 5, head: { sequence: 5 } });
});

it.each([
  ['change', `UPDATE audit_entries SET actor_name = 'nobody'`],
  ['delete', 'DELETE FROM audit_entries'],
  ['empty', 'TRUNCATE audit_entries'],
  ['move the head of', 'UPDATE audit_heads SET sequence = 0'],
  ['remove the head of', 'DELETE FROM audit_heads'],
  ['disarm', 'ALTER TABLE audit_entries DISABLE TRIGGER audit_entries_chained'],
  ['link by hand in', 'SELECT link_audit_entry(e) FROM audit_entries e'],
])('lets the application not %s the log', async (_, sql) => {
  await expect(asApp(sql)).rejects.toThrow(/permission denied|must be owner/);
  expect((await verifyAuditChain(w.id)).broken).toBeUndefined();
});

it('gives an entry its own place, whatever place the application asks for', async () => {
  await asApp(
    `INSERT INTO audit_entries (id, workspace_id, at, actor_type, actor_id, actor_name, action, resource_type, resource_id, request_id, sequence, previous_hash, hash)
     VALUES ('forged', '${w.id}', now(), 'user', 'x', 'x', 'plan.publish', 'plan', 'x', 'x', 1000, 'x', 'x')`,
  );
  expect(await verifyAuditChain(w.id)).toMatchObject({ entries: 6, head: { sequence: 6 } });
  expect((await verifyAuditChain(w.id)).broken).toBeUndefined();
});

it.each([
  ['a changed name', (at: typeof where) => `UPDATE audit_entries SET actor_name = 'somebody else' ${at(3)}`, /entry 3: it was changed/],
  [
    'a changed content',
    (at: typeof where) => `UPDATE audit_entries SET after = after || '{"key": "z"}' ${at(2)}`,
    /entry 2: it was changed/,
  ],
  ['a changed time', (at: typeof where) => `UPDATE audit_entries SET at = at - interval '1 ms' ${at(4)}`, /entry 4: it was changed/],
  ['a removed entry', (at: typeof where) => `DELETE FROM audit_entries ${at(2)}`, /entry 2 before it is missing/],
  [
    'two entries that changed places',
    (at: typeof where) =>
      `UPDATE audit_entries SET sequence = -1 ${at(2)}; UPDATE audit_entries SET sequence = 2 ${at(3)}; UPDATE audit_entries SET sequence = 3 ${at(-1)}`,
    /entry 2: it does not follow/,
  ],
  ['an end that was cut off', (at: typeof where) => `DELETE FROM audit_entries ${at(5)}`, /ends at entry 4, but its head names entry 5/],
  ['a log that was emptied', () => `DELETE FROM audit_entries WHERE workspace_id = '${w.id}'`, /ends at entry 0/],
])('finds %s, even when the owner of the tables did it', async (_, tamper, reason) => {
  await owner.query(tamper(where));
  expect((await verifyAuditChain(w.id)).broken?.reason).toMatch(reason);
});

it('finds an end that was cut off along with its head only against a head that was noted elsewhere', async () => {
  const { head } = await verifyAuditChain(w.id);
  await owner.query(`
    DELETE FROM audit_entries ${where(5)};
    UPDATE audit_heads h SET sequence = e.sequence, hash = e.hash FROM audit_entries e
    WHERE h.workspace_id = e.workspace_id AND e.workspace_id = '${w.id}' AND e.sequence = 4`);
  expect((await verifyAuditChain(w.id)).broken).toBeUndefined();
  expect((await verifyAuditChain(w.id, head)).broken?.reason).toMatch('before the noted entry 5');
  await w.call('POST', '/features', { key: 'f', name: 'F' });
  expect((await verifyAuditChain(w.id, head)).broken?.reason).toMatch('not the one that was noted');
});

it('is checked over HTTP by those who read the log', async () => {
  const { status, body } = await w.call('GET', '/api/v1/audit-log/verification', undefined, { role: 'analyst' });
  expect([status, body.entries, body.broken]).toEqual([200, 5, undefined]);
  expect((await w.call('GET', '/api/v1/audit-log/verification', undefined, { role: 'editor' })).status).toBe(403);
});

it('shows before and after as the wire spells them', async () => {
  await w.call('POST', '/meters', { key: 'tokens', name: 'Tokens', aggregation: 'sum', event_type: 'request', value_property: '$.tokens' });
  const { body } = await w.call('GET', '/api/v1/audit-log?page[size]=1');
  expect(body.data[0].after).toMatchObject({ key: 'tokens', event_type: 'request', value_property: '$.tokens' });
});

it('takes one entry for an act of many changes, finds each of them, and shows what was done to them', async () => {
  const act = { action: 'catalog.apply', words: (n: number) => `the catalog, ${n} changes` };
  const make = (key: string) => (ctx: Ctx) => createFeature(ctx, { key, name: key });
  await w.run((ctx) =>
    asOneAct(ctx, act, async (one) => {
      for (const key of ['x', 'y', 'z']) await make(key)(one);
      await one.tx.$executeRaw`SAVEPOINT tried`;
      await make('gone')(one);
      await one.tx.$executeRaw`ROLLBACK TO SAVEPOINT tried`;
    }),
  );
  await w.run((ctx) => asOneAct(ctx, act, async () => undefined)); // nothing was changed: no entry
  expect(await verifyAuditChain(w.id)).toMatchObject({ entries: 6, head: { sequence: 6 } });
  expect(await verifyAuditChain(w.id)).not.toHaveProperty('broken');
  const { data } = (await w.call('GET', '/api/v1/audit-log?page[size]=4')).body;
  expect(data.map((e: { sequence: number; resource: { name: string } }) => `${e.sequence} ${e.resource.name}`)).toEqual([
    ...['6 z', '6 y', '6 x'],
    expect.stringMatching(/^5 /),
  ]);
  const y = (await w.call('GET', `/api/v1/audit-log?filter[resource_id]=${data[1].resource.id}`)).body.data;
  expect(y).toMatchObject([
    { action: 'feature.create', after: { key: 'y' }, act: { action: 'catalog.apply', name: 'the catalog, 3 changes' }, hash: data[0].hash },
  ]);
  await expect(asApp('DELETE FROM audit_changes')).rejects.toThrow('permission denied');
  const broken = async () => (await verifyAuditChain(w.id)).broken?.reason;
  await owner.query(`UPDATE audit_changes SET resource_name = 'other' WHERE workspace_id = '${w.id}' AND resource_name = 'y'`);
  expect(await broken()).toBe('after entry 5, entry 6: one of its changes was changed after it was written');
  await owner.query(`DELETE FROM audit_changes WHERE workspace_id = '${w.id}' AND resource_name = 'other'`);
  expect(await broken()).toBe('after entry 5, entry 6: it was made with 3 changes, and has 2');
});
