import 'server-only';
import type { Ctx } from './ctx';

/** Something that names a tax code; `words` is what a sentence calls it. */
interface Use {
  type: 'plan' | 'addon' | 'defaults';
  id?: string;
  key?: string;
  version?: number;
  words: string;
}

/** Everything that names a tax code and may still be sold by it: versions that are, will be or may be on sale, and the defaults. */
export async function usesOfTaxCode(ctx: Ctx, id: string): Promise<Use[]> {
  const plans = await ctx.tx.$queryRaw<{ id: string; key: string; version: number }[]>`
    SELECT id, key, version FROM plans
    WHERE deleted_at IS NULL AND (effective_to IS NULL OR effective_to > ${new Date(ctx.now)})
      AND phases @> ${JSON.stringify([{ rateCards: [{ taxConfig: { code: { id } } }] }])}::jsonb
    ORDER BY key, version`;
  const addOns = await ctx.tx.$queryRaw<{ id: string; key: string; version: number }[]>`
    SELECT id, key, version FROM add_ons
    WHERE deleted_at IS NULL AND (effective_to IS NULL OR effective_to > ${new Date(ctx.now)})
      AND rate_cards @> ${JSON.stringify([{ taxConfig: { code: { id } } }])}::jsonb
    ORDER BY key, version`;
  const defaults = await ctx.tx.taxCodeDefault.findFirst({ where: { OR: [{ invoicingTaxCodeId: id }, { creditGrantTaxCodeId: id }] } });
  return [
    ...plans.map((plan): Use => ({ type: 'plan', ...plan, words: `version ${plan.version} of the plan "${plan.key}"` })),
    ...addOns.map((addOn): Use => ({ type: 'addon', ...addOn, words: `version ${addOn.version} of the add-on "${addOn.key}"` })),
    ...(defaults ? [{ type: 'defaults', words: "the workspace's defaults" } as const] : []),
  ];
}
