import { describe, expect, test } from 'vitest';
import { fee, plan, tokens } from '@/lib/catalog/testing/sample-plan';
import { openDraft } from './plan-draft';
import { addressOf, selectionAt } from './selection-address';

const named = { key: 'pro', name: 'Pro', ...plan };

describe('what is selected in an editor, as the address says it', () => {
  const { plan: draft } = openDraft(named);

  test('every phase and card is found again by its address', () => {
    for (const phase of draft.phases) {
      expect(selectionAt(draft, addressOf(draft, { kind: 'phase', uid: phase.uid }))).toEqual({ kind: 'phase', uid: phase.uid });
      for (const { uid } of phase.rateCards)
        expect(selectionAt(draft, addressOf(draft, { kind: 'card', uid }))).toEqual({ kind: 'card', uid });
    }
  });

  test('cards without a key, or with the same one, are told apart by their place', () => {
    const twins = openDraft({
      ...named,
      phases: [{ key: 'p', name: 'P', rateCards: [fee, { ...tokens, key: fee.key }, { ...tokens, key: '' }] }],
    });
    const uids = twins.plan.phases[0]?.rateCards.map(({ uid }) => uid) ?? [];
    expect(uids.map((uid) => addressOf(twins.plan, { kind: 'card', uid }))).toEqual([`p.${fee.key}`, 'p.~1', 'p.~2']);
    for (const uid of uids) expect(selectionAt(twins.plan, addressOf(twins.plan, { kind: 'card', uid }))).toEqual({ kind: 'card', uid });
  });

  test('an address that names nothing selects the whole', () => {
    for (const address of [null, 'gone', 'gone.tokens', '~99', '']) expect(selectionAt(draft, address)).toEqual({ kind: 'plan' });
  });
});
