import 'server-only';
import type { InputOf } from '@/lib/api/operation';
import type { SubscriptionOutcome, UpdateSubscriptionRequest } from '@/lib/api/subscription/acts';
import type { CreateSubscriptionAddOnRequest, EditTiming, SubscriptionChange } from '@/lib/api/subscription/shapes';
import type { SubscriptionState } from '@/lib/api/subscription/state';
import type * as op from '@/lib/api/subscription/subscriptions';
import type { UpcomingInvoice } from '@/lib/api/subscription/upcoming';
import { type Ctx, notFound } from '@/lib/server/core/ctx';
import { orderOf, pageResult, pageWindow, sorted } from '@/lib/server/core/listing';
import { decideAttach, decideCancel, decideChange, decideContinue, switchOf } from './acts';
import { consequencesOf, upcomingOf } from './consequences';
import { commit, type Decided, draftOf, requireFreshSubscription } from './decided';
import { mrrAt } from './mrr';
import { loadSubscription, openSubscription, secondOf } from './record';
import { stateOf } from './state';
import { shownOf, wireAddOn } from './view';

/** Does what was decided, and says what came of it. */
export async function apply(ctx: Ctx, decided: Decided): Promise<SubscriptionOutcome> {
  await commit(ctx, decided);
  return { applied: true, ...(await outcomeOf(ctx, decided)) };
}

/** Says what an act would come to: the same decision, stopped before saving. Usage is read when the transaction is over. */
export async function previewOf(ctx: Ctx, decided: Decided): Promise<() => Promise<SubscriptionOutcome>> {
  const shown = await outcomeOf(ctx, decided);
  const count = await consequencesOf(ctx, decided);
  return async () => ({ applied: false, ...shown, consequences: await count() });
}

async function outcomeOf(ctx: Ctx, { at, current, next }: Decided) {
  return { effectiveAt: at, state: await stateOf(ctx, current), ...(next && { next: await stateOf(ctx, next) }) };
}

export async function getSubscription(ctx: Ctx, id: string) {
  return shownOf(await loadSubscription(ctx, id), ctx.now);
}

/** Says what the next invoice of a subscription comes to so far. Usage is read when the transaction is over. */
export async function getUpcomingInvoice(ctx: Ctx, id: string): Promise<() => Promise<UpcomingInvoice>> {
  const loaded = await loadSubscription(ctx, id);
  const count = await upcomingOf(ctx, loaded);
  const mrr = { currency: loaded.row.currency, amount: mrrAt(loaded.folded.timeline, secondOf(ctx)) };
  return async () => ({ invoice: await count(), mrr });
}

export async function cancelSubscription(ctx: Ctx, id: string, body: { timing: EditTiming }) {
  const decided = await decideCancel(ctx, id, body);
  await commit(ctx, decided);
  return shownOf(decided.current, ctx.now);
}

export async function unscheduleCancelation(ctx: Ctx, id: string) {
  const decided = await decideContinue(ctx, id, {});
  await commit(ctx, decided);
  return shownOf(decided.current, ctx.now);
}

export async function changeSubscription(ctx: Ctx, id: string, body: SubscriptionChange) {
  const decided = await decideChange(ctx, id, switchOf(body));
  await commit(ctx, decided);
  if (!decided.next) throw new Error('a change has a next subscription');
  return { current: shownOf(decided.current, ctx.now), next: shownOf(decided.next, ctx.now) };
}

export async function createSubscriptionAddOn(ctx: Ctx, id: string, body: CreateSubscriptionAddOnRequest) {
  const decided = await decideAttach(ctx, id, body);
  await commit(ctx, decided);
  const added = decided.current.attached[0];
  if (!added) throw new Error('an add-on that was added has a row');
  return wireAddOn(decided.current, added, ctx.now);
}

export async function listSubscriptionAddOns(ctx: Ctx, id: string, query: InputOf<typeof op.listSubscriptionAddOns>['query']) {
  const loaded = await loadSubscription(ctx, id);
  ctx.revision = undefined;
  const window = pageWindow(query.page);
  const order = orderOf(query.sort, ['id', 'createdAt', 'updatedAt'], 'id');
  const byText = (field: 'id' | 'createdAt' | 'updatedAt') => (a: Row, b: Row) => (a[field] < b[field] ? -1 : a[field] > b[field] ? 1 : 0);
  type Row = (typeof loaded.addOns)[number];
  const rows = sorted(loaded.addOns, order, { id: byText('id'), createdAt: byText('createdAt'), updatedAt: byText('updatedAt') });
  const page = rows.slice(window.skip, window.skip + window.take).map((addOn) => wireAddOn(loaded, addOn, ctx.now));
  return pageResult(page, rows.length, window);
}

export async function getSubscriptionAddOn(ctx: Ctx, id: string, addOnId: string) {
  const loaded = await loadSubscription(ctx, id);
  ctx.revision = undefined;
  const addOn = loaded.addOns.find((one) => one.id === addOnId);
  if (!addOn) throw notFound('add-on of this subscription', addOnId);
  return wireAddOn(loaded, addOn, ctx.now);
}

/** Changes the words of a subscription, which are not terms. */
export async function updateSubscription(
  ctx: Ctx,
  id: string,
  { name, description, labels }: UpdateSubscriptionRequest,
): Promise<SubscriptionState> {
  const loaded = await openSubscription(ctx, id);
  requireFreshSubscription(ctx, loaded);
  const { row } = loaded;
  const columns = {
    name: name ?? row.name,
    description: description === undefined ? row.description : description,
    labels: labels ?? row.labels,
  };
  const current = draftOf(ctx, loaded, loaded.life, { columns });
  await commit(ctx, { kind: 'update', at: secondOf(ctx), before: loaded, current, notices: [] });
  return stateOf(ctx, current);
}
