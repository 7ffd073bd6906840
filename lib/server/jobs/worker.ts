import 'server-only';
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, run, type WorkerEvents } from 'graphile-worker';
import pg from 'pg';
import { env } from '@/lib/server/core/env';
import { log } from '@/lib/server/core/log';
import type { Delivery } from './job-run';
import { KINDS } from './kinds';
import { type Handlers, perform } from './perform';
import { holdLife } from './worker-life';

const AGAIN_MS = 1_000;
const POLL_MS = 2_000;

/** Workers that take jobs off the queue until they are stopped. */
export interface Work {
  /** Takes no more jobs, waits for those under way, and closes what it opened. */
  stop: () => Promise<void>;
}

/**
 * Starts `concurrency` workers in this process. They come back by themselves after the database was away. Several processes may do so on
 * one database: each job goes to one of them.
 */
export function startWorkers(handlers: Handlers, concurrency = env().JOBS_CONCURRENCY): Work {
  const stopping = new AbortController();
  const connections = new pg.Pool({ connectionString: env().DATABASE_URL, max: concurrency + 2, application_name: 'ratebook workers' });
  connections.on('error', (e) => log().warn({ err: e }, 'connection of the workers'));
  connections.on('connect', (client) => client.on('error', (e) => log().warn({ err: e }, 'connection of the workers')));
  const ended = keepWorking(connections, handlers, concurrency, stopping.signal).finally(() => connections.end());
  return {
    stop: () => {
      stopping.abort(new Error('The server is stopping.'));
      return ended;
    },
  };
}

/** One pool of workers after another: a pool ends when the database was away at the wrong moment. */
async function keepWorking(connections: pg.Pool, handlers: Handlers, concurrency: number, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    try {
      await oneLife(connections, handlers, concurrency, stopping);
    } catch (e) {
      log().warn({ err: e }, 'the workers stopped; they start again');
    }
    await sleep(AGAIN_MS, undefined, { signal: stopping }).catch(() => undefined);
  }
}

async function oneLife(connections: pg.Pool, handlers: Handlers, concurrency: number, stopping: AbortSignal): Promise<void> {
  const events: WorkerEvents = new EventEmitter();
  let pool = '';
  events.once('pool:create', ({ workerPool }) => {
    pool = workerPool.id;
  });
  const task = (payload: unknown) => perform(payload as Delivery, handlers, stopping);
  const runner = await run({
    pgPool: connections,
    concurrency,
    taskList: Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, task])),
    parsedCronItems: [],
    noHandleSignals: true,
    pollInterval: POLL_MS,
    // Only in batches is an end that cannot be written tried again, and then the pool's end; else it is a rejection that ends the process.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    logger: new Logger(() => (level, message) => {
      if (level === 'error' || level === 'warning') log().warn({ from: 'graphile-worker' }, message);
    }),
    events,
  });
  const stop = () => void runner.stop().catch((e) => log().warn({ err: e }, 'the workers did not stop in order'));
  stopping.addEventListener('abort', stop, { once: true });
  if (stopping.aborted) stop();
  const life = await holdLife(pool).catch((e) => {
    stop();
    throw e;
  });
  try {
    await runner.promise;
  } finally {
    stopping.removeEventListener('abort', stop);
    await life.end();
  }
}
