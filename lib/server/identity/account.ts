import 'server-only';
import { invalidField, problem } from '@/lib/problem';
import { notFound } from '@/lib/server/core/ctx';
import { identity } from '@/lib/server/core/db';
import { requestSource } from '@/lib/server/core/request-source';
import { instant } from '@/lib/server/core/stored-values';
import { claimAttempt, settleAttempt } from './attempts';
import { checkPassword, hashPassword } from './password';
import { requireStrongPassword } from './password-rules';
import type { SignedIn } from './principal';
import { revokeSessions } from './revoke-sessions';
import { noteSecurity } from './security-log';
import * as twoFactor from './two-factor';

const SESSIONS_SHOWN = 100;

const userOf = (person: SignedIn) => identity((tx) => tx.user.findUniqueOrThrow({ where: { id: person.user.id } }));

/** Means by which a person signs in. */
export async function getAccount(person: SignedIn) {
  const user = await userOf(person);
  const recoveryCodesLeft = await identity((tx) => tx.recoveryCode.count({ where: { userId: user.id, usedAt: null } }));
  const { email, name, passwordHash, totpSince } = user;
  return { email, name, hasPassword: passwordHash !== null, twoFactorSince: instant(totpSince), recoveryCodesLeft };
}

/** The person's row, once they gave their present password. Guessing it in an open session waits as guessing at the door does. */
async function proven(person: SignedIn, password: string, field: string) {
  const user = await userOf(person);
  if (user.passwordHash === null)
    throw problem('conflict', 'You sign in with single sign-on. Your password and second factor are managed there.');
  const seconds = await claimAttempt(user.email, requestSource());
  if (seconds > 0) throw problem('rate_limited', `Too many attempts. Wait ${seconds} seconds.`, { retryAfterSeconds: seconds });
  if (!(await checkPassword(password, user.passwordHash))) throw invalidField(field, 'This is not your present password.');
  return user;
}

/** Forgets the attempts before an act that succeeded: its code was right too, where it needs one. */
const settle = (person: SignedIn) => settleAttempt(person.user.email, requestSource());

/** Changes the password. All other sessions end, and links that would set another one count no more. */
export async function changePassword(person: SignedIn, { current, password }: { current: string; password: string }, requestId: string) {
  requireStrongPassword(password, person.user.email);
  const user = await proven(person, current, '$.current');
  const passwordHash = await hashPassword(password);
  await identity(async (tx) => {
    // Of two changes at once from the same password, the first counts.
    const changed = await tx.user.updateMany({ where: { id: user.id, passwordHash: user.passwordHash }, data: { passwordHash } });
    if (changed.count === 0) throw problem('conflict', 'The password was changed at the same moment.');
    await revokeSessions(tx, { userId: user.id, id: { not: person.sessionId } });
    await tx.passwordLink.updateMany({ where: { userId: user.id, usedAt: null }, data: { usedAt: new Date() } });
    await noteSecurity(tx, { type: 'password.change', userId: user.id, actor: user.name, requestId });
  });
  await settle(person);
}

export async function beginTwoFactor(person: SignedIn, password: string) {
  const begun = await twoFactor.beginTwoFactor(await proven(person, password, '$.password'));
  await settle(person);
  return begun;
}

const WRONG_CODE = 'This code does not count. Take the one that the app shows now; each works once.';

export async function confirmTwoFactor(person: SignedIn, code: string, requestId: string) {
  const recoveryCodes = await twoFactor.confirmTwoFactor(person.user.id, code);
  if (!recoveryCodes) throw invalidField('$.code', WRONG_CODE);
  const { id: userId, name: actor } = person.user;
  await identity((tx) => noteSecurity(tx, { type: 'two_factor.on', userId, actor, requestId }));
  return { recoveryCodes };
}

export async function removeTwoFactor(person: SignedIn, { password, code }: { password: string; code: string }, requestId: string) {
  const user = await proven(person, password, '$.password');
  const off = () => problem('conflict', 'Your second factor is off already.');
  if (!user.totpSince) throw off();
  if (!(await twoFactor.takeFactor(user, code))) throw invalidField('$.code', WRONG_CODE);
  await identity(async (tx) => {
    if (!(await twoFactor.dropTwoFactor(tx, user.id))) throw off();
    await noteSecurity(tx, { type: 'two_factor.off', userId: user.id, actor: user.name, requestId });
  });
  await settle(person);
}

/** Lists a person's sessions, the newest first. */
export async function listSessions(person: SignedIn) {
  const where = { userId: person.user.id, revokedAt: null, expiresAt: { gt: new Date() } };
  const rows = await identity((tx) => tx.session.findMany({ where, orderBy: { createdAt: 'desc' }, take: SESSIONS_SHOWN }));
  return {
    data: rows.map(({ id, singleSignOn, device, source, createdAt, expiresAt }) => ({
      ...{ id, current: id === person.sessionId, singleSignOn, device, source },
      ...{ createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() },
    })),
  };
}

/** Ends one session of the person. To end it again changes nothing. */
export async function endSession(person: SignedIn, id: string, requestId: string) {
  await identity(async (tx) => {
    const session = await tx.session.findFirst({ where: { id, userId: person.user.id } });
    if (!session) throw notFound('session', id);
    if ((await revokeSessions(tx, { id })) === 0) return;
    await noteSecurity(tx, { type: 'session.end', userId: person.user.id, actor: person.user.name, about: session.device, requestId });
  });
}
