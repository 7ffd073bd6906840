import 'server-only';
import { problem } from '@/lib/problem';
import { sqlTransaction } from '@/lib/server/core/db';
import { sqlState } from '@/lib/server/core/sql-state';

/** An instant (ISO, UTC, whole milliseconds): what was stored by then is there to be seen, what comes is stored later. */
export interface Cut {
  at: string;
  /** No event up to this number is still to come. */
  upto: string;
}

/**
 * Fixes a cut of a workspace's usage, of an instant that has passed or of now. Waits for those who are writing at the moment, and lets others
 * write on. Throws `unavailable` when a writer takes longer than a request can wait.
 */
export async function fixCut(workspaceId: string, wanted?: string): Promise<Cut> {
  try {
    return await sqlTransaction({ workspaceId, pool: 'reads' }, async (client) => {
      const { rows } = await client.query<{ at: Date; upto: string }>('SELECT at, upto::text FROM usage_cut($1, $2)', [
        workspaceId,
        wanted ?? null,
      ]);
      const row = rows[0] as { at: Date; upto: string };
      return { at: row.at.toISOString(), upto: row.upto };
    });
  } catch (e) {
    if (sqlState(e) !== '55P03') throw e;
    throw problem('unavailable', 'Usage is being written that takes long. Ask again shortly.', { cause: e, retryAfterSeconds: 2 });
  }
}
