import 'server-only';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { identity, pool } from '@/lib/server/core/db';
import { env } from '@/lib/server/core/env';
import { newId } from '@/lib/server/core/id';
import { checkPassword } from './password';

export const SESSION_SECONDS = 7 * 24 * 3600;

const WINDOW_SECONDS = 15 * 60;
const holder = globalThis as { ratebookLimiters?: { address: RateLimiterPostgres; client: RateLimiterPostgres } };

/** Failed attempts are counted in the database, so that a restart or a second server forgets none. */
function limiters() {
  const options = {
    storeClient: pool(),
    tableName: 'rate_limits',
    tableCreated: true,
    duration: WINDOW_SECONDS,
    blockDuration: WINDOW_SECONDS,
  };
  holder.ratebookLimiters ??= {
    address: new RateLimiterPostgres({ ...options, keyPrefix: 'sign-in-address', points: 10 }),
    client: new RateLimiterPostgres({ ...options, keyPrefix: 'sign-in-client', points: 50 }),
  };
  return holder.ratebookLimiters;
}

export interface SignedInUser {
  id: string;
  email: string;
  name: string;
}

/** Too many failed attempts; says nothing about whether the address is anyone's. */
export class TooManyAttempts extends Error {
  override name = 'TooManyAttempts';
}

/**
 * The user with this e-mail and password, or null. Every attempt costs a point of the address and of the client it comes from, and a
 * success gives the address its points back; addresses nobody has are counted and timed like any other.
 */
export async function userByPassword(email: string, password: string, client: string): Promise<SignedInUser | null> {
  const address = email.trim().toLowerCase();
  const { address: byAddress, client: byClient } = limiters();
  try {
    await byAddress.consume(address);
    await byClient.consume(client);
  } catch (refused) {
    if (refused instanceof RateLimiterRes) throw new TooManyAttempts('Too many attempts');
    throw refused;
  }
  const user = await identity((tx) => tx.user.findUnique({ where: { email: address } }));
  if (!(await checkPassword(password, user?.passwordHash)) || !user) return null;
  await byAddress.delete(address);
  return { id: user.id, email: user.email, name: user.name };
}

/**
 * The user behind a single sign-on identity. The first time, it is linked to the account with the same verified e-mail; someone whom no
 * owner has added is refused (null).
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
    if (!email || !emailVerified) return null;
    const user = await tx.user.findUnique({ where: { email: email.toLowerCase() } });
    if (user) await tx.account.create({ data: { provider, subject, userId: user.id } });
    return user;
  });
}

/** Opens a session that can be ended from anywhere; gives its id, which the cookie carries. */
export async function openSession(userId: string): Promise<string> {
  const id = newId();
  await identity((tx) => tx.session.create({ data: { id, userId, expiresAt: new Date(Date.now() + SESSION_SECONDS * 1000) } }));
  return id;
}

/** Ends one session, or all sessions of its user: every copy of their cookies is worthless from then on. */
export async function endSessions(where: { id: string } | { userId: string }): Promise<void> {
  await identity((tx) => tx.session.updateMany({ where: { ...where, revokedAt: null }, data: { revokedAt: new Date() } }));
}

/** The single sign-on of this installation, if its settings are there. */
export function singleSignOn(): { name: string; issuer: string; clientId: string; clientSecret: string } | null {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME } = env();
  return OIDC_ISSUER && OIDC_CLIENT_ID && OIDC_CLIENT_SECRET
    ? { name: OIDC_NAME, issuer: OIDC_ISSUER, clientId: OIDC_CLIENT_ID, clientSecret: OIDC_CLIENT_SECRET }
    : null;
}
