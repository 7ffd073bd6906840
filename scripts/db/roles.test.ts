import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assertPlainRole } from './roles.mjs';

const app = new pg.Client(process.env.DATABASE_URL);
const owner = new pg.Client(process.env.DATABASE_ADMIN_URL);
beforeAll(() => Promise.all([app.connect(), owner.connect()]));
afterAll(() => Promise.all([app.end(), owner.end()]));

test('the app connects as a role that is no superuser, bypasses nothing and owns nothing', async () => {
  const { rows } = await app.query('SELECT current_user AS name');
  expect(rows[0].name).toBe('ratebook_app');
  await expect(assertPlainRole(owner)).resolves.toBeUndefined();
});

test('a superuser is refused as the role of the app', async () => {
  await expect(assertPlainRole(owner, 'postgres')).rejects.toThrow('superuser');
});

test('the app reads which migrations ran but cannot change the record, nor the tables themselves', async () => {
  await expect(app.query('SELECT count(*) FROM _prisma_migrations')).resolves.toBeTruthy();
  await expect(app.query('DELETE FROM _prisma_migrations')).rejects.toThrow('permission denied');
  await expect(app.query('CREATE TABLE mine (id int)')).rejects.toThrow('permission denied');
  await expect(app.query('DROP TABLE _prisma_migrations')).rejects.toThrow('must be owner');
});
