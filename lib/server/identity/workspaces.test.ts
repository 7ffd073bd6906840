import { expect, it } from 'vitest';
import { answer, testPerson, testWorkspace } from '@/lib/server/testing/workspace';

const WORKSPACES = '/api/v1/workspaces';

it('shows a person the workspaces they belong to, with their role, and no others', async () => {
  const [a, b] = [await testWorkspace(), await testWorkspace('Europe/Berlin')];
  await testWorkspace();
  const person = await testPerson([
    { workspaceId: a.id, role: 'support' },
    { workspaceId: b.id, role: 'owner' },
  ]);
  const { body } = await answer('GET', WORKSPACES, undefined, person.headers);
  expect(body.data).toMatchObject([
    { id: a.id, role: 'support', time_zone: 'UTC' },
    { id: b.id, role: 'owner', time_zone: 'Europe/Berlin' },
  ]);
  expect((await a.call('GET', WORKSPACES)).status).toBe(401);
});

it('lets owners and admins make another one, which they own, under a key of its name', async () => {
  const w = await testWorkspace();
  const admin = await testPerson([{ workspaceId: w.id, role: 'admin' }]);
  const name = `Sandbox ${w.key}`;
  const made = await answer('POST', WORKSPACES, { name, time_zone: 'Asia/Tokyo' }, admin.headers);
  expect(made).toMatchObject({ status: 201, body: { name, key: `sandbox-${w.key}`, time_zone: 'Asia/Tokyo', demo: false } });
  const again = await answer('POST', WORKSPACES, { name }, admin.headers);
  expect(again.body).toMatchObject({ key: expect.stringMatching(new RegExp(`^sandbox-${w.key}-\\w{6}$`)), time_zone: 'UTC' });
  expect((await answer('POST', WORKSPACES, { name: '日本' }, admin.headers)).status).toBe(201);
  await expect
    .poll(async () => (await answer('GET', WORKSPACES, undefined, admin.headers)).body.data.map((x: { role: string }) => x.role))
    .toEqual(['admin', 'owner', 'owner', 'owner']);
  const editor = await testPerson([{ workspaceId: w.id, role: 'editor' }]);
  expect((await answer('POST', WORKSPACES, { name }, editor.headers)).status).toBe(403);
});

it('is entered by the very next request, so that nothing meant for it lands in another', async () => {
  const w = await testWorkspace();
  const { headers } = await testPerson([{ workspaceId: w.id, role: 'owner' }]);
  for (let n = 0; n < 20; n++) {
    await answer('GET', WORKSPACES, undefined, headers); // who asks is remembered now, without the workspace to come
    const { body } = await answer('POST', WORKSPACES, { name: `Next ${n}` }, headers);
    const entered = await answer('GET', `${WORKSPACES}/${body.id}`, undefined, { ...headers, 'x-workspace': body.key });
    expect(entered).toMatchObject({ status: 200, body: { id: body.id } });
  }
});

it('never does in another workspace what was meant for one that the person may not enter any more', async () => {
  const [first, left] = [await testWorkspace(), await testWorkspace()];
  const memberships = [first, left].map(({ id }) => ({ workspaceId: id, role: 'editor' as const }));
  const { headers, userId } = await testPerson(memberships);
  const create = (more: object) => answer('POST', '/features', { key: 'sso', name: 'SSO' }, { ...headers, ...more });
  const remembered = { cookie: `${headers.cookie}; ratebook-workspace=${left.key}` };
  await answer('GET', '/features', undefined, { ...headers, ...remembered }); // who asks is remembered now, with both workspaces
  const owner = await testPerson([{ workspaceId: left.id, role: 'owner' }]);
  const inLeft = { ...owner.headers, 'x-workspace': left.id };
  expect((await answer('DELETE', `/api/v1/members/${userId}`, undefined, inLeft)).status).toBe(204);
  // The removal is announced to what remembers people a moment after it.
  await expect.poll(async () => (await answer('GET', '/features', undefined, { ...headers, 'x-workspace': left.id })).status).toBe(403);
  for (const more of [{ 'x-workspace': left.id }, { 'x-workspace': left.key }, remembered]) {
    const { status, body } = await create(more);
    expect([status, body]).toMatchObject([403, { code: 'not_a_member', detail: expect.stringContaining('Nothing was changed') }]);
  }
  for (const w of [first, left]) expect((await w.call('GET', '/features')).body.data).toEqual([]);
  // A page that is loaded again opens another workspace, and its writes name that one.
  expect((await answer('GET', '/features', undefined, { ...headers, ...remembered })).status).toBe(200);
  expect((await create({ ...remembered, 'x-workspace': first.id })).status).toBe(201);
});

it('changes name and time zone, refuses a zone that does not exist, a stale copy, and roles below admin', async () => {
  const w = await testWorkspace();
  const at = `${WORKSPACES}/${w.id}`;
  expect((await w.call('GET', at)).body).toMatchObject({ id: w.id, key: w.key, name: 'Test' });
  expect((await w.call('PATCH', at, { time_zone: 'Europe/Paris' })).body).toMatchObject({ name: 'Test', time_zone: 'Europe/Paris' });
  expect(await w.call('PATCH', at, { time_zone: 'Mars/Olympus' })).toMatchObject({
    status: 400,
    body: { invalid_parameters: [{ field: 'time_zone' }] },
  });
  expect(await w.call('PATCH', at, { name: 'X' }, { headers: { 'if-match': '"1"' } })).toMatchObject({
    status: 412,
    body: { current: { time_zone: 'Europe/Paris' } },
  });
  expect((await w.call('PATCH', at, { name: 'X' }, { role: 'editor' })).status).toBe(403);
  expect((await (await testWorkspace()).call('GET', at)).status).toBe(404);
});
