import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { answer, testWorkspace } from '@/lib/server/testing/workspace';

const KEYS = '/api/v1/api-keys';
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

it('shows the secret of a key once, stores its hash, and notes its use', async () => {
  const w = await testWorkspace();
  const made = await w.call('POST', KEYS, { name: 'CI', role: 'editor' });
  expect(made).toMatchObject({
    status: 201,
    body: { name: 'CI', role: 'editor', secret: expect.stringMatching(/^rb_/), created_by: 'admin' },
  });
  const { secret, ...shown } = made.body;
  const listed = async () => (await w.call('GET', KEYS)).body.data.find((k: { id: string }) => k.id === shown.id);
  expect(await listed()).toEqual(shown);
  const row = await w.run((ctx) => ctx.tx.apiKey.findUniqueOrThrow({ where: { id: shown.id } }));
  expect(row.hash).toBe(createHash('sha256').update(secret).digest('hex'));
  expect(JSON.stringify((await w.call('GET', '/api/v1/audit-log')).body)).not.toMatch(new RegExp(`${secret}|${row.hash}`));
  expect((await answer('GET', '/meters', undefined, bearer(secret))).status).toBe(200);
  await expect.poll(async () => (await listed()).last_used_at).toEqual(expect.any(String));
});

it('ends a key at once and keeps it in the list', async () => {
  const w = await testWorkspace();
  const { id, secret } = (await w.call('POST', KEYS, { name: 'CI', role: 'editor' })).body;
  const use = async () => (await answer('GET', '/meters', undefined, bearer(secret))).status;
  expect(await use()).toBe(200);
  expect((await w.call('DELETE', `${KEYS}/${id}`)).status).toBe(204);
  await expect.poll(use).toBe(401);
  expect((await w.call('GET', KEYS)).body.data.find((k: { id: string }) => k.id === id).revoked_at).toEqual(expect.any(String));
  expect((await w.call('DELETE', `${KEYS}/${id}`)).status).toBe(204);
  expect((await (await testWorkspace()).call('DELETE', `${KEYS}/${id}`)).status).toBe(404);
});

it('lets a key expire', async () => {
  const w = await testWorkspace();
  const later = new Date(Date.now() + 3_600_000).toISOString();
  const { id, secret } = (await w.call('POST', KEYS, { name: 'CI', role: 'editor', expires_at: later })).body;
  expect((await answer('GET', '/meters', undefined, bearer(secret))).status).toBe(200);
  await w.run((ctx) => ctx.tx.apiKey.update({ where: { id }, data: { expiresAt: new Date() } }));
  await expect.poll(async () => (await answer('GET', '/meters', undefined, bearer(secret))).status).toBe(401);
});

it('makes no key that outlives the one that asks', async () => {
  const w = await testWorkspace();
  const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const { secret } = (await w.call('POST', KEYS, { name: 'short', role: 'admin', expires_at: at(1) })).body;
  const make = (expires_at?: string) => answer('POST', KEYS, { name: 'x', role: 'editor', expires_at }, bearer(secret));
  for (const end of [undefined, at(2)])
    expect(await make(end)).toMatchObject({ status: 400, body: { invalid_parameters: [{ field: 'expires_at' }] } });
  expect((await make(at(0.5))).status).toBe(201);
});

describe('is refused', () => {
  it.each([
    ['a time that has passed', { name: 'x', role: 'editor', expires_at: '2020-01-01T00:00:00Z' }, 400],
    ['a role that there is not', { name: 'x', role: 'emperor' }, 400],
    ['no name', { name: '  ', role: 'editor' }, 400],
    ['what an owner may, asked by an admin', { name: 'x', role: 'owner' }, 403],
  ])('%s', async (_, body, status) => {
    const w = await testWorkspace();
    expect((await w.call('POST', KEYS, body)).status).toBe(status);
    expect((await w.call('GET', KEYS)).body.data).toHaveLength(1);
  });

  it('a request to repeat the answer, which would have to be kept', async () => {
    const w = await testWorkspace();
    expect((await w.call('POST', KEYS, { name: 'x', role: 'editor' }, { headers: { 'idempotency-key': 'k' } })).status).toBe(400);
  });

  it('anyone who does not manage keys', async () => {
    const w = await testWorkspace();
    for (const role of ['editor', 'analyst', 'support'] as const) expect((await w.call('GET', KEYS, undefined, { role })).status).toBe(403);
  });
});
