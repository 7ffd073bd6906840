import fc from 'fast-check';
import { expect, test } from 'vitest';
import { phaseBars, stretched } from './phase-bars';

const bars = (...durations: (string | undefined)[]) => phaseBars(durations.map((duration) => ({ duration })));

test('phases are as long as they last, and the last goes on', () => {
  const [ramp, more, open] = bars('P3M', 'P6M', undefined);
  expect((more?.share ?? 0) / (ramp?.share ?? 1)).toBeCloseTo(2);
  expect(open?.share).toBeCloseTo(more?.share ?? 0);
  expect([ramp?.open, more?.open, open?.open]).toEqual([false, false, true]);
  expect([ramp?.start, more?.start, open?.start]).toEqual(['from the start', 'from month 4', 'from month 10']);
});

test('a day beside a year keeps a share that can be hit', () => {
  const [day, year, open] = bars('P1D', 'P1Y', undefined);
  expect(day?.share).toBeCloseTo(0.12);
  expect(year?.share).toBeCloseTo(0.44);
  expect(open?.share).toBeCloseTo(0.44);
});

test('what follows a phase whose length is half typed begins nobody knows when', () => {
  expect(bars('P14D', 'P', 'P1M', undefined).map(({ start }) => start)).toEqual(['from the start', 'from day 15', null, null]);
  expect(bars('P14D', undefined, undefined).map(({ open }) => open)).toEqual([false, false, true]);
});

test('shares fill the axis, and none is below the least there is room for', () => {
  const duration = fc.option(fc.constantFrom('PT1H', 'P1D', 'P14D', 'P3M', 'P1Y', 'P10Y', 'nonsense'), { nil: undefined });
  fc.assert(
    fc.property(fc.array(duration, { minLength: 1, maxLength: 25 }), (durations) => {
      const shares = bars(...durations).map(({ share }) => share);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
      expect(Math.min(...shares)).toBeGreaterThan(Math.min(0.12, 1 / durations.length) - 1e-9);
    }),
  );
});

test('a length of one unit is stretched by whole units and never to nothing', () => {
  expect([stretched('P3M', 2), stretched('P14D', -1), stretched('PT12H', 1)]).toEqual(['P5M', 'P13D', 'PT13H']);
  expect([stretched('P1M', -1), stretched('P2W', -9)]).toEqual(['P1M', 'P1W']);
  expect([stretched('P1M15D', 1), stretched('', 1), stretched('P1.5M', 1)]).toEqual([null, null, null]);
});
