import { expect, test } from 'vitest';
import { convertPrice } from './convert-price';

const tiers = [
  { upToAmount: '100', unitPrice: { type: 'unit' as const, amount: '0.02' }, flatPrice: { type: 'flat' as const, amount: '5' } },
  { unitPrice: { type: 'unit' as const, amount: '0.01' } },
];

test('tiers stay tiers', () => {
  expect(convertPrice({ type: 'graduated', tiers }, 'volume')).toEqual({ type: 'volume', tiers });
});

test('a price per unit becomes one open-ended tier, and the other way round', () => {
  expect(convertPrice({ type: 'unit', amount: '0.002' }, 'graduated')).toEqual({
    type: 'graduated',
    tiers: [{ unitPrice: { type: 'unit', amount: '0.002' } }],
  });
  expect(convertPrice({ type: 'volume', tiers }, 'unit')).toEqual({ type: 'unit', amount: '0.02' });
});

test('a flat price takes the amount that is flat', () => {
  expect(convertPrice({ type: 'graduated', tiers }, 'flat')).toEqual({ type: 'flat', amount: '5' });
  expect(convertPrice({ type: 'unit', amount: '49' }, 'flat')).toEqual({ type: 'flat', amount: '49' });
});

test('free has no number, and from free everything starts at zero', () => {
  expect(convertPrice({ type: 'flat', amount: '49' }, 'free')).toEqual({ type: 'free' });
  expect(convertPrice({ type: 'free' }, 'unit')).toEqual({ type: 'unit', amount: '0' });
});

test('nothing changes when the type stays', () => {
  const price = { type: 'free' as const };
  expect(convertPrice(price, 'free')).toBe(price);
});
