import 'server-only';
import type { CatalogContext } from '@/lib/catalog/checks/rate-card-issues';
import type { RateCard } from '@/lib/catalog/rate-card';
import { sortTiers } from '@/lib/pricing/tiers';
import type { Ctx } from '@/lib/server/core/ctx';
import { moneyContext } from './money-context';

/** A plan's content, an add-on's, or whatever else holds rate cards. */
export type Priced = { currency: string } & (
  | { phases: readonly { rateCards: readonly RateCard[] }[] }
  | { rateCards: readonly RateCard[] }
);

const cardsOf = (content: Priced) => ('phases' in content ? content.phases.flatMap((phase) => phase.rateCards) : content.rateCards);

export const featureIds = (content: Priced) => cardsOf(content).flatMap((card) => card.feature?.id ?? []);

/**
 * The features, currencies and tax codes named by these contents. While a version is saved or published they are held, so that none is
 * deleted at the same moment.
 */
export async function loadContext(ctx: Ctx, contents: readonly Priced[], hold = false): Promise<CatalogContext> {
  const priced = contents.map((content) => ({ currency: content.currency, cards: cardsOf(content) }));
  return { ...(await featureContext(ctx, contents, hold)), ...(await moneyContext(ctx, priced, hold)) };
}

async function featureContext(ctx: Ctx, contents: readonly Priced[], hold: boolean): Promise<CatalogContext> {
  const ids = [...new Set(contents.flatMap(featureIds))];
  if (ids.length === 0) return { features: [], meters: [] };
  if (hold) await ctx.tx.$queryRaw`SELECT 1 FROM features WHERE id = ANY(${ids}) ORDER BY id FOR SHARE`;
  const rows = await ctx.tx.feature.findMany({ where: { id: { in: ids } }, include: { meter: { select: { deletedAt: true } } } });
  const gone = (at: Date | null | undefined) => (at ? { deletedAt: at.toISOString() } : {});
  return {
    features: rows.map((f) => ({ id: f.id, key: f.key, ...(f.meterId && { meter: { id: f.meterId } }), ...gone(f.deletedAt) })),
    meters: rows.flatMap((f) => (f.meterId ? [{ id: f.meterId, ...gone(f.meter?.deletedAt) }] : [])),
  };
}

/** A card as it is stored: its tiers in ascending order. */
export const storedCard = (card: RateCard): RateCard =>
  'tiers' in card.price ? { ...card, price: { ...card.price, tiers: sortTiers(card.price.tiers) } } : card;
