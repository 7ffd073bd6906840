import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { identity } from '@/lib/server/core/db';
import { answer, type TestWorkspace, testPerson, testWorkspace } from '@/lib/server/testing/workspace';
import { userByPassword } from './sign-in';

const INVITATIONS = '/api/v1/invitations';
const PASSWORD = 'a kettle of plain words';

const mails: string[] = [];
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData(stream, _session, done) {
    let text = '';
    stream.on('data', (part: Buffer) => {
      text += part.toString();
    });
    stream.on('end', () => {
      mails.push(text.replaceAll('=\r\n', '').replaceAll('=3D', '='));
      done();
    });
  },
});

beforeAll(async () => {
  smtp.listen(0, '127.0.0.1');
  await once(smtp.server, 'listening');
  process.env.SMTP_URL = `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise<void>((closed) => smtp.close(closed)));

const tokenOf = (text: string) => /#([\w-]{43})/.exec(text)?.[1] as string;

async function invited(w: TestWorkspace, email: string, role = 'editor') {
  const made = await w.call('POST', INVITATIONS, { email, role });
  expect(made.status).toBe(201);
  return { ...made.body, token: tokenOf(made.body.link) };
}
const complete = (token: string, more = {}) =>
  answer('POST', `${INVITATIONS}/complete`, { token, name: 'Ada', password: PASSWORD, ...more });
const accept = (token: string, person: { headers: Record<string, string> }) =>
  answer('POST', `${INVITATIONS}/accept`, { token }, person.headers);
const fresh = (w: TestWorkspace) => `ada-${w.key}@test.example`;

it('lets a new person in by a link that counts once, with a password that nobody else saw', async () => {
  const w = await testWorkspace();
  const { token } = await invited(w, fresh(w).toUpperCase());
  expect(await answer('POST', `${INVITATIONS}/open`, { token })).toMatchObject({ status: 200, body: { email: fresh(w), role: 'editor' } });
  expect((await complete(token, { password: 'password1234' })).body.invalid_parameters).toMatchObject([{ field: 'password' }]);
  const answers = await Promise.all([complete(token), complete(token), complete(token)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  expect(await userByPassword({ email: fresh(w), password: PASSWORD, source: 'test' })).toMatchObject({ email: fresh(w) });
  expect((await w.call('GET', '/api/v1/members')).body.data).toMatchObject([{ email: fresh(w), role: 'editor' }]);
  expect((await w.call('GET', INVITATIONS)).body.data).toEqual([]);
  expect((await complete(token)).status).toBe(404);
});

it('lets someone with an account accept while signed in, and only as the address that was invited', async () => {
  const w = await testWorkspace();
  const [known, other] = [await testPerson([]), await testPerson([])];
  const { token } = await invited(w, known.email);
  expect((await answer('POST', `${INVITATIONS}/accept`, { token })).status).toBe(401);
  expect((await accept(token, other)).status).toBe(403);
  expect((await complete(token)).status).toBe(409); // nobody sets the password of an account that is there
  expect(await identity((tx) => tx.user.findUniqueOrThrow({ where: { id: known.userId } }))).toMatchObject({ passwordHash: null });
  expect(await accept(token, known)).toMatchObject({ status: 200, body: { workspace_key: w.key } });
  await expect.poll(async () => (await answer('GET', '/meters', undefined, known.headers)).status).toBe(200);
  expect((await w.call('POST', INVITATIONS, { email: known.email, role: 'editor' })).status).toBe(409);
});

it('gives an admin no account of somebody else: one made in advance opens no other workspace', async () => {
  const [mine, theirs] = [await testWorkspace(), await testWorkspace()];
  await complete((await invited(mine, fresh(mine))).token); // an attacker takes the link to themselves
  const later = await invited(theirs, fresh(mine));
  const members = async () => (await theirs.call('GET', '/api/v1/members')).body.data;
  expect(await members()).toEqual([]);
  expect((await complete(later.token)).status).toBe(409);
  expect(await members()).toEqual([]);
});

it('ends by revoking, by a newer one, and by itself; all read the same', async () => {
  const w = await testWorkspace();
  const first = await invited(w, fresh(w));
  const second = await invited(w, fresh(w));
  expect((await w.call('DELETE', `${INVITATIONS}/${second.id}`)).status).toBe(204);
  expect((await w.call('DELETE', `${INVITATIONS}/${second.id}`)).status).toBe(204);
  const third = await invited(w, fresh(w));
  await w.run((ctx) => ctx.tx.invitation.update({ where: { id: third.id }, data: { expiresAt: new Date() } }));
  const answers = await Promise.all([first, second, third, { token: 'x'.repeat(43) }].map(({ token }) => complete(token)));
  expect(new Set(answers.map(({ status, body }) => `${status} ${body.detail}`)).size).toBe(1);
  expect(answers[0]?.status).toBe(404);
});

it('keeps tokens as hashes only, and out of the audit log and repeated answers', async () => {
  const w = await testWorkspace();
  const { token, id } = await invited(w, fresh(w));
  const row = await w.run((ctx) => ctx.tx.invitation.findUniqueOrThrow({ where: { id } }));
  const log = (await w.call('GET', '/api/v1/audit-log')).body;
  expect(JSON.stringify([row, log])).not.toContain(token);
  expect(JSON.stringify(log)).toContain('invitation.create');
  const repeated = { headers: { 'idempotency-key': 'k' } };
  expect((await w.call('GET', INVITATIONS)).body.data[0]).not.toHaveProperty('link');
  const other = await testWorkspace();
  expect((await other.call('DELETE', `${INVITATIONS}/${id}`)).status).toBe(404);
  expect((await w.call('GET', INVITATIONS, undefined, { role: 'editor', ...repeated })).status).toBe(403);
});

it('mails a link of its own, and trusts the address only of who opened that one', async () => {
  const [w, other] = [await testWorkspace(), await testWorkspace()];
  const made = await invited(w, fresh(w));
  expect(made.mailed).toBe(true);
  const mailed = tokenOf(mails.at(-1) as string);
  expect(mailed).not.toBe(made.token);
  expect((await complete(mailed)).status).toBe(200);
  await complete((await invited(other, fresh(other))).token);
  const verified = (email: string) => identity((tx) => tx.user.findUniqueOrThrow({ where: { email } }));
  expect((await verified(fresh(w))).emailVerifiedAt).not.toBeNull();
  expect((await verified(fresh(other))).emailVerifiedAt).toBeNull();
});
