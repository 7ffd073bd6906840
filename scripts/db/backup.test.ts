import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { flushSenders } from '@/lib/server/metering/sender-rows';
import { rightBodies } from '@/lib/server/testing/sample-bodies';
import { publishedAddOn } from '@/lib/server/testing/sample-plans';
import { testPerson, testWorkspace } from '@/lib/server/testing/workspace';
import { backUp, restore } from './backup';
import { deploy } from './deploy.mjs';
import { ensureDatabase } from './postgres.mjs';

const source = process.env.DATABASE_ADMIN_URL ?? '';
const target = new URL(source);
target.pathname = `/restored_${process.pid}`;
const OWNER = `keeper_${process.pid}`;
const EVENTS = 1_200;
const folder = mkdtempSync(path.join(tmpdir(), 'ratebook-backup-'));
const file = path.join(folder, 'all.gz');

/** Every table with a digest of its rows, whatever their order. */
async function digests(url: string): Promise<Record<string, string>> {
  const db = new pg.Client(url);
  await db.connect();
  const { rows } = await db.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname IN ('public', 'graphile_worker') AND tablename NOT IN ('_prisma_migrations', 'migrations') ORDER BY 1`,
  );
  const found: Record<string, string> = {};
  for (const { name } of rows) {
    const digest = await db.query(
      `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' ORDER BY t::text)), '') AS d FROM ${name} t`,
    );
    found[name] = digest.rows[0].d;
  }
  await db.end();
  return found;
}

async function withOwner(work: (db: pg.Client) => Promise<unknown>): Promise<void> {
  const db = new pg.Client(source);
  await db.connect();
  await work(db);
  await db.end();
}

beforeAll(async () => {
  const w = await testWorkspace();
  await testPerson([{ workspaceId: w.id, role: 'owner' }]);
  await rightBodies(w, await publishedAddOn(w));
  // More than one portion of rows, two months, and a text that a line must not be cut at.
  const month = 30 * 24 * 3_600_000;
  const events = Array.from({ length: EVENTS }, (_, i) => ({
    ...{ specversion: '1.0', id: String(i), source: 's', type: 't', subject: `ü "x", \\ (y)\u2028z${i}` },
    ...{ time: new Date(Date.now() - (i % 2) * month).toISOString(), data: { n: 0.1 } },
  }));
  const { status } = await w.call('POST', '/events', events, { headers: { 'content-type': 'application/cloudevents-batch+json' } });
  expect(status).toBe(202);
  await flushSenders(); // or it writes while rows are compared
  // The owner of the new database is no superuser, as on a server of the user's.
  await withOwner(async (db) => {
    await db.query(`CREATE ROLE ${OWNER} LOGIN PASSWORD '${OWNER}'`);
    await db.query(`CREATE DATABASE ${target.pathname.slice(1)} OWNER ${OWNER}`);
  });
  target.username = OWNER;
  target.password = OWNER;
  await deploy(target.toString());
});
afterAll(() => rmSync(folder, { recursive: true }));

test('what was backed up is restored, table by table, and only into a database with nothing in it', async () => {
  const counts = await backUp(source, file);
  expect(readdirSync(folder)).toEqual(['all.gz']);
  expect(counts['public.workspaces']).toBe(1);
  const before = await digests(source);
  expect(before['public.usage_events']).toMatch(new RegExp(`^${EVENTS} `));
  expect(await restore(target.toString(), file)).toEqual(counts);
  expect(await digests(target.toString())).toEqual(before);
  await expect(restore(target.toString(), file)).rejects.toThrow('not empty');
});

test('a job that was under way is free to be taken in the restored database', async () => {
  const locked = `SELECT count(*)::int AS n FROM graphile_worker._private_jobs WHERE locked_at IS NOT NULL`;
  await withOwner(async (db) => {
    await db.query(`SELECT graphile_worker.add_job('jobs', '{}'::json)`);
    await db.query(`UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'worker'`);
    const again = path.join(folder, 'locked.gz');
    await backUp(source, again);
    const other = new URL(source);
    other.pathname = `/unlocked_${process.pid}`;
    await ensureDatabase(source, other.pathname.slice(1));
    await deploy(other.toString());
    await restore(other.toString(), again);
    const restored = new pg.Client(other.toString());
    await restored.connect();
    expect((await db.query(locked)).rows[0].n).toBeGreaterThan(0);
    expect((await restored.query(locked)).rows[0].n).toBe(0);
    await restored.end();
  });
}, 120_000);

test('a file that is cut off, damaged or something else is refused, and nothing of it is kept', async () => {
  const empty = new URL(source);
  empty.pathname = `/unrestored_${process.pid}`;
  await ensureDatabase(source, empty.pathname.slice(1));
  await deploy(empty.toString());
  const whole = gunzipSync(readFileSync(file)).toString().trimEnd().split('\n');
  const other = path.join(folder, 'other.gz');
  const attempt = (bytes: Uint8Array) => {
    writeFileSync(other, bytes);
    return restore(empty.toString(), other);
  };
  await expect(attempt(gzipSync(whole.slice(0, -1).join('\n')))).rejects.toThrow('cut off');
  await expect(attempt(gzipSync('{"a": 1}'))).rejects.toThrow('no backup');
  await expect(attempt(readFileSync(file).subarray(0, 2_000))).rejects.toThrow('damaged');
  const head = JSON.parse(whole[0] ?? '');
  await expect(attempt(gzipSync(JSON.stringify({ ...head, migrations: [...head.migrations, 'later x'] })))).rejects.toThrow(
    'another build',
  );
  expect((await digests(empty.toString()))['public.workspaces']).toMatch(/^0 /);
}, 120_000);
