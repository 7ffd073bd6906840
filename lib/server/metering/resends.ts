import 'server-only';
import type { Ctx } from '@/lib/server/core/ctx';
import { sqlTransaction } from '@/lib/server/core/db';
import { newId } from '@/lib/server/core/id';
import { log } from '@/lib/server/core/log';
import { enqueueOn } from '@/lib/server/jobs/enqueue';
import type { PayloadOf } from '@/lib/server/jobs/kinds';
import type { NewEvent } from '@/lib/server/usage/store';
import { usageStore } from './choose-store';

/** Batches of a workspace that may wait to be noted: what comes on top of a storm of retries is not counted, since counting must not slow ingest. */
const WAITING_MAX = 20;
/** Batches of this process that may be on their way to the queue at once. */
const ASKING_MAX = 2;

let asking = 0;

/** Asks, after the request was answered, for a job that notes which of these events had been stored by an earlier one. */
export function noteResends(workspaceId: string, events: readonly NewEvent[]): void {
  if (asking >= ASKING_MAX) return;
  asking++;
  const names = events.map(({ source, id, ingestedAt }): [string, string, string] => [source, id, ingestedAt]);
  sqlTransaction({ workspaceId }, async (client) => {
    const { rows } = await client.query(
      `SELECT FROM jobs WHERE workspace_id = $1 AND status = 'waiting' AND kind = $2 LIMIT ${WAITING_MAX}`,
      [workspaceId, 'usage.note_resends'],
    );
    if (rows.length < WAITING_MAX)
      await enqueueOn(client, { actor: { name: 'Ratebook' }, requestId: newId() }, 'usage.note_resends', { events: names });
  })
    .catch((e) => log().warn({ err: e }, 'how often events were sent again is not noted'))
    .finally(() => {
      asking--;
    });
}

/** Counts, for each event of a batch that was there before, that it came again. */
export async function storeResends(ctx: Ctx, { events }: PayloadOf<'usage.note_resends'>): Promise<void> {
  const key = (source: string, id: string) => JSON.stringify([source, id]);
  const names = events.map(([source, id]) => ({ source, id }));
  const before = new Map((await usageStore().arrivals(ctx.workspace.id, names)).map((e) => [key(e.source, e.id), e.ingestedAt]));
  const times = new Map<string, { source: string; id: string; at: string; times: number }>();
  for (const [source, id, at] of events) {
    const name = key(source, id);
    const first = before.get(name);
    // Of what a batch holds twice, the first is the one that was stored.
    const again = first !== undefined && (Date.parse(first) !== Date.parse(at) || times.has(name));
    times.set(name, { source, id, at, times: (times.get(name)?.times ?? 0) + (again ? 1 : 0) });
  }
  // In the order of names, so that two jobs wait for each other and do not clash.
  const all = [...times].filter(([, t]) => t.times > 0).sort(([a], [b]) => (a < b ? -1 : 1));
  if (!all.length) return;
  const column = (of: 'source' | 'id' | 'at') => all.map(([, t]) => t[of]);
  await ctx.tx.$executeRaw`
    INSERT INTO usage_resends AS r (workspace_id, source, id, times, last_at)
    SELECT ${ctx.workspace.id}, source, id, times, at
    FROM unnest(${column('source')}::text[], ${column('id')}::text[], ${all.map(([, t]) => t.times)}::int[], ${column('at')}::text[]::timestamptz[])
      AS t(source, id, times, at)
    ON CONFLICT (workspace_id, source, id) DO UPDATE SET times = r.times + excluded.times, last_at = greatest(r.last_at, excluded.last_at)`;
}
