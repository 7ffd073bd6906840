import { expect, it } from 'vitest';
import { transaction } from '@/lib/server/core/db';
import { answer, type TestWorkspace, testPerson, testWorkspace } from '@/lib/server/testing/workspace';

const TRIES = 5;
const V1 = '/api/v1';
const keyed = (key: string) => ({ headers: { 'idempotency-key': key } });
const entries = async (w: TestWorkspace, action: string) => w.run(({ tx }) => tx.auditEntry.count({ where: { action } }));
const kept = (w: TestWorkspace) => w.run(({ tx }) => tx.idempotencyKey.findMany({ orderBy: { key: 'asc' } }));

it('a write that arrives twice at once is done once and answered twice the same, with status, ETag and body', async () => {
  const w = await testWorkspace();
  for (let n = 0; n < TRIES; n++) {
    const send = () => w.call('POST', '/features', { key: `f_${n}`, name: 'F' }, keyed(`k-${n}`));
    const [one, two] = await Promise.all([send(), send()]);
    expect([one.status, two.status]).toEqual([201, 201]);
    expect(two.body).toEqual(one.body);
    for (const name of ['etag', 'content-type']) expect([name, two.headers.get(name)]).toEqual([name, one.headers.get(name)]);
    expect([one, two].filter(({ headers }) => headers.get('idempotency-replayed') === 'true')).toHaveLength(1);
  }
  expect(await entries(w, 'feature.create')).toBe(TRIES);
});

it('an answer without a body is given again without one', async () => {
  const w = await testWorkspace();
  const { body } = await w.call('POST', '/features', { key: 'f', name: 'F' });
  const remove = () => w.call('DELETE', `/features/${body.id}`, undefined, keyed('k'));
  const [one, two] = await Promise.all([remove(), remove()]);
  expect([one.status, two.status, one.body, two.body]).toEqual([204, 204, '', '']);
  expect(await entries(w, 'feature.delete')).toBe(1);
});

it('a catalog that is applied twice at once with one key is applied once', async () => {
  const w = await testWorkspace();
  const file = 'features:\n  - key: calls\n    name: Calls\n';
  const send = (text: string) =>
    w.call('POST', `${V1}/catalog/apply`, text, { headers: { 'content-type': 'application/yaml', 'idempotency-key': 'k' } });
  const [one, two] = await Promise.all([send(file), send(file)]);
  expect(one.status).toBe(200);
  expect(two.body).toEqual(one.body);
  expect(one.body).not.toEqual((await w.call('POST', `${V1}/catalog/apply`, file, { headers: { 'content-type': 'text/yaml' } })).body);
  expect((await send(file.replace('Calls', 'Other'))).status).toBe(409);
});

it('a workspace is made once per key, and a key is its person’s alone', async () => {
  const w = await testWorkspace();
  const [ann, bob] = [await testPerson([{ workspaceId: w.id, role: 'owner' }]), await testPerson([{ workspaceId: w.id, role: 'owner' }])];
  const send = (who: typeof ann, name = 'Made once') =>
    answer('POST', `${V1}/workspaces`, { name, time_zone: 'UTC' }, { ...who.headers, 'idempotency-key': 'k' });
  const [one, two, other] = await Promise.all([send(ann), send(ann), send(bob)]);
  expect([one.status, two.status, other.status]).toEqual([201, 201, 201]);
  expect(two.body).toEqual(one.body);
  expect(other.body.id).not.toBe(one.body.id);
  expect((await send(ann, 'Another')).status).toBe(409);
  const mine = await transaction({ userId: ann.userId }, (tx) => tx.idempotencyKey.findMany());
  expect(mine.map(({ holder }) => holder)).toEqual([ann.userId]);
});

it('parts that are promoted twice at once with one key are promoted once', async () => {
  const [from, to] = [await testWorkspace(), await testWorkspace()];
  const who = await testPerson([from, to].map(({ id }) => ({ workspaceId: id, role: 'owner' as const })));
  await from.call('POST', '/features', { key: 'calls', name: 'Calls' });
  const send = () =>
    answer(
      'POST',
      `${V1}/catalog/promotions`,
      { to: to.id, parts: ['features/calls'] },
      { ...who.headers, 'x-workspace': from.id, 'idempotency-key': 'k' },
    );
  const [one, two] = await Promise.all([send(), send()]);
  expect([one.status, two.status]).toEqual([200, 200]);
  expect(two.body).toEqual(one.body);
  expect(await to.run(({ tx }) => tx.auditEntry.count())).toBe(1);
});

it('what fails keeps nothing: the same key may be tried again', async () => {
  const w = await testWorkspace();
  const { body } = await w.call('POST', '/features', { key: 'f', name: 'F' });
  const send = () => w.call('POST', '/features', { key: 'f', name: 'Again' }, keyed('k'));
  expect((await Promise.all([send(), send()])).map(({ status }) => status)).toEqual([409, 409]);
  expect(await kept(w)).toEqual([]);
  await w.call('DELETE', `/features/${body.id}`);
  expect((await send()).status).toBe(201);
});

it('an answer is kept for a day, and the next write removes what is older', async () => {
  const w = await testWorkspace();
  const send = (key: string, name: string) => w.call('POST', '/features', { key: name, name }, keyed(key));
  await send('a', 'f');
  await send('b', 'g');
  await w.run(({ tx }) => tx.$executeRaw`UPDATE idempotency_keys SET created_at = now() - interval '25 hours'`);
  expect((await send('a', 'h')).status).toBe(201); // another request: the old one is forgotten
  expect((await kept(w)).map(({ key }) => key)).toEqual(['a']);
});

it('a key is refused where an answer shows a secret, and where nobody is signed in', async () => {
  const w = await testWorkspace();
  const who = await testPerson([{ workspaceId: w.id, role: 'owner' }]);
  const posts = [
    [`${V1}/api-keys`, { name: 'x', role: 'viewer' }],
    [`${V1}/invitations`, { email: 'a@b.example', role: 'viewer' }],
    [`${V1}/account/two-factor`, { password: 'x' }],
    [`${V1}/set-up`, {}],
  ] as const;
  for (const [path, body] of posts) {
    const { status, body: told } = await answer('POST', path, body, { ...who.headers, 'idempotency-key': 'k' });
    expect([path, status, told.detail]).toEqual([path, 400, expect.stringContaining('Leave out Idempotency-Key')]);
  }
});
