import type { CreatePlanRequest, PlanPhase } from '@/lib/catalog/plan';
import type { RateCard } from '@/lib/catalog/rate-card';
import { samePlan } from './plan-draft';

/** A place where both sides changed the same thing to different things. `id` names it among the conflicts of one merge. */
export interface MergeConflict {
  id: string;
  /** Place in words: phase, rate card, field. */
  where: { phase?: string; card?: string; field: string };
  /** The card of a conflict within one, as mine, for what a price means besides its figures. */
  owner?: RateCard;
  base: unknown;
  mine: unknown;
  theirs: unknown;
}

export type Choices = Readonly<Record<string, 'mine' | 'theirs'>>;

interface Keyed {
  key: string;
  name: string;
}

type Where = MergeConflict['where'];

/**
 * Brings two edits of one plan together: what only one side changed is taken from that side, field by field; phases and rate cards are
 * told apart by their keys. What both changed differently is a conflict, decided by `choices` (mine, when nothing is chosen).
 * Gives the merged plan and every conflict, decided or not.
 */
export function mergePlans(base: CreatePlanRequest, mine: CreatePlanRequest, theirs: CreatePlanRequest, choices: Choices = {}) {
  const conflicts: MergeConflict[] = [];

  function decide<T>(id: string, where: Where, b: T, m: T, t: T, owner?: RateCard): T {
    if (samePlan(m, t) || samePlan(b, t)) return m;
    if (samePlan(b, m)) return t;
    conflicts.push({ id, where, base: b, mine: m, theirs: t, ...(owner && { owner }) });
    return choices[id] === 'theirs' ? t : m;
  }

  /** Members one by one; those in `apart` are left for the caller. */
  function fields<T extends object>(
    id: string,
    where: Omit<Where, 'field'>,
    b: T,
    m: T,
    t: T,
    apart: readonly string[] = [],
    owner?: RateCard,
  ): T {
    const result: Record<string, unknown> = {};
    const [left, right, old] = [m, t, b] as Record<string, unknown>[];
    for (const name of new Set([...Object.keys(m), ...Object.keys(t)])) {
      if (apart.includes(name)) continue;
      const value = decide(`${id}.${name}`, { ...where, field: name }, old?.[name], left?.[name], right?.[name], owner);
      if (value !== undefined) result[name] = value;
    }
    return result as T;
  }

  /** Parts by key. A part that one side removed stays removed unless the other changed it; then it is a conflict. */
  function parts<T extends Keyed>(
    id: string,
    where: (part: T) => Where,
    lists: { base: readonly T[]; mine: readonly T[]; theirs: readonly T[] },
    both: (id: string, b: T | undefined, m: T, t: T) => T,
  ): T[] {
    const find = (list: readonly T[], key: string) => list.find((part) => part.key === key);
    const keysOf = (list: readonly T[]) => list.map(({ key }) => key);
    const merged = new Map<string, T>();
    for (const key of new Set([...keysOf(lists.mine), ...keysOf(lists.theirs)])) {
      const [b, m, t] = [find(lists.base, key), find(lists.mine, key), find(lists.theirs, key)];
      const at = `${id}.${key}`;
      const some = m ?? t;
      if (!some) continue;
      // Added by both without a common origin, or kept by both: field by field. Else one side added or removed it as a whole.
      const kept = m && t ? both(at, b, m, t) : decide<T | undefined>(at, where(some), b, m, t);
      if (kept) merged.set(key, kept);
    }
    const order = orderOf(keysOf(lists.base), keysOf(lists.mine), keysOf(lists.theirs));
    return order.flatMap((key) => merged.get(key) ?? []);
  }

  const mergeCard = (phase: PlanPhase) => (id: string, b: RateCard | undefined, m: RateCard, t: RateCard) =>
    fields(id, { phase: phase.name, card: m.name }, b ?? ({} as RateCard), m, t, [], m);

  const mergePhase = (id: string, b: PlanPhase | undefined, m: PlanPhase, t: PlanPhase): PlanPhase => ({
    ...fields(id, { phase: m.name }, b ?? ({} as PlanPhase), m, t, ['rateCards']),
    rateCards: parts(
      `${id}.rateCards`,
      (card) => ({ phase: m.name, card: card.name, field: 'rateCards' }),
      { base: b?.rateCards ?? [], mine: m.rateCards, theirs: t.rateCards },
      mergeCard(m),
    ),
  });

  const merged: CreatePlanRequest = {
    ...fields('plan', {}, base, mine, theirs, ['phases']),
    phases: parts(
      'phases',
      (phase) => ({ phase: phase.name, field: 'phases' }),
      { base: base.phases, mine: mine.phases, theirs: theirs.phases },
      mergePhase,
    ),
  };
  return { merged, conflicts };
}

/** One order of all keys: that of the side which changed it (mine, when both did), with the other side's additions after their neighbours. */
function orderOf(base: readonly string[], mine: readonly string[], theirs: readonly string[]): string[] {
  const common = (list: readonly string[]) => list.filter((key) => mine.includes(key) && theirs.includes(key) && base.includes(key));
  const moved = (list: readonly string[]) => !samePlan(common(list), common(base));
  const [lead, other] = moved(theirs) && !moved(mine) ? [theirs, mine] : [mine, theirs];
  const order = [...lead];
  for (const [i, key] of other.entries()) {
    if (order.includes(key)) continue;
    const before = other.slice(0, i).findLast((earlier) => order.includes(earlier));
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, key);
  }
  return order;
}
