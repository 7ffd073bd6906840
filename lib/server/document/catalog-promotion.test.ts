import { beforeEach, expect, it } from 'vitest';
import type { Role } from '@/lib/api/role';
import { draft, phase, published, tieredCard } from '@/lib/server/testing/sample-plans';
import { answer, type TestWorkspace, testPerson, testWorkspace } from '@/lib/server/testing/workspace';

const PROMOTIONS = '/api/v1/catalog/promotions';
let sandbox: TestWorkspace;
let live: TestWorkspace;

beforeEach(async () => {
  [sandbox, live] = [await testWorkspace(), await testWorkspace()];
  await published(sandbox, { phases: [phase(await tieredCard(sandbox))] });
  await draft(sandbox, { key: 'other' });
});

/** Calls as a person who works in the sandbox and has these roles in both. */
async function person(roles: { sandbox: Role; live?: Role } = { sandbox: 'editor', live: 'editor' }) {
  const memberships = [{ workspaceId: sandbox.id, role: roles.sandbox }];
  if (roles.live) memberships.push({ workspaceId: live.id, role: roles.live });
  const { headers } = await testPerson(memberships);
  return (path: string, body: object) => answer('POST', `${PROMOTIONS}${path}`, body, { ...headers, 'x-workspace': sandbox.key });
}

const plans = async (w: TestWorkspace) =>
  (await w.call('GET', '/plans')).body.data.map((p: { key: string; status: string }) => `${p.key} ${p.status}`);

it('takes a plan to another workspace with the features and meters that it needs, and says so', async () => {
  const call = await person();
  const { status, body } = await call('/review', { to: live.key, parts: ['plans/flat'] });
  expect(status).toBe(200);
  expect(body.changes.map(({ part, act }: { part: string; act: string }) => `${act} ${part}`)).toEqual([
    'create meters/tokens',
    'create features/tokens',
    'create plans/flat',
  ]);
  expect(body.companions).toEqual([
    { part: 'features/tokens', needed_by: 'plans/flat' },
    { part: 'meters/tokens', needed_by: 'features/tokens' },
  ]);
  expect(await plans(live)).toEqual([]);
  expect((await call('', { to: live.id, parts: ['plans/flat'], base: body.base })).status).toBe(200);
  expect(await plans(live)).toEqual(['flat draft']);
  expect((await call('', { to: live.id, parts: ['plans/flat'], publish: true })).body).toEqual({ changes: [], published: ['plans/flat'] });
  expect(await plans(live)).toEqual(['flat active']);
  const [entry] = (await live.call('GET', '/api/v1/audit-log?filter[action]=plan.publish')).body.data;
  expect(entry.actor).toMatchObject({ type: 'user', name: 'Test person' });
});

it('names what is in the way, and takes nothing', async () => {
  await live.call('POST', '/meters', { key: 'tokens', name: 'tokens', aggregation: 'count', event_type: 'other' });
  const call = await person();
  const { body } = await call('/review', { to: live.key, parts: ['plans/flat'] });
  expect(body.issues.map(({ field, code }: { field: string; code: string }) => `${field} ${code}`)).toEqual([
    '$.meters[0].aggregation catalog_field_fixed',
    '$.meters[0].event_type catalog_field_fixed',
    '$.meters[0].value_property catalog_field_fixed',
  ]);
  const refused = await call('', { to: live.key, parts: ['plans/flat'] });
  expect([refused.status, refused.body.detail]).toEqual([400, expect.stringMatching('The meter "tokens" exists')]);
  expect(await plans(live)).toEqual([]);
});

it.each<[string, { sandbox: Role; live?: Role }, string, number]>([
  ['nobody who is not a member there', { sandbox: 'owner' }, '/review', 404],
  ['who only reads there, to look', { sandbox: 'editor', live: 'analyst' }, '/review', 200],
  ['nobody who only reads there', { sandbox: 'owner', live: 'analyst' }, '', 403],
  ['who only reads here', { sandbox: 'analyst', live: 'editor' }, '', 200],
])('lets through %s', async (_, roles, path, status) => {
  expect((await (await person(roles))(path, { to: live.key, parts: ['plans/other'] })).status).toBe(status);
});

it('is for people: a key belongs to one workspace, and a workspace is not promoted to itself', async () => {
  expect((await sandbox.call('POST', PROMOTIONS, { to: live.key, parts: ['plans/other'] })).status).toBe(401);
  const call = await person();
  expect((await call('', { to: sandbox.key, parts: ['plans/other'] })).status).toBe(400);
  expect((await call('', { to: live.key, parts: ['plans/gone'] })).body.detail).toBe('The catalog has no plans/gone.');
});
