import 'server-only';
import {
  type HistoryEntry,
  type ItemChange,
  type ScheduledChange,
  SubscriptionActKind,
  type SubscriptionState,
} from '@/lib/api/subscription/state';
import { type Currency, getCurrency } from '@/lib/currency';
import { customCurrencies } from '@/lib/server/catalog/money-context';
import type { Ctx } from '@/lib/server/core/ctx';
import { absent } from '@/lib/server/core/stored-values';
import { type Folded, foldLife } from '@/lib/subscription/fold';
import { type ItemChange as Change, itemChanges } from '@/lib/subscription/item-changes';
import { type Act, type Life, NegotiatedTerm } from '@/lib/subscription/life';
import { applyTerms } from '@/lib/subscription/negotiated';
import { isPaused } from '@/lib/subscription/status';
import type { TimelineItem } from '@/lib/subscription/timeline';
import { contains } from '@/lib/time';
import { itemId, laneOf } from './ids';
import { type Loaded, loadSubscription, secondOf } from './record';
import { aheadOf, kindOf } from './save';
import { cardOf, shownOf, statusOf, until, wireAddOn, wireTimeline } from './view';
import { actWords, termWords } from './words';

/** The currency that a subscription's items are priced in. */
export const currencyOf = async (ctx: Ctx, { row }: Pick<Loaded, 'row'>): Promise<Currency> =>
  getCurrency(row.currency, await customCurrencies(ctx, [row.currency]));

const namesIn =
  ({ addOns }: Pick<Loaded, 'addOns'>) =>
  (attachment: string) =>
    addOns.find(({ id }) => id === attachment)?.name ?? 'An add-on';

const ACTS: readonly SubscriptionActKind[] = [
  'cancel',
  'change',
  'edit',
  'addon',
  'pause',
  'resume',
  'seats',
  'migrate',
  'negotiate',
  'unschedule',
];

/** Kinds of acts that can be done with a subscription now. */
function allowedNow({ row, life, folded }: Loaded, now: string): SubscriptionActKind[] {
  const status = statusOf(row, now);
  const paused = isPaused(folded.timeline, now);
  const kinds = SubscriptionActKind.options.filter((kind) => {
    if (kind === 'update') return row.deletedAt === null && status !== 'inactive';
    if (kind === 'delete') return status === 'scheduled';
    if (kind === 'continue') return status === 'canceled' && row.nextId === null;
    if (kind === 'restore') return status === 'canceled' && row.nextId !== null;
    if (!ACTS.includes(kind) || status !== 'active') return false;
    if (kind === 'pause') return !paused;
    if (kind === 'resume') return paused;
    if (kind === 'unschedule') return aheadOf(life, now).length > 0;
    if (kind === 'migrate' || kind === 'addon') return folded.course.plan !== null;
    return true;
  });
  return kinds;
}

/** Changes that are to come. Acts that are not stored yet are done by the caller. */
async function scheduledOf(ctx: Ctx, loaded: Loaded, currency: Currency): Promise<ScheduledChange[]> {
  const ahead = aheadOf(loaded.life, secondOf(ctx));
  if (ahead.length === 0) return [];
  const stored = await ctx.tx.subscriptionAct.findMany({
    where: { id: { in: ahead.map(({ id }) => id) } },
    select: { id: true, actorName: true },
  });
  return ahead.map((act) => ({
    id: act.id,
    kind: kindOf(act),
    at: act.at,
    sentence: actWords(act, currency, namesIn(loaded)),
    recordedAt: act.recordedAt,
    actorName: stored.find(({ id }) => id === act.id)?.actorName ?? ctx.actor.name,
  }));
}

/** A subscription with all of its time; before it is saved, too. */
export async function stateOf(ctx: Ctx, loaded: Loaded): Promise<SubscriptionState> {
  const { row, folded } = loaded;
  const { course, timeline } = folded;
  const now = secondOf(ctx);
  const currency = await currencyOf(ctx, loaded);
  const customer = await ctx.tx.customer.findUniqueOrThrow({ where: { id: row.customerId }, select: { id: true, key: true, name: true } });
  const phase = timeline.phases.find((one) => contains(one, now));
  const { unapplied } = applyTerms(course.content, course.terms);
  return {
    subscription: shownOf(loaded, ctx.now),
    revision: row.revision,
    customer,
    plan: course.plan ?? undefined,
    previousId: absent(row.previousId),
    nextId: absent(row.nextId),
    paused: isPaused(timeline, now),
    currentPhase: phase && { key: phase.key, name: course.phases.find(({ key }) => key === phase.key)?.name ?? phase.key },
    timeline: wireTimeline(row.id, folded),
    addons: loaded.addOns.map((addOn) => wireAddOn(loaded, addOn, ctx.now)),
    negotiated: course.terms.map((term) => ({
      ...NegotiatedTerm.parse(term),
      sentence: termWords(term, currency),
      applied: !unapplied.includes(term),
    })),
    scheduledChanges: await scheduledOf(ctx, loaded, currency),
    allowed: allowedNow(loaded, ctx.now),
  };
}

export async function getSubscriptionState(ctx: Ctx, id: string): Promise<SubscriptionState> {
  return stateOf(ctx, await loadSubscription(ctx, id));
}

export async function listScheduledChanges(ctx: Ctx, id: string) {
  const loaded = await loadSubscription(ctx, id);
  return { data: await scheduledOf(ctx, loaded, await currencyOf(ctx, loaded)) };
}

const spanOf = (item: TimelineItem) => ({ from: item.from, to: until(item.to), rateCard: cardOf(item) });

/** Fate of an item, as it is shown. */
export function wireChange(id: string, change: Change): ItemChange {
  const item = 'after' in change ? change.after : change.before;
  return {
    kind: change.kind,
    itemId: itemId(id, item),
    phaseKey: item.phase,
    key: laneOf(item),
    name: item.rateCard.name,
    before: 'before' in change ? spanOf(change.before) : undefined,
    after: 'after' in change ? spanOf(change.after) : undefined,
  };
}

const upTo = (life: Life, count: number): Folded => foldLife({ ...life, acts: life.acts.slice(0, count) });

interface ActRow {
  id: string;
  kind: string;
  at: Date;
  recordedAt: Date;
  actorType: string;
  actorId: string;
  actorName: string;
  note: string | null;
}

/** Returns who did what to a subscription, the latest first. The beginning comes from the log, since it is no act. */
export async function listHistory(ctx: Ctx, id: string): Promise<{ data: HistoryEntry[] }> {
  const loaded = await loadSubscription(ctx, id);
  const { row, life } = loaded;
  const rows = await ctx.tx.subscriptionAct.findMany({ where: { subscriptionId: id }, orderBy: { position: 'asc' }, omit: { act: true } });
  const currency = await currencyOf(ctx, loaded);
  const folds = Array.from({ length: life.acts.length + 1 }, (_, i) => upTo(life, i));
  const entries = life.acts.map((act, i) => entryOf(act, rows, i));
  return { data: [...entries.reverse(), await beginningOf(ctx, loaded)] };

  function entryOf(act: Act, stored: readonly ActRow[], i: number): HistoryEntry {
    const of = stored[i];
    if (!of) throw new Error(`act ${act.id} has no row`);
    const before = folds[i]?.timeline ?? { items: [] };
    const after = folds[i + 1]?.timeline ?? { items: [] };
    const taker = life.acts.findIndex(({ withdraws }) => withdraws?.includes(act.id));
    const by = taker < 0 ? undefined : stored[taker];
    return {
      ...authored(of),
      kind: kindOf(act),
      at: act.at,
      sentence: actWords(act, currency, namesIn(loaded)),
      withdrawn: by && { at: by.recordedAt.toISOString(), actorName: by.actorName },
      changes: itemChanges(before, after)
        .filter(({ kind }) => kind !== 'kept')
        .map((change) => wireChange(row.id, change)),
    };
  }
}

const ACTORS = ['user', 'api_key', 'system'] as const;

const authored = ({ id, recordedAt, actorType, actorId, actorName, note }: Omit<ActRow, 'kind' | 'at'>) => ({
  ...{ id, recordedAt: recordedAt.toISOString(), note: absent(note) },
  actor: { type: ACTORS.find((type) => type === actorType) ?? ('system' as const), id: actorId, name: actorName },
});

async function beginningOf(ctx: Ctx, { row, life }: Loaded): Promise<HistoryEntry> {
  const logged = await ctx.tx.auditEntry.findFirst({
    where: { resourceType: 'subscription', resourceId: row.id },
    orderBy: { id: 'asc' },
    select: { actorType: true, actorId: true, actorName: true },
  });
  const { plan, start } = life.start;
  const begun = foldLife({
    ...life,
    acts: life.acts.filter((act) => act.kind === 'attach' && act.recordedAt <= start && act.at === start),
  });
  return {
    ...authored({
      ...{ id: row.id, recordedAt: row.createdAt, note: null },
      ...(logged ?? { actorType: 'system', actorId: '', actorName: row.updatedBy }),
    }),
    kind: 'create',
    at: start,
    sentence: plan ? `Began on version ${plan.version} of ${plan.name}` : 'Began on terms of its own',
    changes: itemChanges({ items: [] }, begun.timeline).map((change) => wireChange(row.id, change)),
  };
}
