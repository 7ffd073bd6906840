import type { Issue } from '@/lib/problem';
import { compareInstants, type Instant } from '@/lib/time';
import { carryAddOns } from './carry';
import { type Decision, type DecisionFacts, decide } from './decide';
import { foldLife } from './fold';
import { type Act, type AddOnCopy, actsOf, type CarriedAddOn, type Life, type Timing } from './life';
import { notice, refusal } from './refusal';
import { type StartDecision, type StartFacts, type StartRequest, startLife } from './start';

/** A change to another plan: how the next subscription is to begin, and which add-ons its version offers. */
export interface ChangeRequest {
  timing: Timing;
  next: Omit<StartRequest, 'timing' | 'predecessor'>;
  offered: readonly AddOnCopy[];
}

export interface ChangeFacts extends DecisionFacts {
  planStatus: StartFacts['planStatus'];
  /** Names the subscription that ends, and the one that follows. */
  currentId: string;
  nextId: string;
  /** Makes the ids of the acts by which the next one gets its add-ons, one after the other. */
  ids: readonly string[];
}

export interface ChangeDecision {
  current: Decision;
  next: StartDecision;
  addOns: CarriedAddOn[];
  issues: Issue[];
}

/**
 * Decides a change to another plan: the running subscription ends, and another one begins at that instant with the same anchor unless another
 * is asked for. Add-ons are carried over, taken anew, or dropped, each with its reason.
 */
export function changePlan(life: Life, { timing, next, offered }: ChangeRequest, facts: ChangeFacts): ChangeDecision {
  const current = decide(life, { kind: 'cancel', successor: facts.nextId, timing }, { ...facts, others: [] });
  const none: StartDecision = { life: null, timeline: null, issues: [] };
  if (current.at === null || isRefused(current.issues)) return { current, next: none, addOns: [], issues: current.issues };
  const request: StartRequest = { anchor: life.start.anchor, ...next, predecessor: facts.currentId, timing: current.at };
  const begun = startLife(request, { ...facts, timeZone: life.start.timeZone, now: facts.now });
  if (!begun.life) return { current: back(current, life), next: begun, addOns: [], issues: begun.issues };
  const addOns = carryAddOns(foldLife(life), current.at, next.content, offered);
  const withAddOns: Life = { ...begun.life, acts: carriedActs(addOns, current.at, facts) };
  const { timeline } = foldLife(withAddOns);
  const told = addOns.flatMap(({ attachment, outcome, reason }) =>
    outcome === 'carried' ? [] : [notice(`subscription_add_on_${outcome}`, ['addOns', attachment], reason)],
  );
  const issues = [...current.issues, ...begun.issues, ...told];
  return { current, next: { life: withAddOns, timeline, issues: begun.issues }, addOns, issues };
}

const isRefused = (issues: readonly Issue[]): boolean => issues.some(({ severity }) => severity === 'critical');

/** The end that is not made after all, because the next subscription cannot begin. */
const back = (current: Decision, life: Life): Decision => ({ ...current, life, timeline: foldLife(life).timeline, changes: [] });

function carriedActs(addOns: readonly CarriedAddOn[], at: Instant, { ids, now }: ChangeFacts): Act[] {
  const kept = addOns.filter(({ addOn }) => addOn !== undefined);
  return kept.flatMap(({ attachment, addOn, quantity }, i): Act[] => {
    const id = ids[i];
    if (!id) throw new Error('there are more add-ons to carry over than ids');
    return addOn ? [{ kind: 'attach', id, at, recordedAt: now, attachment: id, addOn, quantity, carriedFrom: attachment }] : [];
  });
}

/** A subscription that follows on another by a change that has not taken effect. */
export interface Successor {
  id: string;
  start: Instant;
}

/**
 * Decides to restore a subscription: its scheduled end is taken back, and what was to follow is deleted. Not where a customer may have
 * several subscriptions, since the ones that follow may have nothing to do with it.
 */
export function restoreLife(life: Life, successors: readonly Successor[], facts: DecisionFacts): Decision & { deleted: string[] } {
  const { timeline } = foldLife(life);
  const refused = (issue: Issue) => ({ life, timeline, at: null, issues: [issue], changes: [], deleted: [] });
  if (facts.rule === 'one_item_per_feature') {
    const message = 'A customer may have several subscriptions here, so none of them can be restored by deleting the next.';
    return refused(refusal('subscription_restore_not_available', [], message));
  }
  const started = successors.find(({ start }) => compareInstants(start, facts.now) <= 0);
  if (started) {
    const message = `The next subscription began at ${started.start} and cannot be deleted.`;
    return refused(refusal('subscription_successor_started', [], message, { subscription: started.id }));
  }
  const gone = new Set(successors.map(({ id }) => id));
  const others = facts.others?.filter(({ id }) => !gone.has(id)) ?? [];
  return { ...decide(life, { kind: 'continue' }, { ...facts, others }), deleted: [...gone] };
}

/** Returns the subscription that an end makes room for, when it is the end of a change of plan. */
export function successorOf(life: Life): string | null {
  const last = actsOf(life).findLast(({ kind }) => kind === 'cancel');
  return last?.kind === 'cancel' ? (last.successor ?? null) : null;
}
