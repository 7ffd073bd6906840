import { describe, expect, test } from 'vitest';
import { monthsBetween } from './calendar';
import { changesOf } from './changes';
import { cohortAverages, cohortsOf } from './cohorts';
import { committedForecast, forecastBridge } from './committed-forecast';
import { ratesOf } from './exchange';
import type { RevenueItem } from './item';
import { leavingByMonth, leavingSoon, renewalRate, usageChurnDay } from './leaving';
import { historiesOf, movementOf } from './movements';
import { addMicros } from './ratio';
import { timelinesOf } from './timeline';

const rateAt = ratesOf('USD');
const item = (id: string, change: Partial<RevenueItem> = {}): RevenueItem => ({
  id,
  customer: 'c1',
  subscription: 's1',
  key: 'base',
  plan: 'team',
  version: 1,
  phase: 'default',
  currency: 'USD',
  type: 'flat',
  amount: '100',
  quantity: '1',
  interval: 'P1M',
  from: '2025-01-01T00:00:00Z',
  to: null,
  ...change,
});
const june = '2025-06-15T00:00:00Z';

describe('who is leaving', () => {
  test('is the subscriptions whose last item ends, with what they pay now; a change that goes on is no end', () => {
    const items = [
      item('1', { to: '2025-08-10T00:00:00Z', endReason: 'too_expensive' }),
      item('2', { customer: 'c2', subscription: 's2', to: '2025-07-01T00:00:00Z' }),
      item('3', { customer: 'c2', subscription: 's2', from: '2025-07-01T00:00:00Z', version: 2 }),
      item('4', { customer: 'c3', subscription: 's3', to: '2025-08-01T00:00:00Z', amount: '30' }),
    ];
    const leaving = leavingSoon(timelinesOf(items), june, rateAt);
    expect(leaving.map(({ subscription, reason }) => [subscription, reason])).toEqual([
      ['s3', null],
      ['s1', 'too_expensive'],
    ]);
    expect(leavingByMonth(leaving, 'UTC')).toEqual(new Map([['2025-08', 130_000_000n]]));
  });

  test('by use is who was quiet for sixty days', () => {
    expect(usageChurnDay('2025-01-01', '2025-03-01')).toBe(null);
    expect(usageChurnDay('2025-01-01', '2025-03-02')).toBe('2025-03-02');
  });

  test('at the end of a term is who did not renew', () => {
    const terms = [
      { customer: 'a', endedAt: '2025-06-01T00:00:00Z', renewed: true },
      { customer: 'b', endedAt: '2025-06-30T00:00:00Z', renewed: false },
      { customer: 'c', endedAt: '2025-07-01T00:00:00Z', renewed: false },
    ];
    expect(renewalRate(terms, { from: '2025-06-01T00:00:00Z', to: '2025-07-01T00:00:00Z' })).toEqual({ ended: 2, renewed: 1, rate: '0.5' });
  });
});

describe('the bridge of a forecast', () => {
  test('leads from the tile to what is committed', () => {
    const items = [
      item('1', { to: '2025-08-10T00:00:00Z' }),
      item('2', { customer: 'c2', subscription: 's2', discounts: [{ percent: '50', to: '2025-07-05T00:00:00Z' }] }),
      item('3', { customer: 'c3', subscription: 's3', from: '2025-09-01T00:00:00Z' }),
      item('4', { customer: 'c4', subscription: 's4', from: '2025-06-10T00:00:00Z', trialUntil: '2025-06-24T00:00:00Z', amount: '40' }),
    ];
    const bridge = forecastBridge(historiesOf(items), { from: june, to: '2025-10-01T00:00:00Z' }, rateAt);
    const steps = Object.fromEntries([...bridge].map(([step, { micros }]) => [step, micros]));
    expect(steps).toEqual({
      starts: 100_000_000n,
      steps: 0n,
      discounts: 50_000_000n,
      trials: 40_000_000n,
      pauses: 0n,
      ends: -100_000_000n,
    });
    const path = committedForecast(items, [], { at: june, months: 3, timeZone: 'UTC', rateAt });
    expect((path.at(-1)?.committed ?? 0n) - (path[0]?.committed ?? 0n)).toBe(addMicros(Object.values(steps)));
    expect(path.map(({ fromTrials }) => fromTrials)).toEqual([0n, 40_000_000n, 40_000_000n, 40_000_000n]);
  });
});

describe('the average row of cohorts', () => {
  test('weighs by what cohorts began with, and leaves open months out', () => {
    const items = [
      item('1', { to: '2025-02-10T00:00:00Z' }),
      item('2', { customer: 'c2', subscription: 's2', amount: '300', from: '2025-02-01T00:00:00Z' }),
    ];
    const cohorts = cohortsOf(timelinesOf(items), '2025-03', 'UTC', rateAt);
    expect(cohortAverages(cohorts, '2025-02')).toEqual([
      { k: 0, customersShare: '1', mrrShare: '1', cohorts: 2 },
      { k: 1, customersShare: '0', mrrShare: '0', cohorts: 1 },
    ]);
    expect(cohortAverages(cohorts, '2025-03')[1]).toEqual({ k: 1, customersShare: '0.5', mrrShare: '0.75', cohorts: 2 });
  });
});

describe('causes', () => {
  const causesOf = (items: RevenueItem[], pauses = [] as Parameters<typeof changesOf>[2]) =>
    changesOf('c1', items, pauses)
      .filter(({ at }) => at > '2025-01-01T00:00:00Z')
      .map(({ cause, micros }) => [cause, micros]);
  const at = '2025-03-10T00:00:00Z';
  const second = item('2', { subscription: 's2', amount: '60' });

  test('of a pause of one of two subscriptions, and of its end', () => {
    const pause = { subscription: 's2', from: at, to: '2025-04-10T00:00:00Z' };
    expect(causesOf([item('1'), second], [pause])).toEqual([
      ['pause', -60_000_000n],
      ['pause', 60_000_000n],
    ]);
  });

  test('of a custom price, and of a card that an edit adds or removes', () => {
    expect(causesOf([item('1', { to: at }), item('2', { from: at, amount: '90' })])).toEqual([['price', -10_000_000n]]);
    expect(causesOf([item('1'), item('2', { key: 'support', from: at, amount: '20' })])).toEqual([['price', 20_000_000n]]);
    expect(causesOf([item('1'), item('2', { key: 'support', to: at, amount: '20' })])).toEqual([['price', -20_000_000n]]);
  });

  test('of a card that a new version brings', () => {
    const items = [
      item('1', { to: at }),
      item('2', { from: at, version: 2 }),
      item('3', { key: 'support', from: at, version: 2, amount: '5' }),
    ];
    expect(causesOf(items)).toEqual([['version', 5_000_000n]]);
  });

  test('of another currency add up to one movement, and nobody churns', () => {
    const items = [item('1', { to: at }), item('2', { from: at, currency: 'EUR', amount: '100' })];
    const [history] = historiesOf(items);
    const [march] = monthsBetween('2025-03', '2025-03', 'UTC');
    if (!history || !march) throw new Error('no history');
    const rates = ratesOf('USD', [{ currency: 'EUR', from: '2025-01-01T00:00:00Z', rate: '1.1' }]);
    expect(movementOf(history, march, rates)).toMatchObject({ kind: 'expansion', amount: 10_000_000n, causes: { price: 10_000_000n } });
  });
});
