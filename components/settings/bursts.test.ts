import { expect, test } from 'vitest';
import type { AuditEntry } from '@/lib/api/workspace/audit-log';
import { foldBursts } from './bursts';

const entry = (sequence: number, minute: number, given: Partial<AuditEntry> = {}): AuditEntry => ({
  id: String(sequence),
  at: new Date(Date.UTC(2026, 10, 23, 12, minute)).toISOString(),
  actor: { type: 'user', id: 'mara', name: 'Mara' },
  action: 'plan.update',
  resource: { type: 'plan', id: 'pro', name: 'Pro v2' },
  before: { price: sequence - 1 },
  after: { price: sequence },
  requestId: 'r',
  sequence,
  hash: 'h',
  ...given,
});
const lines = (entries: AuditEntry[]) => foldBursts(entries).map(({ before, after, saves }) => ({ before, after, saves }));

test('saves of one draft by one person in one go are one line, from before the first to after the last', () => {
  expect(lines([entry(3, 12), entry(2, 9), entry(1, 0)])).toEqual([{ before: { price: 0 }, after: { price: 3 }, saves: 3 }]);
  expect(foldBursts([entry(2, 9), entry(1, 0)])[0]?.since).toBe('2026-11-23T12:00:00.000Z');
});

test('another person, another thing, another act or a pause begins a new line', () => {
  const others: Partial<AuditEntry>[] = [
    { actor: { type: 'user', id: 'jon', name: 'Jon' } },
    { resource: { type: 'plan', id: 'free', name: 'Free v1' } },
    { action: 'plan.publish' },
  ];
  for (const other of others) expect(lines([entry(3, 2), entry(2, 1, other), entry(1, 0)]).map(({ saves }) => saves)).toEqual([1, 1, 1]);
  expect(lines([entry(2, 11), entry(1, 0)]).map(({ saves }) => saves)).toEqual([1, 1]);
});

test('publishing twice is two lines', () => {
  const publish = { action: 'plan.publish' };
  expect(lines([entry(2, 1, publish), entry(1, 0, publish)]).map(({ saves }) => saves)).toEqual([1, 1]);
});
