import { describe, expect, it } from 'vitest';
import { answer, testPerson, testWorkspace } from '@/lib/server/testing/workspace';

const MEMBERS = '/api/v1/members';
describe('owners', () => {
  it('are made, changed and removed by owners only', async () => {
    const w = await testWorkspace();
    const owner = await testPerson([{ workspaceId: w.id, role: 'owner' }]);
    const editor = await testPerson([{ workspaceId: w.id, role: 'editor' }]);
    const by = (role: 'admin' | 'owner') => ({ role });
    expect((await w.call('POST', '/api/v1/invitations', { email: 'ada@test.example', role: 'owner' }, by('admin'))).status).toBe(403);
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
