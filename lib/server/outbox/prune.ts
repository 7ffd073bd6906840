import 'server-only';
import type { Ctx } from '@/lib/server/core/ctx';
import { sqlTransaction } from '@/lib/server/core/db';

/** Time that a fully delivered event is kept. */
const KEPT = '30 days';

/** Returns the workspaces that keep events longer than that: ids and nothing more. */
export const workspacesToPrune = (): Promise<string[]> =>
  sqlTransaction({}, async (client) => {
    const { rows } = await client.query<{ id: string }>('SELECT outbox_workspaces_to_prune($1::interval) AS id', [KEPT]);
    return rows.map(({ id }) => id);
  });

export async function pruneOutbox(ctx: Ctx): Promise<void> {
  await ctx.tx.$executeRaw`
    DELETE FROM outbox_events e WHERE e.stored_at < now() - ${KEPT}::interval
      AND NOT EXISTS (SELECT FROM outbox_deliveries d WHERE d.event_id = e.id)`;
}
