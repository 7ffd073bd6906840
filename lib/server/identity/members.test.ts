import { describe, expect, it } from 'vitest';
import { answer, testPerson, testWorkspace } from '@/lib/server/testing/workspace';

const MEMBERS = '/api/v1/members';
const ada = { email: 'Ada@Test.example', name: 'Ada', role: 'editor', password: 'a long enough password' };

it('adds a person whom nobody knows, who can then sign in, and lists them', async () => {
  const w = await testWorkspace();
  const email = `ada-${w.key}@test.example`;
  const added = await w.call('POST', MEMBERS, { ...ada, email: email.toUpperCase() });
  expect(added).toMatchObject({ status: 201, body: { email, role: 'editor' } });
  const { data } = (await w.call('GET', MEMBERS)).body;
  expect(data).toEqual([{ user_id: expect.any(String), email, name: 'Ada', role: 'editor', created_at: expect.any(String) }]);
  const user = await w.run((ctx) => ctx.tx.user.findUniqueOrThrow({ where: { email } }));
  expect(user.passwordHash).toMatch(/^\$argon2id\$/);
});

it('answers the same for an address that has an account, and leaves that account its name and password', async () => {
  const [w, other] = [await testWorkspace(), await testWorkspace()];
  const known = await testPerson([{ workspaceId: other.id, role: 'owner' }]);
  const [a, b] = [
    await w.call('POST', MEMBERS, { ...ada, email: known.email }),
    await w.call('POST', MEMBERS, { ...ada, email: `new-${known.email}` }),
  ];
  expect([a.status, Object.keys(a.body)]).toEqual([b.status, Object.keys(b.body)]);
  const user = await w.run((ctx) => ctx.tx.user.findUniqueOrThrow({ where: { email: known.email } }));
  expect(user).toMatchObject({ name: 'Test person', passwordHash: null });
  const withoutPassword = { ...ada, password: undefined };
  for (const email of [known.email, `unknown-${known.email}`]) {
    expect(await other.call('POST', MEMBERS, { ...withoutPassword, email })).toMatchObject({
      status: 400,
      body: { invalid_parameters: [{ field: '$.password', rule: 'required' }] },
    });
  }
  expect((await w.call('POST', MEMBERS, { ...ada, email: known.email })).status).toBe(409);
});

it('keeps passwords out of the log and out of repeated answers', async () => {
  const w = await testWorkspace();
  await w.call('POST', MEMBERS, { ...ada, email: `x-${w.key}@test.example` });
  const log = JSON.stringify((await w.call('GET', '/api/v1/audit-log')).body);
  expect(log).toContain('member.add');
  expect(log).not.toMatch(/argon2|a long enough password/);
  expect((await w.call('POST', MEMBERS, ada, { headers: { 'idempotency-key': 'k' } })).status).toBe(400);
});

describe('owners', () => {
  it('are made, changed and removed by owners only', async () => {
    const w = await testWorkspace();
    const owner = await testPerson([{ workspaceId: w.id, role: 'owner' }]);
    const editor = await testPerson([{ workspaceId: w.id, role: 'editor' }]);
    const by = (role: 'admin' | 'owner') => ({ role });
    expect((await w.call('POST', MEMBERS, { ...ada, role: 'owner' }, by('admin'))).status).toBe(403);
    expect((await w.call('PATCH', `${MEMBERS}/${editor.userId}`, { role: 'owner' }, by('admin'))).status).toBe(403);
    expect((await w.call('PATCH', `${MEMBERS}/${owner.userId}`, { role: 'admin' }, by('admin'))).status).toBe(403);
    expect((await w.call('DELETE', `${MEMBERS}/${owner.userId}`, undefined, by('admin'))).status).toBe(403);
    expect((await w.call('PATCH', `${MEMBERS}/${editor.userId}`, { role: 'owner' }, by('owner'))).body.role).toBe('owner');
    expect((await w.call('DELETE', `${MEMBERS}/${owner.userId}`, undefined, by('owner'))).status).toBe(204);
  });

  it('cannot lose their last one, not even when two step down at the same moment', async () => {
    const w = await testWorkspace();
    const [a, b] = [await testPerson([{ workspaceId: w.id, role: 'owner' }]), await testPerson([{ workspaceId: w.id, role: 'owner' }])];
    const down = [a, b].map(({ userId }) => w.call('PATCH', `${MEMBERS}/${userId}`, { role: 'admin' }, { role: 'owner' }));
    expect((await Promise.all(down)).map(({ status }) => status).sort()).toEqual([200, 409]);
    const { data } = (await w.call('GET', MEMBERS)).body;
    const last = data.find((m: { role: string }) => m.role === 'owner').user_id;
    expect((await w.call('DELETE', `${MEMBERS}/${last}`, undefined, { role: 'owner' })).status).toBe(409);
  });
});

it('takes effect at once for whoever is signed in', async () => {
  const w = await testWorkspace();
  const person = await testPerson([{ workspaceId: w.id, role: 'editor' }]);
  const status = async () => (await answer('GET', '/meters', undefined, person.headers)).status;
  expect(await status()).toBe(200);
  expect((await w.call('DELETE', `${MEMBERS}/${person.userId}`)).status).toBe(204);
  await expect.poll(status).toBe(403);
  expect((await w.call('DELETE', `${MEMBERS}/${person.userId}`)).status).toBe(404);
});

it('is closed to those who do not manage members', async () => {
  const w = await testWorkspace();
  for (const role of ['editor', 'analyst', 'support'] as const)
    expect((await w.call('GET', MEMBERS, undefined, { role })).status).toBe(403);
});
