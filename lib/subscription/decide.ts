import type { Issue } from '@/lib/problem';
import { compareInstants, type Instant } from '@/lib/time';
import { type ActIssue, type Folded, foldLife } from './fold';
import { type ItemChange, itemChanges } from './item-changes';
import { type Act, type ActKind, type ActRequest, actsOf, type Life } from './life';
import { rhythmOf } from './period';
import { refusal } from './refusal';
import { requestIssues } from './request-issues';
import { actionsOf, type SubscriptionAction, statusOf } from './status';
import type { Timeline } from './timeline';
import { resolveTiming, type TimingRule } from './timing';
import { type Neighbour, neighbourIssues, type UniquenessRule } from './uniqueness';

/** All that a decision depends on beside the life. */
export interface DecisionFacts {
  now: Instant;
  /** Names the act. */
  id: string;
  isDeleted?: boolean;
  /** The customer's other subscriptions. */
  others?: readonly Neighbour[];
  rule?: UniquenessRule;
}

/** A decision: the life with the act in it, or, when an issue is critical, the life as it was. */
export interface Decision {
  life: Life;
  timeline: Timeline;
  /** When the act takes effect; null when it is refused before that is known. */
  at: Instant | null;
  issues: Issue[];
  changes: ItemChange[];
}

/** Needs of each kind of act: the action that must be allowed, and the times it may take effect at. */
const rules: Record<ActKind, { action: SubscriptionAction; timing: TimingRule | 'now' }> = {
  cancel: { action: 'cancel', timing: 'boundary' },
  continue: { action: 'continue', timing: 'now' },
  withdraw: { action: 'update', timing: 'now' },
  edit: { action: 'update', timing: 'same_phase' },
  attach: { action: 'change_addons', timing: 'free' },
  add_on_quantity: { action: 'change_addons', timing: 'free' },
  pause: { action: 'update', timing: 'free' },
  resume: { action: 'update', timing: 'free' },
  seats: { action: 'update', timing: 'free' },
  amend: { action: 'update', timing: 'free' },
  negotiate: { action: 'update', timing: 'free' },
};

/**
 * Decides an act on a subscription: whether it may be done, when it takes effect, and the timeline that follows. Nothing else decides terms:
 * a preview shows this decision, and doing it stores its life. The past never changes, since acts take effect now or later.
 */
export function decide(life: Life, request: ActRequest, facts: DecisionFacts): Decision {
  const before = foldLife(life);
  const refused = (issues: Issue[], at: Instant | null = null): Decision => ({ life, timeline: before.timeline, at, issues, changes: [] });
  const status = statusOf({ ...before.timeline, isDeleted: facts.isDeleted ?? false }, facts.now);
  const rule = rules[request.kind];
  if (!actionsOf(status).includes(rule.action)) {
    const message = `The subscription is ${status}, which does not allow this. Allowed: ${actionsOf(status).join(', ') || 'nothing'}.`;
    return refused([refusal('subscription_action_not_allowed', [], message, { status, allowed: actionsOf(status) })]);
  }
  const timed = timingOf(request, rule.timing, before, life, facts);
  if ('issue' in timed) return refused([timed.issue]);
  const { at } = timed;
  const issues = requestIssues(life, before, request, at, facts.now);
  if (isRefused(issues)) return refused(issues, at);
  const act = actOf(life, before, request, at, facts);
  const after = foldLife({ ...life, acts: [...life.acts, act] });
  const found = [...issues, ...newIssues(before.issues, after.issues, act)];
  if (isRefused(found)) return refused(found, at);
  const collisions = neighbourIssues(after.timeline, facts.others ?? [], facts.rule ?? 'one_subscription_per_customer');
  if (collisions.length > 0) return refused([...found, ...collisions], at);
  return {
    life: { ...life, acts: [...life.acts, act] },
    timeline: after.timeline,
    at,
    issues: found,
    changes: itemChanges(before.timeline, after.timeline),
  };
}

const isRefused = (issues: readonly Issue[]): boolean => issues.some(({ severity }) => severity === 'critical');

function timingOf(request: ActRequest, rule: TimingRule | 'now', { timeline }: Folded, life: Life, { now }: DecisionFacts) {
  if (rule === 'now') return { at: now };
  return resolveTiming(request.timing ?? 'immediate', rule, { timeline, rhythm: rhythmOf(life), now });
}

/** The act as it is recorded; what it takes back is written into it by name. */
function actOf(life: Life, before: Folded, request: ActRequest, at: Instant, { id, now }: DecisionFacts): Act {
  const { timing: _, withdraws = [], ...asked } = request;
  const further = [...new Set([...withdraws, ...impliedWithdrawals(life, before, request, now)])];
  return { ...asked, id, at, recordedAt: now, ...(further.length > 0 && { withdraws: further }) } as Act;
}

function impliedWithdrawals(life: Life, { timeline }: Folded, request: ActRequest, now: Instant): string[] {
  const ahead = actsOf(life).filter(({ at }) => compareInstants(at, now) > 0);
  const isUnpausing = ahead.some(({ id, kind }) => kind === 'pause' && request.withdraws?.includes(id));
  // A resumption that was planned belongs to the pause that ends earlier now, or that there will not be.
  if (request.kind === 'resume' || isUnpausing) return ahead.filter(({ kind }) => kind === 'resume').map(({ id }) => id);
  if (request.kind === 'continue') return ahead.filter(({ kind }) => kind === 'cancel').map(({ id }) => id);
  if (request.kind !== 'edit' || !request.patches.some(({ op }) => op === 'unschedule_edit')) return [];
  const phase = timeline.phases.find(({ from, to }) => compareInstants(from, now) <= 0 && compareInstants(now, to) < 0);
  return ahead.filter(({ kind, at }) => kind === 'edit' && phase && compareInstants(at, phase.to) < 0).map(({ id }) => id);
}

/** The issues that come with an act: its own, and those of acts made before it, which are scheduled and no longer possible. */
function newIssues(before: readonly ActIssue[], after: readonly ActIssue[], act: Act): Issue[] {
  const key = ({ act: by, issue }: ActIssue) => JSON.stringify([by, issue.code, issue.path]);
  const known = new Set(before.map(key));
  return after
    .filter((entry) => !known.has(key(entry)))
    .flatMap(({ act: by, issue }) => {
      if (by === null || by === act.id) return [issue];
      if (issue.severity !== 'critical') return [];
      const message = `Something that is scheduled would no longer be possible: ${issue.message} Take it back first.`;
      return [refusal('subscription_scheduled_act_in_the_way', [], message, { act: by, reason: issue.code })];
    });
}
