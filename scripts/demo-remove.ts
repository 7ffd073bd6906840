// npm run demo:remove [-- --workspace KEY]: removes the demo data of a workspace. Its user goes and its API keys are revoked; other members and the audit log stay.
import { parseArgs } from 'node:util';
import { removeDemoData } from '@/lib/server/identity/demo-data';
import { asSystem, command } from './start/command';
import { findWorkspace } from './start/workspace';

await command(async () => {
  const { values } = parseArgs({ options: { workspace: { type: 'string' } } });
  const workspace = await findWorkspace(values.workspace);
  await asSystem(workspace, 'demo:remove', removeDemoData);
  console.log(`The demo data of "${workspace.name}" is gone, and with it the demo user and every API key.`);
});
