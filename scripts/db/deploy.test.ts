import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { deploy } from './deploy.mjs';
import { ensureDatabase } from './postgres.mjs';

const owner = new URL(process.env.DATABASE_ADMIN_URL ?? '');
owner.pathname = `/deploy_${process.pid}`;
const url = owner.toString();
const db = new pg.Client(url);
let folder: string;

beforeAll(async () => {
  await ensureDatabase(process.env.DATABASE_ADMIN_URL, owner.pathname.slice(1));
  await db.connect();
});
afterAll(() => db.end());
beforeEach(async () => {
  await db.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  folder = mkdtempSync(path.join(tmpdir(), 'ratebook-migrations-'));
  write('1_one', "CREATE TABLE one (id int); CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT 'a;b' $$;");
  write('2_two', 'CREATE TABLE two (id int)');
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, sql: string) {
  mkdirSync(path.join(folder, name), { recursive: true });
  writeFileSync(path.join(folder, name, 'migration.sql'), sql);
}
const tables = async () =>
  (await db.query(`SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE '\\_%' ORDER BY 1`)).rows.map(
    (r) => r.tablename,
  );

test('applies what is missing, in order, and then has nothing to do', async () => {
  expect(await deploy(url, folder)).toEqual(['1_one', '2_two']);
  expect(await deploy(url, folder)).toEqual([]);
  write('3_three', 'CREATE TABLE three (id int)');
  expect(await deploy(url, folder)).toEqual(['3_three']);
  expect(await tables()).toEqual(['one', 'three', 'two']);
});

test('a migration that fails leaves nothing behind, and runs once it is mended', async () => {
  write('2_two', 'CREATE TABLE two (id int); SELECT 1 / 0');
  await expect(deploy(url, folder)).rejects.toThrow('Migration 2_two failed and was rolled back: division by zero');
  expect(await tables()).toEqual(['one']);
  write('2_two', 'CREATE TABLE two (id int)');
  expect(await deploy(url, folder)).toEqual(['2_two']);
});

test('a migration that was edited after it ran is refused', async () => {
  await deploy(url, folder);
  write('1_one', 'CREATE TABLE other (id int)');
  await expect(deploy(url, folder)).rejects.toThrow('1_one was edited');
});

test('an older build does not run on the database of a newer one', async () => {
  await deploy(url, folder);
  rmSync(path.join(folder, '2_two'), { recursive: true });
  await expect(deploy(url, folder)).rejects.toThrow('does not know');
});

test('starts that come at once apply each migration once', async () => {
  const applied = await Promise.all([deploy(url, folder), deploy(url, folder), deploy(url, folder)]);
  expect(applied.flat()).toEqual(['1_one', '2_two']);
});
