import { expect, test } from 'vitest';
import type { CreatePlanRequest } from '@/lib/catalog/plan';
import { retryDelayMs, saveWords } from './autosave';
import { dropDraft, findKeptDraft, keepDraft } from './kept-draft';

const plan: CreatePlanRequest = {
  key: 'pro',
  name: 'Pro',
  currency: 'USD',
  billingCadence: 'P1M',
  proRatingEnabled: true,
  phases: [{ key: 'main', name: 'Main', rateCards: [] }],
};

function store(): Storage {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
    key: () => null,
    length: 0,
  };
}

test('what was not saved is found again with the copy it was made from', () => {
  const s = store();
  const kept = { revision: 3, base: plan, content: { ...plan, name: 'Pro, half ty' }, at: '2026-11-01T00:00:00Z' };
  expect(keepDraft(s, 'p1', kept)).toBe(true);
  expect(findKeptDraft(s, 'p1', plan)).toEqual(kept);
  expect(findKeptDraft(s, 'p2', plan)).toBeNull();
});

test('nothing is offered when the server has it already, when it was dropped, or when it cannot be read', () => {
  const s = store();
  keepDraft(s, 'p1', { revision: 3, base: plan, content: { ...plan, name: 'New' }, at: '2026-11-01T00:00:00Z' });
  expect(findKeptDraft(s, 'p1', { ...plan, name: 'New' })).toBeNull();
  dropDraft(s, 'p1');
  expect(findKeptDraft(s, 'p1', plan)).toBeNull();
  s.setItem('ratebook.draft.p1', '{"revision":"x"');
  expect(findKeptDraft(s, 'p1', plan)).toBeNull();
});

test('a full store is no reason to stop typing', () => {
  const full: Storage = {
    ...store(),
    setItem: () => {
      throw new Error('QuotaExceededError');
    },
  };
  expect(keepDraft(full, 'p1', { revision: 1, base: plan, content: plan, at: '' })).toBe(false);
});

test('trying again waits longer each time, up to half a minute', () => {
  expect([1, 2, 3, 9].map(retryDelayMs)).toEqual([2_000, 4_000, 8_000, 30_000]);
});

test('a failed save says why and that nothing is lost', () => {
  expect(saveWords({ kind: 'failed', reason: 'No answer from the server.', retryInMs: 2_000 })).toBe(
    'Couldn’t save: No answer from the server. Your text is kept',
  );
});
