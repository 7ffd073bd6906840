import { expect, it } from 'vitest';
import type { SubscriptionTimeline } from '@/lib/api/subscription/state';
import { axisOf } from './timeline-lanes';

const item = (id: string, key: string, from: string, to?: string) => ({
  ...{ id, ref: `standard/${key}/v0`, phaseKey: 'standard', key, name: key, from, quantity: 1, source: 'plan' as const },
  ...(to && { to }),
  rateCard: { key, name: key, price: { type: 'free' as const } },
});

const timeline: SubscriptionTimeline = {
  phases: [
    { id: 'p1', key: 'trial', name: 'Trial', from: '2026-01-01T00:00:00Z', to: '2026-01-11T00:00:00Z' },
    { id: 'p2', key: 'standard', name: 'Standard', from: '2026-01-11T00:00:00Z', to: '2026-04-11T00:00:00Z' },
  ],
  items: [
    item('b', 'fee', '2026-02-10T00:00:00Z', '2026-04-11T00:00:00Z'),
    item('a', 'fee', '2026-01-01T00:00:00Z', '2026-02-10T00:00:00Z'),
  ],
  pauses: [{ from: '2026-02-20T00:00:00Z', to: '2026-03-02T00:00:00Z' }],
};

it('lays phases and the stretches of each rate card over the whole time of the subscription', () => {
  const axis = axisOf(timeline, [], '2026-02-20T00:00:00Z');
  expect(axis.phases.map(({ from, to, state }) => [from, to, state])).toEqual([
    [0, 0.1, 'past'],
    [0.1, 1, 'current'],
  ]);
  expect(axis.lanes).toHaveLength(1);
  expect(axis.lanes[0]?.bars.map(({ id, from, to }) => [id, from, to])).toEqual([
    ['a', 0, 0.4],
    ['b', 0.4, 1],
  ]);
  expect(axis.now).toBe(0.5);
  expect(axis.pauses[0]).toMatchObject({ from: 0.5, to: 0.6 });
});

it('leaves room ahead for what has no end, and marks what is to come', () => {
  const open = {
    ...timeline,
    phases: timeline.phases.map(({ to: _, ...phase }, i) => (i === 1 ? phase : { ...phase, to: '2026-01-11T00:00:00Z' })),
  };
  const axis = axisOf(open, [{ id: 'c', at: '2026-04-11T00:00:00Z', sentence: 'Ends' }], '2026-02-20T00:00:00Z');
  expect(axis.phases[1]).toMatchObject({ to: 1, open: true });
  expect(axis.marks[0]?.at).toBeCloseTo(1 / 1.15, 10);
  expect(axis.to > '2026-04-11').toBe(true);
});

it('draws a subscription that begins in the future', () => {
  const axis = axisOf(timeline, [], '2025-12-22T00:00:00Z');
  expect(axis.now).toBe(0);
  expect(axis.phases.every(({ state }) => state === 'future')).toBe(true);
});
