import { expect, it } from 'vitest';
import { identity } from '@/lib/server/core/db';
import { answer, testPerson, testWorkspace } from '@/lib/server/testing/workspace';
import { userByPassword } from './sign-in';

const first = { workspace_name: 'Acme AI', name: 'Ada', email: 'Ada@Acme.example', password: 'correct horse battery' };

it('is set up once, by one of two who try at the same moment; the owner can sign in', async () => {
  const answers = await Promise.all([
    answer('POST', '/api/v1/set-up', first),
    answer('POST', '/api/v1/set-up', { ...first, email: 'eve@acme.example' }),
  ]);
  expect(answers.map((a) => a.status).sort()).toEqual([204, 409]);
  expect((await answer('POST', '/api/v1/set-up', first)).status).toBe(409);
  const owner = await identity((tx) => tx.user.findFirstOrThrow());
  expect(await userByPassword(owner.email.toUpperCase(), first.password, 'test')).toMatchObject({ id: owner.id });
  expect(await userByPassword(owner.email, 'wrong', 'test')).toBeNull();
});

it('names a short password and a time zone that does not exist', async () => {
  expect(await answer('POST', '/api/v1/set-up', { ...first, password: 'short' })).toMatchObject({
    status: 400,
    body: { invalid_parameters: [{ field: '$.password' }] },
  });
  const zone = await answer('POST', '/api/v1/set-up', { ...first, time_zone: 'Mars/Olympus' });
  expect(zone).toMatchObject({ status: 400, body: { invalid_parameters: [{ field: '$.time_zone' }] } });
});

it('stops guessing after ten attempts, for addresses that exist and for those that do not alike', async () => {
  for (const email of ['nobody@acme.example', 'somebody@acme.example']) {
    for (let i = 0; i < 10; i++) expect(await userByPassword(email, 'guess', email)).toBeNull();
    await expect(userByPassword(email, 'guess', email)).rejects.toThrow('Too many attempts');
  }
});

it('ends every session of a person at once', async () => {
  const w = await testWorkspace();
  const person = await testPerson([{ workspaceId: w.id, role: 'owner' }]);
  expect(await answer('GET', '/api/v1/session', undefined, person.headers)).toMatchObject({
    status: 200,
    body: { workspaces: [{ key: w.key, role: 'owner' }] },
  });
  expect((await answer('DELETE', '/api/v1/session', undefined, person.headers)).status).toBe(204);
  await expect.poll(async () => (await answer('GET', '/api/v1/session', undefined, person.headers)).status).toBe(401);
});
