// Ground of the usage benchmarks: a database of their own, migrated, with a workspace and meters, as durable as in production.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { NewEvent } from '@/lib/server/usage/store';
import { deploy } from '../scripts/db/deploy.mjs';
import { ensureDatabase, startPostgres } from '../scripts/db/postgres.mjs';
import { appUrl, ensureAppRole, grant } from '../scripts/db/roles.mjs';

export const WORKSPACE = '01K00000000000000000000000';
export const METERS = [
  { key: 'requests', aggregation: 'count' },
  { key: 'input', aggregation: 'sum', valueProperty: '$.input_tokens' },
  { key: 'output', aggregation: 'sum', valueProperty: '$.output_tokens' },
  { key: 'cached', aggregation: 'sum', valueProperty: '$.cached_tokens' },
  { key: 'slowest', aggregation: 'max', valueProperty: '$.ms' },
] as const;
export const meterId = (i: number) => `01K0000000000000000000000${i + 1}`;

export interface Ground {
  admin: pg.Client;
  stop(): Promise<void>;
}

/** Starts a PostgreSQL with its ordinary settings (fsync on) in a temporary folder and points DATABASE_URL at it. */
export async function ground(): Promise<Ground> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ratebook-bench-'));
  chmodSync(folder, 0o711); // PostgreSQL's account walks through it
  const server = await startPostgres({ data: path.join(folder, 'pg') });
  await ensureDatabase(server.url(), 'bench');
  await deploy(server.url('bench'));
  const admin = new pg.Client(server.url('bench'));
  await admin.connect();
  await ensureAppRole(admin, 'bench');
  await grant(admin);
  await admin.query('INSERT INTO workspaces (id, key, name) VALUES ($1, $2, $2)', [WORKSPACE, 'bench']);
  for (const [i, meter] of METERS.entries()) {
    const value = 'valueProperty' in meter ? meter.valueProperty : null;
    await admin.query(
      `INSERT INTO meters (id, workspace_id, key, name, aggregation, event_type, value_property, dimensions)
       VALUES ($1, $2, $3, $3, $4, 'llm.request', $5, '{"model":"$.model"}')`,
      [meterId(i), WORKSPACE, meter.key, meter.aggregation, value],
    );
  }
  process.env.DATABASE_URL = appUrl(server.url('bench'), 'bench');
  process.env.NEXTAUTH_SECRET ||= 'a secret for benchmarks only';
  process.env.LOG_LEVEL ||= 'warn';
  return {
    admin,
    async stop() {
      await admin.end();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The n-th event of a made-up stream: a few customers use most, as in life; three models; `spacingMs` apart from `start`. */
export function madeEvent(n: number, customers: number, start: number, spacingMs: number, tag = 'e'): NewEvent {
  const u = ((n * 2_654_435_761) % 4_294_967_296) / 4_294_967_296; // scattered evenly, the same in every run
  return {
    source: 'bench',
    id: `${tag}-${n}`,
    type: 'llm.request',
    subject: `customer-${Math.floor(customers * u * u)}`,
    time: new Date(start + n * spacingMs).toISOString(),
    timeGiven: true,
    data: `{"model":"model-${n % 3}","input_tokens":${n % 4001},"output_tokens":${n % 901},"cached_tokens":${n % 257},"ms":${n % 7919}}`,
    dataschema: null,
    ingestedAt: new Date(start).toISOString(),
  };
}

/** The same as a CloudEvent in JSON. */
export const asCloudEvent = (e: NewEvent) =>
  `{"specversion":"1.0","id":"${e.id}","source":"${e.source}","type":"${e.type}","subject":"${e.subject}","time":"${e.time}","data":${e.data}}`;

export const perSecond = (n: number, ms: number) => Math.round((n / ms) * 1000);
export const figure = (n: number) => n.toLocaleString('en-US');
