import { expect, test } from 'vitest';
import { addOnsOf, addOnsText, creditsOf, creditsText } from './preview-extras';

test('add-ons go into the address and come back', () => {
  const taken = [
    { id: '01A', quantity: '3' },
    { id: '01B', quantity: '' },
  ];
  expect(addOnsText(taken)).toBe('01A*3,01B*');
  expect(addOnsOf('01A*3,01B*')).toEqual(taken);
  expect(addOnsOf('01A')).toEqual([{ id: '01A', quantity: '1' }]);
  expect([addOnsOf(null), addOnsText([])]).toEqual([[], null]);
});

test('credits go into the address and come back, an amount alone being one of the ordinary priority', () => {
  const given = [
    { amount: '50', priority: '1', expires: '2026-12-01' },
    { amount: '7.5', priority: '', expires: '' },
  ];
  expect(creditsText(given)).toBe('50@1~2026-12-01,7.5');
  expect(creditsOf('50@1~2026-12-01,7.5')).toEqual(given);
  expect(creditsText([{ amount: '', priority: '', expires: '' }])).toBeNull();
  expect(creditsOf(null)).toEqual([]);
});
