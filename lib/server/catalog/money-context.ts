import 'server-only';
import type { CatalogContext } from '@/lib/catalog/checks/rate-card-issues';
import { isInForce } from '@/lib/catalog/cost-basis';
import { isCustomCurrencyCode } from '@/lib/catalog/currency';
import type { RateCard } from '@/lib/catalog/rate-card';
import type { Currency } from '@/lib/currency';
import type { Ctx } from '@/lib/server/core/ctx';
import { basesOf } from '@/lib/server/money/cost-bases';

/** Terms of a price: the currency, and the cards that may name one of their own and a tax code. */
export interface PricedContent {
  currency: string;
  cards: readonly Pick<RateCard, 'currency' | 'taxConfig'>[];
}

/**
 * The workspace's currencies and tax codes, as far as these contents name any; most name none, and nothing is read. While a version is
 * published its tax codes are held, so that none is deleted at the same moment.
 */
export async function moneyContext(
  ctx: Pick<Ctx, 'tx' | 'now'>,
  contents: readonly PricedContent[],
  hold = false,
): Promise<Pick<CatalogContext, 'customCurrencies' | 'taxCodes'>> {
  const codes = contents.flatMap(({ currency, cards }) => [currency, ...cards.map((card) => card.currency ?? currency)]);
  const taxIds = [...new Set(contents.flatMap(({ cards }) => cards.flatMap((card) => card.taxConfig?.code.id ?? [])))];
  return { ...(await knownCurrencies(ctx, codes)), ...(await knownTaxCodes(ctx, taxIds, hold)) };
}

async function knownCurrencies(ctx: Pick<Ctx, 'tx' | 'now'>, codes: readonly string[]) {
  const custom = [...new Set(codes.filter(isCustomCurrencyCode))];
  if (custom.length === 0) return {};
  const rows = await ctx.tx.customCurrency.findMany({ where: { code: { in: custom } } });
  const bases = await basesOf(
    ctx,
    rows.map((row) => row.id),
  );
  return {
    customCurrencies: rows.map((row) => ({
      code: row.code,
      costBases: (bases.get(row.id) ?? []).filter((basis) => isInForce(basis, ctx.now)).map(({ fiatCode }) => ({ fiatCode })),
    })),
  };
}

async function knownTaxCodes(ctx: Pick<Ctx, 'tx'>, ids: string[], hold: boolean) {
  if (ids.length === 0) return {};
  if (hold) await ctx.tx.$queryRaw`SELECT 1 FROM tax_codes WHERE id = ANY(${ids}) ORDER BY id FOR SHARE`;
  return { taxCodes: await ctx.tx.taxCode.findMany({ where: { id: { in: ids }, deletedAt: null }, select: { id: true } }) };
}

/** The workspace's own currencies of these codes, for counting and writing amounts in them. */
export async function customCurrencies(ctx: Pick<Ctx, 'tx'>, codes: readonly string[]): Promise<Currency[]> {
  const wanted = codes.filter(isCustomCurrencyCode);
  if (wanted.length === 0) return [];
  return ctx.tx.customCurrency.findMany({ where: { code: { in: wanted } }, select: { code: true, precision: true } });
}
