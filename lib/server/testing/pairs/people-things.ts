import 'server-only';
import { Secret, TOTP } from 'otpauth';
import * as viewOps from '@/lib/api/lists';
import * as accountOps from '@/lib/api/workspace/account';
import * as keyOps from '@/lib/api/workspace/api-keys';
import { removeDemoData } from '@/lib/api/workspace/demo-data';
import * as invitationOps from '@/lib/api/workspace/invitations';
import * as jobOps from '@/lib/api/workspace/jobs';
import * as memberOps from '@/lib/api/workspace/members';
import { endAllSessions } from '@/lib/api/workspace/session';
import * as clockOps from '@/lib/api/workspace/test-clock';
import * as workspaceOps from '@/lib/api/workspace/workspaces';
import { identity } from '@/lib/server/core/db';
import { hashPassword } from '@/lib/server/identity/password';
import { passwordLink } from '@/lib/server/identity/password-links';
import { openSession } from '@/lib/server/identity/sign-in';
import { enqueue } from '@/lib/server/jobs/enqueue';
import { testPerson, testWorkspace } from '@/lib/server/testing/workspace';
import { act, made, type Thing } from './act';

const SECURITY = 'it is in the security log, which belongs to the person';
const OLD = 'the old sentence of words';
const NEW = 'another sentence of words';
let oldHash: Promise<string> | undefined;

const apiKey: Thing = {
  name: 'API key',
  async make(w, key) {
    const { id: apiKeyId, secret } = await made(w, 'POST', '/api/v1/api-keys', { name: key, role: 'admin' });
    const params = { apiKeyId };
    const headers = { authorization: `Bearer ${secret}` };
    return [
      act(w, keyOps.createApiKey, { body: { name: `${key} n`, role: 'editor' } }),
      act(w, keyOps.createApiKey, { name: 'make one with it', headers, body: { name: `${key} m`, role: 'editor' } }),
      act(w, keyOps.revokeApiKey, { params, idle: true, once: true }),
    ];
  },
};

const member: Thing = {
  name: 'member',
  async make(w) {
    const { userId } = await testPerson([{ workspaceId: w.id, role: 'support' }]);
    const params = { userId };
    return [
      act(w, memberOps.updateMember, { params, body: { role: 'editor' } }),
      act(w, memberOps.updateMember, { name: 'another role', params, body: { role: 'analyst' } }),
      act(w, memberOps.removeMember, { params, once: true }),
    ];
  },
};

const owners: Thing = {
  name: 'the two owners of a workspace',
  alone: true,
  faults: async (w) =>
    (await w.run(({ tx }) => tx.membership.count({ where: { workspaceId: w.id, role: 'owner' } }))) > 0 ? [] : ['there is no owner left'],
  async make(w) {
    const two = await Promise.all([1, 2].map(() => testPerson([{ workspaceId: w.id, role: 'owner' }])));
    return two.flatMap(({ userId, headers }, i) => [
      act(w, memberOps.updateMember, { name: `owner ${i} steps down`, headers, params: { userId }, body: { role: 'admin' } }),
      act(w, memberOps.removeMember, { name: `owner ${i} leaves`, headers, params: { userId }, once: true }),
    ]);
  },
};

const invitation: Thing = {
  name: 'invitation',
  async make(w, key) {
    const person = await testPerson([], `${key}@${w.key}.example`);
    const { id: invitationId, link } = await made(w, 'POST', '/api/v1/invitations', { email: person.email, role: 'support' });
    const token = link.split('#')[1];
    return [
      act(w, invitationOps.createInvitation, { body: { email: person.email, role: 'editor' } }),
      act(w, invitationOps.revokeInvitation, { params: { invitationId }, once: true, idle: true }),
      act(w, invitationOps.acceptInvitation, { headers: person.headers, body: { token }, once: true }),
    ];
  },
};

const invitedStranger: Thing = {
  name: 'invitation of somebody new',
  async make(w, key) {
    const email = `${key}@${w.key}.example`;
    const { id: invitationId, link } = await made(w, 'POST', '/api/v1/invitations', { email, role: 'support' });
    const body = { token: link.split('#')[1], name: 'Ada', password: NEW };
    return [
      act(w, invitationOps.createInvitation, { body: { email, role: 'editor' } }),
      act(w, invitationOps.revokeInvitation, { params: { invitationId }, once: true, idle: true }),
      act(w, invitationOps.completeInvitation, { body, once: true }),
    ];
  },
};

const codeOf = (secret: string, at = Date.now()) =>
  new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30 }).generate({ timestamp: at });

async function person(source: string) {
  const p = await testPerson([], `${source}@test.example`);
  oldHash ??= hashPassword(OLD);
  const passwordHash = await oldHash;
  await identity((tx) => tx.user.update({ where: { id: p.userId }, data: { passwordHash } }));
  return { ...p, headers: { ...p.headers, 'x-client-address': source } };
}

const account: Thing = {
  name: 'account',
  async make(w, key) {
    const p = await person(`${key}-${w.key}`);
    const { headers } = p;
    const ask = { headers, unlogged: SECURITY };
    const elsewhere = { source: key, device: 'x', singleSignOn: false };
    const sessionId = await openSession({ id: p.userId, name: 'x' }, elsewhere);
    const token = (await passwordLink(p.email, { mailed: false }))?.link.split('#')[1];
    return [
      act(w, accountOps.changePassword, { ...ask, body: { current: OLD, password: NEW } }),
      act(w, accountOps.resetPassword, { body: { token, password: `${NEW} again` }, unlogged: SECURITY }),
      act(w, accountOps.endSession, { ...ask, params: { sessionId } }),
      act(w, endAllSessions, ask),
    ];
  },
};

const secondFactor: Thing = {
  name: 'second factor that is begun',
  async make(w, key) {
    const { headers } = await person(`${key}-${w.key}`);
    const ask = { headers, unlogged: SECURITY };
    const begun = await act(w, accountOps.beginTwoFactor, { ...ask, body: { password: OLD } }).send(key);
    const code = (at: number) => ({ code: codeOf(begun.body.secret, at) });
    return [
      act(w, accountOps.beginTwoFactor, { ...ask, body: { password: OLD } }),
      act(w, accountOps.confirmTwoFactor, { ...ask, body: code(Date.now()) }),
      act(w, accountOps.confirmTwoFactor, { ...ask, name: 'confirm with the next code', body: code(Date.now() + 30_000) }),
    ];
  },
};

const secondFactorOn: Thing = {
  name: 'second factor that is on',
  async make(w, key) {
    const { headers } = await person(`${key}-${w.key}`);
    const ask = { headers, unlogged: SECURITY };
    const { body } = await act(w, accountOps.beginTwoFactor, { ...ask, body: { password: OLD } }).send(key);
    const on = await act(w, accountOps.confirmTwoFactor, { ...ask, body: { code: codeOf(body.secret) } }).send(key);
    const [first, second] = on.body.recovery_codes;
    return [
      act(w, accountOps.removeTwoFactor, { ...ask, body: { password: OLD, code: first } }),
      act(w, accountOps.removeTwoFactor, { ...ask, name: 'remove with another code', body: { password: OLD, code: second } }),
    ];
  },
};

const workspace: Thing = {
  name: 'workspace',
  alone: true,
  async make(w, key) {
    const params = { workspaceId: w.id };
    const { headers } = await testPerson([{ workspaceId: w.id, role: 'owner' }]);
    await w.run(({ tx }) => tx.workspace.update({ where: { id: w.id }, data: { demo: true } }));
    return [
      act(w, workspaceOps.updateWorkspace, { params, body: { name: 'A' } }),
      act(w, workspaceOps.updateWorkspace, { name: 'move', params, body: { time_zone: 'Europe/Berlin' } }),
      act(w, workspaceOps.createWorkspace, { headers, body: { name: `${key} ${w.key}`, time_zone: 'UTC' } }),
      act(w, removeDemoData, { headers: { ...headers, 'x-workspace': w.key }, once: true }),
    ];
  },
};

const view: Thing = {
  name: 'saved view',
  async make(w, key) {
    const body = { list: 'plans', name: key, search: '?q=a' };
    const { id: viewId } = await made(w, 'POST', '/api/v1/saved-views', body);
    const unlogged = 'a view changes nothing that is sold';
    return [
      act(w, viewOps.createSavedView, { body: { ...body, name: `${key} b` }, unlogged }),
      act(w, viewOps.updateSavedView, { params: { viewId }, body: { name: `${key} b` }, unlogged }),
      act(w, viewOps.deleteSavedView, { params: { viewId }, unlogged }),
    ];
  },
};

const job: Thing = {
  name: 'job that waits',
  alone: true,
  async make(w) {
    await w.run((ctx) => enqueue(ctx, 'usage.count', {}));
    const [{ id: jobId }] = (await made(w, 'GET', '/api/v1/jobs')).data;
    const params = { jobId };
    return [act(w, jobOps.retryJob, { params }), act(w, jobOps.discardJob, { params, once: true })];
  },
};

const AT = '2031-01-01T00:00:00.000Z';
const noClock: Thing = {
  name: 'sandbox without a clock',
  async make() {
    const w = await testWorkspace('UTC', { sandbox: true });
    return [
      act(w, clockOps.setTestClock, { body: { at: AT }, once: true }),
      act(w, clockOps.setTestClock, { name: 'another instant', body: { at: '2032-01-01T00:00:00.000Z' }, once: true }),
    ];
  },
};

const clock = (name: string, advancing: boolean): Thing => ({
  name,
  refused: advancing ? ['set-test-clock', 'advance-test-clock', 'release-test-clock'] : ['set-test-clock', 'cancel-test-clock'],
  async make() {
    const w = await testWorkspace('UTC', { sandbox: true });
    const now = Date.now();
    await made(w, 'PUT', '/api/v1/test-clock', { at: new Date(now - 60_000).toISOString() });
    if (advancing) await made(w, 'POST', '/api/v1/test-clock/advance', { to: AT });
    return [
      act(w, clockOps.setTestClock, { body: { at: AT } }),
      act(w, clockOps.advanceTestClock, { body: { to: AT }, once: true }),
      act(w, clockOps.cancelTestClock, { once: true, idle: true }),
      act(w, clockOps.releaseTestClock, { once: true }),
    ];
  },
});

/** All that says who may do what, and what runs by itself. */
export const peopleThings: readonly Thing[] = [
  ...[apiKey, member, owners, invitation, invitedStranger, account, secondFactor, secondFactorOn, workspace, view, job],
  ...[noClock, clock('test clock that stands', false), clock('test clock on its way', true)],
];
