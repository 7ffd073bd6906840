import type { AddOnContent } from '@/lib/catalog/add-on';
import { cadenceWords, durationWords } from '@/lib/catalog/cadence';
import { displayCurrency } from '@/lib/catalog/currency';
import type { PlanPhase } from '@/lib/catalog/plan';
import type { AddOnAssignment } from '@/lib/catalog/plan-add-on';
import type { RateCard } from '@/lib/catalog/rate-card';
import { describePrice } from '@/lib/pricing/describe';
import { addOnChanges, type Change, type DiffablePlan, planChanges } from './diff';
import { cardWords, type DiffNames, entitlementPhrase } from './diff-words';

/** A difference with the sentence in which a product manager would tell it. */
export type Difference = Change & { sentence: string };

/** The differences between two versions of a plan, each with its sentence. Empty for a plan and itself. */
export function diffPlans(before: DiffablePlan, after: DiffablePlan, names: DiffNames = {}): Difference[] {
  return planChanges(before, after).map((change) => ({ ...change, sentence: planSentence(change, before, after, names) }));
}

/** The differences between two versions of an add-on, each with its sentence. */
export function diffAddOns(before: AddOnContent, after: AddOnContent, names: DiffNames = {}): Difference[] {
  return addOnChanges(before, after).map((change) => ({ ...change, sentence: addOnSentence(change, before, after, names) }));
}

interface CardPlace {
  before: readonly RateCard[];
  after: readonly RateCard[];
  currencyBefore: string;
  currencyAfter: string;
  /** The phase to name, where there are several. */
  phase: string;
}

function planSentence(change: Change, before: DiffablePlan, after: DiffablePlan, names: DiffNames): string {
  const [field, key, inner, ...rest] = change.path;
  if (field === 'currency') return `The plan is priced in ${after.currency} instead of ${before.currency}`;
  if (field === 'billingCadence') {
    return `The plan is billed ${cadenceWords(after.billingCadence)} instead of ${cadenceWords(before.billingCadence)}`;
  }
  if (field === 'proRatingEnabled') {
    return after.proRatingEnabled
      ? 'Flat prices are charged by the day in partial periods'
      : 'Flat prices are charged in full even in partial periods';
  }
  if (field === 'addOns') return assignmentSentence(change, before.addOns, after.addOns, names);
  if (field !== 'phases') return `${String(field)} ${change.kind}`;
  if (key === undefined) return `Phases are now in the order ${orderWords(change, after.phases)}`;
  const [was, is] = [before, after].map((plan) => plan.phases.find((phase) => phase.key === key));
  if (inner !== 'rateCards') return phaseSentence(change, was, is, after.phases);
  const isOnly = before.phases.length === 1 && after.phases.length === 1;
  return cardSentence({ ...change, path: rest }, names, {
    before: was?.rateCards ?? [],
    after: is?.rateCards ?? [],
    currencyBefore: before.currency,
    currencyAfter: after.currency,
    phase: isOnly ? '' : (is?.name ?? ''),
  });
}

function addOnSentence(change: Change, before: AddOnContent, after: AddOnContent, names: DiffNames): string {
  const [field, ...rest] = change.path;
  if (field === 'currency') return `The add-on is priced in ${after.currency} instead of ${before.currency}`;
  if (field === 'instanceType') return after.instanceType === 'single' ? 'The add-on is taken once' : 'The add-on is taken in any quantity';
  if (field !== 'rateCards') return `${String(field)} ${change.kind}`;
  const currencies = { currencyBefore: before.currency, currencyAfter: after.currency };
  return cardSentence({ ...change, path: rest }, names, { before: before.rateCards, after: after.rateCards, ...currencies, phase: '' });
}

function orderWords(change: Change, items: readonly { key: string; name: string }[]): string {
  const keys = Array.isArray(change.after) ? change.after.map(String) : [];
  return keys.map((key) => items.find((item) => item.key === key)?.name ?? key).join(', ');
}

function phaseSentence(change: Change, was: PlanPhase | undefined, is: PlanPhase | undefined, phases: readonly PlanPhase[]): string {
  const name = is?.name ?? was?.name ?? '';
  if (change.path.length === 2) {
    if (change.kind === 'removed') return `Phase "${name}" is removed`;
    const previous = phases[(change.index ?? 0) - 1];
    const place = previous ? `after "${previous.name}"` : 'at the start';
    const count = is?.rateCards.length ?? 0;
    return `Phase "${name}" is added ${place}, ${lengthWords(is)}, with ${count} rate card${count === 1 ? '' : 's'}`;
  }
  const field = change.path[2];
  if (field === 'duration') return `Phase "${name}" goes on ${lengthWords(is)} instead of ${lengthWords(was)}`;
  if (field === 'name') return `Phase "${was?.name}" is now called "${name}"`;
  return `Phase "${name}": ${String(field)} ${change.kind}`;
}

const lengthWords = (phase: PlanPhase | undefined): string =>
  phase?.duration === undefined ? 'without end' : `for ${durationWords(phase.duration)}`;

function cardSentence(change: Change, names: DiffNames, place: CardPlace): string {
  const lead = place.phase ? `${place.phase}, ` : '';
  const [key, ...path] = change.path;
  if (key === undefined)
    return `${place.phase ? `${place.phase}: rate` : 'Rate'} cards are now in the order ${orderWords(change, place.after)}`;
  const find = (cards: readonly RateCard[]) => cards.find((card) => card.key === key);
  const [before, after] = [find(place.before), find(place.after)];
  const sold = (card: RateCard, code: string) => {
    const price = describePrice(card, displayCurrency(card.currency ?? code, names.customCurrencies), names.unitOf?.(card)).replace(
      /^Free\b/,
      'free',
    );
    return card.entitlement ? `${price}, ${entitlementPhrase(card.entitlement, card.billingCadence)}` : price;
  };
  if (before && after && path.length > 0) {
    const currencyBefore = before.currency ?? place.currencyBefore;
    const currencyAfter = after.currency ?? place.currencyAfter;
    const words = cardWords({ ...change, path }, { before, after, currencyBefore, currencyAfter }, names);
    return `${lead}${path[0] === 'name' ? `${before.name} ${words}` : `${after.name}: ${words}`}`;
  }
  if (after) return `${lead}${after.name} is added: ${sold(after, place.currencyAfter)}`;
  return before ? `${lead}${before.name} is removed; it was ${sold(before, place.currencyBefore)}` : `${lead}${String(key)} ${change.kind}`;
}

function assignmentSentence(
  change: Change,
  before: readonly AddOnAssignment[],
  after: readonly AddOnAssignment[],
  names: DiffNames,
): string {
  const [, id, field] = change.path;
  if (id === undefined) return 'Add-ons are offered in another order';
  const find = (list: readonly AddOnAssignment[]) => list.find(({ addon }) => addon.id === id);
  const [was, is] = [find(before), find(after)];
  const name = names.addOnName?.(String(id)) ?? is?.name ?? was?.name ?? String(id);
  const upTo = (assignment: AddOnAssignment | undefined) =>
    assignment?.maxQuantity === undefined ? 'without a limit' : `up to ${assignment.maxQuantity}`;
  if (field === 'maxQuantity') return `Add-on ${name} is offered ${upTo(is)} instead of ${upTo(was)}`;
  if (field === 'fromPlanPhase') return `Add-on ${name} is offered from phase "${is?.fromPlanPhase}" instead of "${was?.fromPlanPhase}"`;
  if (field !== undefined) return `Add-on ${name}: ${String(field)} ${change.kind}`;
  return change.kind === 'removed'
    ? `Add-on ${name} is no longer offered`
    : `Add-on ${name} is offered from phase "${is?.fromPlanPhase}" on`;
}
