import 'server-only';
import { type ProblemError, problem } from '@/lib/problem';
import type { Prisma } from '@/lib/server/generated/prisma/client';
import type { Ctx } from './ctx';

/** Something that names another thing; `words` is what a sentence calls it. */
export interface Use {
  type: 'plan' | 'addon' | 'feature' | 'defaults' | 'subscription' | 'customer';
  id?: string;
  key?: string;
  version?: number;
  words: string;
}

const NAMED_MAX = 3;
/** Number of users that an answer lists as data; how many there are beside is told. */
const LISTED_MAX = 100;

/** The refusal to take away what is used: it names the first users in words and gives all of them as data. */
export function usedBy(what: string, uses: readonly Use[], advice: string): ProblemError {
  const named = uses.slice(0, NAMED_MAX).map(({ words }) => words);
  const more = uses.length > named.length ? ` and ${uses.length - named.length} more` : '';
  return problem('conflict', `${what} is used by ${named.join(', ')}${more}. ${advice}`, {
    extensions: { used_by: uses.slice(0, LISTED_MAX).map(({ words: _, ...use }) => use), used_by_total: uses.length },
  });
}

interface Version {
  id: string;
  key: string;
  version: number;
}

export const planUse = ({ id, key, version }: Version): Use => ({
  ...{ type: 'plan', id, key, version },
  words: `version ${version} of the plan "${key}"`,
});
const addOnUse = ({ id, key, version }: Version): Use => ({
  ...{ type: 'addon', id, key, version },
  words: `version ${version} of the add-on "${key}"`,
});

/** The living versions that are or will be sold, drafts included if asked, with a card in which `part` stands. */
export async function versionsWith(ctx: Ctx, part: object, drafts: boolean): Promise<Use[]> {
  const now = new Date(ctx.now);
  const cards = [part];
  const plans = await ctx.tx.$queryRaw<Version[]>`
    SELECT id, key, version FROM plans
    WHERE deleted_at IS NULL AND (effective_to IS NULL OR effective_to > ${now}) AND (${drafts} OR effective_from IS NOT NULL)
      AND phases @> ${JSON.stringify([{ rateCards: cards }])}::jsonb
    ORDER BY key, version`;
  const addOns = await ctx.tx.$queryRaw<Version[]>`
    SELECT id, key, version FROM add_ons
    WHERE deleted_at IS NULL AND (effective_to IS NULL OR effective_to > ${now}) AND (${drafts} OR effective_from IS NOT NULL)
      AND rate_cards @> ${JSON.stringify(cards)}::jsonb
    ORDER BY key, version`;
  return [...plans.map(planUse), ...addOns.map(addOnUse)];
}

/**
 * The living subscriptions that are not over and that a condition is true of, each by its name and its customer. Whoever takes away what they
 * use holds that first, so that none is made meanwhile.
 */
export async function subscriptionUses(ctx: Ctx, where: Prisma.SubscriptionWhereInput): Promise<Use[]> {
  const rows = await ctx.tx.subscription.findMany({
    where: { deletedAt: null, AND: [{ OR: [{ activeTo: null }, { activeTo: { gt: new Date(ctx.now) } }] }, where] },
    select: { id: true, name: true, customer: { select: { key: true } } },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ id, name, customer }) => ({
    ...{ type: 'subscription', id, key: customer.key },
    words: `the subscription "${name}" of "${customer.key}"`,
  }));
}
