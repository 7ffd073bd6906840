import 'server-only';
import { type Ctx, deleted, notFound } from '@/lib/server/core/ctx';
import { holdCustomer } from '@/lib/server/customers/hold';
import type { SubscriptionAddOn as AddOnRow, Prisma, Subscription as Row } from '@/lib/server/generated/prisma/client';
import { type Folded, foldLife } from '@/lib/subscription/fold';
import type { Act, Life, LifeStart } from '@/lib/subscription/life';
import { normalizeInstant } from '@/lib/time';

export type SubscriptionRow = Row;
export type SubscriptionAddOnRow = AddOnRow;

/** A subscription as it is stored, with its life and what follows from that. */
export interface Loaded {
  row: Row;
  life: Life;
  folded: Folded;
  addOns: AddOnRow[];
}

/** The instant of a verb as lives have it: to the second. */
export const secondOf = (ctx: Pick<Ctx, 'now'>): string => normalizeInstant(ctx.now);

const parts = { acts: { orderBy: { position: 'asc' }, select: { act: true } }, addOns: { orderBy: { id: 'asc' } } } as const;

type Found = Prisma.SubscriptionGetPayload<{ include: typeof parts }>;

// Stored lives had their shape when they were stored: checking it again for every row of a list would take longer than the list.
function loadedOf({ acts, addOns, ...row }: Found): Loaded {
  const life: Life = { start: row.beginning as LifeStart, acts: acts.map(({ act }) => act as Act) };
  return { row, life, folded: foldLife(life), addOns };
}

/** Returns subscriptions with their lives, in the order of the rows. */
export async function livesOf(ctx: Ctx, rows: readonly Pick<Row, 'id'>[]): Promise<Loaded[]> {
  if (rows.length === 0) return [];
  const found = await ctx.tx.subscription.findMany({ where: { id: { in: rows.map(({ id }) => id) } }, include: parts });
  const byId = new Map(found.map((row) => [row.id, loadedOf(row)]));
  return rows.flatMap(({ id }) => byId.get(id) ?? []);
}

/** Returns one subscription, a deleted one too; its revision goes to `ctx`. */
export async function loadSubscription(ctx: Ctx, id: string): Promise<Loaded> {
  const found = await ctx.tx.subscription.findUnique({ where: { id }, include: parts });
  if (!found) throw notFound('subscription', id);
  ctx.revision = found.revision;
  return loadedOf(found);
}

/** Returns one subscription that is about to be acted on, with its customer held. A deleted one is refused. */
export async function openSubscription(ctx: Ctx, id: string): Promise<Loaded> {
  const named = await ctx.tx.subscription.findUnique({ where: { id }, select: { customerId: true } });
  if (!named) throw notFound('subscription', id);
  await holdCustomer(ctx, named.customerId);
  const loaded = await loadSubscription(ctx, id);
  const { row } = loaded;
  if (row.deletedAt) throw deleted('subscription', row.name, row.deletedAt);
  return loaded;
}
