import type { PlanStatus } from '@/lib/catalog/plan';
import type { Issue } from '@/lib/problem';
import type { SubscribedPlan } from './life';
import { refusal } from './refusal';

/** Returns what keeps a subscription from being migrated to a version: it must be a later one of the same plan, and have been published. */
export function migrationIssues(
  from: Pick<SubscribedPlan, 'key' | 'version'>,
  to: Pick<SubscribedPlan, 'key' | 'version'>,
  status: PlanStatus,
): Issue[] {
  if (from.key !== to.key) {
    const message = `The subscription is on "${from.key}" and the version is one of "${to.key}". Change the plan instead.`;
    return [refusal('subscription_version_of_another_plan', ['plan'], message)];
  }
  if (to.version <= from.version) {
    const message = `The subscription is on version ${from.version}. Choose a later one.`;
    return [refusal('subscription_version_not_higher', ['plan', 'version'], message)];
  }
  if (status === 'active' || status === 'archived') return [];
  return [refusal('subscription_version_not_published', ['plan', 'version'], `Version ${to.version} is ${status}. Publish it first.`)];
}
