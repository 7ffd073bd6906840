import type { Issue } from '@/lib/problem';
import { contentOf, type Plan, type PlanContent } from './plan';
import type { AddOnAssignment } from './plan-add-on';
import { nextVersion, type Version } from './version';

/** A version of a plan together with the add-ons offered with it. */
export type PlanWithAddOns = Pick<Plan, 'key' | 'name' | 'description' | 'labels'> & PlanContent & { addOns: readonly AddOnAssignment[] };

/** A draft yet to be stored. */
export type NextDraft = PlanWithAddOns & { version: number };

/**
 * The next draft of a plan: everything of its newest version, the add-ons offered with it included, under the next number. Takes every
 * version of the key, deleted ones included, so that no number is used twice. Gives the draft, or the issue that there is one already.
 */
export function nextDraft(
  newest: PlanWithAddOns,
  versions: readonly (Version & { deletedAt?: string | undefined })[],
): { draft: NextDraft; issues: [] } | { draft: null; issues: Issue[] } {
  const { version, issues } = nextVersion(versions);
  if (issues.length > 0) return { draft: null, issues };
  const { key, name, description, labels } = newest;
  const addOns = newest.addOns.map(assignmentOf);
  return { draft: structuredClone({ key, name, description, labels, version, ...contentOf(newest), addOns }), issues: [] };
}

/** Only what belongs to a plan's content of an assignment, whatever else the value carries (an id, dates). */
export function assignmentOf(assignment: AddOnAssignment): AddOnAssignment {
  const { name, description, labels, addon, fromPlanPhase, maxQuantity } = assignment;
  return { name, description, labels, addon, fromPlanPhase, maxQuantity };
}
