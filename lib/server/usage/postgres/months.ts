import 'server-only';
import { LRUCache } from 'lru-cache';
import { pool } from '@/lib/server/core/db';
import { log } from '@/lib/server/core/log';
import { sqlState } from '@/lib/server/core/sql-state';
import type { NewEvent } from '@/lib/server/usage/store';

const LOCK_NOT_AVAILABLE = '55P03';
const REMEMBERED_MS = 60_000; // one that was archived is missed, and made again for what comes late, within this time
const holder = globalThis as { ratebookMonths?: LRUCache<string, true> };

/** The months, such as "2026-11", that this process knows to have a partition, or to need none. */
const known = () => (holder.ratebookMonths ??= new LRUCache({ max: 1_000, ttl: REMEMBERED_MS }));

/**
 * Makes the partitions that events will lie in, and with the month of now the one after it, so that no writer waits when it begins. Where one
 * cannot be made at the moment its events lie among the others, and move when it is made with the next ones.
 */
export async function makeRoom(events: readonly NewEvent[]): Promise<void> {
  const months = known();
  let last = '';
  for (const { time } of events) {
    const month = time.slice(0, 7);
    if (month === last || months.has(month)) continue;
    last = month;
    const at = `${month}-01T00:00:00Z`;
    const next = new Date(Date.parse(at) + 45 * 86_400_000);
    try {
      await pool().query('SELECT usage_add_month($1)', [at]);
      if (at <= new Date().toISOString() && next > new Date()) await pool().query('SELECT usage_add_month($1)', [next]);
      months.set(month, true);
    } catch (e) {
      if (sqlState(e) !== LOCK_NOT_AVAILABLE) throw e;
      log().warn({ err: e, month }, 'the partition of a month could not be made; it is tried again with its next events');
    }
  }
}
