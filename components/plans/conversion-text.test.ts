import { expect, it } from 'vitest';
import type { Plan } from '@/lib/catalog/plan';
import { plan as samplePlan } from '@/lib/catalog/testing/sample-plan';
import { conversionText, inCurrency, readConversion, samples } from './conversion-text';

const plan = samplePlan as Plan;
const toEuro = { ...inCurrency(conversionText(plan), 'EUR'), factor: '0.92' };

it('a copy in the same currency converts nothing', () => {
  expect(readConversion(conversionText(plan), 'USD')).toBeUndefined();
});

it('a conversion is complete with a factor, and rounds fees to the smallest coin unless told', () => {
  expect(readConversion({ ...toEuro, factor: '' }, 'USD')).toBeNull();
  expect(readConversion({ ...toEuro, step: '0' }, 'USD')).toBeNull();
  expect(readConversion(toEuro, 'USD')).toEqual({ currency: 'EUR', factor: '0.92', step: '0.01', unitDigits: 3, rounding: 'nearest' });
  expect(inCurrency(toEuro, 'JPY')).toMatchObject({ factor: '', step: '1' });
});

it('some prices are shown before and after', () => {
  const conversion = readConversion(toEuro, 'USD');
  expect(conversion && samples(plan, conversion)[0]).toEqual({
    key: 'standard fee',
    name: 'Platform fee',
    before: '$49.00 per month',
    after: '€45.08 per month',
  });
});
