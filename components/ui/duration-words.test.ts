import { describe, expect, test } from 'vitest';
import { cadenceWords, durationWords, isoDuration, simpleDuration } from './duration-words';

describe('durations in words', () => {
  test.each([
    ['P1M', '1 month', 'monthly'],
    ['P2M', '2 months', 'every 2 months'],
    ['P3M', '3 months', 'quarterly'],
    ['P1Y', '1 year', 'yearly'],
    ['P14D', '14 days', 'every 14 days'],
    ['PT6H', '6 hours', 'every 6 hours'],
  ])('%s is %s, %s', (iso, words, cadence) => {
    expect(durationWords(iso)).toBe(words);
    expect(cadenceWords(iso)).toBe(cadence);
    const simple = simpleDuration(iso);
    expect(simple && isoDuration(simple)).toBe(iso);
  });

  test('a duration of several units stays as written', () => {
    expect(simpleDuration('P1Y6M')).toBeNull();
    expect(durationWords('P1Y6M')).toBe('P1Y6M');
  });

  test('minutes are not taken for months', () => {
    expect(simpleDuration('PT5M')).toBeNull();
  });
});
