import { critical, type Issue, type PathStep, warning } from '@/lib/problem';

/** Codes of refused acts, each with the status that clients of the contract expect. Those of the reference keep their names. */
const refusals = {
  only_single_subscription_allowed_per_customer_at_a_time: 409,
  only_single_subscription_item_allowed_at_a_time: 409,
  subscription_action_not_allowed: 403,
  subscription_add_on_already_attached: 409,
  subscription_add_on_does_not_fit: 400,
  subscription_add_on_not_attached: 404,
  subscription_add_on_not_offered: 400,
  subscription_add_on_phase_not_reached: 400,
  subscription_add_on_needs_a_plan: 400,
  subscription_act_not_found: 404,
  subscription_act_took_effect: 403,
  subscription_currency_mismatch: 400,
  subscription_currency_missing: 400,
  subscription_instant_in_the_past: 400,
  subscription_instant_off_boundary: 400,
  subscription_item_change_scheduled: 403,
  subscription_item_has_no_seats: 400,
  subscription_item_in_the_past: 403,
  subscription_item_already_there: 403,
  subscription_item_outside_its_phase: 400,
  subscription_item_not_found: 400,
  subscription_not_paused: 403,
  subscription_paused_already: 403,
  subscription_phase_already_there: 409,
  subscription_phase_has_no_items: 400,
  subscription_phase_in_the_past: 403,
  subscription_phase_is_the_last: 409,
  subscription_phase_not_found: 400,
  subscription_phase_not_in_version: 400,
  subscription_phase_too_short: 409,
  subscription_plan_not_active: 400,
  subscription_quantity_out_of_range: 400,
  subscription_restore_not_available: 403,
  subscription_scheduled_act_in_the_way: 409,
  subscription_successor_started: 409,
  subscription_timing_crosses_a_phase: 400,
  subscription_timing_not_supported: 400,
  subscription_version_cadence_mismatch: 400,
  subscription_version_not_higher: 400,
  subscription_version_not_published: 400,
  subscription_version_of_another_plan: 400,
} as const;

/** Codes of what an act does beside what was asked for, and a person should know before they agree. */
const notices = [
  'subscription_add_on_dropped',
  'subscription_add_on_rederived',
  'subscription_edited_item_kept',
  'subscription_edited_phase_dropped',
  'subscription_negotiated_term_not_applied',
  'subscription_phase_ends_now',
  'subscription_removed_item_stays_removed',
] as const;

export type RefusalCode = keyof typeof refusals;
export type NoticeCode = (typeof notices)[number];

/** Refuses an act. The path leads into the request. */
export const refusal = (code: RefusalCode, path: PathStep[], message: string, attributes?: Record<string, unknown>): Issue =>
  critical(path, code, message, attributes);

/** Tells of something that an act does in passing. */
export const notice = (code: NoticeCode, path: PathStep[], message: string, attributes?: Record<string, unknown>): Issue =>
  warning(path, code, message, attributes);

const isRefusalCode = (code: string): code is RefusalCode => code in refusals;

/** Returns the status of an answer that refuses for these issues, or null when none of them refuses: that of the first that does. */
export function refusalStatus(issues: readonly Issue[]): number | null {
  const first = issues.find(({ severity }) => severity === 'critical');
  if (!first) return null;
  return isRefusalCode(first.code) ? refusals[first.code] : 400;
}
