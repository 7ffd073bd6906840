import 'server-only';
import type { InputOf } from '@/lib/api/operation';
import type * as op from '@/lib/api/subscription/acts';
import type { EditTiming, SubscriptionChange } from '@/lib/api/subscription/shapes';
import { problem } from '@/lib/problem';
import { loadContext } from '@/lib/server/catalog/catalog-context';
import { planOf } from '@/lib/server/catalog/plan-record';
import { soldAt } from '@/lib/server/catalog/version-record';
import { type Ctx, notFound } from '@/lib/server/core/ctx';
import { newId } from '@/lib/server/core/id';
import { carryAddOns } from '@/lib/subscription/carry';
import { changePlan, restoreLife, successorOf } from '@/lib/subscription/change';
import { type Decision, decide } from '@/lib/subscription/decide';
import { foldLife } from '@/lib/subscription/fold';
import { type Act, actsOf, type NegotiatedTerm } from '@/lib/subscription/life';
import { migrationIssues } from '@/lib/subscription/migrate';
import { refusal } from '@/lib/subscription/refusal';
import { actionsOf } from '@/lib/subscription/status';
import { compareInstants } from '@/lib/time';
import { addOnRow, type Decided, draftOf, neighboursOf, requireFreshSubscription } from './decided';
import { type Loaded, loadSubscription, openSubscription, secondOf } from './record';
import { checkedPatches, chosenTerms, offeredAddOn, offeredWith, requireAllowed, requireFitting, termsOf } from './resolve';
import { kindOf } from './save';
import { moneyOf, newDraft } from './start';
import { statusOf } from './view';

// Each act is decided here and saved by `commit`; a preview is the same decision, not saved.

type ActRequest = Parameters<typeof decide>[1];
type Noted = { note?: string | undefined };

/** Opens a subscription for an act; a write from an older copy is refused. */
async function opened(ctx: Ctx, id: string): Promise<Loaded> {
  const loaded = await openSubscription(ctx, id);
  requireFreshSubscription(ctx, loaded);
  return loaded;
}

async function decideBy(ctx: Ctx, loaded: Loaded, request: ActRequest): Promise<Decision> {
  const { row, life } = loaded;
  const neighbours = await neighboursOf(ctx, row.customerId, row.id);
  const decision = decide(life, request, { now: secondOf(ctx), id: newId(), ...neighbours });
  requireAllowed(decision.issues);
  return decision;
}

const lastOf = (decision: Decision): Act => {
  const act = decision.life.acts.at(-1);
  if (!act) throw new Error('an act that nothing refuses is in the life');
  return act;
};

/** One act on one subscription, decided. */
async function single(ctx: Ctx, loaded: Loaded, request: ActRequest, { note }: Noted): Promise<Decided> {
  const decision = await decideBy(ctx, loaded, request);
  const act = lastOf(decision);
  return {
    ...{ kind: kindOf(act), at: act.at, before: loaded, notices: decision.issues },
    current: draftOf(ctx, loaded, decision.life, { note }),
  };
}

export async function decideCancel(ctx: Ctx, id: string, { timing, note }: { timing: EditTiming } & Noted): Promise<Decided> {
  return single(ctx, await opened(ctx, id), { kind: 'cancel', timing }, { note });
}

/** Decides that a subscription goes on that was to end. One that another is to follow is restored instead, which deletes that one. */
export async function decideContinue(ctx: Ctx, id: string, { note }: Noted): Promise<Decided> {
  return single(ctx, await opened(ctx, id), { kind: 'continue' }, { note });
}

export async function decideEdit(ctx: Ctx, id: string, { timing, patches, note }: op.EditSubscriptionRequest): Promise<Decided> {
  const loaded = await opened(ctx, id);
  const checked = await checkedPatches(ctx, loaded.row.currency, patches);
  return single(ctx, loaded, { kind: 'edit', timing, patches: checked }, { note });
}

export async function decidePause(ctx: Ctx, id: string, asked: InputOf<typeof op.pauseSubscription>['body']): Promise<Decided> {
  const loaded = await opened(ctx, id);
  const { timing, resumeAt, note } = asked;
  const paused = await single(ctx, loaded, { kind: 'pause', timing }, { note });
  if (resumeAt === undefined) return paused;
  const { life } = paused.current;
  const resumed = decide(life, { kind: 'resume', timing: resumeAt }, { now: secondOf(ctx), id: newId() });
  requireAllowed(resumed.issues.map((issue) => ({ ...issue, path: ['resumeAt'] })));
  return { ...paused, current: draftOf(ctx, loaded, resumed.life, { note }) };
}

export async function decideResume(ctx: Ctx, id: string, { timing, note }: { timing: EditTiming } & Noted): Promise<Decided> {
  return single(ctx, await opened(ctx, id), { kind: 'resume', timing }, { note });
}

export async function decideSeats(
  ctx: Ctx,
  id: string,
  { item, quantity, timing, note }: { item: string; quantity: number; timing: EditTiming } & Noted,
): Promise<Decided> {
  return single(ctx, await opened(ctx, id), { kind: 'seats', item, quantity, timing }, { note });
}

export async function decideNegotiation(
  ctx: Ctx,
  id: string,
  { terms, timing, note }: { terms: NegotiatedTerm[]; timing: EditTiming } & Noted,
): Promise<Decided> {
  const loaded = await opened(ctx, id);
  const { content } = loaded.folded.course;
  await requireFitting(ctx, content, terms, 'terms');
  return single(ctx, loaded, { kind: 'negotiate', terms, timing }, { note });
}

export async function decideAttach(
  ctx: Ctx,
  id: string,
  { addon, quantity, timing, labels, note }: Omit<InputOf<typeof op.addSubscriptionAddOn>['body'], 'note'> & Noted,
): Promise<Decided> {
  const loaded = await opened(ctx, id);
  const { plan } = loaded.folded.course;
  const known = await ctx.tx.addOn.findUnique({ where: { id: addon.id }, select: { id: true } });
  if (!known) throw notFound('add-on', addon.id);
  if (plan === null) {
    const message = 'This subscription is on terms of its own, which offer no add-ons. Edit its items instead.';
    requireAllowed([refusal('subscription_add_on_needs_a_plan', ['addon'], message)]);
  }
  const offered = plan ? await offeredWith(ctx, plan.id) : [];
  const addOn = offeredAddOn(offered, addon.id, []);
  await loadContext(ctx, [addOn], true); // what it names is not deleted until the act is done
  const decision = await decideBy(ctx, loaded, { kind: 'attach', attachment: newId(), addOn, quantity, timing });
  const act = lastOf(decision);
  if (act.kind !== 'attach') throw new Error('an add-on was attached by another act');
  const attached = [addOnRow(ctx, id, act, labels)];
  return {
    ...{ kind: 'addon', at: act.at, before: loaded, notices: decision.issues },
    current: draftOf(ctx, loaded, decision.life, { note, attached }),
  };
}

export async function decideAddOnQuantity(
  ctx: Ctx,
  id: string,
  attachment: string,
  { quantity, timing, note }: { quantity: number; timing: EditTiming } & Noted,
): Promise<Decided> {
  const loaded = await opened(ctx, id);
  if (!loaded.addOns.some((addOn) => addOn.id === attachment)) throw notFound('add-on of this subscription', attachment);
  return single(ctx, loaded, { kind: 'add_on_quantity', attachment, quantity, timing }, { note });
}

/** Decides to move a subscription to a later version of its plan in place; without a version to the one that is sold now. */
export async function decideMigration(
  ctx: Ctx,
  id: string,
  { version, timing, note }: { version?: number | undefined; timing: EditTiming } & Noted,
): Promise<Decided> {
  const loaded = await opened(ctx, id);
  const from = loaded.folded.course.plan;
  if (from === null)
    throw problem('validation_failed', 'This subscription is on terms of its own, of which there are no versions.', {
      issues: [
        refusal('subscription_version_of_another_plan', ['version'], 'Terms of its own have no versions. Edit them, or change to a plan.'),
      ],
    });
  const row = await ctx.tx.plan.findFirst({
    where: { key: from.key, deletedAt: null, ...(version === undefined ? soldAt(ctx.now) : { version }) },
  });
  if (!row) {
    if (version !== undefined) throw problem('not_found', `There is no version ${version} of the plan "${from.key}".`);
    const message = `No version of "${from.key}" is sold now. Name the version to move to.`;
    throw problem('validation_failed', message, { issues: [refusal('subscription_version_not_published', ['version'], message)] });
  }
  const target = planOf(row, ctx.now);
  requireAllowed(migrationIssues(from, target, target.status).map((issue) => ({ ...issue, path: ['version'] })));
  const terms = await termsOf(ctx, target);
  const addOns = carryAddOns(loaded.folded, secondOf(ctx), terms.content, terms.offered);
  if (terms.plan === null) throw new Error('a version of a plan is a plan');
  return single(ctx, loaded, { kind: 'amend', plan: terms.plan, content: terms.content, addOns, timing }, { note });
}

type Switch = op.SwitchSubscriptionRequest;

/** Decides to end a subscription and to begin another one at that instant, which keeps the anchor and what it can of the add-ons. */
export async function decideChange(ctx: Ctx, id: string, asked: Switch): Promise<Decided> {
  const loaded = await opened(ctx, id);
  const { row, life } = loaded;
  const now = secondOf(ctx);
  const status = statusOf(row, ctx.now);
  if (!actionsOf(status).includes('cancel')) {
    const message = `The subscription is ${status}, which does not allow this.`;
    requireAllowed([refusal('subscription_action_not_allowed', [], message, { status, allowed: actionsOf(status) })]);
  }
  const terms = await chosenTerms(ctx, asked);
  await requireFitting(ctx, terms.content, asked.negotiated ?? [], 'negotiated');
  const { others, rule } = await neighboursOf(ctx, row.customerId, row.id);
  const nextId = newId();
  const { settlementMode = terms.settlementMode, costBasisMode = 'dynamic', startingPhase, billingAnchor, addons } = asked;
  const decision = changePlan(
    life,
    {
      timing: asked.timing,
      next: {
        ...{ plan: terms.plan, content: terms.content, settlementMode, costBasisMode },
        ...{ terms: asked.negotiated ?? [], seats: asked.seats ?? [] },
        ...(billingAnchor !== undefined && { anchor: billingAnchor }),
        ...(startingPhase !== undefined && { startingPhase }),
      },
      offered: terms.offered,
    },
    {
      ...{ now, id: newId(), others, rule, planStatus: terms.status, currentId: id, nextId },
      ids: loaded.folded.course.addOns.map(() => newId()),
    },
  );
  requireAllowed(decision.issues);
  const { current, next } = decision;
  if (current.at === null || !next.life) throw new Error('a change that nothing refuses has a next subscription');
  if (addons?.length)
    throw problem('validation_failed', 'Add-ons of the running subscription are carried over. Add others once it has changed.');
  const customer = await ctx.tx.customer.findUniqueOrThrow({ where: { id: row.customerId } });
  const { columns, customerCurrency } = await moneyOf(ctx, customer, { ...terms, settlementMode }, costBasisMode);
  const attached = next.life.acts.flatMap((act) => (act.kind === 'attach' ? [addOnRow(ctx, nextId, act)] : []));
  const named = {
    name: undefined,
    description: row.description ?? undefined,
    labels: asked.labels ?? (row.labels as Record<string, string>),
  };
  return {
    ...{ kind: 'change', at: current.at, before: loaded, notices: decision.issues },
    current: draftOf(ctx, loaded, current.life, { note: asked.note, columns: { nextId } }),
    next: newDraft(ctx, { id: nextId, customer, life: next.life, asked: named, terms, ...columns, attached, previousId: id }),
    ...(customerCurrency !== undefined && { customerCurrency }),
  };
}

/** The subscription that is to follow on this one by a change; null where there is none. */
async function followerOf(ctx: Ctx, loaded: Loaded): Promise<Loaded | null> {
  const id = successorOf(loaded.life);
  const next = id === null ? null : await loadSubscription(ctx, id);
  return next && next.row.deletedAt === null ? next : null;
}

/** Decides to take back the end of a subscription and to delete what was to follow on it. */
export async function decideRestore(ctx: Ctx, id: string, { note }: Noted): Promise<Decided> {
  const loaded = await opened(ctx, id);
  const follower = await followerOf(ctx, loaded);
  const { others, rule } = await neighboursOf(ctx, loaded.row.customerId, id);
  const successors = follower ? [{ id: follower.row.id, start: follower.folded.timeline.start }] : [];
  const decision = restoreLife(loaded.life, successors, { now: secondOf(ctx), id: newId(), others, rule });
  requireAllowed(decision.issues);
  return {
    ...{ kind: 'restore', at: secondOf(ctx), before: loaded, notices: decision.issues },
    current: draftOf(ctx, loaded, decision.life, { note, columns: { nextId: null } }),
    removed: follower ? [{ before: follower, after: deletedDraft(ctx, follower) }] : [],
  };
}

const deletedDraft = (ctx: Ctx, loaded: Loaded, note?: string) =>
  draftOf(ctx, loaded, loaded.life, {
    note,
    columns: { deletedAt: new Date(ctx.now), nextBillingAt: null, changeAt: null, changeKind: null },
  });

/** Decides to delete a subscription that has not begun. The one that it was to follow on keeps its end. */
export async function decideDelete(ctx: Ctx, id: string): Promise<Decided> {
  const loaded = await opened(ctx, id);
  const status = statusOf(loaded.row, ctx.now);
  if (!actionsOf(status).includes('delete')) {
    const message = `The subscription is ${status}. Only one that has not begun can be deleted; cancel it instead.`;
    requireAllowed([refusal('subscription_action_not_allowed', [], message, { status, allowed: actionsOf(status) })]);
  }
  return { kind: 'delete', at: secondOf(ctx), before: loaded, current: deletedDraft(ctx, loaded), notices: [] };
}

/** Decides to take back something that was decided and has not taken effect: an end, a pause with what ends it, or any other act. */
/**
 * Decides to undo a move to another version: one that has not taken effect is taken back; otherwise the terms of before return from now on.
 * Refused where the subscription has moved on since.
 */
export async function decideReversal(ctx: Ctx, id: string, actId: string): Promise<Decided> {
  const loaded = await opened(ctx, id);
  const { life } = loaded;
  const index = life.acts.findIndex((act) => act.id === actId);
  const act = life.acts[index];
  if (act?.kind !== 'amend') throw notFound('move to another version', actId);
  const now = secondOf(ctx);
  if (compareInstants(act.at, now) > 0 && actsOf(life).includes(act))
    return single(ctx, loaded, { kind: 'withdraw', withdraws: [actId] }, {});
  const { plan, content } = foldLife({ ...life, acts: life.acts.slice(0, index) }).course;
  if (plan === null || loaded.folded.course.plan?.id !== act.plan.id) {
    const message = 'Its version was changed again since.';
    throw problem('conflict', message, { issues: [refusal('subscription_version_of_another_plan', ['version'], message)] });
  }
  const addOns = carryAddOns(loaded.folded, now, content, await offeredWith(ctx, plan.id));
  return single(ctx, loaded, { kind: 'amend', plan, content, addOns, timing: 'immediate' }, {});
}

export async function decideWithdrawal(ctx: Ctx, id: string, actId: string): Promise<Decided> {
  const loaded = await opened(ctx, id);
  const counted = actsOf(loaded.life);
  const act = counted.find((one) => one.id === actId);
  if (!act) throw notFound('scheduled change', actId);
  if (act.kind === 'cancel') return act.successor ? decideRestore(ctx, id, {}) : single(ctx, loaded, { kind: 'continue' }, {});
  const after = counted.slice(counted.indexOf(act) + 1);
  const resume = act.kind === 'pause' ? after.find(({ kind }) => kind === 'resume' || kind === 'pause') : undefined;
  const withdraws = [actId, ...(resume?.kind === 'resume' ? [resume.id] : [])];
  return single(ctx, loaded, { kind: 'withdraw', withdraws }, {});
}

/** A change as the contract asks for it. The customer of the body is that of the subscription; the contract wants it and nothing follows from it. */
export const switchOf = ({ customer: _, ...rest }: SubscriptionChange): Switch => rest;
