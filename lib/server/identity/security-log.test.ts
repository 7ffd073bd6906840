import { expect, it } from 'vitest';
import { api } from '@/lib/server/api/app';
import { identity } from '@/lib/server/core/db';
import { answer, testPerson, testWorkspace } from '@/lib/server/testing/workspace';
import { userByPassword } from './sign-in';

const LOG = '/api/v1/security-log';

it('holds failures of members, refusals, keys, roles and exports, and nothing of other workspaces', async () => {
  const [w, other] = [await testWorkspace(), await testWorkspace()];
  const member = await testPerson([{ workspaceId: w.id, role: 'editor' }]);
  await userByPassword({ email: member.email, password: 'guess', source: '192.0.2.7' });
  await w.call('PATCH', `/api/v1/members/${member.userId}`, { role: 'analyst' });
  await w.call('POST', '/api/v1/api-keys', { name: 'CI', role: 'editor' });
  await w.call('GET', '/api/v1/exports/plans');
  await w.call('GET', '/api/v1/api-keys', undefined, { role: 'support' });
  const types = async (of: typeof w) => (await of.call('GET', LOG)).body.data.map((e: { type: string }) => e.type);
  await expect
    .poll(() => types(w))
    .toEqual(expect.arrayContaining(['request.refused', 'export', 'api_key.create', 'role.change', 'sign_in.failed']));
  expect(await types(other)).toEqual([]);
  const csv = (await w.call('GET', '/api/v1/exports/security_log')).body;
  expect(csv).toContain('192.0.2.7');
  expect((await w.call('GET', LOG, undefined, { role: 'analyst' })).status).toBe(403);
});

it('cannot be changed by the application', async () => {
  const w = await testWorkspace();
  await w.call('POST', '/api/v1/api-keys', { name: 'CI', role: 'editor' });
  const changed = await w.run((ctx) => ctx.tx.$executeRaw`UPDATE security_events SET actor = 'nobody'`);
  const removed = await w.run((ctx) => ctx.tx.$executeRaw`DELETE FROM security_events`);
  expect([changed, removed]).toEqual([0, 0]);
});

/** Reads an answer to its end or its breaking, and says how long after `from` that was. */
async function readOut(response: Response): Promise<number> {
  const reader = response.body?.getReader();
  try {
    while (reader && !(await reader.read()).done);
  } catch {
    // broken off: what is measured
  }
  return Date.now();
}

it.each([
  [
    'a revoked key',
    async (w: Awaited<ReturnType<typeof testWorkspace>>) => {
      const { id, secret } = (await w.call('POST', '/api/v1/api-keys', { name: 'x', role: 'editor' })).body;
      return { headers: { authorization: `Bearer ${secret}` }, end: () => w.call('DELETE', `/api/v1/api-keys/${id}`) };
    },
  ],
  [
    'a removed member',
    async (w: Awaited<ReturnType<typeof testWorkspace>>) => {
      const person = await testPerson([{ workspaceId: w.id, role: 'editor' }]);
      return { headers: person.headers, end: () => w.call('DELETE', `/api/v1/members/${person.userId}`) };
    },
  ],
  [
    'an ended session',
    async (w: Awaited<ReturnType<typeof testWorkspace>>) => {
      const person = await testPerson([{ workspaceId: w.id, role: 'editor' }]);
      return { headers: person.headers, end: () => answer('DELETE', '/api/v1/session', undefined, person.headers) };
    },
  ],
] as const)('breaks off the open stream of %s', async (_, make) => {
  const w = await testWorkspace();
  const { headers, end } = await make(w);
  const response = await api.request('/api/v1/events/stream', { headers });
  expect(response.status).toBe(200);
  const ended = readOut(response);
  expect((await end()).status).toBe(204);
  const from = Date.now();
  expect((await ended) - from).toBeLessThan(5_000); // a second on a machine that is free
});

it('breaks off a download that is under way', async () => {
  const w = await testWorkspace();
  await w.run(async (ctx) => {
    for (let i = 0; i < 400; i++)
      await ctx.tx.$executeRaw`INSERT INTO security_events (id, at, workspace_id, type, actor, source, about, request_id)
        VALUES (${`01J${String(i).padStart(23, '0')}`}, now(), ${w.id}, 'export', ${'x'.repeat(1000)}, '', '', '')`;
  });
  const { id, secret } = (await w.call('POST', '/api/v1/api-keys', { name: 'x', role: 'admin' })).body;
  const response = await api.request('/api/v1/exports/security_log', { headers: { authorization: `Bearer ${secret}` } });
  const reader = response.body?.getReader();
  await reader?.read();
  await w.call('DELETE', `/api/v1/api-keys/${id}`);
  await expect
    .poll(
      async () =>
        reader?.read().then(
          (part) => (part.done ? 'whole' : 'more'),
          () => 'broken',
        ),
      { interval: 700 },
    )
    .toBe('broken');
});

it('refuses a write from an unencrypted page of an encrypted site', async () => {
  const { env } = await import('@/lib/server/core/env');
  const settings = env();
  const w = await testWorkspace();
  const person = await testPerson([{ workspaceId: w.id, role: 'owner' }]);
  const cookie = person.headers.cookie.replace('next-auth', '__Secure-next-auth');
  const write = (origin: string) => answer('DELETE', '/api/v1/session', undefined, { cookie, host: 'rates.example', origin });
  const before = settings.NEXTAUTH_URL;
  settings.NEXTAUTH_URL = 'https://rates.example';
  try {
    expect((await write('http://rates.example')).status).toBe(403);
    expect((await write('https://rates.example')).status).toBe(204);
  } finally {
    settings.NEXTAUTH_URL = before;
  }
  expect(await identity((tx) => tx.session.findUniqueOrThrow({ where: { id: person.sessionId } }))).toMatchObject({
    revokedAt: expect.any(Date),
  });
});
