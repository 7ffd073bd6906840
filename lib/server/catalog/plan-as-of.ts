import 'server-only';
import type { PlanAsOf } from '@/lib/api/catalog/plan-as-of';
import { problem } from '@/lib/problem';
import type { Ctx } from '@/lib/server/core/ctx';
import { catalogStateAt } from './catalog-state';

/** A version as it stood at an instant, with what it named then, as that stood. Not found where it was not there at that instant. */
export async function getPlanAsOf(ctx: Ctx, id: string, at: string): Promise<PlanAsOf> {
  const state = await catalogStateAt(ctx, at);
  const living = state.plans.filter(({ deletedAt }) => deletedAt === undefined);
  const found = living.find((plan) => plan.id === id);
  if (!found) throw problem('not_found', `At that instant there was no plan with the id ${id}: it was made later, or had been deleted.`);
  const { addons: assignments, ...plan } = found;
  const offered = new Set(assignments.map(({ addon }) => addon.id));
  const addons = state.addons.filter((addOn) => offered.has(addOn.id));
  const cards = [...plan.phases.flatMap(({ rateCards }) => rateCards), ...addons.flatMap(({ rateCards }) => rateCards)];
  const named = new Set(cards.flatMap(({ feature, taxConfig }) => [feature?.id, taxConfig?.code.id]));
  const features = state.features.filter((feature) => named.has(feature.id));
  const counted = new Set(features.map(({ meter }) => meter?.id));
  return {
    ...{ plan, assignments: [...assignments], addons, features },
    meters: state.meters.filter((meter) => counted.has(meter.id)),
    taxCodes: state.taxCodes.filter((code) => named.has(code.id)),
    versions: living
      .filter(({ key }) => key === plan.key)
      .map(({ addons: _, ...version }) => version)
      .sort((a, b) => b.version - a.version),
  };
}
