import 'server-only';
import { identity } from '@/lib/server/core/db';

/** So many attempts at one address from one source are heard without a wait. */
const FREE_PAIR = 5;
/** So many attempts from one source, at whatever addresses. */
const FREE_SOURCE = 50;
const FIRST_WAIT_SECONDS = 30;
const LONGEST_WAIT_SECONDS = 3600;
/** After so long without an attempt the count begins anew. */
const FORGET_SECONDS = 24 * 3600;

const pairKey = (address: string, source: string) => `pair ${address} ${source}`;
const sourceKey = (source: string) => `source ${source}`;

/**
 * Counts an attempt before it is heard, in one statement, so that of many at once only the free ones pass. Each one beyond them is followed
 * by a wait, twice as long as the one before. It is judged by the clock as the row is held: a transaction that began before the last attempt
 * was written would take that attempt's own instant for a wait. Returns the seconds that are left to wait, or 0 when this attempt may be heard.
 */
async function claim(key: string, free: number): Promise<number> {
  return identity(async (tx) => {
    const claimed = await tx.$executeRaw`
      INSERT INTO attempts AS a (key, count, last_at, waits_to) VALUES (${key}, 1, now(), now())
      ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN a.last_at < now() - make_interval(secs => ${FORGET_SECONDS}) THEN 1 ELSE a.count + 1 END,
        last_at = now(),
        waits_to = CASE WHEN a.last_at < now() - make_interval(secs => ${FORGET_SECONDS}) OR a.count + 1 < ${free} THEN now()
          ELSE now() + make_interval(secs => least(${LONGEST_WAIT_SECONDS}, ${FIRST_WAIT_SECONDS} * power(2, least(a.count + 1 - ${free}, 20)))) END
      WHERE a.waits_to <= clock_timestamp()`;
    if (claimed > 0) return 0;
    const rows = await tx.$queryRaw<{ left: number }[]>`
      SELECT greatest(1, ceil(extract(epoch FROM waits_to - now())))::int AS left FROM attempts WHERE key = ${key}`;
    return rows[0]?.left ?? 1;
  });
}

/**
 * Counts an attempt to guess a secret of an address. Who guesses waits, at their own source; the owner of the address, elsewhere, does not,
 * so that no stranger locks an account. Returns the seconds to wait, or 0.
 */
export async function claimAttempt(address: string, source: string): Promise<number> {
  return (await claim(sourceKey(source), FREE_SOURCE)) || claim(pairKey(address, source), FREE_PAIR);
}

/** Counts an attempt that is not about an address, such as asking for a link. Returns the seconds to wait, or 0. */
export const claimSource = (what: string, source: string): Promise<number> => claim(`${what} ${source}`, FREE_PAIR);

/** Forgets the attempts that led to a success, and rows that no longer count. */
export async function settleAttempt(address: string, source: string): Promise<void> {
  await identity(async (tx) => {
    await tx.$executeRaw`DELETE FROM attempts WHERE key = ${pairKey(address, source)}`;
    await tx.$executeRaw`UPDATE attempts SET count = greatest(0, count - 1), waits_to = now() WHERE key = ${sourceKey(source)}`;
    await tx.$executeRaw`DELETE FROM attempts WHERE last_at < now() - make_interval(secs => ${FORGET_SECONDS})`;
  });
}
