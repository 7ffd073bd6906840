import { expect, it } from 'vitest';
import type { MeteringIngestedEvent } from '@/lib/metering/event';
import { LIVE_SHOWN, withNewer } from './live-events';

const event = (id: number): MeteringIngestedEvent => ({
  event: { id: String(id), source: 's', specversion: '1.0', type: 't', subject: 'acme' },
  ingestedAt: '2026-11-01T00:00:00Z',
  storedAt: '2026-11-01T00:00:00Z',
});
const ids = (events: readonly MeteringIngestedEvent[]) => events.map(({ event: { id } }) => Number(id));

it('puts what came later first, and shows once what a new connection sends again', () => {
  const shown = withNewer([], [event(1), event(2)]);
  expect(ids(shown)).toEqual([2, 1]);
  expect(ids(withNewer(shown, [event(1), event(2), event(3), event(4)]))).toEqual([4, 3, 2, 1]);
});

it('keeps the newest, as many as are shown', () => {
  const shown = withNewer(
    [],
    Array.from({ length: LIVE_SHOWN + 5 }, (_, i) => event(i)),
  );
  expect(shown).toHaveLength(LIVE_SHOWN);
  expect(ids(shown).at(-1)).toBe(5);
});
