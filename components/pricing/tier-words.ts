import type { Currency } from '@/lib/currency';
import { decimal, text, ZERO } from '@/lib/decimal';
import { formatQuantity } from '@/lib/money';
import { describePrice } from '@/lib/pricing/describe';
import { meteredQuantity } from '@/lib/pricing/metered-quantity';
import { Numeric } from '@/lib/pricing/numeric';
import type { PricingTerms } from '@/lib/pricing/terms';
import type { PriceTier } from '@/lib/pricing/tiers';

const readable = (value: string | undefined): value is string => value !== undefined && Numeric.safeParse(value).success;

/**
 * One tier as a sentence: "First 300k tokens: free", "300k to 550k tokens: $0.003 per 1k tokens", "Above 550k tokens: …". Quantities are in
 * what the meter counts. Null while a cell of the tier cannot be read.
 */
export function tierWords(card: PricingTerms, index: number, currency: Currency, unit: string): string | null {
  if (card.price.type !== 'graduated' && card.price.type !== 'volume') return null;
  const { tiers } = card.price;
  const tier = tiers[index];
  const before = tiers[index - 1]?.upToAmount;
  const bound = tier?.upToAmount;
  const [unitAmount, fee] = [tier?.unitPrice?.amount, tier?.flatPrice?.amount];
  if (!tier || (index > 0 && !readable(before)) || (bound !== undefined && !readable(bound))) return null;
  if ((unitAmount !== undefined && !readable(unitAmount)) || (fee !== undefined && !readable(fee))) return null;
  if (unitAmount === undefined && fee === undefined) return null;

  const { displayUnit } = card.unitConfig ?? {};
  const count = (priced: string) =>
    formatQuantity(displayUnit ? priced : text(meteredQuantity(decimal(priced), { ...card, discounts: undefined })));
  const things = displayUnit ?? unit;
  const cost = costWords(card, tier, currency, unit);
  const due = index === 0 && fee !== undefined && decimal(fee).gt(ZERO) ? ', due even without usage' : '';
  if (card.price.type === 'volume') {
    const where =
      bound === undefined
        ? before === undefined
          ? `Any number of ${things}`
          : `Above ${count(before)} ${things}`
        : `Up to ${count(bound)} ${things}`;
    return `${where}: all at ${cost}${due}`;
  }
  if (bound === undefined) return `${before === undefined ? `All ${things}` : `Above ${count(before)} ${things}`}: ${cost}${due}`;
  const range = before === undefined ? `First ${count(bound)} ${things}` : `${count(before)} to ${count(bound)} ${things}`;
  return `${range}: ${cost}${due}`;
}

function costWords(card: PricingTerms, tier: PriceTier, currency: Currency, unit: string): string {
  const { upToAmount: _bound, ...open } = tier;
  const bare: PricingTerms = { key: card.key, name: card.name, price: { type: 'graduated', tiers: [open] }, unitConfig: card.unitConfig };
  return describePrice(bare, currency, unit);
}
