// The whole database as one compressed file, and back: rows as PostgreSQL writes them, in one snapshot, a few hundred at a time.
// It needs no pg_dump: the schema is that of the migrations, whose names and checksums the file carries.
import { createReadStream, createWriteStream, renameSync, rmSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import pg from 'pg';

const FORMAT = 1;
const ROWS_AT_ONCE = 500;
/** The schemas that hold what is worth keeping: ours, and the queue of jobs. */
const SCHEMAS = ['public', 'graphile_worker'];
/** Tables that say which schema there is; restoring needs the same one. */
const MIGRATIONS = ['_prisma_migrations', 'migrations'];
/** A job under way in the copied database is under way nowhere now: whoever runs jobs first may take it. */
const FREE_JOBS = `UPDATE graphile_worker._private_jobs SET locked_at = NULL, locked_by = NULL WHERE locked_at IS NOT NULL;
  UPDATE graphile_worker._private_job_queues SET locked_at = NULL, locked_by = NULL WHERE locked_at IS NOT NULL`;
/** Values are written the same way whatever the server is set to. */
const PLAIN =
  "SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'postgres'; SET LOCAL extra_float_digits = 3; SET LOCAL bytea_output = 'hex'";

/** Why a file or a database cannot be used, in a sentence. */
export class Unusable extends Error {}

interface Table {
  name: string;
  /** Columns that can be written: generated ones are computed anew. */
  columns: string[];
}

interface Head {
  format: number;
  at: string;
  migrations: string[];
  /** Partitions by month, which a new database does not have yet. */
  partitions: string[];
  sequences: { name: string; value: string; called: boolean }[];
}

/** Rows of each table. */
export type Counts = Record<string, number>;

async function connected<T>(url: string, work: (db: pg.Client) => Promise<T>): Promise<T> {
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  try {
    return await work(db);
  } finally {
    await db.end();
  }
}

async function tablesOf(db: pg.Client): Promise<Table[]> {
  const { rows } = await db.query<Table>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name,
            (SELECT array_agg(quote_ident(a.attname) ORDER BY a.attnum) FROM pg_attribute a
             WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '')::text[] AS columns
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = ANY($1) AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND NOT c.relname = ANY($2) ORDER BY 1`,
    [SCHEMAS, MIGRATIONS],
  );
  return rows;
}

async function headOf(db: pg.Client): Promise<Head> {
  const migrations = await db.query<{ name: string }>(
    `SELECT migration_name || ' ' || checksum AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY 1`,
  );
  const partitions = await db.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relispartition AND relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1`,
  );
  const names = await db.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, sequencename) AS name FROM pg_sequences WHERE schemaname = ANY($1) ORDER BY 1`,
    [SCHEMAS],
  );
  const sequences: Head['sequences'] = [];
  for (const { name } of names.rows) {
    const { rows } = await db.query<{ value: string; called: boolean }>(
      `SELECT last_value::text AS value, is_called AS called FROM ${name}`,
    );
    sequences.push({ name, value: rows[0]?.value ?? '1', called: rows[0]?.called ?? false });
  }
  return {
    format: FORMAT,
    at: new Date().toISOString(),
    migrations: migrations.rows.map((row) => row.name),
    partitions: partitions.rows.map((row) => row.name),
    sequences,
  };
}

/** Writes everything into a file, which has its name only when it is whole. It works beside a running Ratebook. */
export async function backUp(ownerUrl: string, file: string): Promise<Counts> {
  const part = `${file}.part`;
  const counts: Counts = {};
  try {
    await connected(ownerUrl, async (db) => {
      await db.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      await db.query(PLAIN);
      await pipeline(Readable.from(linesOf(db, counts)), createGzip(), createWriteStream(part, { mode: 0o600, flush: true }));
    });
    renameSync(part, file);
    return counts;
  } catch (e) {
    rmSync(part, { force: true });
    throw e;
  }
}

const line = (value: unknown) => `${JSON.stringify(value)}\n`;

/** Yields the head, each table with its rows, and an end with the counts; it fills `counts` on the way. */
async function* linesOf(db: pg.Client, counts: Counts): AsyncGenerator<string> {
  yield line(await headOf(db));
  for (const table of await tablesOf(db)) {
    yield line(table);
    let count = 0;
    await db.query(`DECLARE kept NO SCROLL CURSOR FOR SELECT t::text AS row FROM ${table.name} t`);
    for (let more = true; more; ) {
      const { rows } = await db.query<{ row: string }>(`FETCH ${ROWS_AT_ONCE} FROM kept`);
      if (rows.length > 0) yield rows.map(({ row }) => line(row)).join('');
      count += rows.length;
      more = rows.length === ROWS_AT_ONCE;
    }
    await db.query('CLOSE kept');
    counts[table.name] = count;
  }
  yield line({ end: counts });
}

/**
 * Reads a file into a database that has the same migrations and nothing in it yet: all of it or, when anything fails, nothing. Every reference
 * is checked again at the end.
 */
export async function restore(ownerUrl: string, file: string): Promise<Counts> {
  const source = createReadStream(file);
  const unzipped = createGunzip().setEncoding('utf8');
  source.on('error', (e) => unzipped.destroy(e)).pipe(unzipped);
  unzipped.on('error', () => undefined); // whoever reads the lines gets it, also when that is later
  const lines = linesIn(unzipped);
  try {
    return await connected(ownerUrl, async (db) => {
      await db.query('BEGIN');
      await db.query(PLAIN);
      const head = await readHead(lines);
      await requireFresh(db, head);
      const undo = await prepare(db, head);
      const counts = await readTables(db, lines);
      for (const { name, value, called } of head.sequences)
        await db.query('SELECT setval($1::regclass, $2::bigint, $3)', [name, value, called]);
      for (const statement of undo) await db.query(statement);
      await db.query(FREE_JOBS);
      await db.query('COMMIT');
      return counts;
    });
  } catch (e) {
    if (e instanceof SyntaxError || /^Z_/.test((e as { code?: string }).code ?? ''))
      throw new Unusable(`${file} is damaged or no backup: ${(e as Error).message}. Nothing was restored.`);
    throw e;
  } finally {
    source.destroy();
    unzipped.destroy();
  }
}

type Lines = AsyncGenerator<string, undefined>;

/** Only a line feed ends a line: texts hold other characters that programs take for one. */
async function* linesIn(chunks: AsyncIterable<string>): Lines {
  let rest = '';
  for await (const chunk of chunks) {
    const found = (rest + chunk).split('\n');
    rest = found.pop() ?? '';
    yield* found;
  }
  if (rest) yield rest;
}

async function readHead(lines: Lines): Promise<Head> {
  const first = await lines.next();
  let head: Partial<Head> = {};
  try {
    head = JSON.parse(first.value ?? '') as Partial<Head>;
  } catch {
    throw new Unusable('The file is no backup of Ratebook.');
  }
  if (head.format !== FORMAT) throw new Unusable('The file is no backup of Ratebook, or one of a newer build.');
  return head as Head;
}

async function requireFresh(db: pg.Client, head: Head): Promise<void> {
  const { migrations } = await headOf(db);
  const differs = [...migrations.filter((m) => !head.migrations.includes(m)), ...head.migrations.filter((m) => !migrations.includes(m))][0];
  if (differs)
    throw new Unusable(
      `The backup was made by another build: ${differs.split(' ')[0]} is applied on one side only. Restore with the build that made it.`,
    );
  const { rowCount } = await db.query('SELECT FROM workspaces UNION ALL SELECT FROM users LIMIT 1');
  if (rowCount) throw new Unusable('The database is not empty. Restore into a new one: another DATA_DIR, or another DATABASE_URL.');
}

/** Makes the months, and takes references and triggers away until all rows are there. Returns what puts them back. */
async function prepare(db: pg.Client, { partitions }: Head): Promise<string[]> {
  const months = (pattern: RegExp) => [
    ...new Set(
      partitions.flatMap((name) => {
        const m = pattern.exec(name);
        return m ? [`${m[1]}-${m[2]}-01T00:00:00Z`] : [];
      }),
    ),
  ];
  for (const month of months(/^usage_events_(\d{4})_(\d{2})$/)) await db.query('SELECT usage_add_month($1)', [month]);
  await db.query('SELECT usage_rollup_months($1::timestamptz[])', [months(/^usage_rollups_\d+_(\d{4})(\d{2})$/)]);
  const keys = await db.query<{ remove: string; add: string }>(
    `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS remove,
            format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS add
     FROM pg_constraint WHERE contype = 'f' AND conparentid = 0 AND connamespace = ANY($1::regnamespace[])`,
    [SCHEMAS],
  );
  const tables = await tablesOf(db);
  for (const { remove } of keys.rows) await db.query(remove);
  await db.query(`TRUNCATE ${tables.map(({ name }) => name).join(', ')}`);
  for (const { name } of tables) await db.query(`ALTER TABLE ${name} DISABLE TRIGGER USER`);
  return [...tables.map(({ name }) => `ALTER TABLE ${name} ENABLE TRIGGER USER`), ...keys.rows.map(({ add }) => add)];
}

async function readTables(db: pg.Client, lines: Lines): Promise<Counts> {
  const counts: Counts = {};
  let table: Table | undefined;
  let rows: string[] = [];
  const known = new Map((await tablesOf(db)).map((t) => [t.name, t]));
  const flush = async () => {
    if (!table || rows.length === 0) return;
    const columns = table.columns.join(', ');
    const values = table.columns.map((column) => `(r).${column}`).join(', ');
    await db.query(
      `INSERT INTO ${table.name} (${columns}) OVERRIDING SYSTEM VALUE SELECT ${values} FROM (SELECT x::${table.name} AS r FROM unnest($1::text[]) x OFFSET 0) s`,
      [rows],
    );
    counts[table.name] = (counts[table.name] ?? 0) + rows.length;
    rows = [];
  };
  for await (const text of lines) {
    const value = JSON.parse(text) as string | Table | { end: Counts };
    if (typeof value === 'string') {
      rows.push(value);
      if (rows.length >= ROWS_AT_ONCE) await flush();
      continue;
    }
    await flush();
    if ('end' in value) {
      const wrong = Object.entries(value.end).find(([name, count]) => (counts[name] ?? 0) !== count);
      if (wrong) throw new Unusable(`The backup should hold ${wrong[1]} rows of ${wrong[0]} and does not. Nothing was restored.`);
      return counts;
    }
    table = known.get(value.name);
    if (!table) throw new Unusable(`The backup has a table ${value.name} that this build does not know.`);
    counts[table.name] = 0;
  }
  throw new Unusable('The backup is cut off: its end is missing. Nothing was restored.');
}
