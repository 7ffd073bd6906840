import 'server-only';
import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { renderSVG } from 'uqr';
import { problem } from '@/lib/problem';
import { identity, type Tx } from '@/lib/server/core/db';
import { newId } from '@/lib/server/core/id';
import type { User } from '@/lib/server/generated/prisma/client';
import { tokenHash } from './one-time-token';
import { seal, unseal } from './secret-box';

const PERIOD_SECONDS = 30;
const RECOVERY_CODES = 10;

const totpOf = (secret: string, label = '') =>
  new TOTP({ issuer: 'Ratebook', label, algorithm: 'SHA1', digits: 6, period: PERIOD_SECONDS, secret: Secret.fromBase32(secret) });

/** Begins a second factor: its secret, for an app. It does not count before a code of it was given. */
export async function beginTwoFactor(user: Pick<User, 'id' | 'email'>) {
  const secret = new Secret({ size: 20 }).base32;
  const begun = await identity((tx) =>
    tx.user.updateMany({ where: { id: user.id, totpSince: null }, data: { totpSecret: seal(secret), totpStep: null } }),
  );
  if (begun.count === 0) throw problem('conflict', 'Your second factor is on already. Turn it off first.');
  const uri = totpOf(secret, user.email).toString();
  return { secret, uri, svg: renderSVG(uri, { border: 2, blackColor: '#000', whiteColor: '#fff' }) };
}

/** Takes a code of the app, once: a step that was used, or an earlier one, does not count again, whoever is first. */
async function takeCode(tx: Tx, user: Pick<User, 'id' | 'totpSecret'>, code: string): Promise<boolean> {
  const secret = user.totpSecret === null ? null : unseal(user.totpSecret);
  const token = code.replaceAll(' ', '');
  if (secret === null || !/^\d{6}$/.test(token)) return false;
  const now = Date.now();
  const delta = totpOf(secret).validate({ token, timestamp: now, window: 1 });
  if (delta === null) return false;
  const step = Math.floor(now / 1000 / PERIOD_SECONDS) + delta;
  const used = await tx.user.updateMany({
    // Not if another secret was begun meanwhile: the code would be of one that is no longer kept.
    where: { id: user.id, totpSecret: user.totpSecret, OR: [{ totpStep: null }, { totpStep: { lt: step } }] },
    data: { totpStep: step },
  });
  return used.count === 1;
}

const bareCode = (code: string) => code.toLowerCase().replace(/[^a-z0-9]/g, '');

async function takeRecoveryCode(tx: Tx, userId: string, code: string): Promise<boolean> {
  const used = await tx.recoveryCode.updateMany({
    where: { userId, hash: tokenHash(bareCode(code)), usedAt: null },
    data: { usedAt: new Date() },
  });
  return used.count === 1;
}

/** Takes a code of the app or a recovery code, each once. Says which it was, or null. */
export const takeFactor = (user: Pick<User, 'id' | 'totpSecret'>, code: string): Promise<'app' | 'recovery' | null> =>
  identity(async (tx) => {
    if (await takeCode(tx, user, code)) return 'app';
    return (await takeRecoveryCode(tx, user.id, code)) ? 'recovery' : null;
  });

/** Turns the second factor on with its first code. Returns the recovery codes, of which only hashes are kept. */
export async function confirmTwoFactor(userId: string, code: string): Promise<string[] | null> {
  const codes = Array.from({ length: RECOVERY_CODES }, () =>
    randomBytes(10)
      .toString('hex')
      .replace(/(.{5})(?=.)/g, '$1-'),
  );
  return identity(async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM users WHERE id = ${userId} FOR NO KEY UPDATE`; // of two codes at once, one turns it on
    const user = await tx.user.findUniqueOrThrow({ where: { id: userId } });
    if (user.totpSince || !user.totpSecret) throw problem('conflict', 'There is no second factor to confirm. Begin one first.');
    if (!(await takeCode(tx, user, code))) return null;
    await tx.recoveryCode.deleteMany({ where: { userId } });
    await tx.recoveryCode.createMany({ data: codes.map((c) => ({ id: newId(), userId, hash: tokenHash(bareCode(c)) })) });
    await tx.user.update({ where: { id: userId }, data: { totpSince: new Date() } });
    return codes;
  });
}

/** Takes the second factor and its recovery codes off an account. Says whether it was on. */
export async function dropTwoFactor(tx: Tx, userId: string): Promise<boolean> {
  const off = { totpSecret: null, totpSince: null, totpStep: null };
  const dropped = await tx.user.updateMany({ where: { id: userId, totpSince: { not: null } }, data: off });
  if (dropped.count === 0) await tx.user.updateMany({ where: { id: userId, totpSince: null }, data: off });
  await tx.recoveryCode.deleteMany({ where: { userId } });
  return dropped.count > 0;
}
