import 'server-only';
import type { AddOnDiff } from '@/lib/api/catalog/add-on-versions';
import { AddOn, addOnContentOf } from '@/lib/catalog/add-on';
import { diffAddOns } from '@/lib/catalog/diff/diff-sentences';
import { type Ctx, notFound } from '@/lib/server/core/ctx';
import { addOnOf } from './add-on-record';
import { featureIds } from './catalog-context';
import { wireDifference } from './wire-difference';

async function living(ctx: Ctx, id: string): Promise<AddOn> {
  const row = await ctx.tx.addOn.findFirst({ where: { id, deletedAt: null } });
  if (!row) throw notFound('add-on', id);
  return addOnOf(row, ctx.now);
}

/** Compares two versions of an add-on: each difference as data and as a sentence. */
export async function diffAddOn(ctx: Ctx, id: string, againstId: string): Promise<AddOnDiff> {
  const [from, to] = [await living(ctx, againstId), await living(ctx, id)];
  const ids = [...featureIds(from), ...featureIds(to)];
  const features = await ctx.tx.feature.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  const names = new Map(features.map((feature) => [feature.id, feature.name]));
  const differences = diffAddOns(addOnContentOf(from), addOnContentOf(to), { featureName: (feature) => names.get(feature) });
  const brief = ({ id: addOnId, key, version }: AddOn) => ({ id: addOnId, key, version });
  return { from: brief(from), to: brief(to), changes: differences.map((difference) => wireDifference(AddOn, difference)) };
}
