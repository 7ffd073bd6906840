import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { ALIVE, sqlTransaction } from '@/lib/server/core/db';
import { env } from '@/lib/server/core/env';
import { log } from '@/lib/server/core/log';

const LOOK_MS = 2_000;
const PATIENCE_MS = 10_000;

/**
 * Shows that a pool of workers lives, by a lock that the database lets go of when the process or its connection is gone; `lost` hears when
 * the connection is, and the pool ends with it. Each process looks, every `LOOK_MS`, for pools that are gone, and frees the jobs they held.
 */
export async function holdLife(pool: string, lost: (reason: Error) => void): Promise<{ end: () => Promise<void> }> {
  const client = new pg.Client({
    connectionString: env().DATABASE_URL,
    application_name: 'ratebook workers',
    connectionTimeoutMillis: PATIENCE_MS,
    query_timeout: PATIENCE_MS,
    ...ALIVE,
  });
  client.on('error', lost);
  try {
    await client.connect();
    await client.query('SELECT pg_advisory_lock(worker_lock($1))', [pool]);
  } catch (e) {
    await within(PATIENCE_MS, client.end());
    throw e;
  }
  let looking = Promise.resolve();
  const look = async () => {
    try {
      await releaseDeadWorkers();
    } catch (e) {
      log().warn({ err: e }, 'could not look for workers that are gone');
    }
  };
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, LOOK_MS).unref();
  return {
    end: async () => {
      clearInterval(timer);
      await within(PATIENCE_MS, looking);
      await within(PATIENCE_MS, client.end());
    },
  };
}

/** Waits for something to end, well or not, and no longer than `ms`. */
export async function within(ms: number, what: Promise<unknown>): Promise<void> {
  const waited = new AbortController();
  const ended = what.catch((e) => log().warn({ err: e }, 'workers did not end in order'));
  await Promise.race([ended, sleep(ms, undefined, { signal: waited.signal }).catch(() => undefined)]);
  waited.abort();
}

/** Frees the jobs of pools of workers that are gone; gives how many pools that were. */
export const releaseDeadWorkers = (): Promise<number> =>
  sqlTransaction({}, async (client) => {
    const { rows } = await client.query<{ dead: number }>('SELECT release_dead_workers() AS dead');
    const dead = rows[0]?.dead ?? 0;
    if (dead) log().info({ dead }, 'jobs of workers that are gone are given to others');
    return dead;
  });
