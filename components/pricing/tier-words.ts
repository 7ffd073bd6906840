import type { Currency } from '@/lib/currency';
import { decimal, text, ZERO } from '@/lib/decimal';
import { formatQuantity } from '@/lib/money';
import { describePrice } from '@/lib/pricing/describe';
import { meteredQuantity } from '@/lib/pricing/metered-quantity';
import { Numeric } from '@/lib/pricing/numeric';
import type { PricingTerms } from '@/lib/pricing/terms';
import type { PriceTier } from '@/lib/pricing/tiers';
import type { UnitConfig } from '@/lib/pricing/unit-config';

const readable = (value: string | undefined): value is string => value !== undefined && Numeric.safeParse(value).success;

/** A tier with what its sentence needs to know of the price around it. */
export interface WordedTier {
  type: 'graduated' | 'volume';
  tier: PriceTier;
  /** Its place; the first has a fee that is due without usage. */
  row: number;
  /** The bound of the tier before; absent for the first. */
  before: string | undefined;
  unitConfig: UnitConfig | undefined;
  /** Unit of the meter, in the plural. */
  unit: string;
}

/**
 * One tier as a sentence: "First 300k tokens: free", "300k to 550k tokens: $0.003 per 1k tokens", "Above 550k tokens: …". Quantities are in
 * what the meter counts. Null while a cell of the tier cannot be read.
 */
export function tierWords({ type, tier, row, before, unitConfig, unit }: WordedTier, currency: Currency): string | null {
  const bound = tier.upToAmount;
  const [unitAmount, fee] = [tier.unitPrice?.amount, tier.flatPrice?.amount];
  if ((row > 0 && !readable(before)) || (bound !== undefined && !readable(bound))) return null;
  if ((unitAmount !== undefined && !readable(unitAmount)) || (fee !== undefined && !readable(fee))) return null;
  if (unitAmount === undefined && fee === undefined) return null;

  const { upToAmount: _bound, ...open } = tier;
  const alone: PricingTerms = { key: '', name: '', price: { type: 'graduated', tiers: [open] }, ...(unitConfig && { unitConfig }) };
  const { displayUnit } = unitConfig ?? {};
  const count = (priced: string) => formatQuantity(displayUnit ? priced : text(meteredQuantity(decimal(priced), alone)));
  const things = displayUnit ?? unit;
  const cost = describePrice(alone, currency, unit);
  const due = row === 0 && fee !== undefined && decimal(fee).gt(ZERO) ? ', due even without usage' : '';
  if (type === 'volume') {
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
