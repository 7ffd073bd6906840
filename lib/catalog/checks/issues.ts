import type { AddOn } from '@/lib/catalog/add-on';
import { areAligned, cadenceWords, durationFault, isSameDuration } from '@/lib/catalog/cadence';
import { isCritical, issueOf } from '@/lib/catalog/issue-codes';
import { PHASES_MAX, RATE_CARDS_PER_PHASE_MAX } from '@/lib/catalog/limits';
import { PLAN_CADENCES, type PlanContent, type PlanPhase } from '@/lib/catalog/plan';
import { isRecurring, type RateCard } from '@/lib/catalog/rate-card';
import { isUsageBased } from '@/lib/pricing/price';
import type { Issue, PathStep } from '@/lib/problem';
import { currencyIssues } from './currency-issues';
import { type CatalogContext, nameIssues, rateCardIssues } from './rate-card-issues';

/**
 * Everything that is wrong with a plan's content, in the order it is read. Critical issues keep it from being saved; any issue keeps it
 * from being published. Codes, severities and rules are the reference's, with our own checks of tiers, limits and commitments added.
 * `ofCard` is for those who ask at every keystroke and remember the answers for cards that did not change.
 */
export function planIssues(content: PlanContent, context: CatalogContext, ofCard = rateCardIssues): Issue[] {
  const issues = currencyIssues(content.currency, ['currency'], context);
  if (!PLAN_CADENCES.some((cadence) => cadence === content.billingCadence)) {
    const message = `A plan is billed every week, 2 or 4 weeks, month, 3 or 6 months, or year, not ${cadenceWords(content.billingCadence)}.`;
    issues.push(issueOf('plan_billing_cadence_invalid', ['billingCadence'], message, { choices: PLAN_CADENCES }));
  }
  if (content.phases.length === 0) {
    issues.push(issueOf('plan_with_no_phases', ['phases'], 'Add a phase. A plan needs at least one, in which its rate cards stand.'));
  }
  if (content.phases.length > PHASES_MAX) {
    const message = `A plan has at most ${PHASES_MAX} phases; this one has ${content.phases.length}. Remove ${content.phases.length - PHASES_MAX}.`;
    issues.push(issueOf('plan_too_many_phases', ['phases'], message, { maximum: PHASES_MAX }));
  }
  const keys = new Set<string>();
  for (const [i, phase] of content.phases.entries()) {
    const path = ['phases', i];
    if (keys.has(phase.key)) {
      const message = `Two phases have the key "${phase.key}". Change one of them.`;
      issues.push(issueOf('plan_phase_duplicated_key', [...path, 'key'], message));
    }
    keys.add(phase.key);
    issues.push(...nameIssues(phase, path), ...phaseDurationIssues(phase, i === content.phases.length - 1, path));
    if (phase.rateCards.length === 0) {
      const message = 'This phase sells nothing. Add a rate card; a free one will do for a trial.';
      issues.push(issueOf('plan_phase_has_no_rate_cards', [...path, 'rateCards'], message));
    }
    if (phase.rateCards.length > RATE_CARDS_PER_PHASE_MAX) {
      const message = tooManyCards('A phase', phase.rateCards.length);
      issues.push(issueOf('plan_phase_too_many_rate_cards', [...path, 'rateCards'], message, { maximum: RATE_CARDS_PER_PHASE_MAX }));
    }
    issues.push(...rateCardListIssues(phase.rateCards, content.currency, [...path, 'rateCards'], context, ofCard));
    issues.push(...alignmentIssues(phase.rateCards, content.billingCadence, [...path, 'rateCards']));
  }
  return issues;
}

function tooManyCards(where: string, count: number): string {
  const over = count - RATE_CARDS_PER_PHASE_MAX;
  return `${where} has at most ${RATE_CARDS_PER_PHASE_MAX} rate cards; this one has ${count}. Remove ${over}.`;
}

function phaseDurationIssues(phase: PlanPhase, isLast: boolean, path: PathStep[]): Issue[] {
  const at = [...path, 'duration'];
  if (phase.duration === undefined) {
    if (isLast) return [];
    const message = 'Only the last phase may go on for ever. Enter how long this one lasts.';
    return [issueOf('plan_has_non_last_phase_with_no_duration', at, message)];
  }
  const issues: Issue[] = [];
  if (isLast) {
    const message = 'The last phase ends, and nothing follows it. Remove its duration, or add a phase after it.';
    issues.push(issueOf('plan_has_last_phase_with_duration', at, message));
  }
  const fault = durationFault(phase.duration);
  if (fault === 'not_positive') {
    const message = 'A phase must last longer than nothing, in whole units. Enter a duration such as P14D or P3M.';
    issues.push(issueOf('plan_phase_with_negative_duration', at, message));
  }
  if (fault === 'less_than_an_hour') {
    issues.push(issueOf('plan_phase_duration_less_then_an_hour', at, 'A phase must last at least one hour. Enter a longer duration.'));
  }
  return issues;
}

function rateCardListIssues(
  cards: readonly RateCard[],
  currency: string,
  path: PathStep[],
  context: CatalogContext,
  ofCard = rateCardIssues,
): Issue[] {
  const issues: Issue[] = [];
  const keys = new Set<string>();
  for (const [i, card] of cards.entries()) {
    if (keys.has(card.key)) {
      const message = `Two rate cards have the key "${card.key}". Change or remove one of them.`;
      issues.push(issueOf('rate_card_duplicated_key', [...path, i, 'key'], message));
    }
    keys.add(card.key);
    issues.push(...ofCard(card, currency, [...path, i], context));
  }
  return issues;
}

function alignmentIssues(cards: readonly RateCard[], planCadence: string, path: PathStep[]): Issue[] {
  const issues: Issue[] = [];
  const seen = new Set<string>();
  for (const [i, card] of cards.entries()) {
    const cadence = card.billingCadence;
    if (cadence === undefined || !isRecurring(card) || durationFault(cadence)) continue;
    const at = [...path, i, 'billingCadence'];
    if (!areAligned(cadence, planCadence)) {
      const message = `The card is billed ${cadenceWords(cadence)} and the plan ${cadenceWords(planCadence)}: the one never ends with the other. Choose a cadence that divides the plan's or is a multiple of it.`;
      issues.push(issueOf('plan_billing_cadence_not_compatible', at, message));
    }
    const other = [...seen].find((earlier) => !areAligned(cadence, earlier));
    if (other !== undefined) {
      const message = `This card is billed ${cadenceWords(cadence)}, another in this phase ${cadenceWords(other)}: the one never ends with the other. Choose cadences of which one divides the other.`;
      issues.push(issueOf('rate_card_billing_cadence_unaligned', at, message));
    }
    seen.add(cadence);
  }
  return issues;
}

/**
 * Everything that is wrong with an add-on. Severities as for plans. An add-on has one cadence for all its priced cards, and one that is
 * sold in quantities may only have prices that can be multiplied.
 */
export function addOnIssues(
  addOn: Pick<AddOn, 'key' | 'name' | 'currency' | 'instanceType' | 'rateCards'>,
  known: CatalogContext,
): Issue[] {
  // Only the plan says how it is paid, and in which money: what a currency is worth is asked when the add-on is offered with one.
  const context: CatalogContext = { ...known, settlementMode: 'credit_only' };
  const issues: Issue[] = [];
  if (addOn.key === '') issues.push(issueOf('addon_key_empty', ['key'], 'Enter a key: small letters, digits and underscores.'));
  if (addOn.name === '') issues.push(issueOf('addon_name_empty', ['name'], 'Enter a name. It is what customers read.'));
  if (addOn.instanceType !== 'single' && addOn.instanceType !== 'multiple') {
    const message = 'Say whether a subscription takes this add-on once ("single") or in any quantity ("multiple").';
    issues.push(issueOf('addon_invalid_instance_type', ['instanceType'], message));
  }
  issues.push(...currencyIssues(addOn.currency, ['currency'], context));
  if (addOn.rateCards.length === 0) {
    issues.push(issueOf('addon_has_no_rate_cards', ['rateCards'], 'This add-on sells nothing. Add a rate card.'));
  }
  if (addOn.rateCards.length > RATE_CARDS_PER_PHASE_MAX) {
    const message = tooManyCards('An add-on', addOn.rateCards.length);
    issues.push(issueOf('addon_too_many_rate_cards', ['rateCards'], message, { maximum: RATE_CARDS_PER_PHASE_MAX }));
  }
  issues.push(...rateCardListIssues(addOn.rateCards, addOn.currency, ['rateCards'], context));
  const cadence = addOn.rateCards.find(isRecurring)?.billingCadence;
  for (const [i, card] of addOn.rateCards.entries()) {
    if (isRecurring(card) && card.billingCadence && cadence && !isSameDuration(card.billingCadence, cadence)) {
      const message = `An add-on is billed in one rhythm. Bill this card ${cadenceWords(cadence)}, like the first.`;
      issues.push(issueOf('rate_card_multiple_billing_cadence', ['rateCards', i, 'billingCadence'], message));
    }
    if (addOn.instanceType === 'multiple' && isUsageBased(card.price)) {
      const message = 'An add-on that is sold in quantities can only have flat or free prices. Sell it once, or change the price.';
      issues.push(issueOf('addon_invalid_ratecard_price_for_multi_instance', ['rateCards', i, 'price'], message));
    }
  }
  return issues;
}

/** Can the thing be saved, at least as a draft? */
export function isSavable(issues: readonly Issue[]): boolean {
  return !issues.some(isCritical);
}

/**
 * An issue as a sentence of its own, led by where it stands: "Trial, Input tokens: Enter how much is included …". For lists that stand
 * apart from the fields. Takes the thing the issue is about; places that are gone are left out.
 */
export function describeIssue(issue: Issue, thing: { phases?: readonly PlanPhase[]; rateCards?: readonly RateCard[] }): string {
  const [first, index, second, cardIndex] = issue.path;
  const phase = first === 'phases' && typeof index === 'number' ? thing.phases?.[index] : undefined;
  const cardAt = first === 'rateCards' ? index : second === 'rateCards' ? cardIndex : undefined;
  const card = typeof cardAt === 'number' ? (phase?.rateCards ?? thing.rateCards)?.[cardAt] : undefined;
  const isOnlyPhase = thing.phases?.length === 1;
  const places = [isOnlyPhase ? undefined : phase, card].flatMap((place) => (place ? [place.name || place.key] : [])).filter(Boolean);
  return places.length > 0 ? `${places.join(', ')}: ${issue.message}` : issue.message;
}
