import { expect, it } from 'vitest';
import { identity } from '@/lib/server/core/db';
import { answer, testPerson, testWorkspace } from '@/lib/server/testing/workspace';
import { userByPassword } from './sign-in';

const first = {
  workspace_name: 'Acme AI',
  name: 'Ada',
  email: 'Ada@Acme.example',
  password: 'correct horse battery',
  token: process.env.SET_UP_TOKEN,
};

it('names a short password and a time zone that does not exist', async () => {
  expect(await answer('POST', '/api/v1/set-up', { ...first, password: 'short' })).toMatchObject({
    status: 400,
    body: { invalid_parameters: [{ field: 'password' }] },
  });
  const zone = await answer('POST', '/api/v1/set-up', { ...first, time_zone: 'Mars/Olympus' });
  expect(zone).toMatchObject({ status: 400, body: { invalid_parameters: [{ field: 'time_zone' }] } });
});

it('lets nobody set it up without the token that was printed', async () => {
  for (const token of [undefined, '', 'guessed'])
    expect(await answer('POST', '/api/v1/set-up', { ...first, token })).toMatchObject({
      status: 400,
      body: { invalid_parameters: [{ field: 'token' }] },
    });
});

it('is set up once, by one of two who try at the same moment; the owner can sign in', async () => {
  const answers = await Promise.all([
    answer('POST', '/api/v1/set-up', first),
    answer('POST', '/api/v1/set-up', { ...first, email: 'eve@acme.example' }),
  ]);
  expect(answers.map((a) => a.status).sort()).toEqual([204, 409]);
  expect((await answer('POST', '/api/v1/set-up', first)).status).toBe(409);
  const owner = await identity((tx) => tx.user.findFirstOrThrow());
  expect(await userByPassword({ email: owner.email.toUpperCase(), password: first.password, source: 'test' })).toMatchObject({
    id: owner.id,
  });
  expect(await userByPassword({ email: owner.email, password: 'wrong', source: 'test' })).toBeNull();
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
