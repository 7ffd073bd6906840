import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeDatabase } from '@/lib/server/core/db';
import { event } from '@/lib/server/testing/usage-store';
import { postgresStore } from '@/lib/server/usage/postgres/store';
import { deploy } from '../scripts/db/deploy.mjs';
import { ensureDatabase } from '../scripts/db/postgres.mjs';
import { grant } from '../scripts/db/roles.mjs';

const WORKSPACE = '01K00000000000000000000000';
const own = new URL(process.env.DATABASE_ADMIN_URL ?? '');
own.pathname = `/by_month_${process.pid}`;
const db = new pg.Client(own.toString());
const earlier = mkdtempSync(path.join(tmpdir(), 'ratebook-earlier-'));

beforeAll(async () => {
  for (const name of readdirSync('prisma/migrations')) {
    if (name < '20261123220500') cpSync(path.join('prisma/migrations', name), path.join(earlier, name), { recursive: true });
  }
  await ensureDatabase(process.env.DATABASE_ADMIN_URL, own.pathname.slice(1));
  await db.connect();
});
afterAll(async () => {
  await closeDatabase();
  await db.end();
  rmSync(earlier, { recursive: true });
});

test('events of the one table that was are in their months, as they were, and are known when they come again', async () => {
  await deploy(own.toString(), earlier);
  await db.query(`INSERT INTO workspaces (id, key, name) VALUES ($1, 'w', 'W')`, [WORKSPACE]);
  await db.query(
    `INSERT INTO usage_events (workspace_id, source, id, type, subject, time, data, dataschema, ingested_at, voided_at, void_id)
     VALUES ($1, 'test', '1', 'call', 'acme', '2025-12-31T23:59:59.999999Z', '{"v": 1.50}', NULL, now(), NULL, NULL),
            ($1, 'test', '2', 'call', 'it''s', '2026-01-01T00:00:00Z', NULL, 'urn:x', now(), now(), 'v'),
            ($1, 'test', '3', 'call', 'acme', '1970-01-01T00:00:00Z', '{}', NULL, now(), NULL, NULL)`,
    [WORKSPACE],
  );
  const all =
    'SELECT workspace_id, source, id, seq, type, subject, time::text, data, dataschema, ingested_at, stored_at, voided_at, void_id FROM usage_events ORDER BY seq';
  const before = (await db.query(all)).rows;
  expect(await deploy(own.toString())).toContain('20261123220500_usage_by_month');
  expect((await db.query(all)).rows).toEqual(before);
  const lies = await db.query('SELECT tableoid::regclass::text AS lies FROM usage_events ORDER BY seq');
  expect(lies.rows.map((r) => r.lies)).toEqual(['usage_events_2025_12', 'usage_events_2026_01', 'usage_events_other']);

  await grant(db);
  const app = new URL(process.env.DATABASE_URL ?? '');
  app.pathname = own.pathname;
  process.env.DATABASE_URL = app.toString();
  const again = [
    event('1', { time: '2025-12-31T23:59:59.999999Z', data: '{"v":1.5}' }),
    event('2', { time: '2026-01-01T00:00:00Z', data: null, dataschema: 'urn:x', subject: "it's" }),
    event('3', { time: '1970-01-01T00:00:00Z', data: '{"v":1}' }),
    event('4', { time: '2026-01-02T00:00:00Z' }),
  ];
  expect(await postgresStore.insert(WORKSPACE, again)).toEqual({ stored: 1, duplicates: 2, conflicts: [2] });
  expect((await db.query(`SELECT tableoid::regclass::text AS lies, seq FROM usage_events WHERE id = '4'`)).rows[0]).toMatchObject({
    lies: 'usage_events_2026_01',
  });
});
