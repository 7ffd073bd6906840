import 'server-only';
import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, type Runner, run, type WorkerEvents } from 'graphile-worker';
import pg from 'pg';
import { ALIVE } from '@/lib/server/core/db';
import { env } from '@/lib/server/core/env';
import { log } from '@/lib/server/core/log';
import type { Delivery } from './job-run';
import { KINDS } from './kinds';
import { type Handlers, perform } from './perform';
import { holdLife, within } from './worker-life';

const AGAIN_MS = 1_000;
const POLL_MS = 2_000;
const CONNECT_MS = 10_000;
/** Time that jobs under way have to end once their pool has lost something; after it others may take them. */
const GIVE_UP_MS = 30_000;
/** Time that a pool without jobs has to end. */
const END_MS = 5_000;

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
  const ended = keepWorking(handlers, concurrency, stopping.signal);
  return {
    stop: () => {
      stopping.abort(new Error('The server is stopping.'));
      return ended;
    },
  };
}

/** One life after another: a pool of workers ends as soon as it may have lost a job, or the end of one, on the way to the database. */
async function keepWorking(handlers: Handlers, concurrency: number, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    const connections = openConnections(concurrency + 2);
    try {
      await oneLife(connections, handlers, concurrency, stopping);
    } catch (e) {
      log().warn({ err: e }, 'the workers stopped; they start again');
    }
    await within(END_MS, connections.end());
    await sleep(AGAIN_MS, undefined, { signal: stopping }).catch(() => undefined);
  }
}

function openConnections(max: number): pg.Pool {
  const connections = new pg.Pool({
    connectionString: env().DATABASE_URL,
    max,
    application_name: 'ratebook workers',
    connectionTimeoutMillis: CONNECT_MS,
    ...ALIVE,
  });
  connections.on('error', (e) => log().warn({ err: e }, 'connection of the workers'));
  connections.on('connect', (client) => client.on('error', (e) => log().warn({ err: e }, 'connection of the workers')));
  return connections;
}

/**
 * Runs one pool of workers until it is stopped or has lost something: the connection of its life, the answer to its question for a job (the
 * job may be its own without its knowing), or the end of a job. The jobs that it still holds then go to others, with its life lock.
 */
async function oneLife(connections: pg.Pool, handlers: Handlers, concurrency: number, stopping: AbortSignal): Promise<void> {
  const events: WorkerEvents = new EventEmitter();
  const lost = new AbortController();
  const ending = AbortSignal.any([stopping, lost.signal]);
  const underWay = new Set<Promise<void>>();
  let pool = '';
  events.once('pool:create', ({ workerPool }) => {
    pool = workerPool.id;
  });
  events.on('worker:getJob:error', ({ error }) => lost.abort(error));
  events.on('pool:fatalError', ({ error }) => lost.abort(error));
  const task = (payload: unknown) => {
    const job = perform(payload as Delivery, handlers, ending).finally(() => underWay.delete(job));
    underWay.add(job);
    return job;
  };
  const runner = await run({
    pgPool: connections,
    concurrency,
    taskList: Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, task])),
    parsedCronItems: [],
    noHandleSignals: true,
    pollInterval: POLL_MS,
    // Only in batches is an end that cannot be written the pool's end; else it is a rejection that ends the process.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    logger: new Logger(() => (level, message) => {
      if (level === 'error' || level === 'warning') log().warn({ from: 'graphile-worker' }, message);
    }),
    events,
  });
  const life = await holdLife(pool, (e) => lost.abort(e)).catch((e) => {
    lost.abort(e);
    return undefined;
  });
  try {
    await Promise.race([runner.promise, asked(ending).then(() => stopOrGiveUp(runner, underWay, stopping))]);
    lost.signal.throwIfAborted();
  } finally {
    await life?.end();
  }
}

const asked = (signal: AbortSignal) => (signal.aborted ? Promise.resolve() : once(signal, 'abort').then(() => undefined));

/**
 * Stops a pool, and waits for its jobs: as long as they take when the process was asked to stop, else for a while. The end of the pool itself
 * is not relied upon: graphile-worker waits for ever when several ends of jobs could not be written at once.
 */
async function stopOrGiveUp(runner: Runner, underWay: Set<Promise<void>>, stopping: AbortSignal): Promise<void> {
  const stopped = runner.stop().catch((e) => log().warn({ err: e }, 'the workers did not stop in order'));
  do {
    const done = Promise.allSettled(underWay);
    await (stopping.aborted ? done : within(GIVE_UP_MS, done));
    await within(END_MS, stopped);
  } while (stopping.aborted && underWay.size);
  if (underWay.size) log().error({ jobs: underWay.size }, 'jobs did not end after their connection was lost; others may take them');
}
