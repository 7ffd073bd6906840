import { expect, test } from 'vitest';
import type { Plan, PlanStatus } from '@/lib/catalog/plan';
import { hasStatus, planRows } from './plan-rows';

const plan = (key: string, version: number, status: PlanStatus, updatedAt: string) => ({ key, version, status, updatedAt }) as Plan;

test('a plan is led by what is sold now, and knows its draft', () => {
  const [pro, basic] = planRows([
    plan('basic', 1, 'draft', '2026-01-01T00:00:00Z'),
    plan('pro', 1, 'archived', '2026-01-02T00:00:00Z'),
    plan('pro', 3, 'draft', '2026-03-01T00:00:00Z'),
    plan('pro', 2, 'active', '2026-02-01T00:00:00Z'),
  ]);
  expect([pro?.lead.version, pro?.draft?.version, pro?.versions, pro?.updatedAt]).toEqual([2, 3, 3, '2026-03-01T00:00:00Z']);
  expect(basic?.lead.status).toBe('draft');
});

test('the latest archived version leads a plan that is not sold any more', () => {
  const [row] = planRows([plan('pro', 1, 'archived', '2026-01-02T00:00:00Z'), plan('pro', 2, 'archived', '2026-01-01T00:00:00Z')]);
  expect(row?.lead.version).toBe(2);
});

test('a plan is found by the status of any version that counts', () => {
  const [row] = planRows([plan('pro', 2, 'active', '2026-02-01T00:00:00Z'), plan('pro', 3, 'draft', '2026-03-01T00:00:00Z')]);
  expect(row && [hasStatus(row, ['draft']), hasStatus(row, ['active']), hasStatus(row, ['archived'])]).toEqual([true, true, false]);
});
