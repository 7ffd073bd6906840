import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CreatePlanRequest } from '@/lib/catalog/plan';
import {
  addCard,
  addPhase,
  addPhaseAfterLast,
  addTrial,
  duplicateCard,
  duplicatePhase,
  moveCard,
  movePhase,
  nudgeCard,
  removeCard,
  removePhase,
  setCard,
  setPhase,
  setPlan,
} from './editor-acts';
import { type EditorState, openEditor, redo, replacePlan, select, undo } from './editor-state';
import { closeDraft, findCard, samePlan } from './plan-draft';

const card = (key: string) => ({ key, name: key, billingCadence: 'P1M', price: { type: 'unit' as const, amount: '0.002' } });

const plan: CreatePlanRequest = {
  key: 'pro',
  name: 'Pro',
  currency: 'USD',
  billingCadence: 'P1M',
  proRatingEnabled: true,
  phases: [
    { key: 'trial', name: 'Trial', duration: 'P14D', rateCards: [card('input'), card('output')] },
    { key: 'main', name: 'Main', rateCards: [card('input'), card('output'), card('requests')] },
  ],
};

const uids = (state: EditorState) => state.plan.phases.map((phase) => [phase.uid, ...phase.rateCards.map(({ uid }) => uid)]);
const phaseKeys = (state: EditorState) => state.plan.phases.map(({ key }) => key);
const cardKeys = (state: EditorState, phase: number) => state.plan.phases[phase]?.rateCards.map(({ key }) => key);
const first = (state: EditorState, phase: number, index: number) => state.plan.phases[phase]?.rateCards[index]?.uid ?? expect.fail();

describe('opening', () => {
  test('a plan that is opened and closed is the same', () => {
    expect(closeDraft(openEditor(plan).plan)).toEqual(plan);
  });

  test('every phase and card has a number of its own', () => {
    const all = uids(openEditor(plan)).flat();
    expect(new Set(all).size).toBe(7);
  });

  test('what the server adds is left behind', () => {
    const stored = { ...plan, id: '01ARZ3NDEKTSV4RRFFQ69G5FAV', version: 3, status: 'draft' };
    expect(closeDraft(openEditor(stored).plan)).toEqual(plan);
  });
});

describe('phases', () => {
  test('a phase added at the end is open-ended, and the one before it gets a length', () => {
    const state = addPhase(openEditor(plan), 2, 0);
    expect(state.plan.phases.map(({ duration }) => duration)).toEqual(['P14D', 'P1M', undefined]);
    expect(state.selection).toEqual({ kind: 'phase', uid: state.plan.phases[2]?.uid });
  });

  test('a trial comes before all phases and changes none of them', () => {
    const before = openEditor(plan);
    const after = addTrial(before, 'P14D', 0);
    expect(after.plan.phases.slice(1)).toEqual(before.plan.phases);
    expect(after.plan.phases[0]).toMatchObject({ name: 'Trial', duration: 'P14D', rateCards: [] });
    expect(new Set(after.plan.phases.map(({ key }) => key)).size).toBe(after.plan.phases.length);
  });

  test('a phase after the last one ends it after the time that was chosen', () => {
    const after = addPhaseAfterLast(openEditor(plan), 'P6M', 0);
    expect(after.plan.phases.map(({ duration }) => duration)).toEqual(['P14D', 'P6M', undefined]);
  });

  test('removing the last phase opens the one before it', () => {
    const state = openEditor(plan);
    const removed = removePhase(state, uids(state)[1]?.[0] ?? 0, 0);
    expect(removed.plan.phases.map(({ key, duration }) => [key, duration])).toEqual([['trial', undefined]]);
  });

  test('the only phase cannot be removed', () => {
    const one = openEditor({ ...plan, phases: plan.phases.slice(1) });
    expect(removePhase(one, uids(one)[0]?.[0] ?? 0, 0)).toBe(one);
  });

  test('the open end stays at the end when phases change places', () => {
    const state = openEditor(plan);
    const moved = movePhase(state, uids(state)[0]?.[0] ?? 0, 1, 0);
    expect(moved.plan.phases.map(({ key, duration }) => [key, duration])).toEqual([
      ['main', 'P14D'],
      ['trial', undefined],
    ]);
  });

  test('a copy of a phase has its cards, a free key, and stands right after it', () => {
    const state = openEditor(plan);
    const copied = duplicatePhase(state, uids(state)[0]?.[0] ?? 0, 0);
    expect(phaseKeys(copied)).toEqual(['trial', 'trial_2', 'main']);
    expect(cardKeys(copied, 1)).toEqual(['input', 'output']);
    expect(new Set(uids(copied).flat()).size).toBe(10);
  });
});

describe('cards', () => {
  test('a copy of a card has a free key and no feature, since a feature is priced once', () => {
    const sold = {
      ...plan,
      phases: [{ key: 'p', name: 'P', rateCards: [{ ...card('input'), feature: { id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' } }] }],
    };
    const state = openEditor(sold);
    const copied = duplicateCard(state, first(state, 0, 0), 0);
    expect(cardKeys(copied, 0)).toEqual(['input', 'input_2']);
    expect(copied.plan.phases[0]?.rateCards[1]?.feature).toBeUndefined();
  });

  test('a card moves over the edge of its phase', () => {
    const state = openEditor(plan);
    const down = nudgeCard(state, first(state, 0, 1), 1, 0);
    expect([cardKeys(down, 0), cardKeys(down, 1)]).toEqual([['input'], ['output', 'input', 'output', 'requests']]);
    const up = nudgeCard(down, first(down, 1, 0), -1, 0);
    expect(closeDraft(up.plan)).toEqual(plan);
  });

  test('a card does not move past the ends of the plan', () => {
    const state = openEditor(plan);
    expect(nudgeCard(state, first(state, 0, 0), -1, 0)).toBe(state);
    expect(nudgeCard(state, first(state, 1, 2), 1, 0)).toBe(state);
  });

  test('removing a card selects its neighbour, and undo brings card and selection back', () => {
    const state = select(openEditor(plan), { kind: 'card', uid: first(openEditor(plan), 1, 1) });
    const removed = removeCard(state, first(state, 1, 1), 0);
    expect(removed.selection).toEqual({ kind: 'card', uid: first(state, 1, 2) });
    expect(undo(removed).selection).toEqual(state.selection);
    expect(undo(removed).plan).toEqual(state.plan);
  });
});

describe('typing', () => {
  const type = (state: EditorState, text: string, at: number, field = 'name') =>
    setCard(state, first(state, 0, 0), field, { name: text }, at);

  test('letters typed in one go are one step', () => {
    const state = type(type(type(openEditor(plan), 'T', 0), 'To', 100), 'Tok', 200);
    expect(state.past.length).toBe(1);
    expect(undo(state).plan).toEqual(openEditor(plan).plan);
    expect(redo(undo(state)).plan).toEqual(state.plan);
  });

  test('a pause, another field or an undo in between begins a new step', () => {
    expect(type(type(openEditor(plan), 'T', 0), 'To', 5_000).past.length).toBe(2);
    expect(type(type(openEditor(plan), 'T', 0), 'To', 100, 'key').past.length).toBe(2);
    const back = undo(type(type(openEditor(plan), 'T', 0), 'To', 5_000));
    expect(type(back, 'X', 5_100).past.length).toBe(2);
  });

  test('an edit that changes nothing is no step', () => {
    const state = openEditor(plan);
    expect(type(state, 'input', 0)).toBe(state);
  });
});

test('a replaced plan keeps the numbers of parts that keep their key, and can be undone', () => {
  const state = select(openEditor(plan), { kind: 'card', uid: first(openEditor(plan), 1, 0) });
  const other = { ...plan, description: 'New', phases: plan.phases.map((phase) => ({ ...phase, rateCards: phase.rateCards.slice(0, 2) })) };
  const replaced = replacePlan(state, other, 'Take theirs', 0);
  expect(closeDraft(replaced.plan)).toEqual(other);
  expect(replaced.selection).toEqual(state.selection);
  expect(undo(replaced).plan).toEqual(state.plan);
});

test('absent and undefined are alike when plans are compared', () => {
  expect(samePlan({ a: 1, b: undefined }, { a: 1 })).toBe(true);
  expect(samePlan({ a: [1, { b: 2 }] }, { a: [1, { b: 3 }] })).toBe(false);
  expect(samePlan([1], [1, undefined])).toBe(false);
});

// A command is a few numbers that are read as a choice, so that every sequence means something for every state.
const acts = fc.array(fc.tuple(fc.nat(11), fc.nat(50), fc.nat(50), fc.nat(30_000)), { maxLength: 40 });

function perform(state: EditorState, [kind, a, b, at]: readonly [number, number, number, number]): EditorState {
  const phase = state.plan.phases[a % state.plan.phases.length] ?? expect.fail();
  const cards = state.plan.phases.flatMap((p) => p.rateCards);
  const some = cards[b % Math.max(cards.length, 1)];
  const uid = some?.uid ?? -1;
  switch (kind) {
    case 0:
      return addPhase(state, b, at);
    case 1:
      return duplicatePhase(state, phase.uid, at);
    case 2:
      return removePhase(state, phase.uid, at);
    case 3:
      return movePhase(state, phase.uid, b, at);
    case 4:
      return addCard(state, phase.uid, card(`card_${b}`), at, b % 5);
    case 5:
      return duplicateCard(state, uid, at);
    case 6:
      return removeCard(state, uid, at);
    case 7:
      return moveCard(state, uid, phase.uid, b % 7, at);
    case 8:
      return nudgeCard(state, uid, b % 2 ? 1 : -1, at);
    case 9:
      return setCard(state, uid, 'price', { price: { type: 'flat', amount: String(b) } }, at);
    case 10:
      return setPhase(state, phase.uid, 'name', { name: `Name ${b}` }, at);
    default:
      return setPlan(state, 'description', { description: b % 3 ? `Text ${b}` : undefined }, at);
  }
}

describe('whatever is done', () => {
  test('undoing all of it gives the plan that was opened, and redoing all of it what was made', () => {
    fc.assert(
      fc.property(acts, (list) => {
        const start = openEditor(plan);
        const end = list.reduce(perform, start);
        let back = end;
        while (back.past.length > 0) back = undo(back);
        expect(back.plan).toEqual(start.plan);
        let again = back;
        while (again.future.length > 0) again = redo(again);
        expect(again.plan).toEqual(end.plan);
      }),
    );
  });

  test('numbers stay unique, one phase is left, only the last is open-ended, and the selection exists', () => {
    fc.assert(
      fc.property(acts, (list) => {
        const end = list.reduce(perform, openEditor(plan));
        const all = uids(end).flat();
        expect(new Set(all).size).toBe(all.length);
        expect(Math.max(...all)).toBeLessThan(end.nextUid);
        expect(end.plan.phases.map(({ duration }) => duration === undefined)).toEqual(
          end.plan.phases.map((_, i) => i === end.plan.phases.length - 1),
        );
        const { selection } = end;
        if (selection.kind === 'card') expect(findCard(end.plan, selection.uid)).not.toBeNull();
      }),
    );
  });
});
