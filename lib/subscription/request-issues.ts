import type { Issue, PathStep } from '@/lib/problem';
import { compareInstants, type Instant } from '@/lib/time';
import { phaseAt, spansOf } from './course';
import type { Folded } from './fold';
import { quantityAt, seatedCard } from './lanes';
import { type ActRequest, type AddOnCopy, actsOf, type Life } from './life';
import { refusal } from './refusal';
import { isPaused } from './status';
import type { DatedQuantity } from './timeline';

/** The most that may be had of one thing: beyond it is a slip of the hand, and prices would run over what can be written. */
const QUANTITY_MAX = 1_000_000;

/** Returns what is wrong with a request before it is tried on the timeline. */
export function requestIssues(life: Life, folded: Folded, request: ActRequest, at: Instant, now: Instant): Issue[] {
  switch (request.kind) {
    case 'attach':
      return attachIssues(folded, request.addOn, request.quantity, at);
    case 'add_on_quantity':
      return addOnQuantityIssues(folded, request.attachment, request.quantity);
    case 'seats':
      return seatIssues(folded, request.item, request.quantity, at);
    case 'pause':
    case 'resume':
      return pauseIssues(folded, request.kind, at);
    case 'amend':
      return amendIssues(folded, request);
    case 'withdraw':
      return withdrawIssues(life, request.withdraws ?? [], now);
    default:
      return [];
  }
}

function rangeIssues(quantity: number, minimum: number, maximum: number, path: PathStep[]): Issue[] {
  if (Number.isInteger(quantity) && quantity >= minimum && quantity <= maximum) return [];
  const message = `Choose a whole number from ${minimum} to ${maximum}.`;
  return [refusal('subscription_quantity_out_of_range', path, message, { minimum, maximum })];
}

function attachIssues({ course }: Folded, addOn: AddOnCopy, quantity: number, at: Instant): Issue[] {
  if (course.plan === null) {
    const message = 'This subscription is on a plan of its own, which offers no add-ons. Edit its items instead.';
    return [refusal('subscription_add_on_needs_a_plan', ['addon'], message)];
  }
  const isHeld = course.addOns.some(({ addOn: held, quantities }) => held.key === addOn.key && isThereFrom(quantities, at));
  if (isHeld) {
    const message = `The subscription has "${addOn.name}" already. Change its quantity instead.`;
    return [refusal('subscription_add_on_already_attached', ['addon'], message)];
  }
  return [...addOnPhaseIssues({ course }, addOn, at), ...addOnRangeIssues(addOn, quantity, 1)];
}

/** Is there any of it at an instant, or later? */
const isThereFrom = (quantities: readonly DatedQuantity[], at: Instant): boolean =>
  quantityAt(quantities, at) > 0 || quantities.some(({ from, quantity }) => quantity > 0 && compareInstants(from, at) > 0);

/** The rules of buying an add-on: not before its phase, once when it is single, at most as many as its assignment says. */
function addOnPhaseIssues({ course }: Pick<Folded, 'course'>, addOn: AddOnCopy, at: Instant): Issue[] {
  const first = course.phases.findIndex(({ key }) => key === addOn.fromPhase);
  if (phaseAt(course, spansOf(course), at) >= first) return [];
  const message = `"${addOn.name}" is offered from the phase "${addOn.fromPhase}" on, which the subscription has not reached at ${at}.`;
  return [refusal('subscription_add_on_phase_not_reached', ['timing'], message)];
}

function addOnRangeIssues({ instanceType, maxQuantity }: AddOnCopy, quantity: number, minimum: number): Issue[] {
  const maximum = instanceType === 'single' ? 1 : Math.min(maxQuantity ?? QUANTITY_MAX, QUANTITY_MAX);
  return rangeIssues(quantity, minimum, maximum, ['quantity']);
}

function addOnQuantityIssues({ course }: Folded, attachment: string, quantity: number): Issue[] {
  const held = course.addOns.findLast((entry) => entry.attachment === attachment);
  if (held) return addOnRangeIssues(held.addOn, quantity, 0);
  return [refusal('subscription_add_on_not_attached', ['attachment'], 'The subscription does not have this add-on.')];
}

/** Returns what keeps an item from being had so many times from an instant on. */
export function seatIssues({ timeline }: Folded, item: string, quantity: number, at: Instant): Issue[] {
  const range = rangeIssues(quantity, 1, QUANTITY_MAX, ['quantity']);
  if (range.length > 0) return range;
  const later = timeline.items.filter(({ rateCard, to }) => rateCard.key === item && compareInstants(at, to) < 0);
  if (later.length === 0) {
    return [refusal('subscription_item_not_found', ['item'], `The subscription has no item "${item}" at ${at} or later.`)];
  }
  if (!later.some(({ rateCard, each }) => each !== undefined || seatedCard(rateCard, 1) !== null)) {
    const message = `"${item}" is charged by usage. Only flat prices, and unit prices in advance, are bought by number.`;
    return [refusal('subscription_item_has_no_seats', ['item'], message)];
  }
  return [];
}

function pauseIssues({ timeline }: Folded, kind: 'pause' | 'resume', at: Instant): Issue[] {
  const paused = isPaused(timeline, at);
  if (kind === 'resume' && !paused) return [refusal('subscription_not_paused', [], `The subscription is not paused at ${at}.`)];
  const isPausedLater = timeline.pauses?.some(({ to }) => compareInstants(at, to) < 0) ?? false;
  if (kind === 'resume' || !isPausedLater) return [];
  return [refusal('subscription_paused_already', [], 'The subscription is paused, or will be. Resume it, or take the pause back.')];
}

function amendIssues({ course }: Folded, { plan, content }: Extract<ActRequest, { kind: 'amend' }>): Issue[] {
  if (course.plan?.key !== plan.key) {
    const message = `The subscription is on "${course.plan?.key ?? 'a plan of its own'}". To go over to "${plan.key}", change the plan.`;
    return [refusal('subscription_version_of_another_plan', ['plan'], message)];
  }
  const isOther = content.billingCadence !== course.content.billingCadence || content.currency !== course.content.currency;
  if (isOther) {
    const message =
      'The version is billed in another rhythm or currency, which stay the same over a subscription. Change the plan instead.';
    return [refusal('subscription_version_cadence_mismatch', ['plan'], message)];
  }
  return [];
}

function withdrawIssues(life: Life, ids: readonly string[], now: Instant): Issue[] {
  return ids.flatMap((id, i) => {
    const act = actsOf(life).find((other) => other.id === id);
    if (!act) return [refusal('subscription_act_not_found', ['acts', i], 'No such change is scheduled, or it was taken back.')];
    if (compareInstants(act.at, now) > 0) return [];
    return [refusal('subscription_act_took_effect', ['acts', i], `The change took effect at ${act.at} and cannot be taken back.`)];
  });
}
