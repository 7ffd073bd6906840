import { expect, test } from 'vitest';
import { topUp } from './top-up';

const now = '2026-01-01T12:00:00Z';
const rule = { threshold: '10', paid: '20' };

test('packs are bought until the balance is above the threshold, counting what is under way', () => {
  expect(topUp(rule, { now, live: '10' })).toEqual({ due: true, paid: '20', granted: '0' });
  expect(topUp(rule, { now, live: '-35' })).toEqual({ due: true, paid: '60', granted: '0' });
  // Exactly enough is not above.
  expect(topUp(rule, { now, live: '-10' })).toEqual({ due: true, paid: '40', granted: '0' });
  expect(topUp({ ...rule, granted: '5' }, { now, live: '-35', underWay: '20' })).toEqual({ due: true, paid: '40', granted: '5' });
  expect(topUp(rule, { now, live: '-5', underWay: '20' })).toEqual({ due: false, reason: 'above_threshold' });
  expect(topUp({ threshold: '10', target: '100' }, { now, live: '4', pending: '6' })).toEqual({ due: true, paid: '90', granted: '0' });
});

test('a maximum of the period is never passed, and a top-up below the minimum is none', () => {
  expect(topUp({ ...rule, maximumPerPeriod: '50' }, { now, live: '0', spentInPeriod: '40' })).toEqual({
    due: true,
    paid: '10',
    granted: '0',
  });
  expect(topUp({ ...rule, maximumPerPeriod: '50' }, { now, live: '0', spentInPeriod: '50' })).toEqual({
    due: false,
    reason: 'period_maximum_reached',
  });
  expect(topUp({ ...rule, maximumPerPeriod: '50', minimum: '15' }, { now, live: '0', spentInPeriod: '40' })).toEqual({
    due: false,
    reason: 'below_minimum',
  });
  expect(topUp({ ...rule, maximum: '15' }, { now, live: '0' })).toEqual({ due: true, paid: '15', granted: '0' });
});

test('refused payments make it wait, and three in a row switch it off', () => {
  const declined = { now, live: '0', declinedAt: '2026-01-01T11:30:00Z' };
  expect(topUp(rule, { ...declined, declines: 1 })).toEqual({ due: false, reason: 'backing_off_after_decline' });
  expect(topUp(rule, { ...declined, declines: 3, declinedAt: '2025-12-01T00:00:00Z' })).toEqual({
    due: false,
    reason: 'switched_off_after_declines',
  });
  expect(topUp(rule, { ...declined, paidSinceDecline: true })).toMatchObject({ due: true });
  expect(topUp({ ...rule, switchedOff: true }, { now, live: '0' })).toEqual({ due: false, reason: 'switched_off' });
});
