import { expect, it } from 'vitest';
import { negotiatedTerm } from './negotiated-term';

const fee = { key: 'fee', name: 'Fee', price: { type: 'flat' as const, amount: '99' }, billingCadence: 'P1M' };
const tiers = { ...fee, price: { type: 'graduated' as const, tiers: [{ unitPrice: { type: 'unit' as const, amount: '1' } }] } };

it('makes the patch of each kind', () => {
  expect(negotiatedTerm(fee, 'price', '79.50')).toEqual({ price: { type: 'flat', amount: '79.50' } });
  expect(negotiatedTerm({ ...fee, discounts: { usage: '10' } }, 'percentage', '12.5')).toEqual({
    discounts: { usage: '10', percentage: 12.5 },
  });
  expect(negotiatedTerm({ ...fee, commitments: { maximumAmount: '900' } }, 'minimum', '100')).toEqual({
    commitments: { minimumAmount: '100', maximumAmount: '900' },
  });
  expect(negotiatedTerm(fee, 'none', '')).toEqual({});
});

it('gives nothing for what cannot be read or does not fit', () => {
  expect(negotiatedTerm(fee, 'price', '')).toBeNull();
  expect(negotiatedTerm(fee, 'price', '-1')).toBeNull();
  expect(negotiatedTerm(fee, 'percentage', '101')).toBeNull();
  expect(negotiatedTerm(fee, 'percentage', '0')).toBeNull();
  expect(negotiatedTerm(tiers, 'price', '5')).toBeNull();
});
