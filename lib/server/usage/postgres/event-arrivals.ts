import 'server-only';
import { sqlTransaction } from '@/lib/server/core/db';
import { keySql } from '@/lib/server/usage/event-identity';

/** When the events of these names arrived first, for those that are there. */
export async function eventArrivals(
  workspaceId: string,
  names: readonly { source: string; id: string }[],
): Promise<{ source: string; id: string; ingestedAt: string }[]> {
  return sqlTransaction({ workspaceId }, async (client) => {
    const { rows } = await client.query<{ source: string; id: string; at: Date }>(
      `SELECT DISTINCT e.source, e.id, e.ingested_at AS at
       FROM (SELECT ${keySql('$1::text', 'source', 'id')} AS key FROM unnest($2::text[], $3::text[]) AS t(source, id) OFFSET 0) t
       JOIN LATERAL (SELECT seq, time FROM usage_ids WHERE usage_ids.key = t.key LIMIT 1) d ON true
       JOIN LATERAL (SELECT source, id, ingested_at FROM usage_events e
                     WHERE e.workspace_id = $1 AND e.time = d.time AND e.seq = d.seq LIMIT 1) e ON true`,
      [workspaceId, names.map((n) => n.source), names.map((n) => n.id)],
    );
    return rows.map(({ source, id, at }) => ({ source, id, ingestedAt: at.toISOString() }));
  });
}
