import type { Issue } from '@/lib/problem';
import { compareInstants, epochSeconds, type Instant, normalizeInstant } from '@/lib/time';
import type { Timing } from './life';
import { periodAt, type Rhythm } from './period';
import { refusal } from './refusal';
import type { Timeline } from './timeline';

/**
 * Kinds of acts by the times they may have: a beginning lies anywhere but in the past; an end lies on a boundary of billing; an edit has
 * no date and does not cross a phase; anything else may be dated freely.
 */
export type TimingRule = 'start' | 'boundary' | 'same_phase' | 'free';

export interface TimingFacts {
  timeline: Pick<Timeline, 'phases' | 'start' | 'end'>;
  rhythm: Rhythm;
  now: Instant;
}

/** Seconds that a start may lie in the past, so that a clock that is a little slow or a request that took its time is no fault. */
const START_TOLERANCE_SECONDS = 120;

const path = ['timing'];

/** Returns the instant at which an act takes effect, or what is wrong with its timing. */
export function resolveTiming(timing: Timing, rule: TimingRule, facts: TimingFacts): { at: Instant } | { issue: Issue } {
  const { now } = facts;
  if (rule === 'start') return startTiming(timing, now);
  if (timing === 'immediate') return { at: now };
  if (timing === 'next_billing_cycle') return nextCycle(rule, facts);
  const at = normalizeInstant(timing);
  if (rule === 'same_phase') {
    const message = 'An edit takes effect immediately or with the next billing cycle, not at a date.';
    return { issue: refusal('subscription_timing_not_supported', path, message) };
  }
  if (compareInstants(at, now) < 0) {
    return { issue: refusal('subscription_instant_in_the_past', path, `${at} is in the past, and the past is not changed.`) };
  }
  if (rule === 'boundary' && !isBoundary(at, facts)) {
    const period = periodAt(facts.timeline, facts.rhythm, at);
    const near = period ? ` Choose ${period.from} or ${period.to}.` : '';
    return { issue: refusal('subscription_instant_off_boundary', path, `No billing period begins or ends at ${at}.${near}`) };
  }
  return { at };
}

function startTiming(timing: Timing, now: Instant): { at: Instant } | { issue: Issue } {
  if (timing === 'immediate') return { at: now };
  if (timing === 'next_billing_cycle') {
    const message = 'A subscription that begins has no billing cycle yet. Choose a date, or let it begin immediately.';
    return { issue: refusal('subscription_timing_not_supported', path, message) };
  }
  const at = normalizeInstant(timing);
  if (epochSeconds(now) - epochSeconds(at) > START_TOLERANCE_SECONDS) {
    const message = `${at} is in the past. A subscription may begin at most ${START_TOLERANCE_SECONDS / 60} minutes ago.`;
    return { issue: refusal('subscription_instant_in_the_past', path, message) };
  }
  return { at };
}

function nextCycle(rule: TimingRule, { timeline, rhythm, now }: TimingFacts): { at: Instant } | { issue: Issue } {
  const period = periodAt(timeline, rhythm, now);
  if (!period) {
    const message = 'The subscription has no running billing period.';
    return { issue: refusal('subscription_timing_not_supported', path, message) };
  }
  const phase = timeline.phases.find(({ from, to }) => compareInstants(from, now) <= 0 && compareInstants(now, to) < 0);
  if (rule === 'same_phase' && phase && compareInstants(period.to, phase.to) >= 0) {
    const message = `The phase "${phase.key}" ends with this billing cycle, and an edit stays within its phase. Edit the next phase now instead.`;
    return { issue: refusal('subscription_timing_crosses_a_phase', path, message) };
  }
  return { at: period.to };
}

/** Does a billing period begin at the instant, or the subscription end there? */
function isBoundary(at: Instant, { timeline, rhythm }: TimingFacts): boolean {
  return periodAt(timeline, rhythm, at)?.from === at || timeline.end === at;
}
