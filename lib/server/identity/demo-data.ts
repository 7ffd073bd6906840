import 'server-only';
import { problem } from '@/lib/problem';
import { audit } from '@/lib/server/audit/audit';
import type { Ctx } from '@/lib/server/core/ctx';
import { sqlState } from '@/lib/server/core/sql-state';
import { lockRow } from '@/lib/server/core/stored-values';
import { noteIn } from './security-log';

/**
 * Empties a demo workspace, published versions included; the demo's person, whose password everybody knows, goes with it, and every key of the
 * workspace is revoked. Refused where the data is not the demo's, and while another workspace has no other owner.
 */
export async function removeDemoData(ctx: Ctx): Promise<void> {
  await lockRow(ctx, 'workspaces', ctx.workspace.id); // of two who remove it at once, one does
  const workspace = await ctx.tx.workspace.findUniqueOrThrow({ where: { id: ctx.workspace.id } });
  if (!workspace.demo) throw problem('conflict', `"${workspace.name}" holds no demo data, so there is nothing to remove.`);
  await ctx.tx.$executeRaw`SELECT remove_demo_data()`.catch((e: unknown) => {
    if (sqlState(e) !== 'RB004') throw e;
    const reason =
      'The demo user is the only owner of another workspace. Invite an owner there first: the demo user goes with the demo data.';
    throw problem('conflict', reason, { cause: e });
  });
  await audit(ctx, {
    action: 'demo_data.remove',
    resourceType: 'workspace',
    resourceId: workspace.id,
    resourceName: workspace.name,
    before: { demo: true },
    after: { demo: false },
  });
  await noteIn(ctx, 'api_key.revoke', 'every key of the workspace, with the demo data');
}
