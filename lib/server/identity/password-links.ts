import 'server-only';
import { canonicalAddress } from '@/lib/address';
import { problem } from '@/lib/problem';
import { identity } from '@/lib/server/core/db';
import { newId } from '@/lib/server/core/id';
import { log } from '@/lib/server/core/log';
import { requestSource } from '@/lib/server/core/request-source';
import { claimAttempt, claimSource } from './attempts';
import { mailIsSet, sendMail } from './mail';
import { newToken, tokenHash, tokenLink } from './one-time-token';
import { hashPassword } from './password';
import { requireStrongPassword } from './password-rules';
import { revokeSessions } from './revoke-sessions';
import { noteSecurity } from './security-log';
import { dropTwoFactor } from './two-factor';

const LINK_MINUTES = 60;

/** Makes a link that sets a new password, and ends those before it. Returns it, or null when nobody has the address. */
export async function passwordLink(address: string, { mailed, dropFactor = false }: { mailed: boolean; dropFactor?: boolean }) {
  const email = canonicalAddress(address);
  if (email === null) return null;
  const { token, hash } = newToken();
  return identity(async (tx) => {
    const user = await tx.user.findUnique({ where: { email } });
    if (!user) return null;
    const expiresAt = new Date(Date.now() + LINK_MINUTES * 60_000);
    await tx.passwordLink.updateMany({ where: { userId: user.id, usedAt: null }, data: { usedAt: new Date() } });
    await tx.passwordLink.create({ data: { id: newId(), userId: user.id, hash, mailed, expiresAt } });
    if (dropFactor) await dropTwoFactor(tx, user.id);
    const about = `${mailed ? 'by mail' : 'by an operator'}${dropFactor ? ', and the second factor was taken off' : ''}`;
    await noteSecurity(tx, { type: 'password_link.create', userId: user.id, actor: user.email, about });
    return { link: tokenLink('/reset-password', token), minutes: LINK_MINUTES };
  });
}

/** Mails a link, if somebody has the address. Answers at once and works afterwards, so that neither words nor time tell who has an account. */
export async function requestPasswordLink(email: string): Promise<undefined> {
  if (!mailIsSet())
    throw problem('conflict', 'This installation sends no mail. Ask whoever runs it for a link: npm run user:reset-link -- ADDRESS');
  const seconds = (await claimSource('link', requestSource())) || (await claimAttempt(`link ${canonicalAddress(email)}`, 'any'));
  if (seconds > 0) throw problem('rate_limited', `Too many links were asked for. Wait ${seconds} seconds.`, { retryAfterSeconds: seconds });
  void mailLink(email).catch((e: unknown) => log().error({ err: e }, 'a link for a password was not mailed'));
}

async function mailLink(email: string): Promise<void> {
  const made = await passwordLink(email, { mailed: true });
  if (!made) return;
  const text = `Somebody, probably you, asked for a new password on Ratebook.\n\nOpen this link within ${made.minutes} minutes to choose one; it works once:\n\n${made.link}\n\nIf it was not you, ignore this: your password stays as it is.\n`;
  await sendMail(email, 'A new password for Ratebook', text);
}

/** Sets a new password by a link. Every session ends; the second factor stays, so that a mailbox alone opens no account that has one. */
export async function resetPassword({ token, password }: { token: string; password: string }, requestId: string): Promise<undefined> {
  const hash = tokenHash(token);
  const spent = () => problem('not_found', 'This link does not count any more: it was used or has expired. Ask for a new one.');
  const link = await identity((tx) => tx.passwordLink.findUnique({ where: { hash }, include: { user: true } }));
  if (!link || link.usedAt || link.expiresAt.getTime() <= Date.now()) throw spent();
  requireStrongPassword(password, link.user.email);
  const passwordHash = await hashPassword(password);
  await identity(async (tx) => {
    const now = new Date();
    const used = await tx.passwordLink.updateMany({ where: { id: link.id, usedAt: null, expiresAt: { gt: now } }, data: { usedAt: now } });
    if (used.count === 0) throw spent();
    await tx.user.update({ where: { id: link.userId }, data: { passwordHash, ...(link.mailed && { emailVerifiedAt: now }) } });
    await revokeSessions(tx, { userId: link.userId });
    await noteSecurity(tx, { type: 'password.reset', userId: link.userId, actor: link.user.name, requestId });
  });
}
