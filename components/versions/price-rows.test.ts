import { expect, test } from 'vitest';
import type { RateCard } from '@/lib/catalog/rate-card';
import { priceRows } from './price-rows';

const card = (more: Partial<RateCard>): RateCard => ({
  key: 'requests',
  name: 'Requests',
  billingCadence: 'P1M',
  paymentTerm: 'in_arrears',
  price: { type: 'unit', amount: '0.4' },
  ...more,
});

test('a flat price is one row', () => {
  expect(priceRows(card({ price: { type: 'flat', amount: '99' }, paymentTerm: 'in_advance' }), 'USD', 'units')).toEqual([
    { range: '', price: '$99.00 per month' },
  ]);
});

test('each tier is a row, in what the meter counts', () => {
  const tiers = [
    { upToAmount: '100', unitPrice: { type: 'unit' as const, amount: '0' } },
    { upToAmount: '5000', unitPrice: { type: 'unit' as const, amount: '0.4' } },
    { unitPrice: { type: 'unit' as const, amount: '0.25' } },
  ];
  const unitConfig = { operation: 'divide' as const, conversionFactor: '1000', rounding: 'ceiling' as const, precision: 0 };
  expect(priceRows(card({ price: { type: 'graduated', tiers }, unitConfig }), 'USD', 'requests')).toEqual([
    { range: 'First 100k requests', price: 'Free' },
    { range: '100k to 5M requests', price: '$0.40 per started 1k requests' },
    { range: 'Above 5M requests', price: '$0.25 per started 1k requests' },
  ]);
});

test('what is free, the limits and the discount are rows of their own', () => {
  const rows = priceRows(
    card({ discounts: { usage: '1000', percentage: 10 }, commitments: { minimumAmount: '50', maximumAmount: '500' } }),
    'USD',
    'requests',
  );
  expect(rows).toEqual([
    { range: '', price: '$0.40 per request' },
    { range: 'Free units', price: '1k requests' },
    { range: 'Minimum', price: '$50.00' },
    { range: 'Maximum', price: '$500.00' },
    { range: 'Discount', price: '10%' },
  ]);
});

test('free units are of what is priced, after the conversion', () => {
  const unitConfig = {
    operation: 'divide' as const,
    conversionFactor: '720',
    rounding: 'none' as const,
    precision: 0,
    displayUnit: 'GB-month',
  };
  expect(priceRows(card({ discounts: { usage: '10' }, unitConfig }), 'USD', 'GB-hours')).toContainEqual({
    range: 'Free units',
    price: '10 GB-month',
  });
});

test('a price that cannot be read has no rows', () => {
  expect(priceRows(card({ price: { type: 'unit', amount: 'x' } }), 'USD', 'requests')).toBeNull();
});
