import { expect, test } from 'vitest';
import { featureUnit } from './feature-unit';

test.each([
  ['Input tokens', 'tokens'],
  ['Sonata Large input tokens', 'tokens'],
  ['API requests', 'requests'],
  ['Seats', 'seats'],
  ['GB-hours', 'GB-hours'],
  ['Storage', 'units'],
  ['', 'units'],
])('the feature %s counts %s', (name, unit) => {
  expect(featureUnit({ name })).toBe(unit);
});

test('a feature that is not known counts units', () => {
  expect(featureUnit(undefined)).toBe('units');
});
