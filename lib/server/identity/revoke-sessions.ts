import 'server-only';
import type { Tx } from '@/lib/server/core/db';
import { wallClock } from '@/lib/server/core/run';
import type { Prisma } from '@/lib/server/generated/prisma/client';

/** Ends the sessions that match: every copy of their cookies is worthless from then on. Gives how many that were. */
export async function revokeSessions(tx: Tx, where: Prisma.SessionWhereInput): Promise<number> {
  const { count } = await tx.session.updateMany({ where: { ...where, revokedAt: null }, data: { revokedAt: wallClock() } });
  return count;
}
