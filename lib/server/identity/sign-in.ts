import 'server-only';
import { canonicalAddress } from '@/lib/address';
import { identity } from '@/lib/server/core/db';
import { env } from '@/lib/server/core/env';
import { newId } from '@/lib/server/core/id';
import { claimAttempt, settleAttempt } from './attempts';
import { checkPassword } from './password';
import { revokeSessions } from './revoke-sessions';
import { noteAlone, noteSecurity } from './security-log';
import { dropTwoFactor, takeFactor } from './two-factor';

export const SESSION_SECONDS = 7 * 24 * 3600;

export interface SignedInUser {
  id: string;
  email: string;
  name: string;
}

/** Too many failed attempts; says nothing about whether the address is anyone's. */
export class TooManyAttempts extends Error {
  override name = 'TooManyAttempts';
}

/** The password is right, and a code of the second factor is still missing or was wrong. */
export class CodeNeeded extends Error {
  override name = 'CodeNeeded';
}

/** Claimed identity and network address of a sign-in attempt. */
interface Attempt {
  email: string;
  password: string;
  code?: string | undefined;
  source: string;
}

/**
 * Returns the user with this e-mail and password, or null. Every attempt counts, before it is heard, for the pair of address and source; a
 * success takes it back. Addresses nobody has are counted and timed like any other.
 */
export async function userByPassword({ email, password, code, source }: Attempt): Promise<SignedInUser | null> {
  const address = canonicalAddress(email);
  if (address === null) return null;
  const seconds = await claimAttempt(address, source);
  if (seconds > 0) {
    await noteAlone({ type: 'sign_in.waiting', actor: address, source, about: `${seconds} seconds left` });
    throw new TooManyAttempts(`Too many attempts: ${seconds}`);
  }
  const user = await identity((tx) => tx.user.findUnique({ where: { email: address } }));
  const failed = (about: string) => noteAlone({ type: 'sign_in.failed', userId: user?.id, actor: address, source, about });
  if (!(await checkPassword(password, user?.passwordHash)) || !user) {
    await failed('wrong password or unknown address');
    return null;
  }
  if (user.totpSince) {
    if (!code) throw new CodeNeeded('Code needed'); // and the attempt stays counted: it must not make room for guesses of codes
    const factor = await takeFactor(user, code);
    if (!factor) {
      await failed('wrong code');
      throw new CodeNeeded('Wrong code');
    }
    if (factor === 'recovery') await noteAlone({ type: 'recovery_code.use', userId: user.id, actor: user.name, source });
  }
  await settleAttempt(address, source);
  return { id: user.id, email: user.email, name: user.name };
}

/**
 * Returns the user behind a single sign-on identity. The first time, it is linked to the account with the same verified e-mail; someone whom
 * nobody has invited is refused (null). An account whose address nobody has verified so far may be a stranger's, made in advance: its
 * password, second factor and sessions end with the link.
 */
export async function userByProvider(
  provider: string,
  subject: string,
  email: string | undefined,
  emailVerified: boolean,
): Promise<SignedInUser | null> {
  return identity(async (tx) => {
    const account = await tx.account.findUnique({ where: { provider_subject: { provider, subject } }, include: { user: true } });
    if (account) return account.user;
    const address = email && emailVerified ? canonicalAddress(email) : null;
    if (address === null) return null;
    const user = await tx.user.findUnique({ where: { email: address } });
    if (!user) return null;
    await tx.account.create({ data: { provider, subject, userId: user.id } });
    if (user.emailVerifiedAt) return user;
    await dropTwoFactor(tx, user.id);
    await tx.user.update({ where: { id: user.id }, data: { passwordHash: null, emailVerifiedAt: new Date() } });
    await revokeSessions(tx, { userId: user.id });
    return user;
  });
}

/** Opens a session that can be ended from anywhere; gives its id, which the cookie carries. */
export async function openSession(user: { id: string; name: string }, from: { source: string; device: string; singleSignOn: boolean }) {
  const id = newId();
  const expiresAt = new Date(Date.now() + SESSION_SECONDS * 1000);
  await identity(async (tx) => {
    await tx.session.create({ data: { id, userId: user.id, expiresAt, ...from, device: from.device.slice(0, 200) } });
    const about = from.singleSignOn ? 'single sign-on' : 'password';
    await noteSecurity(tx, { type: 'sign_in', userId: user.id, actor: user.name, source: from.source, about });
  });
  return id;
}

/** Ends one session, or all sessions of its user: every copy of their cookies is worthless from then on. */
export async function endSessions(where: { id: string } | { userId: string }): Promise<void> {
  await identity((tx) => revokeSessions(tx, where));
}

/** The single sign-on of this installation, if its settings are there. */
export function singleSignOn(): { name: string; issuer: string; clientId: string; clientSecret: string } | null {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME } = env();
  return OIDC_ISSUER && OIDC_CLIENT_ID && OIDC_CLIENT_SECRET
    ? { name: OIDC_NAME, issuer: OIDC_ISSUER, clientId: OIDC_CLIENT_ID, clientSecret: OIDC_CLIENT_SECRET }
    : null;
}
