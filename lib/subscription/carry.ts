import type { RateCard } from '@/lib/catalog/rate-card';
import type { Instant } from '@/lib/time';
import type { CourseAddOn } from './course';
import type { Folded } from './fold';
import { quantityAt } from './lanes';
import type { AddOnCopy, CarriedAddOn, SubscribedContent } from './life';
import { mergeIssues } from './merge';
import { isSameTerms } from './negotiated';

/**
 * Says for each add-on that a subscription has at an instant what becomes of it under another plan version, and why: carried when the version
 * offers the same one, rederived when it offers another version of it, or fewer, and dropped when it does not offer it or it does not fit.
 */
export function carryAddOns(
  { course }: Pick<Folded, 'course'>,
  at: Instant,
  content: SubscribedContent,
  offered: readonly AddOnCopy[],
): CarriedAddOn[] {
  return course.addOns.flatMap((held) => {
    const quantity = quantityAt(held.quantities, at);
    return quantity > 0 ? [outcomeOf(held, quantity, content, offered)] : [];
  });
}

function outcomeOf(
  { attachment, addOn }: CourseAddOn,
  quantity: number,
  content: SubscribedContent,
  offered: readonly AddOnCopy[],
): CarriedAddOn {
  const { name, key } = addOn;
  const dropped = (reason: string): CarriedAddOn => ({ attachment, outcome: 'dropped', reason, quantity: 0 });
  const next = offered.find((other) => other.key === key);
  if (!next) return dropped(`"${name}" is not offered with the new version.`);
  const misfit = misfitOf(next, quantity, content);
  if (misfit !== null) return dropped(`"${name}" does not fit the new version. ${misfit}`);
  const most = next.instanceType === 'single' ? 1 : (next.maxQuantity ?? quantity);
  if (most < quantity) {
    const reason = `"${name}" is offered at most ${most} times with the new version, so ${most} of ${quantity} stay.`;
    return { attachment, outcome: 'rederived', reason, quantity: most, addOn: next };
  }
  if (next.version !== addOn.version) {
    const reason = `"${name}" goes over from version ${addOn.version} to version ${next.version}, which the new version offers.`;
    return { attachment, outcome: 'rederived', reason, quantity, addOn: next };
  }
  if (next.fromPhase !== addOn.fromPhase || !isSameCards(next, addOn)) {
    const reason = `"${name}" is offered on other terms with the new version: from the phase "${next.fromPhase}" on.`;
    return { attachment, outcome: 'rederived', reason, quantity, addOn: next };
  }
  return { attachment, outcome: 'carried', reason: `The new version offers "${name}" as well.`, quantity, addOn: next };
}

/** The first reason for which an add-on's cards cannot be added to those of a version; null when they can. */
function misfitOf({ rateCards, fromPhase }: AddOnCopy, quantity: number, { phases }: SubscribedContent): string | null {
  const first = phases.findIndex(({ key }) => key === fromPhase);
  for (const [i, phase] of phases.entries()) {
    if (i < first) continue;
    for (const card of phase.rateCards) {
      const extra = rateCards.find(({ key }) => key === card.key);
      const issue = extra && mergeIssues(card, extra, quantity, [])[0];
      if (issue) return issue.message;
    }
  }
  return null;
}

const isSameCards = (a: AddOnCopy, b: AddOnCopy): boolean =>
  a.rateCards.length === b.rateCards.length && a.rateCards.every((card, i) => isSameCard(card, b.rateCards[i]));

const isSameCard = (card: RateCard, other: RateCard | undefined): boolean =>
  other !== undefined && card.key === other.key && isSameTerms(card, other);
