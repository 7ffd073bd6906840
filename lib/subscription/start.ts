import type { PlanStatus } from '@/lib/catalog/plan';
import type { Issue } from '@/lib/problem';
import { compareInstants, type Instant, normalizeInstant } from '@/lib/time';
import { type Folded, foldLife } from './fold';
import type { Life, LifeStart, Timing } from './life';
import { refusal } from './refusal';
import { seatIssues } from './request-issues';
import type { Timeline } from './timeline';
import { resolveTiming } from './timing';
import { type Neighbour, neighbourIssues, type UniquenessRule } from './uniqueness';

/** A subscription that is asked for: how it would begin, with a timing instead of an instant. */
export type StartRequest = Omit<LifeStart, 'start' | 'anchor' | 'timeZone' | 'terms' | 'seats'> & {
  timing?: Timing;
  /** The start when absent. */
  anchor?: Instant | undefined;
} & Partial<Pick<LifeStart, 'terms' | 'seats'>>;

export interface StartFacts {
  now: Instant;
  timeZone: string;
  /** Status of the plan version at `now`; null for a custom plan. */
  planStatus: PlanStatus | null;
  others?: readonly Neighbour[];
  rule?: UniquenessRule;
}

export interface StartDecision {
  /** Null when it is refused. */
  life: Life | null;
  timeline: Timeline | null;
  issues: Issue[];
}

/** Decides the beginning of a subscription: whether it may begin, when, and with which timeline. */
export function startLife(request: StartRequest, facts: StartFacts): StartDecision {
  const { timing = 'immediate', anchor, terms = [], seats = [], ...rest } = request;
  const timed = resolveTiming(timing, 'start', startFacts(facts));
  const issues = [...checkStart(request, facts), ...('issue' in timed ? [timed.issue] : [])];
  if ('issue' in timed || issues.length > 0) return { life: null, timeline: null, issues };
  const start: LifeStart = {
    ...rest,
    ...(rest.end && { end: normalizeInstant(rest.end) }),
    start: timed.at,
    anchor: anchor === undefined ? timed.at : normalizeInstant(anchor),
    timeZone: facts.timeZone,
    terms,
    seats,
  };
  const life: Life = { start, acts: [] };
  const folded = foldLife(life);
  const { timeline, issues: found } = folded;
  const collisions = neighbourIssues(timeline, facts.others ?? [], facts.rule ?? 'one_subscription_per_customer');
  const all = [
    ...endIssues(start),
    ...seats.flatMap((seat, i) => startSeatIssues(folded, seat, i)),
    ...found.map(({ issue }) => issue),
    ...collisions,
  ];
  const isRefused = all.some(({ severity }) => severity === 'critical');
  return { life: isRefused ? null : life, timeline: isRefused ? null : timeline, issues: all };
}

/** A timeline is of no account for a beginning, which has none. */
const startFacts = ({ now, timeZone }: StartFacts) => ({
  now,
  timeline: { phases: [], start: now, end: null },
  rhythm: { anchor: now, cadence: 'P1M', timeZone },
});

/** Returns what keeps a plan version from being subscribed to, and a starting phase that it does not have. */
export function checkStart({ plan, content, startingPhase }: StartRequest, { planStatus }: Pick<StartFacts, 'planStatus'>): Issue[] {
  const issues: Issue[] = [];
  if (planStatus !== null && planStatus !== 'active') {
    const message = `Version ${plan?.version ?? ''} of "${plan?.name ?? ''}" is ${planStatus}. Only the version that is active now can be subscribed to.`;
    issues.push(refusal('subscription_plan_not_active', ['plan'], message, { status: planStatus }));
  }
  if (startingPhase !== undefined && !content.phases.some(({ key }) => key === startingPhase)) {
    const known = content.phases.map(({ key }) => key).join(', ');
    const message = `The plan has no phase "${startingPhase}". Choose one of: ${known}.`;
    issues.push(refusal('subscription_phase_not_found', ['startingPhase'], message));
  }
  return issues;
}

function endIssues({ start, end }: LifeStart): Issue[] {
  if (!end || compareInstants(start, end) < 0) return [];
  return [refusal('subscription_instant_in_the_past', ['end'], `The subscription begins at ${start}. Choose a later end.`)];
}

function startSeatIssues(folded: Folded, { item, quantity }: LifeStart['seats'][number], index: number): Issue[] {
  const issues = seatIssues(folded, item, quantity, folded.timeline.start);
  return issues.map((issue) => ({ ...issue, path: ['seats', index, ...issue.path] }));
}
