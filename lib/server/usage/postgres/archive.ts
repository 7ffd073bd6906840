import 'server-only';
import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { newId } from '@/lib/server/core/id';
import { sqlState } from '@/lib/server/core/sql-state';

const ROWS = 2_000;
const ATTEMPTS = 5;
const NAME = /^usage_events_(\d{4})_(\d{2})$/;
const RETRIED = ['40P01', '55P03']; // a late event and the archive wait for each other, or something long holds the table

export interface OldMonth {
  /** Month, for example "2025-01". */
  month: string;
  events: number;
  workspaces: number;
}

/** Why a month cannot leave now; told to whoever asked. */
export class NotNow extends Error {}

const tableOf = (month: string) => pg.escapeIdentifier(`usage_events_${month.replace('-', '_')}`);

/** The months before `before` (such as "2025-02") that have a partition, the oldest first. `db` is the owner of the tables. */
export async function oldMonths(db: pg.Client, before: string): Promise<OldMonth[]> {
  const { rows } = await db.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'usage_events'::regclass ORDER BY 1`,
  );
  const months = rows.flatMap(({ name }) => NAME.exec(name)?.slice(1).join('-') ?? []).filter((month) => month < before);
  const found: OldMonth[] = [];
  for (const month of months) {
    const { rows: counts } = await db.query(
      `SELECT count(*)::int AS events, count(DISTINCT workspace_id)::int AS workspaces FROM ${tableOf(month)}`,
    );
    found.push({ month, ...counts[0] });
  }
  return found;
}

/**
 * Writes the events of a month into a file of `folder` (none when null) and drops its partition. What was counted of them stays; that they are
 * gone is noted for each workspace, in usage_archives and in its audit log, in the transaction that drops them. Readers and writers go on
 * meanwhile; when events of the month come while it is written, it is written again. Throws NotNow when some meter has not counted all of it.
 */
export async function archiveMonth(db: pg.Client, month: string, folder: string | null): Promise<{ events: number; file: string | null }> {
  for (let attempt = 1; ; attempt++) {
    const file = folder === null ? null : freeName(folder, month);
    try {
      const state = await within(db, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', async () => {
        const now = await stateOf(db, month);
        if (file !== null) await write(db, month, `${file}.part`, now.events);
        return now;
      });
      if (await within(db, 'BEGIN', () => drop(db, month, file, state))) return { events: state.events, file };
    } catch (e) {
      if (!RETRIED.includes(sqlState(e) ?? '') || attempt === ATTEMPTS) throw e;
    } finally {
      if (file !== null) await rm(`${file}.part`, { force: true });
    }
    if (attempt === ATTEMPTS) throw new NotNow(`Events of ${month} keep arriving: nothing of it was dropped. Try again later.`);
  }
}

interface State {
  events: number;
  voided: number;
  last: string | null;
}

async function stateOf(db: pg.Client, month: string): Promise<State> {
  const { rows } = await db.query<State>(
    `SELECT count(*)::int AS events, count(voided_at)::int AS voided, max(seq)::text AS last FROM ${tableOf(month)}`,
  );
  return rows[0] as State;
}

async function within<T>(db: pg.Client, begin: string, work: () => Promise<T>): Promise<T> {
  await db.query(begin);
  try {
    const result = await work();
    await db.query('COMMIT');
    return result;
  } catch (e) {
    await db.query('ROLLBACK');
    throw e;
  }
}

/** An earlier archive of the same month, of which events came late, keeps its file. */
function freeName(folder: string, month: string): string {
  for (let n = 1; ; n++) {
    const file = path.join(folder, `usage-${month}${n > 1 ? `.${n}` : ''}.ndjson.gz`);
    if (!existsSync(file)) return file;
  }
}

/** One line for each event, with every digit it was sent with. The file is on the disk when this returns. */
async function write(db: pg.Client, month: string, file: string, expected: number): Promise<void> {
  const gzip = createGzip();
  const out = createWriteStream(file, { mode: 0o600 });
  const ended = once(out, 'finish');
  gzip.on('error', (e) => out.destroy(e)).pipe(out);
  await db.query(`DECLARE archived NO SCROLL CURSOR FOR
    SELECT jsonb_build_object('workspace_id', workspace_id, 'seq', seq, 'source', source, 'id', id, 'type', type, 'subject', subject, 'time', time,
      'data', data, 'dataschema', dataschema, 'ingested_at', ingested_at, 'stored_at', stored_at, 'voided_at', voided_at, 'void_id', void_id)::text AS line
    FROM ${tableOf(month)} ORDER BY seq`);
  let written = 0;
  for (;;) {
    const { rows } = await db.query<{ line: string }>(`FETCH ${ROWS} FROM archived`);
    if (!rows.length) break;
    written += rows.length;
    if (!gzip.write(`${rows.map((r) => r.line).join('\n')}\n`)) await Promise.race([once(gzip, 'drain'), ended]);
  }
  gzip.end();
  await ended;
  if (written !== expected) throw new Error(`${written} of ${expected} events of ${month} were written`);
  const handle = await open(file, 'r');
  await handle.sync();
  await handle.close();
}

/** Drops the month if it is as it was written, and gives whether it did. */
async function drop(db: pg.Client, month: string, file: string | null, written: State): Promise<boolean> {
  const table = tableOf(month);
  await db.query(`SET LOCAL lock_timeout = '5s'; LOCK TABLE ${table} IN SHARE MODE`);
  const now = await stateOf(db, month);
  if (now.events !== written.events || now.voided !== written.voided || now.last !== written.last) return false;
  const { rows: behind } = await db.query<{ workspace: string }>(
    `SELECT DISTINCT w.key AS workspace FROM usage_meters u JOIN meters m ON m.id = u.meter_id AND m.deleted_at IS NULL JOIN workspaces w ON w.id = u.workspace_id
     JOIN (SELECT workspace_id, max(seq) AS last FROM ${table} GROUP BY 1) e ON e.workspace_id = u.workspace_id AND e.last > u.done_seq`,
  );
  if (behind.length) {
    throw new NotNow(
      `Meters of ${behind.map((b) => b.workspace).join(', ')} have not counted the events of ${month} yet. Nothing was dropped; try again later.`,
    );
  }
  const { rows: gone } = await db.query<{ workspace_id: string; events: string }>(
    `WITH noted AS (
       INSERT INTO usage_archives AS a (workspace_id, month, type, events, archived_at)
       SELECT workspace_id, $1, type, count(*), now() FROM ${table} GROUP BY workspace_id, type
       ON CONFLICT (workspace_id, month, type) DO UPDATE SET events = a.events + excluded.events, archived_at = excluded.archived_at)
     SELECT workspace_id, count(*)::text AS events FROM ${table} GROUP BY 1`,
    [`${month}-01`],
  );
  for (const { workspace_id, events } of gone) {
    const after = { month, events: Number(events), file: file && path.basename(file) };
    await db.query(
      `INSERT INTO audit_entries (id, workspace_id, at, actor_type, actor_id, actor_name, action, resource_type, resource_id, resource_name, after, request_id)
       VALUES ($1, $2, now(), 'system', 'usage:archive', 'npm run usage:archive', 'usage.archive', 'usage_archive', $3, $3, $4, $1)`,
      [newId(), workspace_id, month, after],
    );
  }
  if (file !== null) await rename(`${file}.part`, file);
  await db.query(`DROP TABLE ${table}`);
  return true;
}
