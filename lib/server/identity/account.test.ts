import { Secret, TOTP } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { identity } from '@/lib/server/core/db';
import { answer, testPerson, testWorkspace } from '@/lib/server/testing/workspace';
import { hashPassword } from './password';
import { passwordLink } from './password-links';
import { openSession, userByPassword, userByProvider } from './sign-in';

const OLD = 'the old sentence of words';
const NEW = 'another sentence of words';

async function person(role: 'owner' | 'editor' = 'owner') {
  const w = await testWorkspace();
  const p = await testPerson([{ workspaceId: w.id, role }]);
  const passwordHash = await hashPassword(OLD);
  await identity((tx) => tx.user.update({ where: { id: p.userId }, data: { passwordHash } }));
  const call = (method: string, path: string, body?: unknown) => answer(method, `/api/v1/${path}`, body, p.headers);
  let source = 0;
  const signIn = (password: string, code?: string) => userByPassword({ email: p.email, password, code, source: `s${source++}` });
  return { ...p, w, call, signIn };
}

const codeOf = (secret: string, at = Date.now()) =>
  new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30 }).generate({ timestamp: at });

async function withFactor(role: 'owner' | 'editor' = 'owner') {
  const p = await person(role);
  const { secret } = (await p.call('POST', 'account/two-factor', { password: OLD })).body;
  const { recovery_codes } = (await p.call('POST', 'account/two-factor/confirmation', { code: codeOf(secret) })).body;
  return { ...p, secret, codes: recovery_codes as string[] };
}

describe('a password', () => {
  it('is changed with the old one, which ends the other sessions and not this one', async () => {
    const p = await person();
    await openSession({ id: p.userId, name: 'x' }, { source: '192.0.2.1', device: 'Firefox/1', singleSignOn: false });
    expect((await p.call('GET', 'account/sessions')).body.data).toHaveLength(2);
    expect(await p.call('PUT', 'account/password', { current: 'wrong', password: NEW })).toMatchObject({
      status: 400,
      body: { invalid_parameters: [{ field: 'current' }] },
    });
    for (const weak of ['short', 'password1234', `${p.email}x`])
      expect((await p.call('PUT', 'account/password', { current: OLD, password: weak })).status).toBe(400);
    expect((await p.call('PUT', 'account/password', { current: OLD, password: NEW })).status).toBe(204);
    expect((await p.call('GET', 'account/sessions')).body.data).toMatchObject([{ current: true }]);
    expect(await p.signIn(OLD)).toBeNull();
    expect(await p.signIn(NEW)).toMatchObject({ id: p.userId });
  });

  it('is reset by a link that counts once and ends every session', async () => {
    const p = await person();
    const made = await passwordLink(p.email, { mailed: false });
    const token = made?.link.split('#')[1];
    const use = () => answer('POST', '/api/v1/password-links/use', { token, password: NEW });
    expect((await Promise.all([use(), use()])).map(({ status }) => status).sort()).toEqual([204, 404]);
    expect(await p.signIn(NEW)).toMatchObject({ id: p.userId });
    await expect.poll(async () => (await p.call('GET', 'session')).status).toBe(401);
    expect(await passwordLink('nobody@test.example', { mailed: false })).toBeNull();
  });
});

describe('a second factor', () => {
  it('is asked for after the password, and each code counts once, also for two at the same moment', async () => {
    const p = await withFactor();
    await expect(p.signIn(OLD)).rejects.toThrow('Code needed');
    await expect(p.signIn(OLD, '000000')).rejects.toThrow('Wrong code');
    const next = codeOf(p.secret, Date.now() + 30_000);
    const both = await Promise.allSettled([p.signIn(OLD, next), p.signIn(OLD, next)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await p.signIn('wrong', next)).toBeNull();
  });

  it('has recovery codes that count once, are kept as hashes, and end with it', async () => {
    const p = await withFactor();
    const [first, second] = p.codes as [string, string];
    expect(await p.signIn(OLD, first.toUpperCase())).toMatchObject({ id: p.userId });
    await expect(p.signIn(OLD, first)).rejects.toThrow('Wrong code');
    const user = await identity((tx) => tx.user.findUniqueOrThrow({ where: { id: p.userId }, include: { recoveryCodes: true } }));
    expect(JSON.stringify(user)).not.toContain(second);
    expect(JSON.stringify(user)).not.toContain(p.secret);
    expect((await p.call('POST', 'account/two-factor/removal', { password: OLD, code: '000000' })).status).toBe(400);
    expect((await p.call('POST', 'account/two-factor/removal', { password: OLD, code: second })).status).toBe(204);
    expect(await p.signIn(OLD)).toMatchObject({ id: p.userId });
  });

  it('can be demanded by a workspace: who has none works in others, and turns theirs on', async () => {
    const p = await withFactor();
    const bare = await testPerson([{ workspaceId: p.w.id, role: 'admin' }]);
    const path = `/api/v1/workspaces/${p.w.id}`;
    const body = { require_two_factor: true };
    await identity((tx) => tx.user.update({ where: { id: bare.userId }, data: { passwordHash: 'x' } }));
    expect((await answer('PATCH', path, body, bare.headers)).body.invalid_parameters).toMatchObject([{ field: 'require_two_factor' }]);
    expect((await answer('PATCH', path, body, p.headers)).status).toBe(200);
    await expect.poll(async () => (await answer('GET', '/meters', undefined, bare.headers)).body.code).toBe('second_factor_needed');
    expect((await answer('GET', '/api/v1/account', undefined, bare.headers)).status).toBe(200);
    expect((await answer('GET', '/meters', undefined, p.headers)).status).toBe(200);
  });
});

it('ends a session of one’s own, and none of somebody else', async () => {
  const [p, other] = [await person(), await person()];
  expect((await other.call('DELETE', `account/sessions/${p.sessionId}`)).status).toBe(404);
  expect((await p.call('DELETE', `account/sessions/${p.sessionId}`)).status).toBe(204);
  await expect.poll(async () => (await p.call('GET', 'session')).status).toBe(401);
});

it('takes an unverified account’s password away when single sign-on proves whose address it is', async () => {
  const p = await person();
  expect(await userByProvider('oidc', `sub-${p.userId}`, `\u212A${p.email}`, true)).toBeNull();
  expect(await userByProvider('oidc', `sub-${p.userId}`, p.email, true)).toMatchObject({ id: p.userId });
  expect(await p.signIn(OLD)).toBeNull();
  await expect.poll(async () => (await p.call('GET', 'session')).status).toBe(401);
});

it('makes who guesses wait, longer each time, and nobody else', async () => {
  const p = await person();
  const guess = () => userByPassword({ email: p.email, password: 'guess', source: 'attacker' });
  const many = await Promise.allSettled(Array.from({ length: 20 }, guess));
  expect(many.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  const waits = [];
  for (let i = 0; i < 3; i++) {
    waits.push(await guess().then(String, (e: Error) => Number(/\d+$/.exec(e.message)?.[0])));
    await identity((tx) => tx.$executeRaw`UPDATE attempts SET waits_to = now()`);
    expect(await guess()).toBeNull();
  }
  expect(waits).toEqual([30, 60, 120].map((seconds) => expect.closeTo(seconds, -1)));
  expect(await p.signIn(OLD)).toMatchObject({ id: p.userId }); // from elsewhere the right password is heard at once
  const strangers = await Promise.allSettled(
    Array.from({ length: 6 }, () => userByPassword({ email: 'nobody@test.example', password: 'guess', source: 'x' })),
  );
  expect(strangers.at(-1)?.status === 'rejected' || strangers.some(({ status }) => status === 'rejected')).toBe(true);
});
