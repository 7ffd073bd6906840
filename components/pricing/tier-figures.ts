import { type Decimal, decimal, divide, sum, text, ZERO } from '@/lib/decimal';
import type { Charge, PeriodPart } from '@/lib/pricing/charge';
import { Numeric } from '@/lib/pricing/numeric';
import { modelOf } from '@/lib/pricing/registry';
import type { PriceTier } from '@/lib/pricing/tiers';

export type TieredType = 'graduated' | 'volume';

export interface TierFigures {
  /** The quantity above which the tier begins, as a decimal string; null when the tier before has no bound yet. */
  above: string | null;
  /** Returns the average unit price when usage ends at the tier's bound: exact to 12 digits. Null without a bound, or while a cell cannot be read. */
  averageAtBound: string | null;
}

const isDecimal = (value: string | undefined) => value !== undefined && Numeric.safeParse(value).success;

/** Returns the computed figures of the table, tier by tier, in priced units and before commitments and discounts. */
export function tierFigures(type: TieredType, tiers: readonly PriceTier[]): TierFigures[] {
  const unreadable = tiers.findIndex((tier) => !isReadable(tier));
  // A cell that cannot be read leaves the averages of its tier and all after it open.
  const read = unreadable < 0 ? tiers : tiers.slice(0, unreadable);
  const charge = read.length > 0 ? modelOf(type).charge({ type, tiers: [...read] }, 'in_arrears') : null;
  return tiers.map((_, i) => {
    const before = i === 0 ? '0' : tiers[i - 1]?.upToAmount;
    const above = isDecimal(before) ? (before ?? null) : null;
    const bound = read[i]?.upToAmount;
    return { above, averageAtBound: charge && bound !== undefined ? averageAt(charge, decimal(bound)) : null };
  });
}

const isReadable = ({ upToAmount, unitPrice, flatPrice }: PriceTier): boolean =>
  (upToAmount === undefined || isDecimal(upToAmount)) &&
  (!unitPrice || isDecimal(unitPrice.amount)) &&
  (!flatPrice || isDecimal(flatPrice.amount));

function averageAt(charge: (part: PeriodPart) => Charge[], bound: Decimal): string | null {
  if (bound.lte(ZERO)) return null;
  const charges = charge({ before: ZERO, through: bound, opens: true, closes: true, cumulative: false });
  return text(divide(sum(charges.map(({ quantity, unitPrice }) => quantity.times(unitPrice))), bound, 12));
}
