import { type ChangeFacts, changePlan, restoreLife } from '../subscription/change';
import { customerCurrency } from '../subscription/customer-currency';
import { decide } from '../subscription/decide';
import { timelineOf } from '../subscription/fold';
import type { ActRequest, Life, Timing } from '../subscription/life';
import { migrationIssues } from '../subscription/migrate';
import { periodAt, rhythmOf } from '../subscription/period';
import { startLife } from '../subscription/start';
import { actionsOf, type SubscriptionStatus, statusOf } from '../subscription/status';
import { type Neighbour, neighbourIssues, type UniquenessRule } from '../subscription/uniqueness';
import { billingPeriods, END_OF_TIME, type Instant, normalizeInstant } from '../time';
import { addOnFigures } from './add-on-figures';
import { apiFigures } from './api-figures';
import { type Kinds, kind } from './figure';
import {
  contentIn,
  lifeIn,
  planIn,
  refusedBy,
  stepIn,
  type WireCard,
  type WirePlan,
  type WireStep,
  type WireSubscription,
  writtenLife,
} from './subscription-input';

interface SubscriptionInput {
  plan: WirePlan;
  subscription: WireSubscription;
}

function statusFigures({ active_from, active_to, at, deleted }: WireSubscription & { at: Instant; deleted?: boolean }) {
  return { status: statusOf({ start: active_from, end: active_to ?? null, isDeleted: deleted ?? false }, at) };
}

function editFigures({ plan, subscription, steps }: SubscriptionInput & { steps: WireStep[] }) {
  let life = lifeIn(plan, subscription);
  for (const step of steps) {
    const decision = stepIn(life, step);
    const refused = refusedBy(decision);
    if (refused) return refused;
    life = decision.life;
  }
  return writtenLife(life);
}

interface UniquenessInput {
  rule: UniquenessRule;
  subscriptions: (WireSubscription & { items: WireCard[] })[];
}

function uniquenessFigures({ rule, subscriptions }: UniquenessInput) {
  const neighbours = subscriptions.map(({ items, ...subscription }, i): Neighbour => {
    const plan = { currency: 'USD', billing_cadence: 'P1M', phases: [{ key: 'main', rate_cards: items }] };
    return { id: String(i), name: String(i), timeline: timelineOf(lifeIn(plan, subscription)) };
  });
  for (const [i, own] of neighbours.entries()) {
    const issues = neighbourIssues(own.timeline, neighbours.slice(0, i), rule);
    if (issues.length > 0) return { conflict: true, ...refusedBy({ issues }) };
  }
  return { conflict: false };
}

interface TimingInput extends SubscriptionInput {
  at: Instant;
  action: 'create' | 'edit' | 'cancel' | 'change';
  timing: Timing;
}

function timingFigures({ plan, subscription, at, action, timing }: TimingInput) {
  const now = normalizeInstant(at);
  const life = lifeIn(plan, subscription);
  if (action === 'create') {
    const begun = startLife(
      { plan: planIn(plan), content: contentIn(plan), settlementMode: 'credit_then_invoice', costBasisMode: 'dynamic', timing },
      { now, timeZone: 'UTC', planStatus: 'active' },
    );
    return refusedBy(begun) ?? { effective_at: begun.life?.start.start };
  }
  const request: ActRequest =
    action === 'edit' ? { kind: 'edit', patches: [{ op: 'unschedule_edit' }], timing } : { kind: 'cancel', timing };
  const decision = decide(life, request, { now, id: 'act' });
  return refusedBy(decision) ?? { effective_at: decision.at };
}

function billingPeriodFigures({ plan, subscription, at }: SubscriptionInput & { at: Instant }) {
  const life = lifeIn(plan, subscription);
  const now = normalizeInstant(at);
  if (now < life.start.start) return { status: 400, error: 'subscription_billing_period_queried_before_subscription_start' };
  return { billing_period: periodAt(timelineOf(life), rhythmOf(life), now) };
}

interface ChangeInput extends SubscriptionInput {
  at: Instant;
  timing: Timing;
  new_plan: WirePlan;
  new_plan_status?: ChangeFacts['planStatus'];
  status_now?: SubscriptionStatus;
  starting_phase?: string;
  billing_anchor?: Instant;
}

function changeFigures(input: ChangeInput) {
  const { plan, subscription, at, timing, new_plan, new_plan_status = 'active', status_now, starting_phase, billing_anchor } = input;
  const now = normalizeInstant(at);
  let life = lifeIn(plan, subscription);
  if (status_now === 'canceled') life = decide(life, { kind: 'cancel', timing: 'next_billing_cycle' }, { now, id: 'end' }).life;
  const decision = changePlan(
    life,
    {
      timing,
      next: {
        plan: planIn(new_plan),
        content: contentIn(new_plan),
        settlementMode: 'credit_then_invoice',
        costBasisMode: 'dynamic',
        ...(starting_phase && { startingPhase: starting_phase }),
        ...(billing_anchor && { anchor: billing_anchor }),
      },
      offered: [],
    },
    { now, id: 'change', planStatus: new_plan_status, currentId: 'current', nextId: 'next', ids: [] },
  );
  const { current, next } = decision;
  if (!next.life || !next.timeline) return refusedBy(decision);
  return {
    current: { status: statusOf(current.timeline, now), active_to: current.timeline.end },
    next: {
      status: statusOf(next.timeline, now),
      active_from: next.life.start.start,
      billing_anchor: next.life.start.anchor,
      phases: writtenLife(next.life).phases,
    },
  };
}

interface MigrateInput {
  from_version: number;
  to_version?: number | null;
  latest_version: number;
  target_status: NonNullable<ChangeFacts['planStatus']>;
}

function migrateFigures({ from_version, to_version, latest_version, target_status }: MigrateInput) {
  const version = to_version ?? latest_version;
  const issues = migrationIssues({ key: 'plan', version: from_version }, { key: 'plan', version }, target_status);
  return refusedBy({ issues }) ?? { status: 200, version };
}

/** Steps of a restoration are sentences: an act, its timing, and perhaps when it is done. */
function restoreFigures({ steps, rule }: { steps: string[]; rule?: UniquenessRule }) {
  const plan: WirePlan = {
    currency: 'USD',
    billing_cadence: 'P1M',
    phases: [{ key: 'main', rate_cards: [{ key: 'fee', billing_cadence: 'P1M', price: { type: 'flat', amount: '10' } }] }],
  };
  let life: Life = lifeIn(plan, { active_from: '2026-01-01T00:00:00Z' });
  const successors: { id: string; start: Instant }[] = [];
  for (const [i, step] of steps.entries()) {
    const facts = { now: `2026-01-${10 + i}T00:00:00Z`, id: `act-${i}`, ...(rule && { rule }) };
    const timing = step.includes('immediate') ? 'immediate' : 'next_billing_cycle';
    const decision = step.startsWith('restore') ? restoreLife(life, successors, facts) : decide(life, { kind: 'cancel', timing }, facts);
    const refused = refusedBy(decision);
    if (refused) return refused;
    if (step.startsWith('change') && decision.at) successors.push({ id: 'next', start: decision.at });
    life = decision.life;
    if (i === steps.length - 1) return { status: statusOf(decision.timeline, facts.now), active_to: decision.timeline.end };
  }
  return null;
}

interface CurrencyInput {
  plan_currency: string;
  customer_currency: string | null;
  priced: boolean;
}

function currencyFigures({ plan_currency, customer_currency, priced }: CurrencyInput) {
  const decision = customerCurrency({ currency: plan_currency, isPriced: priced }, customer_currency);
  if (decision.issues.length > 0) return refusedBy(decision);
  return { status: 201, customer_currency: decision.customerCurrency, invoice_currency: decision.invoiceCurrency };
}

interface ZoneInput {
  time_zone: string;
  billing_cadence: string;
  anchor: Instant;
  periods: number;
}

function zoneFigures({ time_zone, billing_cadence, anchor, periods }: ZoneInput) {
  const boundaries: Instant[] = [anchor];
  while (boundaries.length <= periods) {
    const last = boundaries.at(-1) ?? anchor;
    const [period] = billingPeriods(anchor, billing_cadence, last, END_OF_TIME < last ? last : nextSecondOf(last), time_zone);
    if (!period) break;
    boundaries.push(period.to);
  }
  return { boundaries };
}

const nextSecondOf = (instant: Instant): Instant => normalizeInstant(new Date(Date.parse(instant) + 1_000).toISOString());

/** Rules for figures of subscriptions: timelines, cadences, edits, changes, add-ons. */
export const subscriptionFigures: Kinds = {
  ...addOnFigures,
  ...apiFigures,
  subscription_status: kind(statusFigures),
  subscription_actions: kind(({ status }: { status: SubscriptionStatus }) => ({ allowed: actionsOf(status), refused_status: 403 }), {
    lists: { allowed: 'any_order' },
  }),
  edit: kind(editFigures, { lists: { items: 'contain' } }),
  uniqueness: kind(uniquenessFigures),
  timing: kind(timingFigures),
  billing_period: kind(billingPeriodFigures),
  change: kind(changeFigures),
  migrate: kind(migrateFigures),
  restore: kind(restoreFigures),
  customer_currency: kind(currencyFigures),
  period_schedule_tz: kind(zoneFigures),
};
