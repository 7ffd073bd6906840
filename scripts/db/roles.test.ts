import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { objection } from './roles.mjs';

const app = new pg.Client(process.env.DATABASE_URL);
const owner = new pg.Client(process.env.DATABASE_ADMIN_URL);
beforeAll(() => Promise.all([app.connect(), owner.connect()]));
afterAll(() => Promise.all([app.end(), owner.end()]));

test('the app connects as a role that is no superuser, bypasses nothing and owns nothing', async () => {
  const { rows } = await app.query('SELECT current_user AS name');
  expect(rows[0].name).toBe('ratebook_app');
  expect(await objection(owner)).toBeUndefined();
});

test('a superuser, an owner of tables and a role that is not there are refused as the role of the app', async () => {
  await owner.query('CREATE ROLE keeper; CREATE TABLE kept (id int); ALTER TABLE kept OWNER TO keeper');
  expect(await objection(owner, 'postgres')).toMatch('is a superuser');
  expect(await objection(owner, 'keeper')).toMatch('owns tables');
  expect(await objection(owner, 'nobody_here')).toMatch('there is no role');
  await owner.query('DROP TABLE kept; DROP ROLE keeper');
});

test('the app reads which migrations ran but cannot change the record, nor the tables themselves', async () => {
  await expect(app.query('SELECT count(*) FROM _prisma_migrations')).resolves.toBeTruthy();
  await expect(app.query('DELETE FROM _prisma_migrations')).rejects.toThrow('permission denied');
  await expect(app.query('CREATE TABLE mine (id int)')).rejects.toThrow('permission denied');
  await expect(app.query('DROP TABLE _prisma_migrations')).rejects.toThrow('must be owner');
});
