// Before the database tests: a throwaway PostgreSQL (or the one of TEST_DATABASE_URL: a superuser's address on a server that
// serves nothing else, since the app's role gets a new password), and in it one migrated template that every test file gets a copy of.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { deploy } from '../db/deploy.mjs';
import { ensureDatabase, startPostgres } from '../db/postgres.mjs';
import { ensureAppRole, grant } from '../db/roles.mjs';
import { TEMPLATE } from './template';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { adminUrl: string; appPassword: string };
  }
}

/** A server that stands already, as `startPostgres` would give it. Its template is brought up to date; the copies of a run stay until someone drops them. */
function outside(url: string) {
  const at = (database?: string) => (database ? Object.assign(new URL(url), { pathname: `/${database}` }).toString() : url);
  return { url: at, stop: () => undefined };
}

export default async function setup(project: TestProject) {
  const server = process.env.TEST_DATABASE_URL ? outside(process.env.TEST_DATABASE_URL) : await startPostgres();
  const appPassword = randomBytes(18).toString('base64url');
  await ensureDatabase(server.url(), TEMPLATE);
  await deploy(server.url(TEMPLATE));
  const db = new pg.Client(server.url(TEMPLATE));
  await db.connect();
  await ensureAppRole(db, appPassword);
  await grant(db);
  await db.end();
  project.provide('postgres', { adminUrl: server.url(), appPassword });
  return () => server.stop();
}
