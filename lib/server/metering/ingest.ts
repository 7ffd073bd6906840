import 'server-only';
import {
  type BoundsFault,
  boundsFault,
  boundsMessage,
  horizonAt,
  impossibleTime,
  isPossibleTime,
  writableTime,
} from '@/lib/metering/event-bounds';
import { critical, problem } from '@/lib/problem';
import type { WorkspaceRef } from '@/lib/server/core/ctx';
import { log } from '@/lib/server/core/log';
import { sqlState } from '@/lib/server/core/sql-state';
import type { Inserted, NewEvent } from '@/lib/server/usage/store';
import { usageStore } from './choose-store';
import { rejectEvents } from './rejected-rows';
import { noteResends } from './resends';
import { noteSenders } from './sender-rows';

// Requests that wait while others are being written are written together: one commit then acknowledges many.
const EVENTS_PER_WRITE = 5_000;
// Many waiting events of one workspace are written by two at once: one is busy while the other's commit reaches the disk. Few share a commit.
const WRITES_PER_WORKSPACE = 2;
const EVENTS_FOR_A_SECOND_WRITE = 1_000;
const WRITES = 4;
const WAITING_BYTES_MAX = 64 * 1024 * 1024;
const ATTEMPTS = 4;

interface Waiting {
  events: NewEvent[];
  bytes: number;
  resolve: (conflicts: number[]) => void;
  reject: (e: unknown) => void;
}

interface Lane {
  waiting: Waiting[];
  /** Events of those that wait. */
  events: number;
  writing: number;
}

interface Queue {
  lanes: Map<string, Lane>;
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

/** An event of a request that was not stored, and is kept among the rejected. */
interface Refused {
  index: number;
  code: 'event_conflict' | BoundsFault;
  message: string;
}

/** Stores the events of one request; returns when they are durable. Refused ones are kept as such, and the rest is stored all the same. */
export async function storeEvents(workspace: WorkspaceRef, events: NewEvent[], bytes: number): Promise<Refused[]> {
  if (!events.length) return [];
  requireRoom(bytes);
  const horizon = horizonAt(workspace, events[0]?.ingestedAt as string);
  const refused: Refused[] = [];
  for (const [index, { time }] of events.entries()) {
    const code = boundsFault(time, horizon);
    if (code) refused.push({ index, code, message: boundsMessage(code, time, workspace) });
  }
  const beyond = new Set(refused.map(({ index }) => index));
  const within = refused.length ? [...events.keys()].filter((i) => !beyond.has(i)) : undefined;
  const conflicts = await queued(workspace.id, within ? within.map((i) => events[i] as NewEvent) : events, bytes);
  for (const i of conflicts) refused.push({ index: within?.[i] ?? i, code: 'event_conflict', message: CONFLICT });
  if (refused.length) {
    await rejectEvents(
      workspace.id,
      refused.map(({ index, code, message }) => {
        const event = events[index] as NewEvent;
        return { event: { ...event, time: writableTime(event.time) }, code, message };
      }),
    );
  }
  return refused;
}

/** Waits for its turn to be written; gives the indexes of events whose id was taken. */
async function queued(workspaceId: string, events: NewEvent[], bytes: number): Promise<number[]> {
  if (!events.length) return [];
  const q = queue();
  q.bytes += bytes;
  try {
    return await new Promise<number[]>((resolve, reject) => {
      const lane = q.lanes.get(workspaceId) ?? { waiting: [], events: 0, writing: 0 };
      q.lanes.set(workspaceId, lane);
      lane.waiting.push({ events, bytes, resolve, reject });
      lane.events += events.length;
      pump(q);
    });
  } finally {
    q.bytes -= bytes;
  }
}

const mayWrite = ({ waiting, events, writing }: Lane) =>
  waiting.length > 0 && (writing === 0 || (writing < WRITES_PER_WORKSPACE && events >= EVENTS_FOR_A_SECOND_WRITE));

function pump(q: Queue): void {
  for (const [workspaceId, lane] of q.lanes) {
    while (mayWrite(lane) && q.writing < WRITES) {
      const taken: Waiting[] = [];
      for (let count = 0; lane.waiting.length; ) {
        const next = lane.waiting[0] as Waiting;
        count += next.events.length;
        if (taken.length && count > EVENTS_PER_WRITE) break;
        taken.push(next);
        lane.waiting.shift();
        lane.events -= next.events.length;
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
    const events = taken.length === 1 ? (taken[0] as Waiting).events : taken.flatMap((t) => t.events);
    const { conflicts, duplicates } = await insertPatiently(workspaceId, events);
    let first = 0;
    for (const t of taken) {
      const own = conflicts.filter((i) => i >= first && i < first + t.events.length).map((i) => i - first);
      first += t.events.length;
      t.resolve(own);
    }
    if (duplicates) noteResends(workspaceId, conflicts.length ? events.filter((_, i) => !conflicts.includes(i)) : events);
  } catch (e) {
    if (taken.length === 1) taken[0]?.reject(e);
    // One request's poison must not fail the others that were written with it.
    else for (const t of taken) await write(workspaceId, [t]);
  }
}

/** Inserts again when another writer got in the way, which the database resolves by ending one of them. */
export async function insertPatiently(workspaceId: string, events: readonly NewEvent[]): Promise<Inserted> {
  const impossible = events.find(({ time }) => !isPossibleTime(time));
  if (impossible) throw problem('validation_failed', `The event "${impossible.id}" cannot be stored. ${impossibleTime(impossible.time)}`);
  for (let attempt = 1; ; attempt++) {
    try {
      const inserted = await usageStore().insert(workspaceId, events);
      noteSenders(workspaceId, events);
      return inserted;
    } catch (e) {
      const state = sqlState(e);
      if ((state !== '40P01' && state !== '40001') || attempt === ATTEMPTS) throw e;
      log().info({ state, attempt }, 'events are written again after a clash');
      await new Promise((resolve) => setTimeout(resolve, attempt * 20 * Math.random()));
    }
  }
}

const CONFLICT =
  'An event with this source and id was stored before, with other content. Events never change: send it with an id of its own.';

/** Stores the events of one request, and throws when any was refused: 409 for ids that were taken, else 400 for times beyond the bounds. */
export async function ingest(workspace: WorkspaceRef, events: NewEvent[], bytes: number): Promise<void> {
  const refused = await storeEvents(workspace, events, bytes);
  if (!refused.length) return;
  const others = events.length - refused.length;
  const clash = refused.some(({ code }) => code === 'event_conflict');
  throw problem(
    clash ? 'conflict' : 'validation_failed',
    `${refused.length} of ${events.length} events were refused: ${refused[0]?.message}${others ? ` The other ${others} are stored.` : ''}`,
    {
      issues: refused.slice(0, 100).map(({ index, code, message }) =>
        critical([index, code === 'event_conflict' ? 'id' : 'time'], code, message, {
          source: events[index]?.source,
          id: events[index]?.id,
        }),
      ),
      extensions: { stored: others, refused: refused.length },
    },
  );
}
