import 'server-only';
import { createHash, randomBytes } from 'node:crypto';
import { env } from '@/lib/server/core/env';

/** Returns the stored hash of a token: it has 256 random bits, so a fast hash is enough. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Makes the secret of a one-time link, and what is stored of it. */
export function newToken(): { token: string; hash: string } {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: tokenHash(token) };
}

/** Returns the address of a one-time link. The secret stands behind #, which browsers send to no server and no log notes. */
export const tokenLink = (path: `/${string}`, token: string): string => `${env().NEXTAUTH_URL.replace(/\/$/, '')}${path}#${token}`;
