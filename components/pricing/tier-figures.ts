import { decimal, divide, sum, text, ZERO } from '@/lib/decimal';
import { Numeric } from '@/lib/pricing/numeric';
import { modelOf } from '@/lib/pricing/registry';
import type { PriceTier } from '@/lib/pricing/tiers';

export type TieredType = 'graduated' | 'volume';

export interface TierFigures {
  /** The quantity above which the tier begins, as a decimal string; null when the tier before has no bound yet. */
  above: string | null;
  /** What a unit costs on average when usage ends at the tier's bound: exact to 12 digits. Null without a bound, or while a cell cannot be read. */
  averageAtBound: string | null;
}

const isDecimal = (value: string | undefined) => value !== undefined && Numeric.safeParse(value).success;

/** What the table shows beside what is typed, tier by tier, in priced units and before commitments and discounts. */
export function tierFigures(type: TieredType, tiers: readonly PriceTier[]): TierFigures[] {
  return tiers.map((tier, i) => {
    const before = i === 0 ? '0' : tiers[i - 1]?.upToAmount;
    const above = isDecimal(before) ? (before ?? null) : null;
    return { above, averageAtBound: averageAt(type, tiers.slice(0, i + 1), tier.upToAmount) };
  });
}

function averageAt(type: TieredType, tiers: readonly PriceTier[], bound: string | undefined): string | null {
  const readable = tiers.every(
    ({ upToAmount, unitPrice, flatPrice }) =>
      isDecimal(upToAmount) && (!unitPrice || isDecimal(unitPrice.amount)) && (!flatPrice || isDecimal(flatPrice.amount)),
  );
  if (!readable || bound === undefined || decimal(bound).lte(ZERO)) return null;
  const price = { type, tiers: [...tiers] };
  const quantity = decimal(bound);
  const charges = modelOf(type).charge(
    price,
    'in_arrears',
  )({ before: ZERO, through: quantity, opens: true, closes: true, cumulative: false });
  return text(divide(sum(charges.map((charge) => charge.quantity.times(charge.unitPrice))), quantity, 12));
}
