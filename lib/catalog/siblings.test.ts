import { expect, test } from 'vitest';
import { areSiblings, keyStem } from './siblings';

test('plans are siblings when only the word for their rhythm tells them apart', () => {
  expect(areSiblings('pro_yearly', 'pro_monthly')).toBe(true);
  expect(areSiblings('pro_annual', 'pro')).toBe(true);
  expect(areSiblings('annual_pro', 'pro')).toBe(true);
  expect(areSiblings('pro_yearly', 'team_monthly')).toBe(false);
  expect(areSiblings('pro', 'pro')).toBe(false);
  expect(areSiblings('yearly', 'monthly')).toBe(false);
});

test('a word that only begins like a rhythm stays', () => {
  expect(keyStem('yearbook')).toBe('yearbook');
  expect(keyStem('pro_monthly_eu')).toBe('pro_eu');
});
