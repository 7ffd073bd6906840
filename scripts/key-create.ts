// npm run key:create -- --name NAME --role admin [--workspace KEY] [--expires 2027-01-31]: makes an API key and prints it as the last line.
// Started by scripts/run.mjs, which gives the database of the running instance, or opens the one it would use.
import { parseArgs } from 'node:util';
import pg from 'pg';
import { CreateApiKeyRequest } from '@/lib/api/api-keys';
import { Role } from '@/lib/api/role';
import { ProblemError } from '@/lib/problem';
import { createApiKey } from '@/lib/server/api-keys';
import type { WorkspaceRef } from '@/lib/server/ctx';
import { closeDatabase, transaction } from '@/lib/server/db';
import { newId } from '@/lib/server/id';

const USAGE = `usage: npm run key:create -- --name NAME --role ${Role.options.join('|')} [--workspace KEY] [--expires DATE]`;

class Refusal extends Error {}

/** Asked of the owner of the tables, since the app sees no workspace before it names one. */
async function findWorkspace(key: string | undefined): Promise<WorkspaceRef> {
  const db = new pg.Client({ connectionString: process.env.DATABASE_ADMIN_URL });
  await db.connect();
  const { rows } = await db.query<WorkspaceRef>('SELECT id, key, name, time_zone AS "timeZone" FROM workspaces ORDER BY created_at');
  await db.end();
  const found = key === undefined && rows.length === 1 ? rows[0] : rows.find((row) => row.key === key);
  if (found) return found;
  if (rows.length === 0) throw new Refusal('There is no workspace yet. Open Ratebook in a browser and set it up first.');
  const keys = rows.map((row) => row.key).join(', ');
  throw new Refusal(key === undefined ? `Choose with --workspace one of: ${keys}` : `There is no workspace "${key}". There are: ${keys}`);
}

function options() {
  const option = { type: 'string' } as const;
  const { values } = parseArgs({ options: { name: option, role: option, workspace: option, expires: option } });
  const expires = values.expires === undefined ? undefined : new Date(values.expires);
  if (expires && Number.isNaN(expires.getTime())) throw new Refusal(`--expires takes a date such as 2027-01-31, not ${values.expires}`);
  const parsed = CreateApiKeyRequest.safeParse({ name: values.name, role: values.role, expiresAt: expires?.toISOString() });
  if (!parsed.success) throw new Refusal(USAGE);
  return { request: parsed.data, workspace: values.workspace };
}

async function main(): Promise<void> {
  const { request, workspace: key } = options();
  const workspace = await findWorkspace(key);
  const created = await transaction({ workspaceId: workspace.id }, (tx) =>
    createApiKey(
      {
        actor: { type: 'system', id: 'key:create', name: 'npm run key:create' },
        role: 'owner',
        workspace,
        now: new Date().toISOString(),
        requestId: newId(),
        tx,
      },
      request,
    ),
  );
  console.log(`API key "${created.name}" of the workspace "${workspace.key}", role ${created.role}. It is shown only now:`);
  console.log(created.secret);
}

try {
  await main();
} catch (error) {
  process.exitCode = 1;
  const isMistake =
    error instanceof Refusal || error instanceof ProblemError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  console.error(isMistake ? (error as Error).message : error);
} finally {
  await closeDatabase();
}
