import 'server-only';
import pg from 'pg';
import { sqlTransaction } from '@/lib/server/core/db';
import { env } from '@/lib/server/core/env';
import { log } from '@/lib/server/core/log';

const LOOK_MS = 2_000;

/**
 * Shows that a pool of workers lives, by a lock that the database lets go of when the process or its connection is gone. Each process looks,
 * every `LOOK_MS`, for pools that are gone, and frees the jobs that they held.
 */
export async function holdLife(pool: string): Promise<{ end: () => Promise<void> }> {
  let client: pg.Client | undefined;
  const hold = async () => {
    const made = new pg.Client({ connectionString: env().DATABASE_URL, application_name: 'ratebook workers', keepAlive: true });
    made.on('error', () => {
      if (client === made) client = undefined; // taken again at the next look
    });
    await made.connect();
    await made.query('SELECT pg_advisory_lock(worker_lock($1))', [pool]);
    client = made;
  };
  await hold();
  let looking = Promise.resolve();
  const look = async () => {
    try {
      if (!client) await hold();
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
      await looking;
      await client?.end();
    },
  };
}

/** Frees the jobs of pools of workers that are gone; gives how many pools that were. */
export const releaseDeadWorkers = (): Promise<number> =>
  sqlTransaction({}, async (client) => {
    const { rows } = await client.query<{ dead: number }>('SELECT release_dead_workers() AS dead');
    const dead = rows[0]?.dead ?? 0;
    if (dead) log().info({ dead }, 'jobs of workers that are gone are given to others');
    return dead;
  });
