import 'server-only';
import type { Ctx } from '@/lib/server/core/ctx';
import { type Use, versionsWith } from '@/lib/server/core/references';

/** Everything that names a tax code and may still be sold by it: versions that are, will be or may be on sale, and the defaults. */
export async function usesOfTaxCode(ctx: Ctx, id: string): Promise<Use[]> {
  const defaults = await ctx.tx.taxCodeDefault.findFirst({ where: { OR: [{ invoicingTaxCodeId: id }, { creditGrantTaxCodeId: id }] } });
  return [
    ...(await versionsWith(ctx, { taxConfig: { code: { id } } }, true)),
    ...(defaults ? [{ type: 'defaults', words: "the workspace's defaults" } as const] : []),
  ];
}
