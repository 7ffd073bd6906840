import 'server-only';
import type { AddOnOffer } from '@/lib/api/catalog/add-on-versions';
import type { AddOn } from '@/lib/catalog/add-on';
import {
  archiveAddOnVersion,
  deleteAddOnVersion,
  nextAddOnVersion,
  publishAddOnVersion,
  unscheduleAddOnVersion,
} from '@/lib/catalog/add-on-version';
import { statusAt } from '@/lib/catalog/version';
import { type Ctx, deleted, notFound } from '@/lib/server/core/ctx';
import { planUse, usedBy } from '@/lib/server/core/references';
import { absent, instant } from '@/lib/server/core/stored-values';
import { addOnOf, addOnStore, requirePublishable } from './add-on-record';
import { insertAddOn } from './add-ons';
import { logScheduledIssues } from './scheduled-issues';
import { lockKey, nameOf, requireNone, versionOf } from './version-record';
import { actOnVersion, listVersions, removeVersion } from './versions';

/** The living plan versions that offer this very version. An assignment under way is waited for, and seen. */
async function offersOf(ctx: Ctx, id: string) {
  await ctx.tx.$queryRaw`SELECT 1 FROM add_ons WHERE id = ${id} FOR NO KEY UPDATE`;
  const offers = await ctx.tx.planAddOn.findMany({ where: { addOnId: id, plan: { deletedAt: null } }, include: { plan: true } });
  return offers.map(({ plan }) => plan).sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.version - b.version));
}

/** Publishes a draft, or moves a scheduled version, to `from` (now, when not given), if nothing at all is wrong with it. */
export async function publishAddOn(ctx: Ctx, id: string, from?: string): Promise<AddOn> {
  const addOn = await actOnVersion(ctx, addOnStore, id, 'publish', async (versions, row) => {
    const decision = publishAddOnVersion(versions, id, from === undefined ? ctx.now : new Date(from).toISOString(), ctx.now);
    if (decision.issues.length === 0) await requirePublishable(ctx, addOnOf(row, ctx.now));
    return decision;
  });
  await logScheduledIssues(ctx, addOn.key);
  return addOn;
}

/**
 * Stops selling the active version. Whoever has it keeps it. Refused while a scheduled plan version offers it, which nobody looks at again
 * before it goes on sale.
 */
export const archiveAddOn = (ctx: Ctx, id: string): Promise<AddOn> =>
  actOnVersion(ctx, addOnStore, id, 'archive', async (versions, row) => {
    const uses = (await offersOf(ctx, id)).filter(({ effectiveFrom }) => effectiveFrom !== null && effectiveFrom > new Date(ctx.now));
    if (uses.length > 0) throw usedBy(`The add-on "${row.key}"`, uses.map(planUse), 'It is scheduled: offer another add-on there first.');
    return archiveAddOnVersion(versions, id, ctx.now, ctx.now);
  });

export const unscheduleAddOn = (ctx: Ctx, id: string): Promise<AddOn> =>
  actOnVersion(ctx, addOnStore, id, 'unschedule', (versions) => unscheduleAddOnVersion(versions, id, ctx.now));

/** Deletes a version that is neither being sold nor offered with any plan. */
export const deleteAddOn = (ctx: Ctx, id: string): Promise<undefined> =>
  removeVersion(ctx, addOnStore, id, async (versions, row) => {
    const uses = await offersOf(ctx, id);
    if (uses.length > 0) throw usedBy(`The add-on "${row.key}"`, uses.map(planUse), 'Remove it there first.');
    return deleteAddOnVersion(versions, id, ctx.now);
  });

/** All living versions of the add-on that a version belongs to, the newest first. */
export const listAddOnVersions = (ctx: Ctx, id: string) => listVersions(ctx, addOnStore, id);

/** The next draft of an add-on, as a copy of the given version. Refused while the add-on has a draft. */
export async function createNextAddOn(ctx: Ctx, id: string): Promise<AddOn> {
  const row = await ctx.tx.addOn.findUnique({ where: { id } });
  if (!row) throw notFound('add-on', id);
  if (row.deletedAt) throw deleted('add-on', nameOf(row), row.deletedAt);
  await lockKey(ctx, 'addon', row.key);
  const { version, issues } = nextAddOnVersion((await addOnStore.versions(ctx, row.key)).map(versionOf));
  requireNone(issues);
  return insertAddOn(ctx, { ...addOnOf(row, ctx.now), version }, 'next');
}

/** The living plan versions that offer any version of this add-on, plans by key and their newest versions first. */
export async function listAddOnOffers(ctx: Ctx, id: string): Promise<{ data: AddOnOffer[] }> {
  const source = await ctx.tx.addOn.findUnique({ where: { id }, select: { key: true } });
  if (!source) throw notFound('add-on', id);
  const rows = await ctx.tx.planAddOn.findMany({
    where: { addOn: { key: source.key }, plan: { deletedAt: null } },
    include: {
      addOn: { select: { id: true, version: true } },
      plan: { select: { id: true, key: true, version: true, name: true, effectiveFrom: true, effectiveTo: true } },
    },
    orderBy: [{ plan: { key: 'asc' } }, { plan: { version: 'desc' } }],
  });
  const data = rows.map(({ id: assignment, addOn, plan, fromPlanPhase, maxQuantity }) => {
    const period = { effectiveFrom: instant(plan.effectiveFrom), effectiveTo: instant(plan.effectiveTo) };
    const { id: planId, key, version, name } = plan;
    return {
      assignment,
      addOn,
      plan: { id: planId, key, version, name, status: statusAt(period, ctx.now), effectiveFrom: period.effectiveFrom },
      fromPlanPhase,
      maxQuantity: absent(maxQuantity),
    };
  });
  return { data };
}
