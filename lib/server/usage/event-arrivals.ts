import 'server-only';
import { sqlTransaction } from '../db';

/** When the events of these names arrived first, for those that are there. */
export async function eventArrivals(
  workspaceId: string,
  names: readonly { source: string; id: string }[],
): Promise<{ source: string; id: string; ingestedAt: string }[]> {
  return sqlTransaction({ workspaceId }, async (client) => {
    const { rows } = await client.query<{ source: string; id: string; at: Date }>(
      `SELECT DISTINCT e.source, e.id, e.ingested_at AS at FROM unnest($2::text[], $3::text[]) AS t(source, id)
       JOIN usage_events e ON e.workspace_id = $1 AND e.source = t.source AND e.id = t.id`,
      [workspaceId, names.map((n) => n.source), names.map((n) => n.id)],
    );
    return rows.map(({ source, id, at }) => ({ source, id, ingestedAt: at.toISOString() }));
  });
}
