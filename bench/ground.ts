// What the usage benchmarks stand on: a database of their own, migrated, with a workspace and meters, as durable as in production.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { deploy } from '../scripts/db/deploy.mjs';
import { ensureDatabase, startPostgres } from '../scripts/db/postgres.mjs';
import { appUrl, ensureAppRole, grant } from '../scripts/db/roles.mjs';

export const WORKSPACE = '01K00000000000000000000000';

export interface Ground {
  admin: pg.Client;
  stop(): Promise<void>;
}

/** Starts a PostgreSQL with its ordinary settings (fsync on) in a temporary folder and points DATABASE_URL at it. */
export async function ground(
  meters: { key: string; aggregation: string; valueProperty?: string; dimensions?: Record<string, string> }[],
): Promise<Ground> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ratebook-bench-'));
  const { chmodSync } = await import('node:fs');
  chmodSync(folder, 0o711);
  const server = await startPostgres({ data: path.join(folder, 'pg') });
  await ensureDatabase(server.url(), 'bench');
  await deploy(server.url('bench'));
  const admin = new pg.Client(server.url('bench'));
  await admin.connect();
  await ensureAppRole(admin, 'bench');
  await grant(admin);
  await admin.query('INSERT INTO workspaces (id, key, name) VALUES ($1, $2, $2)', [WORKSPACE, 'bench']);
  for (const [i, m] of meters.entries()) {
    await admin.query(
      `INSERT INTO meters (id, workspace_id, key, name, aggregation, event_type, value_property, dimensions) VALUES ($1, $2, $3, $3, $4, 'llm.request', $5, $6)`,
      [`01K0000000000000000000000${i + 1}`, WORKSPACE, m.key, m.aggregation, m.valueProperty ?? null, m.dimensions ?? {}],
    );
  }
  process.env.DATABASE_URL = appUrl(server.url('bench'), 'bench');
  process.env.NEXTAUTH_SECRET ||= 'a secret for benchmarks only';
  return {
    admin,
    async stop() {
      await admin.end();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
