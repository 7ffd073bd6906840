import 'server-only';
import { Subscription } from '@/lib/api/subscription/shapes';
import type { SubscriptionActKind } from '@/lib/api/subscription/state';
import type { Issue } from '@/lib/problem';
import { asOneAct, audit } from '@/lib/server/audit/audit';
import { type Ctx, requireFresh } from '@/lib/server/core/ctx';
import { emit, emitThing } from '@/lib/server/outbox/emit';
import { type Folded, foldLife } from '@/lib/subscription/fold';
import type { Act, Life } from '@/lib/subscription/life';
import type { Neighbour, UniquenessRule } from '@/lib/subscription/uniqueness';
import { converter } from '@/lib/wire';
import { type Loaded, livesOf, type SubscriptionAddOnRow, type SubscriptionRow, secondOf } from './record';
import { columnsOf, type Draft, saveDraft } from './save';
import { type PlainEvent, refOf, subjectOf, tell, tellBoundaries } from './told';
import { shownOf } from './view';

/** An act that was decided and not saved: the subscription before and after it, what follows, and what should be known. */
export interface Decided {
  kind: SubscriptionActKind;
  /** When it takes effect. */
  at: string;
  /** Null for a beginning. */
  before: Loaded | null;
  current: Draft;
  /** The subscription that follows, when the act makes one. */
  next?: Draft;
  /** Subscriptions that were to follow and are deleted. */
  removed?: { before: Loaded; after: Draft }[];
  /** The currency that the customer is invoiced in from now on, where there was none. */
  customerCurrency?: string;
  notices: readonly Issue[];
}

/** Refuses an act that was decided upon an older copy. */
export function requireFreshSubscription(ctx: Ctx, loaded: Loaded): void {
  const { revision, updatedBy, updatedAt } = loaded.row;
  requireFresh(ctx, { revision, changedBy: updatedBy, changedAt: updatedAt.toISOString() }, () =>
    converter(Subscription).toWire(shownOf(loaded, ctx.now)),
  );
}

/** The customer's other living subscriptions, and how many they may have. */
export async function neighboursOf(ctx: Ctx, customerId: string, but?: string): Promise<{ others: Neighbour[]; rule: UniquenessRule }> {
  const { manySubscriptions } = await ctx.tx.workspace.findUniqueOrThrow({
    where: { id: ctx.workspace.id },
    select: { manySubscriptions: true },
  });
  const rows = await ctx.tx.subscription.findMany({
    where: {
      customerId,
      deletedAt: null,
      ...(but !== undefined && { id: { not: but } }),
      OR: [{ activeTo: null }, { activeTo: { gt: new Date(ctx.now) } }],
    },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  const others = (await livesOf(ctx, rows)).map(({ row, folded }) => ({ id: row.id, name: row.name, timeline: folded.timeline }));
  return { others, rule: manySubscriptions ? 'one_item_per_feature' : 'one_subscription_per_customer' };
}

/** An existing subscription as another life leaves it. */
export function draftOf(
  ctx: Ctx,
  loaded: Loaded,
  life: Life,
  more: { note?: string | undefined; attached?: readonly SubscriptionAddOnRow[]; columns?: Partial<SubscriptionRow> } = {},
): Draft {
  const { note, attached = [], columns } = more;
  const folded = foldLife(life);
  const row = {
    ...loaded.row,
    ...columnsOf(life, folded, secondOf(ctx)),
    ...columns,
    revision: loaded.row.revision + 1,
    updatedBy: ctx.actor.name,
    updatedAt: new Date(ctx.now),
  };
  return {
    ...{ row, life, folded, isNew: false, attached, note },
    addOns: [...loaded.addOns, ...attached],
    acts: life.acts.slice(loaded.life.acts.length),
  };
}

/** The row of an add-on that an act attaches. */
export const addOnRow = (
  ctx: Ctx,
  subscriptionId: string,
  act: Extract<Act, { kind: 'attach' }>,
  labels: object = {},
): SubscriptionAddOnRow => ({
  id: act.attachment,
  workspaceId: ctx.workspace.id,
  subscriptionId,
  addOnId: act.addOn.id,
  addOnKey: act.addOn.key,
  name: act.addOn.name,
  description: null,
  labels: labels as SubscriptionAddOnRow['labels'],
  createdAt: new Date(ctx.now),
  updatedAt: new Date(ctx.now),
});

const EVENTS: Record<Exclude<SubscriptionActKind, 'addon' | 'change'>, PlainEvent> = {
  create: 'subscription.created',
  update: 'subscription.updated',
  cancel: 'subscription.canceled',
  continue: 'subscription.continued',
  restore: 'subscription.continued',
  edit: 'subscription.updated',
  seats: 'subscription.updated',
  pause: 'subscription.paused',
  resume: 'subscription.resumed',
  migrate: 'subscription.amended',
  negotiate: 'subscription.amended',
  unschedule: 'subscription.unscheduled',
  delete: 'subscription.deleted',
};

async function tellAct(ctx: Ctx, { kind, at, before, current, next }: Decided): Promise<void> {
  const { row } = current;
  const ref = refOf(row, at);
  if (kind === 'change' && next)
    await emit(ctx, { type: 'subscription.changed', subject: subjectOf(row), payload: { ...ref, nextId: next.row.id } });
  else if (kind === 'addon') {
    const act = current.acts.at(-1);
    if (act?.kind !== 'attach' && act?.kind !== 'add_on_quantity') throw new Error('an act on an add-on names none');
    const addonId = current.addOns.find(({ id }) => id === act.attachment)?.addOnId ?? '';
    await emit(ctx, { type: 'subscription.addon_changed', subject: subjectOf(row), payload: { ...ref, addonId, quantity: act.quantity } });
  } else if (kind !== 'change') await tell(ctx, EVENTS[kind as keyof typeof EVENTS], row, at);
  await tellNow(ctx, current, before?.folded);
  if (next) {
    await tell(ctx, 'subscription.created', next.row, at);
    await tellNow(ctx, next);
  }
}

/** Tells what begins or ends with the act itself; what lies ahead is told when its time has come. */
async function tellNow(ctx: Ctx, { row, folded }: Draft, before?: Folded): Promise<void> {
  const now = secondOf(ctx);
  const { start } = folded.timeline;
  // One that began a moment ago begins with the act that makes it.
  if (!row.deletedAt) await tellBoundaries(ctx, row, folded, before === undefined && start < now ? start : now, before);
}

const note = (ctx: Ctx, action: string, before: Loaded | null, after: Draft) =>
  audit(ctx, {
    action: `subscription.${action}`,
    resourceType: 'subscription',
    resourceId: after.row.id,
    resourceName: after.row.name,
    before: before ? shownOf(before, ctx.now) : undefined,
    after: shownOf(after, ctx.now),
  });

/** Saves what was decided: rows, log, events and clock, in the transaction of the caller. */
export async function commit(ctx: Ctx, decided: Decided): Promise<void> {
  const { kind, before, current, next, removed = [] } = decided;
  if (decided.customerCurrency !== undefined) await setCurrency(ctx, current.row.customerId, decided.customerCurrency);
  await saveDraft(ctx, current);
  const changes = async (inAct: Ctx) => {
    await note(inAct, kind, before, current);
    if (next) await note(inAct, 'create', null, next);
    for (const one of removed) await note(inAct, 'delete', one.before, one.after);
  };
  if (next) await saveDraft(ctx, next);
  for (const { after } of removed) await saveDraft(ctx, after);
  if (next || removed.length) {
    const words = () => `${current.row.name}${next ? `, followed by ${next.row.name}` : ''}`;
    await asOneAct(ctx, { action: `subscription.${kind}`, words }, changes);
  } else await changes(ctx);
  await tellAct(ctx, decided);
  for (const { after } of removed) await tell(ctx, 'subscription.deleted', after.row, decided.at);
  ctx.revision = current.row.revision;
}

async function setCurrency(ctx: Ctx, id: string, currency: string): Promise<void> {
  const { key, name } = await ctx.tx.customer.update({ where: { id }, data: { currency, revision: { increment: 1 }, updatedAt: ctx.now } });
  await emitThing(ctx, 'customer', 'updated', { id, key, name });
}
