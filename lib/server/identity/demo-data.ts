import 'server-only';
import { problem } from '@/lib/problem';
import { audit } from '@/lib/server/audit/audit';
import type { Ctx } from '@/lib/server/core/ctx';

/** Empties a demo workspace, published versions included. Refused where the data is not the demo's. */
export async function removeDemoData(ctx: Ctx): Promise<void> {
  const workspace = await ctx.tx.workspace.findUniqueOrThrow({ where: { id: ctx.workspace.id } });
  if (!workspace.demo) throw problem('conflict', `"${workspace.name}" holds no demo data, so there is nothing to remove.`);
  await ctx.tx.$executeRaw`SELECT remove_demo_data()`;
  await audit(ctx, {
    action: 'demo_data.remove',
    resourceType: 'workspace',
    resourceId: workspace.id,
    resourceName: workspace.name,
    before: { demo: true },
    after: { demo: false },
  });
}
