import { describe, expect, test } from 'vitest';
import { areAligned, cadenceWords, durationFault, durationWords, isDivisibleBy, isSameDuration, startWords } from './cadence';

describe('one duration divides another', () => {
  test.each([
    ['P2Y', 'P1Y'],
    ['P2Y', 'P2M'],
    ['P1Y', 'P1M'],
    ['P1Y', 'P1D'],
    ['P1Y', 'PT1H'],
    ['P1Y', 'P3M'],
    ['P1Y', 'P4M'],
    ['P1Y', 'P6M'],
    ['P6M', 'P3M'],
    ['P1M', 'P1M'],
    ['P1M', 'P1D'],
    ['P4W', 'P1W'],
    ['P30D', 'P5D'],
    ['P30D', 'P6D'],
    ['P365D', 'P1D'],
    ['P8W', 'P2W'],
    ['P52W', 'P4W'],
    ['P18M', 'P6M'],
    ['P1W', 'P1D'],
    ['PT24H', 'PT12H'],
    ['PT48H', 'PT24H'],
    ['P10Y', 'P1Y'],
    ['P100Y', 'P10Y'],
  ])('%s holds whole %s in every calendar', (larger, smaller) => {
    expect(isDivisibleBy(larger, smaller)).toBe(true);
  });

  test.each([
    ['P1M', 'P3D'],
    ['P1Y', 'P5D'],
    ['P1Y', 'P365D'],
    ['PT0S', 'P1D'],
    ['P1D', 'PT0S'],
    ['PT0S', 'PT0S'],
    ['P1W', 'P1M'],
    ['P4W', 'P1M'],
    ['P1M', 'P1W'],
    ['P1M', 'P4W'],
    ['P1Y', 'PT8H'],
    ['P1M', 'P1Y'],
    ['P30D', 'P7D'],
    ['P8W', 'P3W'],
    ['P18M', 'P5M'],
    ['PT25H', 'PT24H'],
    ['P1M', 'nonsense'],
    ['P1.5M', 'P1M'],
  ])('%s does not always hold whole %s', (larger, smaller) => {
    expect(isDivisibleBy(larger, smaller)).toBe(false);
  });
});

test('cadences are aligned when either divides the other', () => {
  expect([areAligned('P1M', 'P1Y'), areAligned('P1Y', 'P1M'), areAligned('P1M', 'P1W')]).toEqual([true, true, false]);
});

test('twelve months are a year, and 24 hours are not a day', () => {
  expect([isSameDuration('P12M', 'P1Y'), isSameDuration('PT24H', 'P1D')]).toEqual([true, false]);
});

test('a duration is too short, nothing, or fine', () => {
  expect(['PT59M', 'PT1H', 'PT0S', 'P', 'P0.5M', 'P1M'].map(durationFault)).toEqual([
    'less_than_an_hour',
    null,
    'not_positive',
    'not_positive',
    'not_positive',
    null,
  ]);
});

test('durations and cadences are said in words', () => {
  expect(['P1M', 'P1Y6M', 'PT36H', 'nonsense'].map(durationWords)).toEqual(['1 month', '1 year 6 months', '36 hours', 'nonsense']);
  expect(['P1M', 'P3M', 'P1Y', undefined].map(cadenceWords)).toEqual(['every month', 'every 3 months', 'every year', 'once']);
});

test('what follows on durations says when it begins', () => {
  expect([[], ['P14D'], ['P1W', 'P7D'], ['P3M'], ['P1Y', 'P3M'], ['P14D', 'P3M'], ['PT36H'], ['P14D', 'nonsense']].map(startWords)).toEqual(
    ['from the start', 'from day 15', 'from day 15', 'from month 4', 'from month 16', 'after 3 months 14 days', 'after 36 hours', null],
  );
});
