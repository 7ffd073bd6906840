import 'server-only';
import type { InputOf } from '@/lib/api/operation';
import type { VersionSubscribers } from '@/lib/api/subscription/plan-subscribers';
import { SubscriptionStatus } from '@/lib/api/subscription/shapes';
import { SubscriptionActKind, type SubscriptionRow, type searchSubscriptions as searchOp } from '@/lib/api/subscription/state';
import type { listSubscriptions as listOp } from '@/lib/api/subscription/subscriptions';
import { decimal, text } from '@/lib/decimal';
import type { StringFieldFilterExact } from '@/lib/filter';
import { problem } from '@/lib/problem';
import { type Ctx, notFound } from '@/lib/server/core/ctx';
import { likeText, orderOf, pageResult, pageWindow, textWhere, wordsOf } from '@/lib/server/core/listing';
import { absent, instant } from '@/lib/server/core/stored-values';
import type { Prisma } from '@/lib/server/generated/prisma/client';
import { type Loaded, livesOf } from './record';
import { shownOf, statusOf } from './view';

type Where = Prisma.SubscriptionWhereInput;

/** The subscriptions of a status at an instant; statuses follow from dates and are never stored. */
function whereStatus(status: SubscriptionStatus, now: Date): Where {
  switch (status) {
    case 'scheduled':
      return { activeFrom: { gt: now } };
    case 'active':
      return { activeFrom: { lte: now }, activeTo: null };
    case 'canceled':
      return { activeFrom: { lte: now }, activeTo: { gt: now } };
    case 'inactive':
      return { activeTo: { lte: now } };
  }
}

function statusWhere(filter: StringFieldFilterExact | undefined, now: Date): Where[] {
  const read = (text: string): SubscriptionStatus => {
    const status = SubscriptionStatus.safeParse(text.trim());
    if (status.success) return status.data;
    const choices = [...SubscriptionStatus.options];
    const reason = `"${text}" is not a status. Choose one of ${choices.join(', ')}.`;
    throw problem('invalid_parameters', reason, {
      invalidParameters: [{ field: 'filter.status', rule: 'enum', reason, source: 'query', choices }],
    });
  };
  if (filter === undefined) return [];
  if (typeof filter === 'string') return [whereStatus(read(filter), now)];
  const where: Where[] = [];
  if (filter.eq !== undefined) where.push(whereStatus(read(filter.eq), now));
  if (filter.oeq !== undefined) where.push({ OR: filter.oeq.split(',').map((text) => whereStatus(read(text), now)) });
  if (filter.neq !== undefined) where.push({ NOT: whereStatus(read(filter.neq), now) });
  return where;
}

/** Subscriptions as the contract lists them, each with what is valid now. */
export async function listSubscriptions(ctx: Ctx, query: InputOf<typeof listOp>['query']) {
  const f = query.filter ?? {};
  const now = new Date(ctx.now);
  const where: Where = {
    deletedAt: null,
    AND: [
      ...textWhere('id', f.id),
      ...textWhere('customerId', f.customerId),
      ...textWhere('planId', f.planId),
      ...textWhere('planKey', f.planKey),
      ...statusWhere(f.status, now),
    ],
  };
  const window = pageWindow(query.page);
  const orderBy = orderOf(query.sort, ['id', 'activeFrom', 'activeTo', 'createdAt', 'updatedAt'], 'id');
  const rows = await ctx.tx.subscription.findMany({ where, orderBy, skip: window.skip, take: window.take });
  const lives: Loaded[] = await livesOf(ctx, rows);
  return pageResult(
    lives.map((loaded) => shownOf(loaded, ctx.now)),
    await ctx.tx.subscription.count({ where }),
    window,
  );
}

const SORTED = [
  'name',
  'activeFrom',
  'activeTo',
  'nextBillingAt',
  'changeAt',
  'createdAt',
  'updatedAt',
  'planKey',
  'currency',
  'mrr',
] as const;

/** Customers that are named one by one in a search; of more, each subscription asks its own. */
const NAMED_MAX = 5_000;

/** Every word is in the name of the subscription, the key of its plan, or the name or key of its customer, who are looked for first. */
async function wordsHeld(ctx: Ctx, q: string | undefined): Promise<Where[]> {
  const held: Where[] = [];
  for (const word of wordsOf(q)) {
    const holds = { contains: likeText(word), mode: 'insensitive' } as const;
    const named = { OR: [{ name: holds }, { key: holds }] };
    const customers = await ctx.tx.customer.findMany({ where: named, select: { id: true }, take: NAMED_MAX + 1 });
    const theirs = customers.length > NAMED_MAX ? { customer: named } : { customerId: { in: customers.map(({ id }) => id) } };
    held.push({ OR: [{ name: holds }, { planKey: holds }, theirs] });
  }
  return held;
}

/** The subscriptions that hold every word of a search, one row each. */
export async function searchSubscriptions(ctx: Ctx, query: InputOf<typeof searchOp>['query']) {
  const f = query.filter ?? {};
  const now = new Date(ctx.now);
  const isPaused: Where = { pausedFrom: { lte: now }, OR: [{ pausedTo: null }, { pausedTo: { gt: now } }] };
  const where: Where = {
    deletedAt: null,
    AND: [
      ...textWhere('customerId', f.customerId),
      ...textWhere('planId', f.planId),
      ...textWhere('planKey', f.planKey),
      ...textWhere('currency', f.currency),
      ...statusWhere(f.status, now),
      ...(f.negotiated === undefined ? [] : [{ negotiated: f.negotiated }]),
      ...(f.scheduled === undefined ? [] : [{ changeAt: f.scheduled ? { gt: now } : null }]),
      ...(f.paused === undefined ? [] : [f.paused ? isPaused : { NOT: isPaused }]),
      ...(await wordsHeld(ctx, query.q)),
    ],
  };
  const window = pageWindow(query.page);
  const rows = await ctx.tx.subscription.findMany({
    where,
    orderBy: orderOf(query.sort, SORTED, 'created_at desc'),
    skip: window.skip,
    take: window.take,
    omit: { beginning: true },
    include: {
      customer: { select: { id: true, key: true, name: true } },
      plan: { select: { id: true, key: true, version: true, name: true } },
    },
  });
  const data = rows.map(
    (row): SubscriptionRow => ({
      id: row.id,
      name: row.name,
      status: statusOf(row, ctx.now),
      customer: row.customer,
      plan: absent(row.plan),
      currency: row.currency,
      billingCadence: row.billingCadence,
      activeFrom: row.activeFrom.toISOString(),
      activeTo: instant(row.activeTo),
      nextBillingAt: instant(row.nextBillingAt),
      paused: row.pausedFrom !== null && row.pausedFrom <= now && (row.pausedTo === null || row.pausedTo > now),
      negotiated: row.negotiated,
      mrr: text(decimal(row.mrr.toFixed())),
      scheduledChange:
        row.changeAt && row.changeAt > now
          ? { kind: SubscriptionActKind.parse(row.changeKind), at: row.changeAt.toISOString() }
          : undefined,
      createdAt: row.createdAt.toISOString(),
      updatedAt: row.updatedAt.toISOString(),
    }),
  );
  return pageResult(data, await ctx.tx.subscription.count({ where }), window);
}

interface SubscribersRow {
  plan_id: string;
  version: number;
  currency: string;
  subscriptions: bigint;
  mrr: string;
}

/** The subscriptions that run now on each version of a plan, with their recurring revenue per month; versions without any are left out. */
export async function listPlanSubscribers(ctx: Ctx, planId: string): Promise<{ data: VersionSubscribers[] }> {
  const plan = await ctx.tx.plan.findUnique({ where: { id: planId }, select: { key: true } });
  if (!plan) throw notFound('plan', planId);
  const rows = await ctx.tx.$queryRaw<SubscribersRow[]>`
    SELECT plan_id, plan_version AS version, currency, count(*) AS subscriptions, sum(mrr)::text AS mrr FROM subscriptions
    WHERE workspace_id = ${ctx.workspace.id} AND plan_key = ${plan.key} AND deleted_at IS NULL AND active_from <= ${ctx.now}::timestamptz
      AND (active_to IS NULL OR active_to > ${ctx.now}::timestamptz)
    GROUP BY plan_id, plan_version, currency ORDER BY plan_version DESC, currency`;
  const byVersion = new Map<number, VersionSubscribers>();
  for (const { plan_id, version, currency, subscriptions, mrr } of rows) {
    const known = byVersion.get(version) ?? { planId: plan_id, version, subscriptions: 0, mrr: [] };
    known.subscriptions += Number(subscriptions);
    known.mrr.push({ currency, amount: text(decimal(mrr)) });
    byVersion.set(version, known);
  }
  return { data: [...byVersion.values()] };
}
