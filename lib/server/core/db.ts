import 'server-only';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { type Prisma, PrismaClient } from '@/lib/server/generated/prisma/client';
import { env } from './env';
import { log } from './log';

export type Tx = Prisma.TransactionClient;

/** For whom a transaction speaks: row-level security shows it this workspace's rows and this user's memberships, no others. */
export interface Scope {
  workspaceId?: string | undefined;
  userId?: string | undefined;
  /** All statements of the transaction see the database as it was at the first. */
  snapshot?: boolean;
  /** Whose connections the transaction takes: `ingest` unless told. Ignored by transactions of Prisma, which have their own. */
  pool?: PoolName;
}

/** `ingest`: writers of events and what works beside them. `reads`: questions about usage, which may take long. `health`: is the database there? */
export type PoolName = 'ingest' | 'reads' | 'health';

// The process may load this module twice (the API's copy and the one inside Next): both share these.
const holder = globalThis as { ratebookPrisma?: PrismaClient; ratebookPools?: Partial<Record<PoolName, pg.Pool>> };

/** Time that a request waits for a connection before it is answered 503. */
const WAIT_MS = 10_000;
const HEALTH_MS = 2_000;

/** Settings by which a connection notices that its other end is gone without a word: the system asks after ten quiet seconds. */
export const ALIVE = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 };

function prisma(): PrismaClient {
  holder.ratebookPrisma ??= new PrismaClient({
    adapter: new PrismaPg(
      { connectionString: env().DATABASE_URL, max: env().DATABASE_POOL_SIZE, connectionTimeoutMillis: WAIT_MS, ...ALIVE },
      { onPoolError: (e) => log().error({ err: e }, 'database pool') },
    ),
    transactionOptions: { maxWait: 10_000, timeout: 30_000 },
  });
  return holder.ratebookPrisma;
}

const POOLS: Record<PoolName, () => pg.PoolConfig> = {
  ingest: () => ({ max: env().DATABASE_INGEST_POOL_SIZE, connectionTimeoutMillis: WAIT_MS }),
  reads: () => ({
    max: env().DATABASE_READ_POOL_SIZE,
    connectionTimeoutMillis: WAIT_MS,
    statement_timeout: env().DATABASE_READ_TIMEOUT_MS,
  }),
  health: () => ({ max: 1, connectionTimeoutMillis: HEALTH_MS, query_timeout: HEALTH_MS }),
};

/** Plain connections for what Prisma is too slow or too narrow for: usage, streams, notifications, the hottest reads. */
export function pool(name: PoolName = 'ingest'): pg.Pool {
  holder.ratebookPools ??= {};
  let found = holder.ratebookPools[name];
  if (!found) {
    const made = new pg.Pool({ connectionString: env().DATABASE_URL, ...ALIVE, ...POOLS[name]() });
    made.on('error', (e) => log().error({ err: e }, 'database pool')); // without it, a stopped database ends the process
    made.on('connect', (client) => client.on('error', (e) => log().error({ err: e }, 'database connection')));
    holder.ratebookPools[name] = made;
    found = made;
  }
  return found;
}

const settings = (scope: Scope) => [scope.workspaceId ?? '', scope.userId ?? ''] as const;

/** Runs `work` in one transaction that sees only what `scope` may see. What it throws rolls everything back. */
export function transaction<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
  const isolation = scope.snapshot ? { isolationLevel: 'RepeatableRead' as const } : {};
  return prisma().$transaction(async (tx) => {
    const [workspace, user] = settings(scope);
    await tx.$executeRaw`SELECT set_config('app.workspace_id', ${workspace}, true), set_config('app.user_id', ${user}, true)`;
    return work(tx);
  }, isolation);
}

/** The same on a plain connection, for SQL that is written by hand. */
export async function sqlTransaction<T>(scope: Scope, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool(scope.pool).connect();
  let broken: Error | undefined;
  try {
    const [workspace, user] = settings(scope).map(pg.escapeLiteral);
    // One message for both statements: writers of events come here thousands of times a second.
    const begin = scope.snapshot ? 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY' : 'BEGIN';
    await client.query(`${begin}; SELECT set_config('app.workspace_id', ${workspace}, true), set_config('app.user_id', ${user}, true)`);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (e) {
    await client.query('ROLLBACK').catch((rollback: Error) => {
      broken = rollback; // the connection is of no more use; the pool drops it
    });
    throw e;
  } finally {
    client.release(broken);
  }
}

/** Reads of identity tables and definer functions, which belong to no workspace. */
export const identity = <T>(work: (tx: Tx) => Promise<T>, userId?: string): Promise<T> => transaction({ userId }, work);

export async function closeDatabase(): Promise<void> {
  await Promise.all([holder.ratebookPrisma?.$disconnect(), ...Object.values(holder.ratebookPools ?? {}).map((made) => made.end())]);
  holder.ratebookPrisma = undefined;
  holder.ratebookPools = undefined;
}
