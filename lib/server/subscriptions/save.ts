import 'server-only';
import type { SubscriptionActKind } from '@/lib/api/subscription/state';
import { clearTimer, setTimer } from '@/lib/server/clock/timers';
import type { Ctx } from '@/lib/server/core/ctx';
import { newId } from '@/lib/server/core/id';
import { jsonValue } from '@/lib/server/core/stored-values';
import { Prisma } from '@/lib/server/generated/prisma/client';
import type { Folded } from '@/lib/subscription/fold';
import { type Act, actsOf, type Life } from '@/lib/subscription/life';
import { periodAt, rhythmOf } from '@/lib/subscription/period';
import { compareInstants, END_OF_TIME } from '@/lib/time';
import { itemId, laneOf, phaseId } from './ids';
import { mrrAt } from './mrr';
import { type Loaded, type SubscriptionAddOnRow, type SubscriptionRow, secondOf } from './record';
import { until } from './view';

/** A subscription as an act leaves it, before it is saved. */
export interface Draft extends Loaded {
  isNew: boolean;
  /** Acts and add-ons that are not stored yet. */
  acts: readonly Act[];
  attached: readonly SubscriptionAddOnRow[];
  note: string | undefined;
}

const KINDS = {
  cancel: 'cancel',
  continue: 'continue',
  withdraw: 'unschedule',
  edit: 'edit',
  attach: 'addon',
  add_on_quantity: 'addon',
  pause: 'pause',
  resume: 'resume',
  seats: 'seats',
  amend: 'migrate',
  negotiate: 'negotiate',
} as const satisfies Record<Act['kind'], SubscriptionActKind>;

/** An act by the name that people know it by: an end with a successor is a change. */
export const kindOf = (act: Act): SubscriptionActKind => (act.kind === 'cancel' && act.successor ? 'change' : KINDS[act.kind]);

/** The acts of a life that count and are still to take effect, the next one first. */
export const aheadOf = (life: Life, now: string): Act[] => actsOf(life).filter(({ at }) => compareInstants(at, now) > 0);

const dateOf = (to: string | null) => {
  const end = until(to);
  return end === undefined ? null : new Date(end);
};

/** The columns that follow from a life at an instant. */
export function columnsOf(life: Life, { course, timeline }: Folded, now: string) {
  const pause = timeline.pauses?.find(({ to }) => compareInstants(now, to) < 0);
  const next = aheadOf(life, now)[0];
  const isAhead = compareInstants(now, timeline.start) < 0;
  const period = periodAt(timeline, rhythmOf(life), now);
  return {
    planId: course.plan?.id ?? null,
    planKey: course.plan?.key ?? null,
    planVersion: course.plan?.version ?? null,
    proRatingEnabled: course.content.proRatingEnabled,
    activeTo: dateOf(timeline.end),
    pausedFrom: pause ? new Date(pause.from) : null,
    pausedTo: pause ? dateOf(pause.to) : null,
    nextBillingAt: isAhead ? new Date(timeline.start) : period ? dateOf(period.to) : null,
    changeAt: next ? new Date(next.at) : null,
    changeKind: next ? kindOf(next) : null,
    negotiated: course.terms.length > 0,
    mrr: new Prisma.Decimal(mrrAt(timeline, now)),
  };
}

/** When something about a subscription changes next by itself: a phase, a billing period, a pause, or what was scheduled. */
export function nextWake(life: Life, { timeline }: Folded, now: string): string | undefined {
  const { phases, start, end, pauses = [] } = timeline;
  const period = periodAt(timeline, rhythmOf(life), now);
  const instants = [
    start,
    end,
    period?.to,
    ...[...phases, ...pauses].flatMap(({ from, to }) => [from, to]),
    ...life.acts.map(({ at }) => at),
  ];
  const ahead = instants.flatMap((at) => (at && at !== END_OF_TIME && compareInstants(at, now) > 0 ? [at] : []));
  return ahead.sort(compareInstants)[0];
}

/** Has the clock come back when something changes next. Of a deleted one nothing does. */
export async function setWake(ctx: Ctx, row: Pick<SubscriptionRow, 'id' | 'deletedAt'>, life: Life, folded: Folded): Promise<void> {
  const at = row.deletedAt ? undefined : nextWake(life, folded, secondOf(ctx));
  if (at) await setTimer(ctx, 'subscription.wake', row.id, { id: row.id }, at);
  else await clearTimer(ctx, 'subscription.wake', row.id);
}

/** Stores a subscription as an act leaves it: the act, the items that follow, and the columns for lists. */
export async function saveDraft(ctx: Ctx, draft: Draft): Promise<void> {
  const { row, life, folded, isNew } = draft;
  if (isNew) await ctx.tx.subscription.create({ data: storedRow(row) });
  else {
    const {
      id,
      workspaceId: _,
      customerId: __,
      beginning: ___,
      createdAt: ____,
      activeFrom: _____,
      currency: ______,
      ...changing
    } = storedRow(row);
    await ctx.tx.subscription.update({ where: { id }, data: changing });
  }
  if (draft.attached.length)
    await ctx.tx.subscriptionAddOn.createMany({ data: draft.attached.map((a) => ({ ...a, labels: jsonValue(a.labels) })) });
  if (draft.acts.length) await ctx.tx.subscriptionAct.createMany({ data: draft.acts.map((act, i) => actRow(ctx, draft, act, i)) });
  await saveItems(ctx, draft);
  await setWake(ctx, row, life, folded);
}

const storedRow = (row: SubscriptionRow) => ({
  ...row,
  labels: jsonValue(row.labels),
  costBasisPins: jsonValue(row.costBasisPins),
  beginning: jsonValue(row.beginning),
});

const actRow = (ctx: Ctx, { row, life, acts, note }: Draft, act: Act, i: number) => ({
  id: act.id,
  workspaceId: row.workspaceId,
  subscriptionId: row.id,
  position: life.acts.length - acts.length + i + 1,
  kind: kindOf(act),
  at: act.at,
  recordedAt: ctx.now,
  act: jsonValue(act),
  note: note ?? null,
  actorType: ctx.actor.type,
  actorId: ctx.actor.id,
  actorName: ctx.actor.name,
  requestId: ctx.requestId,
});

/** Closes what is no longer known to be so, and adds what is known since now. */
async function saveItems(ctx: Ctx, { row, folded, isNew }: Draft): Promise<void> {
  const { id, workspaceId } = row;
  const known = isNew
    ? []
    : await ctx.tx.subscriptionItem.findMany({
        where: { subscriptionId: id, recordedTo: null },
        select: { id: true, itemId: true, ref: true, activeTo: true },
      });
  const items = row.deletedAt ? [] : folded.timeline.items;
  const wanted = new Map(items.map((item) => [itemId(id, item), item]));
  const isSame = (of: (typeof known)[number]) => {
    const item = wanted.get(of.itemId);
    return item !== undefined && item.itemId === of.ref && (dateOf(item.to)?.getTime() ?? null) === (of.activeTo?.getTime() ?? null);
  };
  const stale = known.filter((of) => !isSame(of)).map((of) => of.id);
  if (stale.length) await ctx.tx.subscriptionItem.updateMany({ where: { id: { in: stale } }, data: { recordedTo: ctx.now } });
  const standing = new Set(known.filter(isSame).map((of) => of.itemId));
  const fresh = [...wanted].filter(([known]) => !standing.has(known));
  if (fresh.length === 0) return;
  await ctx.tx.subscriptionItem.createMany({
    data: fresh.map(([stable, item]) => ({
      id: newId(),
      workspaceId,
      subscriptionId: id,
      itemId: stable,
      phaseId: phaseId(id, item.phase),
      ref: item.itemId,
      phaseKey: item.phase,
      key: laneOf(item),
      featureId: item.rateCard.feature?.id ?? null,
      activeFrom: new Date(item.from),
      activeTo: dateOf(item.to),
      rateCard: jsonValue(item.rateCard),
      quantity: item.quantity,
      source: item.source,
      recordedFrom: ctx.now,
    })),
  });
}
