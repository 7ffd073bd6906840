import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import { sqlTransaction } from '@/lib/server/core/db';
import { log } from '@/lib/server/core/log';
import type { NewEvent } from '@/lib/server/usage/store';

const PAUSE_MS = 1_000;
const HOUR_MS = 3_600_000;
/** Stored rhythm of a sender. */
const DAYS = 28;
// A sender that names itself anew with each event would fill the table and say nothing.
const SENDERS_MAX = 1_000;
const WAITING_MAX = 5_000;

interface Noted {
  workspaceId: string;
  kind: 'source' | 'type';
  name: string;
  hour: number;
  last: number;
  events: number;
}

const holder = globalThis as { ratebookSenders?: { waiting: Map<string, Noted>; running: Promise<void> | undefined } };
const state = () => (holder.ratebookSenders ??= { waiting: new Map(), running: undefined });

/** Notes, after the request was answered, that events of these sources and types arrived. Many requests are noted at once, a moment later. */
export function noteSenders(workspaceId: string, events: readonly NewEvent[]): void {
  const s = state();
  for (const { source, type, ingestedAt } of events) {
    const at = Date.parse(ingestedAt);
    const hour = Math.floor(at / HOUR_MS) * HOUR_MS;
    for (const [kind, name] of [
      ['source', source],
      ['type', type],
    ] as const) {
      const key = `${workspaceId} ${hour} ${kind} ${name}`;
      const known = s.waiting.get(key);
      if (known) {
        known.events++;
        known.last = Math.max(known.last, at);
      } else if (s.waiting.size < WAITING_MAX) s.waiting.set(key, { workspaceId, kind, name, hour, last: at, events: 1 });
    }
  }
  s.running ??= sleep(PAUSE_MS, undefined, { ref: false }).then(flushSenders);
}

/** Writes what waits to be noted. What a killed process had not written comes with the next event. */
export async function flushSenders(): Promise<void> {
  const s = state();
  const all = [...s.waiting.values()];
  s.waiting.clear();
  s.running = undefined;
  for (const workspaceId of new Set(all.map((n) => n.workspaceId))) {
    const own = all.filter((n) => n.workspaceId === workspaceId).sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
    await write(workspaceId, own).catch((e) => log().warn({ err: e }, 'who sent events is not noted'));
  }
}

const nameOf = (n: Noted) => `${n.kind} ${n.name} ${n.hour}`;

/** In the order of names, so that two processes wait for each other and do not clash. */
const write = (workspaceId: string, noted: readonly Noted[]): Promise<unknown> =>
  sqlTransaction({ workspaceId }, async (client) => {
    const values = [
      workspaceId,
      noted.map((n) => n.kind),
      noted.map((n) => n.name),
      noted.map((n) => new Date(n.hour).toISOString()),
      noted.map((n) => new Date(n.last).toISOString()),
      noted.map((n) => n.events),
    ];
    const input = 'unnest($2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::bigint[]) AS t(kind, name, hour, last, events)';
    await client.query(
      `INSERT INTO usage_senders AS s (workspace_id, kind, name, events, first_at, last_at)
       SELECT $1, kind, name, sum(events), min(last), max(last) FROM ${input} WHERE $4 IS NOT NULL
       GROUP BY kind, name HAVING (SELECT count(*) FROM usage_senders WHERE workspace_id = $1) < ${SENDERS_MAX}
         OR EXISTS (SELECT FROM usage_senders k WHERE k.workspace_id = $1 AND k.kind = t.kind AND k.name = t.name)
       ORDER BY kind, name
       ON CONFLICT (workspace_id, kind, name) DO UPDATE SET events = s.events + excluded.events, last_at = greatest(s.last_at, excluded.last_at)`,
      values,
    );
    await client.query(
      `INSERT INTO usage_sender_hours AS h (workspace_id, kind, name, hour, events)
       SELECT $1, t.kind, t.name, t.hour, sum(t.events) FROM ${input} JOIN usage_senders s ON s.workspace_id = $1 AND s.kind = t.kind AND s.name = t.name
       WHERE $5 IS NOT NULL AND t.hour > now() - interval '${DAYS} days' GROUP BY t.kind, t.name, t.hour ORDER BY t.kind, t.name, t.hour
       ON CONFLICT (workspace_id, kind, name, hour) DO UPDATE SET events = h.events + excluded.events`,
      values,
    );
    if (!isNewHour(workspaceId)) return;
    await client.query(`DELETE FROM usage_sender_hours WHERE workspace_id = $1 AND hour < now() - interval '${DAYS} days'`, [workspaceId]);
  });

const tidied = new Map<string, number>();

/** Once an hour what is too old is removed. */
function isNewHour(workspaceId: string): boolean {
  const hour = Math.floor(Date.now() / HOUR_MS);
  if (tidied.get(workspaceId) === hour) return false;
  tidied.set(workspaceId, hour);
  return true;
}
