import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rightBodies } from '@/lib/server/testing/sample-bodies';
import { publishedAddOn } from '@/lib/server/testing/sample-plans';
import { testPerson, testWorkspace } from '@/lib/server/testing/workspace';
import { backUp, restore } from './backup';
import { deploy } from './deploy.mjs';
import { ensureDatabase } from './postgres.mjs';

const source = process.env.DATABASE_ADMIN_URL ?? '';
const target = new URL(source);
target.pathname = `/restored_${process.pid}`;
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

beforeAll(async () => {
  const w = await testWorkspace();
  await testPerson([{ workspaceId: w.id, role: 'owner' }]);
  await rightBodies(w, await publishedAddOn(w));
  await w.call(
    'POST',
    '/events',
    { id: '1', source: 's', type: 't', subject: 'ü "x", \\ (y)\u2028z', time: new Date().toISOString(), data: { n: 0.1 } },
    { headers: { 'content-type': 'application/cloudevents+json' } },
  );
  await ensureDatabase(source, target.pathname.slice(1));
  await deploy(target.toString());
});
afterAll(() => rmSync(folder, { recursive: true }));

test('what was backed up is restored, table by table, and only into a database with nothing in it', async () => {
  const counts = await backUp(source, file);
  expect(readdirSync(folder)).toEqual(['all.gz']);
  expect(counts['public.workspaces']).toBe(1);
  const before = await digests(source);
  expect(before['public.usage_events']).toMatch(/^1 /);
  expect(await restore(target.toString(), file)).toEqual(counts);
  expect(await digests(target.toString())).toEqual(before);
  await expect(restore(target.toString(), file)).rejects.toThrow('not empty');
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
