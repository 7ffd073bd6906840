// npm run key:create -- --name NAME --role admin [--workspace KEY] [--expires 2027-01-31]: makes an API key and prints it as the last line.
// Started by scripts/run.mjs, which gives the database of the running instance, or opens the one it would use.
import { parseArgs } from 'node:util';
import { Role } from '@/lib/api/role';
import { CreateApiKeyRequest } from '@/lib/api/workspace/api-keys';
import { createApiKey } from '@/lib/server/identity/api-keys';
import { asSystem, command } from './start/command';
import { findWorkspace, Refusal } from './start/workspace';

const USAGE = `usage: npm run key:create -- --name NAME --role ${Role.options.join('|')} [--workspace KEY] [--expires DATE]`;

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
  const created = await asSystem(workspace, 'key:create', (ctx) => createApiKey(ctx, request));
  console.log(`API key "${created.name}" of the workspace "${workspace.key}", role ${created.role}. It is shown only now:`);
  console.log(created.secret);
}

await command(main);
