import { describe, expect, test } from 'vitest';
import type { CreatePlanRequest } from '@/lib/catalog/plan';
import { byPercent, changeCards, duplicateCards, extendTo, moveCards, rampUp, removeCards, selectedCards, toggleCard } from './editor-bulk';
import { type EditorState, openEditor, select, undo } from './editor-state';
import { closeDraft } from './plan-draft';

const card = (key: string, amount: string) => ({ key, name: key, billingCadence: 'P1M', price: { type: 'unit' as const, amount } });
const plan: CreatePlanRequest = {
  key: 'pro',
  name: 'Pro',
  currency: 'USD',
  billingCadence: 'P1M',
  proRatingEnabled: true,
  phases: [
    { key: 'trial', name: 'Trial', duration: 'P14D', rateCards: [card('input', '0.002'), card('output', '0.004')] },
    { key: 'main', name: 'Main', rateCards: [card('input', '0.01'), { ...card('fee', '0'), price: { type: 'flat', amount: '19.99' } }] },
  ],
};

const opened = openEditor(plan);
const uid = (phase: number, index: number) => opened.plan.phases[phase]?.rateCards[index]?.uid ?? expect.fail();
const keys = (state: EditorState) => state.plan.phases.map(({ rateCards }) => rateCards.map(({ key }) => key));
const chosen = (state: EditorState) => selectedCards(state).map(({ uid: own }) => own);
const both = toggleCard(select(opened, { kind: 'card', uid: uid(0, 1) }), uid(1, 1));

describe('selecting several cards', () => {
  test('one is taken in and out, and a range goes from the first one over the edge of a phase', () => {
    expect(chosen(both)).toEqual([uid(0, 1), uid(1, 1)]);
    expect(toggleCard(both, uid(0, 1)).selection).toEqual({ kind: 'card', uid: uid(1, 1) });
    const range = extendTo(select(opened, { kind: 'card', uid: uid(0, 1) }), uid(1, 1));
    expect(chosen(range)).toEqual([uid(0, 1), uid(1, 0), uid(1, 1)]);
    expect(chosen(extendTo(range, uid(0, 0)))).toEqual([uid(0, 0), uid(0, 1)]);
  });

  test('what is done to them is one step, and they stay selected', () => {
    const cheaper = changeCards(both, 'Discount', () => ({ discounts: { percentage: 10 } }), 1);
    expect(selectedCards(cheaper).map(({ discounts }) => discounts?.percentage)).toEqual([10, 10]);
    expect(closeDraft(undo(cheaper).plan)).toEqual(plan);
    const again = changeCards(cheaper, 'Discount', () => ({ discounts: undefined }), 2);
    expect(closeDraft(again.plan)).toEqual(plan);
  });

  test('prices go up and down by percent, fees to the cent', () => {
    const dearer = changeCards(both, 'Change prices', (own) => byPercent(own, 'USD', '10'), 1);
    expect(selectedCards(dearer).map(({ price }) => 'amount' in price && price.amount)).toEqual(['0.0044', '21.99']);
    const half = changeCards(both, 'Change prices', (own) => byPercent(own, 'USD', '-50'), 1);
    expect(selectedCards(half).map(({ price }) => 'amount' in price && price.amount)).toEqual(['0.002', '10']);
    const typing = changeCards(both, 'Type', () => ({ price: { type: 'unit', amount: '0.' } }), 1);
    expect(changeCards(typing, 'Change prices', (own) => byPercent(own, 'USD', '10'), 2)).toEqual(typing);
  });

  test('copies stand beside their cards, with keys of their own', () => {
    const copied = duplicateCards(both, 1);
    expect(keys(copied)).toEqual([
      ['input', 'output', 'output_2'],
      ['input', 'fee', 'fee_2'],
    ]);
    expect(selectedCards(copied).map(({ name }) => name)).toEqual(['output copy', 'fee copy']);
    expect(closeDraft(undo(copied).plan)).toEqual(plan);
  });

  test('they move to another phase together, and go together', () => {
    const phase = opened.plan.phases[0]?.uid ?? expect.fail();
    const moved = moveCards(extendTo(select(opened, { kind: 'card', uid: uid(1, 0) }), uid(1, 1)), phase, 1);
    expect(keys(moved)).toEqual([['input', 'output', 'input_2', 'fee'], []]);
    const removed = removeCards(both, 1);
    expect(keys(removed)).toEqual([['input'], ['input']]);
    expect(undo(removed).selection).toEqual(both.selection);
  });
});

test('a ramp leads to a phase in steps of equal height', () => {
  const main = opened.plan.phases[1]?.uid ?? expect.fail();
  const ramped = rampUp(opened, main, { steps: 2, from: 50, lasts: 'P3M' }, 1);
  const { phases } = closeDraft(ramped.plan);
  expect(phases.map(({ key, duration }) => [key, duration])).toEqual([
    ['trial', 'P14D'],
    ['main_ramp_1', 'P3M'],
    ['main_ramp_2', 'P3M'],
    ['main', undefined],
  ]);
  const prices = phases.slice(1).map(({ rateCards }) => rateCards.map(({ price }) => 'amount' in price && price.amount));
  expect(prices).toEqual([
    ['0.005', '10'],
    ['0.0075', '14.99'],
    ['0.01', '19.99'],
  ]);
  expect(closeDraft(undo(ramped).plan)).toEqual(plan);
});
