import { expect, test } from 'vitest';
import type { PlanVersion } from '@/lib/api/catalog/plan-versions';
import { timelineOf } from './version-bars';

const version = (number: number, effectiveFrom?: string, effectiveTo?: string) =>
  ({ id: String(number), version: number, effectiveFrom, effectiveTo }) as PlanVersion;
const NOW = '2026-07-01T00:00:00Z';

test('versions follow each other on the axis, and the last goes on beyond it', () => {
  const line = timelineOf(
    [version(2, '2026-04-01T00:00:00Z'), version(1, '2026-01-01T00:00:00Z', '2026-04-01T00:00:00Z'), version(3)],
    NOW,
  );
  expect(line?.bars.map(({ version: { version: n }, open }) => [n, open])).toEqual([
    [1, false],
    [2, true],
  ]);
  expect(line?.bars[0]?.from).toBe(0);
  expect(line?.bars[0]?.to).toBe(line?.bars[1]?.from);
  expect(line?.bars[1]?.to).toBe(1);
  expect(line?.now).toBeCloseTo(1 / 1.15);
});

test('a version ahead of now stretches the axis', () => {
  const line = timelineOf([version(1, '2026-06-01T00:00:00Z', '2026-08-01T00:00:00Z'), version(2, '2026-08-01T00:00:00Z')], NOW);
  expect(line?.now).toBeLessThan(line?.bars[1]?.from ?? 0);
});

test('there is no axis while nothing was published', () => {
  expect(timelineOf([version(1)], NOW)).toBeNull();
});
