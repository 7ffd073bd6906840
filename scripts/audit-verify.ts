// npm run audit:verify -- [--workspace KEY] [--expect NUMBER:HASH]: recomputes the chain of the audit log. It ends with 1 when the chain
// is broken. Note the last line somewhere else: with it as --expect, a later run also sees a tail that was cut off along with its head.
import { parseArgs } from 'node:util';
import { verifyAuditChain } from '@/lib/server/audit/audit-chain';
import { command } from './start/command';
import { findWorkspaces, Refusal } from './start/workspace';

const USAGE = 'usage: npm run audit:verify -- [--workspace KEY] [--expect NUMBER:HASH]';

await command(async () => {
  const option = { type: 'string' } as const;
  const { values } = parseArgs({ options: { workspace: option, expect: option } });
  const noted = /^(\d+):([0-9a-f]{64})$/.exec(values.expect ?? '');
  if (values.expect !== undefined && !noted) throw new Refusal(`--expect takes the number and hash of an earlier run.\n${USAGE}`);
  const expected = noted ? { sequence: Number(noted[1]), hash: String(noted[2]) } : undefined;
  const workspaces = await findWorkspaces(values.workspace);
  if (expected && workspaces.length > 1) throw new Refusal(`A head belongs to one workspace: choose it with --workspace.\n${USAGE}`);
  for (const workspace of workspaces) {
    const { entries, head, broken } = await verifyAuditChain(workspace.id, expected);
    if (broken) {
      process.exitCode = 1;
      console.log(`✗ ${workspace.key}: ${entries} entries checked, broken: ${broken.reason}${broken.id ? ` (id ${broken.id})` : ''}`);
    } else {
      console.log(`✓ ${workspace.key}: ${entries} entries checked, every one follows the one before`);
      console.log(`  head ${head.sequence}:${head.hash}`);
    }
  }
});
