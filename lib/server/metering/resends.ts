import 'server-only';
import { sqlTransaction } from '@/lib/server/core/db';
import { log } from '@/lib/server/core/log';
import type { NewEvent } from '@/lib/server/usage/store';
import { usageStore } from './choose-store';

/** Batches that may wait to be noted: what comes on top of a storm of retries is not counted, since counting must not slow ingest. */
const WAITING_MAX = 20;

interface Again {
  workspaceId: string;
  events: readonly NewEvent[];
}

const holder = globalThis as { ratebookResends?: { waiting: Again[]; busy: boolean } };
const state = () => (holder.ratebookResends ??= { waiting: [], busy: false });

/** Notes, after the request was answered, which of these events had been stored by an earlier one. */
export function noteResends(workspaceId: string, events: readonly NewEvent[]): void {
  const s = state();
  if (s.waiting.length >= WAITING_MAX) return;
  s.waiting.push({ workspaceId, events });
  if (!s.busy) void work();
}

async function work(): Promise<void> {
  const s = state();
  s.busy = true;
  for (let next = s.waiting.shift(); next; next = s.waiting.shift()) {
    await note(next).catch((e) => log().warn({ err: e }, 'how often events were sent again is not noted'));
  }
  s.busy = false;
}

async function note({ workspaceId, events }: Again): Promise<void> {
  const name = (e: { source: string; id: string }) => JSON.stringify([e.source, e.id]);
  const before = new Map((await usageStore().arrivals(workspaceId, events)).map((e) => [name(e), e.ingestedAt]));
  const times = new Map<string, { event: NewEvent; times: number }>();
  for (const event of events) {
    const key = name(event);
    const first = before.get(key);
    // Of what a batch holds twice, the first is the one that was stored.
    const again = first !== undefined && (Date.parse(first) !== Date.parse(event.ingestedAt) || times.has(key));
    const known = times.get(key);
    times.set(key, { event, times: (known?.times ?? 0) + (again ? 1 : 0) });
  }
  const all = [...times].filter(([, t]) => t.times > 0).sort(([a], [b]) => (a < b ? -1 : 1));
  if (!all.length) return;
  await sqlTransaction({ workspaceId }, (client) =>
    client.query(
      `INSERT INTO usage_resends AS r (workspace_id, source, id, times, last_at)
       SELECT $1, source, id, times, at FROM unnest($2::text[], $3::text[], $4::int[], $5::timestamptz[]) AS t(source, id, times, at)
       ON CONFLICT (workspace_id, source, id) DO UPDATE SET times = r.times + excluded.times, last_at = greatest(r.last_at, excluded.last_at)`,
      [
        workspaceId,
        all.map(([, t]) => t.event.source),
        all.map(([, t]) => t.event.id),
        all.map(([, t]) => t.times),
        all.map(([, t]) => t.event.ingestedAt),
      ],
    ),
  );
}
