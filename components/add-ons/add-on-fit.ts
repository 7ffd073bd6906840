import type { AddOn } from '@/lib/catalog/add-on';
import { assignmentIssues } from '@/lib/catalog/checks/compatibility';
import { describeIssue } from '@/lib/catalog/checks/issues';
import type { CatalogContext } from '@/lib/catalog/checks/rate-card-issues';
import type { Plan } from '@/lib/catalog/plan';
import type { AddOnAssignment } from '@/lib/catalog/plan-add-on';
import type { Issue } from '@/lib/problem';

type FitContext = Pick<CatalogContext, 'features' | 'customCurrencies'>;
type Assignment = Pick<AddOnAssignment, 'fromPlanPhase' | 'maxQuantity'>;

/** Why an add-on does not fit a plan from a phase on, each reason as a sentence led by the place in the plan. Empty when it fits. */
export function misfits(plan: Plan, addOn: AddOn, assignment: Assignment, context: FitContext): string[] {
  const reasons = assignmentIssues(plan, addOn, assignment, context).map((issue: Issue) => describeIssue(issue, plan));
  return [...new Set(reasons)];
}

/** An add-on that may be offered with a plan: one version for each key, the one on sale if there is any. */
export interface Candidate {
  addOn: AddOn;
  reasons: string[];
}

const ORDER: readonly AddOn['status'][] = ['active', 'draft', 'archived'];

/**
 * The add-ons that a plan does not offer yet, those that fit from its first phase on before those that do not. Takes every version of
 * every add-on; archived ones without a successor are left out, as they are not sold any more.
 */
export function candidates(plan: Plan, addOns: readonly AddOn[], offered: readonly string[], context: FitContext): Candidate[] {
  const taken = new Set(addOns.filter(({ id }) => offered.includes(id)).map(({ key }) => key));
  const best = new Map<string, AddOn>();
  for (const addOn of addOns) {
    const known = best.get(addOn.key);
    const rank = (one: AddOn) => ORDER.indexOf(one.status) * 10_000 - one.version;
    if (!known || rank(addOn) < rank(known)) best.set(addOn.key, addOn);
  }
  return [...best.values()]
    .filter(({ key, status }) => !taken.has(key) && status !== 'archived')
    .map((addOn) => ({ addOn, reasons: misfits(plan, addOn, { fromPlanPhase: plan.phases[0]?.key ?? '' }, context) }))
    .sort((a, b) => Math.sign(a.reasons.length) - Math.sign(b.reasons.length) || a.addOn.name.localeCompare(b.addOn.name));
}

/** The version of an add-on that is on sale, when it is a later one than the version that is offered. */
export function successor(addOn: AddOn, addOns: readonly AddOn[]): AddOn | undefined {
  return addOns.find(({ key, status, version }) => key === addOn.key && status === 'active' && version > addOn.version);
}
