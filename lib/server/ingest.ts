import 'server-only';
import { critical, problem } from '@/lib/problem';
import { sqlState } from './api/problem-response';
import { log } from './log';
import { usageStore } from './usage/current';
import { rejectEvents } from './usage/rejections';
import type { Inserted, NewEvent } from './usage/store';

// Requests that wait while others are being written are written together: one commit then acknowledges many.
const EVENTS_PER_WRITE = 5_000;
// Two writers of one workspace would wait for each other at the rollups of its busiest customers.
const WRITES_PER_WORKSPACE = 1;
const WRITES = 4;
const WAITING_BYTES_MAX = 64 * 1024 * 1024;
const ATTEMPTS = 4;

interface Waiting {
  events: NewEvent[];
  bytes: number;
  resolve: (conflicts: number[]) => void;
  reject: (e: unknown) => void;
}

interface Queue {
  lanes: Map<string, { waiting: Waiting[]; writing: number }>;
  writing: number;
  bytes: number;
}

const holder = globalThis as { ratebookIngest?: Queue };
const queue = (): Queue => (holder.ratebookIngest ??= { lanes: new Map(), writing: 0, bytes: 0 });

/** Throws 429 when more is waiting to be written than memory should hold. Asked before a body is read. */
export function requireRoom(bytes: number): void {
  if (queue().bytes + bytes <= WAITING_BYTES_MAX) return;
  throw problem(
    'rate_limited',
    'Events arrive faster than they can be written. Nothing of this request was stored: send it again shortly.',
    {
      retryAfterSeconds: 1,
    },
  );
}

/** Stores the events of one request; returns when they are durable. Gives the indexes of those that were refused (and noted as such). */
export async function ingest(workspaceId: string, events: NewEvent[], bytes: number): Promise<void> {
  if (!events.length) return;
  requireRoom(bytes);
  const q = queue();
  q.bytes += bytes;
  try {
    const conflicts = await new Promise<number[]>((resolve, reject) => {
      const lane = q.lanes.get(workspaceId) ?? { waiting: [], writing: 0 };
      q.lanes.set(workspaceId, lane);
      lane.waiting.push({ events, bytes, resolve, reject });
      pump(q);
    });
    if (conflicts.length) await refuse(workspaceId, events, conflicts);
  } finally {
    q.bytes -= bytes;
  }
}

function pump(q: Queue): void {
  for (const [workspaceId, lane] of q.lanes) {
    while (lane.waiting.length && lane.writing < WRITES_PER_WORKSPACE && q.writing < WRITES) {
      const taken: Waiting[] = [];
      for (let count = 0; lane.waiting.length; ) {
        const next = lane.waiting[0] as Waiting;
        count += next.events.length;
        if (taken.length && count > EVENTS_PER_WRITE) break;
        taken.push(next);
        lane.waiting.shift();
      }
      lane.writing++;
      q.writing++;
      void write(workspaceId, taken).finally(() => {
        lane.writing--;
        q.writing--;
        if (!lane.writing && !lane.waiting.length) q.lanes.delete(workspaceId);
        pump(q);
      });
    }
  }
}

async function write(workspaceId: string, taken: Waiting[]): Promise<void> {
  try {
    const { conflicts } = await insertPatiently(
      workspaceId,
      taken.length === 1 ? (taken[0] as Waiting).events : taken.flatMap((t) => t.events),
    );
    let first = 0;
    for (const t of taken) {
      const own = conflicts.filter((i) => i >= first && i < first + t.events.length).map((i) => i - first);
      first += t.events.length;
      t.resolve(own);
    }
  } catch (e) {
    if (taken.length === 1) taken[0]?.reject(e);
    // One request's poison must not fail the others that were written with it.
    else for (const t of taken) await write(workspaceId, [t]);
  }
}

/** Inserts again when another writer got in the way, which the database resolves by ending one of them. */
export async function insertPatiently(workspaceId: string, events: readonly NewEvent[]): Promise<Inserted> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await usageStore().insert(workspaceId, events);
    } catch (e) {
      const state = sqlState(e);
      if ((state !== '40P01' && state !== '40001') || attempt === ATTEMPTS) throw e;
      log().info({ state, attempt }, 'events are written again after a clash');
      await new Promise((resolve) => setTimeout(resolve, attempt * 20 * Math.random()));
    }
  }
}

async function refuse(workspaceId: string, events: NewEvent[], conflicts: number[]): Promise<never> {
  const message =
    'An event with this source and id was stored before, with other content. Events never change: send it with an id of its own.';
  await rejectEvents(
    workspaceId,
    conflicts.map((i) => ({ event: events[i] as NewEvent, code: 'event_conflict', message })),
  );
  const others = events.length - conflicts.length;
  throw problem(
    'conflict',
    `${conflicts.length} of ${events.length} events were refused: their source and id belong to events with other content.${others ? ` The other ${others} are stored.` : ''}`,
    {
      issues: conflicts
        .slice(0, 100)
        .map((i) => critical([i, 'id'], 'event_conflict', message, { source: events[i]?.source, id: events[i]?.id })),
      extensions: { stored: others, refused: conflicts.length },
    },
  );
}
