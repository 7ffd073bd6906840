import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startPostgres } from './postgres.mjs';

type Server = Awaited<ReturnType<typeof startPostgres>>;
let folder: string;
const servers: Server[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ratebook-data-'));
  chmodSync(folder, 0o711);
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start() {
  const server = await startPostgres({ data: path.join(folder, 'pg'), settings: { fsync: 'off' } });
  servers.push(server);
  return server;
}

async function query(server: Server, sql: string) {
  const client = new pg.Client(server.url());
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
}

test('what was written is there after a stop and a start', async () => {
  const first = await start();
  await query(first, 'CREATE TABLE t AS SELECT 42 AS answer');
  await first.stop();
  expect(await query(await start(), 'SELECT answer FROM t')).toEqual([{ answer: 42 }]);
});

test('a server that outlived its starter is stopped, and its data kept', async () => {
  const left = await start();
  await query(left, 'CREATE TABLE t AS SELECT 42 AS answer');
  const next = await start();
  expect(left.process.exitCode).toBe(0);
  expect(await query(next, 'SELECT answer FROM t')).toEqual([{ answer: 42 }]);
});

test('a server that was killed recovers, even when another process has its number now', async () => {
  const killed = await start();
  await query(killed, 'CREATE TABLE t AS SELECT 42 AS answer');
  const gone = new Promise((ended) => killed.process.once('exit', ended));
  killed.process.kill('SIGKILL');
  await gone;
  const pidFile = path.join(folder, 'pg/postmaster.pid');
  writeFileSync(pidFile, readFileSync(pidFile, 'utf8').replace(/^\d+/, String(process.pid)));
  expect(await query(await start(), 'SELECT answer FROM t')).toEqual([{ answer: 42 }]);
});

test('a first run that was cut off begins again', async () => {
  mkdirSync(path.join(folder, 'pg.new-cut/base'), { recursive: true });
  writeFileSync(path.join(folder, 'pg.new-cut/PG_VERSION'), '18\n');
  writeFileSync(path.join(folder, 'pg.password'), 'a password of the run before');
  expect(await query(await start(), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(readdirSync(folder).sort()).toEqual(['pg', 'pg.password']);
});

test.runIf(process.getuid?.() === 0)('a folder that only root may enter keeps its data elsewhere', async () => {
  chmodSync(folder, 0o700);
  const first = await start();
  await query(first, 'CREATE TABLE t AS SELECT 42 AS answer');
  await first.stop();
  const elsewhere = readFileSync(path.join(folder, 'pg.elsewhere'), 'utf8');
  expect(elsewhere).toMatch(/^\/var\/lib\/ratebook\/data-/);
  expect(await query(await start(), 'SELECT answer FROM t')).toEqual([{ answer: 42 }]);
  for (const server of servers.splice(0)) await server.stop();
  rmSync(path.dirname(elsewhere), { recursive: true });
});
