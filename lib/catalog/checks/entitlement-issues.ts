import { durationFault } from '@/lib/catalog/cadence';
import type { Entitlement } from '@/lib/catalog/entitlement';
import { issueOf } from '@/lib/catalog/issue-codes';
import type { Issue, PathStep } from '@/lib/problem';

function isJson(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  if (typeof value !== 'object') return false;
  const prototype = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && Object.values(value).every(isJson);
}

/** Returns the issues of an entitlement template by itself; `path` leads to it. That it needs a feature is checked on the rate card. */
export function entitlementIssues(entitlement: Entitlement, path: PathStep[]): Issue[] {
  if (entitlement.type === 'boolean') return [];
  if (entitlement.type === 'static') {
    if (isJson(entitlement.config)) return [];
    const message = 'The configuration is not valid JSON. Enter a JSON value, such as {"regions": ["eu"]}.';
    return [issueOf('entitlement_template_invalid_json_config', [...path, 'config'], message)];
  }
  const issues: Issue[] = [];
  if (entitlement.limit === undefined) {
    const message = 'Enter how much is included per usage period. For use without a limit, choose a yes/no entitlement.';
    issues.push(issueOf('entitlement_template_issue_after_reset_required', [...path, 'limit'], message));
  }
  const fault = entitlement.usagePeriod === undefined ? null : durationFault(entitlement.usagePeriod);
  if (fault === 'not_positive') {
    const message =
      'The usage period must be longer than nothing, in whole units. Enter one such as P1M, or leave it to the billing cadence.';
    issues.push(issueOf('entitlement_template_negative_usage_period', [...path, 'usagePeriod'], message));
  }
  if (fault === 'less_than_an_hour') {
    const message = 'The usage period must last at least one hour. Enter a longer one.';
    issues.push(issueOf('entitlement_template_usage_period_less_then_an_hour', [...path, 'usagePeriod'], message));
  }
  return issues;
}
