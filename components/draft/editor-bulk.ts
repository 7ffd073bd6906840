import { freeKey } from '@/components/ui/key-from-name';
import { isPriceable } from '@/components/versions/price-words';
import { convertPrices } from '@/lib/catalog/convert-prices';
import type { RateCard } from '@/lib/catalog/rate-card';
import { findFiatCurrency } from '@/lib/currency';
import { decimal, divide, text } from '@/lib/decimal';
import { type EditorState, edit, type Selection, select } from './editor-state';
import { type CardDraft, findCard, findPhase, type PhaseDraft, type PlanDraft } from './plan-draft';

// Edits of several rate cards at once. Each is one step of undo.

const cards = (count: number) => `${count} rate ${count === 1 ? 'card' : 'cards'}`;

/** The selected cards in the order of the plan. */
export function selectedCards({ plan, selection }: Pick<EditorState, 'plan' | 'selection'>): CardDraft[] {
  const uids = new Set(selection.kind === 'cards' ? selection.uids : selection.kind === 'card' ? [selection.uid] : []);
  return plan.phases.flatMap(({ rateCards }) => rateCards.filter(({ uid }) => uids.has(uid)));
}

/** Takes a card into the selection, or out of it. */
export function toggleCard(state: EditorState, uid: number): EditorState {
  const before = selectedCards(state).map((card) => card.uid);
  return selectUids(state, before.includes(uid) ? before.filter((other) => other !== uid) : [...before, uid]);
}

/** Selects everything between the card that was selected first and this one. */
export function extendTo(state: EditorState, uid: number): EditorState {
  const all = state.plan.phases.flatMap(({ rateCards }) => rateCards.map((card) => card.uid));
  const { selection } = state;
  const from = selection.kind === 'card' ? selection.uid : selection.kind === 'cards' ? (selection.from ?? selection.uids[0] ?? uid) : uid;
  const [a, b] = [all.indexOf(from), all.indexOf(uid)].sort((x, y) => x - y) as [number, number];
  if (a < 0) return select(state, { kind: 'card', uid });
  return selectUids(state, all.slice(a, b + 1), from);
}

function selectUids(state: EditorState, uids: readonly number[], from?: number): EditorState {
  const [only] = uids;
  if (only === undefined) return select(state, { kind: 'plan' });
  return select(state, uids.length === 1 ? { kind: 'card', uid: only } : { kind: 'cards', uids, ...(from !== undefined && { from }) });
}

/** Gives the selected cards other members; an undefined one is taken out, what is not there stays. */
export function changeCards(state: EditorState, what: string, change: (card: CardDraft) => Partial<RateCard>, at: number): EditorState {
  const chosen = selectedCards(state);
  const recipe = (plan: PlanDraft) => {
    for (const card of chosen) {
      const found = findCard(plan, card.uid)?.card;
      if (!found) continue;
      for (const [name, value] of Object.entries(change(card))) {
        if (value === undefined) delete found[name as keyof RateCard];
        else Object.assign(found, { [name]: value });
      }
    }
  };
  return edit(state, { label: `${what} of ${cards(chosen.length)}`, recipe, at });
}

/**
 * The prices and commitments of a card, more or less by so many percent: fees to the minor unit of the currency, unit prices to nine digits.
 * A card whose price cannot be read, or that is priced in a currency of its own, stays as it is.
 */
export function byPercent(card: CardDraft, currency: string, percent: string): Partial<RateCard> {
  if (!isPriceable(card)) return {};
  const factor = text(divide(decimal('100').plus(decimal(percent)), decimal('100')));
  const digits = findFiatCurrency(currency)?.precision ?? 0;
  const step = digits === 0 ? '1' : `0.${'0'.repeat(digits - 1)}1`;
  const { uid: _, ...bare } = card;
  const content = {
    currency,
    billingCadence: 'P1M',
    proRatingEnabled: true,
    phases: [{ key: 'only', name: 'Only', rateCards: [bare] }],
  };
  const changed = convertPrices(content, { currency, factor, step, unitDigits: 9, rounding: 'nearest' }).phases[0]?.rateCards[0];
  return changed ? { price: changed.price, ...(changed.commitments && { commitments: changed.commitments }) } : {};
}

/** Copies the selected cards, each right after itself. The copies are selected; each waits for a feature of its own. */
export function duplicateCards(state: EditorState, at: number): EditorState {
  const chosen = new Set(selectedCards(state));
  const copies: number[] = [];
  let next = state.nextUid;
  const lists = state.plan.phases.map(({ rateCards }) => {
    const keys = rateCards.map(({ key }) => key);
    return rateCards.flatMap((card) => {
      if (!chosen.has(card)) return [card];
      const { feature: _, ...rest } = card;
      const copy: CardDraft = { ...rest, uid: next++, name: `${card.name || card.key} copy`, key: freeKey(card.key, keys) };
      keys.push(copy.key);
      copies.push(copy.uid);
      return [card, copy];
    });
  });
  const recipe = (plan: PlanDraft) => {
    for (const [i, phase] of plan.phases.entries()) phase.rateCards = lists[i] ?? phase.rateCards;
  };
  const after: Selection = { kind: 'cards', uids: copies };
  return edit(state, { label: `Duplicate ${cards(copies.length)}`, recipe, at, select: after, newParts: next - state.nextUid });
}

/** Removes the selected cards. */
export function removeCards(state: EditorState, at: number): EditorState {
  const chosen = new Set(selectedCards(state).map(({ uid }) => uid));
  const recipe = (plan: PlanDraft) => {
    for (const phase of plan.phases) phase.rateCards = phase.rateCards.filter(({ uid }) => !chosen.has(uid));
  };
  return edit(state, { label: `Remove ${cards(chosen.size)}`, recipe, at, select: { kind: 'plan' } });
}

/** Moves the selected cards to the end of a phase, in their order. Keys that are taken there are made free. */
export function moveCards(state: EditorState, toPhaseUid: number, at: number): EditorState {
  const target = findPhase(state.plan, toPhaseUid);
  if (!target) return state;
  const chosen = selectedCards(state);
  const uids = new Set(chosen.map(({ uid }) => uid));
  const recipe = (plan: PlanDraft) => {
    for (const phase of plan.phases) phase.rateCards = phase.rateCards.filter(({ uid }) => !uids.has(uid));
    const there = plan.phases[target.index]?.rateCards;
    if (!there) return;
    const keys = there.map(({ key }) => key);
    for (const card of chosen) {
      const key = freeKey(card.key, keys);
      keys.push(key);
      there.push({ ...card, key });
    }
  };
  return edit(state, { label: `Move ${cards(chosen.length)}`, recipe, at });
}

/**
 * Puts phases before one, in which its prices rise from a share of theirs to the full: with two steps from 50 percent, phases at 50 and 75.
 * Each new phase lasts as long as told. What cannot be priced is copied as it is.
 */
export function rampUp(
  state: EditorState,
  phaseUid: number,
  ramp: { steps: number; from: number; lasts: string },
  at: number,
): EditorState {
  const found = findPhase(state.plan, phaseUid);
  if (!found) return state;
  const { phase, index } = found;
  const keys = state.plan.phases.map(({ key }) => key);
  let next = state.nextUid;
  const steps = Array.from({ length: ramp.steps }, (_, i): PhaseDraft => {
    const off = divide(decimal(String((ramp.from - 100) * (ramp.steps - i))), decimal(String(ramp.steps)), 2);
    const key = freeKey(`${phase.key}_ramp_${i + 1}`, keys);
    keys.push(key);
    return {
      ...phase,
      uid: next++,
      key,
      name: `${phase.name || phase.key}, step ${i + 1}`,
      duration: ramp.lasts,
      rateCards: phase.rateCards.map((card) => ({ ...card, ...byPercent(card, state.plan.currency, text(off)), uid: next++ })),
    };
  });
  const recipe = (plan: PlanDraft) => {
    plan.phases.splice(index, 0, ...steps);
  };
  const after: Selection = { kind: 'phase', uid: steps[0]?.uid ?? phaseUid };
  return edit(state, { label: 'Ramp up', recipe, at, select: after, newParts: next - state.nextUid });
}
