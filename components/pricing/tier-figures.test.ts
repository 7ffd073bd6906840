import { expect, test } from 'vitest';
import type { PriceTier } from '@/lib/pricing/tiers';
import { tierFigures } from './tier-figures';

const tiers: PriceTier[] = [
  { upToAmount: '300', unitPrice: { type: 'unit', amount: '0' } },
  { upToAmount: '550', unitPrice: { type: 'unit', amount: '0.003' } },
  { unitPrice: { type: 'unit', amount: '0.0025' } },
];

test('a graduated tier is averaged over all usage up to its bound', () => {
  // 250 × 0.003 ÷ 550
  expect(tierFigures('graduated', tiers).map(({ averageAtBound }) => averageAtBound)).toEqual(['0', '0.001363636364', null]);
});

test('a volume tier costs the same for all usage, plus its share of the fee', () => {
  const [first, second] = tiers;
  const withFee: PriceTier[] = [first ?? {}, { ...second, flatPrice: { type: 'flat', amount: '11' } }, {}];
  expect(tierFigures('volume', withFee)[1]?.averageAtBound).toBe('0.023');
});

test('lower bounds come from the tier before, and are unknown while that cannot be read', () => {
  expect(tierFigures('graduated', tiers).map(({ above }) => above)).toEqual(['0', '300', '550']);
  const typing = tiers.map((tier, i) => (i === 0 ? { ...tier, upToAmount: '3x' } : tier));
  expect(tierFigures('graduated', typing)).toEqual([
    { above: '0', averageAtBound: null },
    { above: null, averageAtBound: null },
    { above: '550', averageAtBound: null },
  ]);
});
