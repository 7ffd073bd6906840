import type { AddOnInstanceType } from '@/lib/catalog/add-on';
import type { CreatePlanRequest, PlanPhase } from '@/lib/catalog/plan';
import type { RateCard } from '@/lib/catalog/rate-card';
import { oncePer } from './once-per';

/** Phases and cards carry a number of their own while they are edited: keys change as one types, and places change as one drags. */
export type CardDraft = RateCard & { uid: number };
export type PhaseDraft = Omit<PlanPhase, 'rateCards'> & { uid: number; rateCards: CardDraft[] };

/** A plan in the editor. Text that is not valid yet (an amount half typed) stays in it as typed; checking is apart from keeping. */
export type PlanDraft = Omit<DraftContent, 'phases'> & { phases: PhaseDraft[] };

/** Content that is edited. An add-on is edited as a plan of one phase, which also says how often the add-on is taken. */
export type DraftContent = CreatePlanRequest & { instanceType?: AddOnInstanceType };

/** Returns the edited part of a stored plan, without what the server adds. */
export function requestOf(plan: DraftContent): DraftContent {
  const { name, description, labels, key, currency, billingCadence, proRatingEnabled, phases, instanceType } = plan;
  return {
    key,
    name,
    ...(description !== undefined && { description }),
    ...(labels !== undefined && Object.keys(labels).length > 0 && { labels }),
    currency,
    billingCadence,
    proRatingEnabled,
    phases,
    ...(instanceType !== undefined && { instanceType }),
  };
}

/** Numbers the parts of a plan from `nextUid` on. Parts that `like` has under the same keys keep their numbers, so that focus and selection stay. */
export function openDraft(plan: CreatePlanRequest, nextUid = 1, like?: PlanDraft): { plan: PlanDraft; nextUid: number } {
  let next = nextUid;
  const taken = new Set<number>();
  const number = (known: number | undefined) => {
    const uid = known !== undefined && !taken.has(known) ? known : next++;
    taken.add(uid);
    return uid;
  };
  const phases = requestOf(plan).phases.map((phase): PhaseDraft => {
    const before = like?.phases.find(({ key }) => key === phase.key);
    const uid = number(before?.uid);
    const rateCards = phase.rateCards.map((card) => ({ ...card, uid: number(before?.rateCards.find(({ key }) => key === card.key)?.uid) }));
    return { ...phase, uid, rateCards };
  });
  return { plan: { ...requestOf(plan), phases }, nextUid: next };
}

const closeCard = oncePer(({ uid: _, ...card }: CardDraft): RateCard => card);
const closePhase = oncePer(
  ({ uid: _, rateCards, ...phase }: PhaseDraft): PlanPhase => ({ ...phase, rateCards: rateCards.map((card) => closeCard(card)) }),
);

/** The plan as it is sent: without the numbers. Parts that did not change are the same objects as before. */
export function closeDraft(plan: PlanDraft): DraftContent {
  return { ...plan, phases: plan.phases.map((phase) => closePhase(phase)) };
}

/** Do two plans say the same? Absent and undefined members are alike, whatever the order of fields. */
export function samePlan(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => samePlan(item, b[i]));
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) || Array.isArray(b)) return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].every((name) => samePlan(left[name], right[name]));
}

/** The phase with the number, and its place; null when it is gone. */
export function findPhase(plan: PlanDraft, uid: number): { phase: PhaseDraft; index: number } | null {
  const index = plan.phases.findIndex((phase) => phase.uid === uid);
  const phase = plan.phases[index];
  return phase ? { phase, index } : null;
}

/** The card with the number, and its place; null when it is gone. */
export function findCard(plan: PlanDraft, uid: number): { card: CardDraft; phase: PhaseDraft; phaseIndex: number; index: number } | null {
  for (const [phaseIndex, phase] of plan.phases.entries()) {
    const index = phase.rateCards.findIndex((card) => card.uid === uid);
    const card = phase.rateCards[index];
    if (card) return { card, phase, phaseIndex, index };
  }
  return null;
}
