import { targetLines } from '../billing/target-lines';
import { getCurrency } from '../currency';
import { extendCard } from '../subscription/add-ons';
import { decide } from '../subscription/decide';
import { timelineOf } from '../subscription/fold';
import type { ActRequest, AddOnCopy, Life } from '../subscription/life';
import { mergeIssues } from '../subscription/merge';
import { rhythmOf } from '../subscription/period';
import { refusal } from '../subscription/refusal';
import { type Instant, normalizeInstant } from '../time';
import { type Kinds, kind } from './figure';
import {
  cardIn,
  lifeIn,
  refusedBy,
  stepIn,
  type WireCard,
  type WirePlan,
  type WireStep,
  type WireSubscription,
  writtenLife,
} from './subscription-input';
import { writtenTarget } from './written-line';

interface MergeInput {
  operation: 'apply' | 'remove';
  rate_card: WireCard;
  addon_rate_card: WireCard;
  quantity: number;
  /** Number of add-ons that give the card its boolean entitlement. */
  boolean_grants?: number;
}

function mergeFigures({ operation, rate_card, addon_rate_card, quantity, boolean_grants }: MergeInput) {
  const [card, extra] = [cardIn(rate_card), cardIn(addon_rate_card)];
  const [issue] = mergeIssues(card, extra, quantity, []);
  if (issue) return { error: issue.code };
  if (operation === 'remove' && boolean_grants !== undefined) {
    // An add-on is taken away by folding without it: the card is that of the grants that are left.
    const { entitlement: _, ...bare } = card;
    const left = Math.max(boolean_grants - quantity, 0);
    return { ...writtenCard(left > 0 ? extendCard(bare, extra, left) : bare), boolean_grants: left };
  }
  return writtenCard(extendCard(card, extra, operation === 'remove' ? -quantity : quantity));
}

function writtenCard({ price, entitlement, discounts, unitConfig }: ReturnType<typeof extendCard>) {
  return {
    price,
    entitlement: entitlement?.type === 'metered' ? { ...entitlement, usage_period: entitlement.usagePeriod } : (entitlement ?? null),
    discounts,
    unit_config: unitConfig && { ...unitConfig, conversion_factor: unitConfig.conversionFactor },
  };
}

interface TimedInput {
  plan: WirePlan;
  subscription: WireSubscription;
  addon: { key?: string; instance_type: AddOnCopy['instanceType']; rate_cards: WireCard[]; from_plan_phase?: string };
  timeline: { active_from: Instant; quantity: number }[];
  edits_before?: WireStep[];
  as_of?: Instant;
}

const copyOf = ({ key = 'addon', instance_type, rate_cards, from_plan_phase }: TimedInput['addon'], plan: WirePlan): AddOnCopy => ({
  id: key,
  key,
  version: 1,
  name: key,
  instanceType: instance_type,
  currency: plan.currency,
  rateCards: rate_cards.map(cardIn),
  fromPhase: from_plan_phase ?? plan.phases[0]?.key ?? '',
});

/** The life in which an add-on is bought as its timeline says, between edits. */
function livedWithAddOn({ plan, subscription, addon, timeline, edits_before = [] }: TimedInput): Life {
  const addOn = copyOf(addon, plan);
  const bought = timeline.map(({ active_from, quantity }, i) => {
    const request: ActRequest =
      i === 0 ? { kind: 'attach', attachment: 'a', addOn, quantity } : { kind: 'add_on_quantity', attachment: 'a', quantity };
    return { at: active_from, request };
  });
  const steps = [...edits_before, ...bought].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return steps.reduce(
    (life, step) => {
      const facts = { now: normalizeInstant(step.at), id: `act-${life.acts.length}` };
      const decision = 'request' in step ? decide(life, step.request, facts) : stepIn(life, step);
      const refused = refusedBy(decision);
      if (refused) throw new Error(refused.code);
      return decision.life;
    },
    lifeIn(plan, subscription),
  );
}

function lineFigures(input: TimedInput) {
  const life = livedWithAddOn(input);
  const terms = {
    timeline: timelineOf(life),
    rhythm: rhythmOf(life),
    currency: getCurrency(life.start.content.currency),
    prorate: life.start.content.proRatingEnabled,
    endProration: 'bill_actual_period',
  } as const;
  return { pending_lines: targetLines(terms, normalizeInstant(input.as_of ?? life.start.start)).map(writtenTarget) };
}

interface PurchaseInput {
  assignment?: { from_plan_phase: string; max_quantity?: number | null } | null;
  instance_type?: AddOnCopy['instanceType'];
  quantity: number;
  current_phase?: string;
  phases?: string[];
  custom_subscription?: boolean;
  already_attached?: boolean;
}

/** A purchase in a phase of a subscription whose phases last a month each. */
function purchaseFigures(input: PurchaseInput) {
  const { assignment, instance_type = 'single', quantity, current_phase = 'main', phases = [current_phase], custom_subscription } = input;
  if (assignment === null) {
    return refusedBy({ issues: [refusal('subscription_add_on_not_offered', ['addon'], 'The plan version does not offer this add-on.')] });
  }
  const card = (key: string) => ({ key, billing_cadence: 'P1M', price: { type: 'flat', amount: '1' } });
  const plan: WirePlan = {
    currency: 'USD',
    billing_cadence: 'P1M',
    phases: phases.map((key, i) => ({ key, ...(i < phases.length - 1 && { duration: 'P1M' }), rate_cards: [card('fee')] })),
  };
  const life = lifeIn(plan, { active_from: '2026-01-01T00:00:00Z' });
  if (custom_subscription) life.start.plan = null;
  const from_plan_phase = assignment?.from_plan_phase ?? current_phase;
  const addOn = {
    ...copyOf({ instance_type, rate_cards: [card('extra')], from_plan_phase }, plan),
    maxQuantity: assignment?.max_quantity ?? null,
  };
  const now = timelineOf(life).phases.find(({ key }) => key === current_phase)?.from ?? life.start.start;
  const attach = { kind: 'attach', attachment: 'a', addOn, quantity } as const;
  const before = input.already_attached ? decide(life, { ...attach, quantity: 1 }, { now, id: 'first' }).life : life;
  return refusedBy(decide(before, attach, { now, id: 'act' })) ?? { status: 201, quantity };
}

/** Rules for figures of add-ons on a subscription. */
export const addOnFigures: Kinds = {
  addon_merge: kind(mergeFigures, { takes: (input) => 'rate_card' in input }),
  addon_items: kind((input: TimedInput) => writtenLife(livedWithAddOn(input)), { lists: { items: 'contain' } }),
  addon_lines: kind(lineFigures, { lists: { pending_lines: 'any_order' } }),
  addon_purchase: kind(purchaseFigures),
};
