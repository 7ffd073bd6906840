import type { Price, PriceType } from '@/lib/pricing/price';
import type { PriceTier } from '@/lib/pricing/tiers';

/** The price as another type, with every number that still means something: an amount becomes a tier, tiers stay tiers. */
export function convertPrice(price: Price, type: PriceType): Price {
  if (price.type === type) return price;
  switch (type) {
    case 'free':
      return { type };
    case 'flat':
      return { type, amount: price.type === 'graduated' || price.type === 'volume' ? (feeOf(price.tiers) ?? '0') : amountOf(price) };
    case 'unit':
      return { type, amount: amountOf(price) };
    case 'graduated':
    case 'volume':
      return { type, tiers: tiersOf(price) };
  }
}

const feeOf = (tiers: readonly PriceTier[]) => tiers.find((tier) => tier.flatPrice)?.flatPrice?.amount;

function amountOf(price: Price): string {
  if (price.type === 'free') return '0';
  if (price.type === 'flat' || price.type === 'unit') return price.amount;
  return price.tiers.find((tier) => tier.unitPrice)?.unitPrice?.amount ?? '0';
}

function tiersOf(price: Price): PriceTier[] {
  if (price.type === 'graduated' || price.type === 'volume') return price.tiers;
  return [{ unitPrice: { type: 'unit', amount: price.type === 'unit' ? price.amount : '0' } }];
}
