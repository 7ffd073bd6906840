// From nothing to a migrated database that the app may use: our own PostgreSQL, or the one that DATABASE_URL names.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { deploy } from '../db/deploy.mjs';
import { ensureDatabase, startPostgres } from '../db/postgres.mjs';
import { APP_ROLE, appUrl, ensureAppRole, grant, objection } from '../db/roles.mjs';
import { keep } from './keep.mjs';
import { interrupted, Refusal, say } from './lifetime.mjs';
import { keptSecret } from './secrets.mjs';

const OLDEST = 15;
const UNREACHABLE = new Set(['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EAI_AGAIN', 'ECONNRESET', '57P03']); // 57P03: starting up

/**
 * Gives `{ ownerUrl, appUrl, stop, lost }`. Migrations and grants are done by the owner; the app connects as a role that owns nothing.
 * Our own PostgreSQL is started again when it ends, at the same address; `lost` is refused when it ends too often, and never for an outside one.
 */
export async function openDatabase(dataDir) {
  const outside = addressIn('DATABASE_URL');
  const server = outside ? undefined : await embedded(dataDir);
  try {
    const ownerUrl = outside ?? server.url('ratebook');
    const given = outside && addressIn('DATABASE_APP_URL');
    const app = given ?? appUrl(ownerUrl, keptSecret(dataDir, 'app-password'));
    await prepare(ownerUrl, app, given !== undefined);
    if (!server) return { ownerUrl, appUrl: app, stop: async () => {}, lost: new Promise(() => {}) };
    return { ownerUrl, appUrl: app, ...keep('PostgreSQL', watched(server), async () => watched(await start(dataDir, server.port))) };
  } catch (error) {
    await server?.stop();
    throw error;
  }
}

/** A variable that holds the address of a database; unset and empty are the same. */
function addressIn(name) {
  const value = process.env[name] || undefined;
  if (value && !(/^postgres(ql)?:/.test(value) && URL.canParse(value)))
    throw new Refusal(`${name} must be an address such as postgresql://user:password@host:5432/database.`);
  return value;
}

const watched = ({ process: child, stop }) => ({
  ended: new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal))),
  stop,
});

const start = (dataDir, port) =>
  startPostgres({ data: path.join(dataDir, 'pg'), port, log: process.env.PG_LOG ? (text) => process.stderr.write(text) : undefined });

async function embedded(dataDir) {
  say('Starting PostgreSQL …');
  const server = await start(dataDir);
  await ensureDatabase(server.url(), 'ratebook');
  return server;
}

/** Makes the app's role unless somebody else has (`given`), migrates, and grants the role its rights. */
async function prepare(ownerUrl, url, given) {
  const owner = await connect(ownerUrl);
  try {
    const { rows } = await owner.query('SHOW server_version_num');
    const version = Math.floor(Number(rows[0].server_version_num) / 10_000);
    if (version < OLDEST) throw new Refusal(`The server of DATABASE_URL is PostgreSQL ${version}; Ratebook needs ${OLDEST} or newer.`);
    const role = decodeURIComponent(new URL(url).username);
    if (!(await logsIn(url))) await makeRole(owner, url, given);
    const refused = await objection(owner, role);
    if (refused) throw new Refusal(`The app must not connect to this database: ${refused}. See docs/operations.md.`);
    const applied = await deploy(ownerUrl);
    await grant(owner, role);
    say(`Database ready: PostgreSQL ${version}, ${applied.length ? `${applied.length} migrations applied` : 'no migration to apply'}`);
  } finally {
    await owner.end();
  }
}

/** A server that is just starting (containers that come up together) gets half a minute. */
async function connect(url) {
  for (let attempt = 1; ; attempt++) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
    client.on('error', () => {}); // a lost connection fails the query under way, which is where it is reported
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end();
      const where = `${new URL(url).host}${new URL(url).pathname}`;
      if (!UNREACHABLE.has(error.code) || attempt === 15)
        throw new Refusal(`Cannot connect to the database at ${where}: ${error.message || error.code}`);
      if (attempt === 1) say(`Waiting for the database at ${where} (${error.code}) …`);
      await sleep(2000, undefined, { signal: interrupted });
    }
  }
}

async function logsIn(url) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  try {
    await client.connect();
    return true;
  } catch (error) {
    if (error.code === '28P01' || error.code === '28000') return false; // no such role, or another password
    throw new Refusal(`Cannot connect to the database as the app's role: ${error.message}`);
  } finally {
    await client.end();
  }
}

async function makeRole(owner, url, given) {
  if (given) throw new Refusal('DATABASE_APP_URL does not let anyone in: is its role there, and its password right?');
  try {
    await ensureAppRole(owner, decodeURIComponent(new URL(url).password));
  } catch (error) {
    if (error.code !== '42501') throw error;
    throw new Refusal(
      `The role of DATABASE_URL may not create or change the role ${APP_ROLE}. Let an administrator run\n` +
        `    CREATE ROLE ${APP_ROLE} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '…';\n` +
        'and set DATABASE_APP_URL to the same database as that role.',
    );
  }
}

/** `empty`: nobody can sign in, as on a first run, or after one that was cut off (the demo's user comes last). `demo`: its user is there, with that hash. */
export async function inhabitants(ownerUrl) {
  const owner = await connect(ownerUrl);
  try {
    const { rows } = await owner.query(
      'SELECT count(*) = 0 AS empty, coalesce(bool_or(demo), false) AS demo, max(password_hash) FILTER (WHERE demo) AS demo_hash FROM users',
    );
    return rows[0];
  } finally {
    await owner.end();
  }
}
