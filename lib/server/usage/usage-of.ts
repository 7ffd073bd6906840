import 'server-only';
import type { DimensionFilters } from '@/lib/catalog/dimension-filter';
import { problem } from '@/lib/problem';
import type { Period } from '@/lib/time';
import type { Ctx } from '../ctx';
import { meterOf } from '../meters';
import { postgresStore } from './postgres';

/** What one customer used of one feature in one period; the answer goes by `key`. */
export interface FeatureUsage {
  key: string;
  customerId: string;
  featureId: string;
  period: Period;
}

/**
 * Answers what customers used of features: one question to the store, however many customers, features and periods. Decimal strings by key,
 * "0" where nothing was used. The usage of a customer is that of its key and of its subjects, as they are attributed now.
 */
export async function usageOf(ctx: Ctx, needs: readonly FeatureUsage[]): Promise<Record<string, string>> {
  const ids = <T>(values: readonly T[]) => [...new Set(values)];
  const features = await ctx.tx.feature.findMany({ where: { id: { in: ids(needs.map((n) => n.featureId)) } }, include: { meter: true } });
  const customers = await ctx.tx.customer.findMany({
    where: { id: { in: ids(needs.map((n) => n.customerId)) } },
    include: { subjects: true },
  });
  const featureById = new Map(features.map((f) => [f.id, f]));
  const subjectsById = new Map(customers.map((c) => [c.id, [...new Set([c.key, ...c.subjects.map((s) => s.subject)])]]));
  const answers = await postgresStore.usage(
    ctx.workspace.id,
    needs.map(({ key, customerId, featureId, period }) => {
      const feature = featureById.get(featureId);
      const subjects = subjectsById.get(customerId);
      if (!feature?.meter || !subjects)
        throw problem('not_found', `Usage of ${featureId} by ${customerId} cannot be looked up: one of them is gone.`);
      return { key, meter: meterOf(feature.meter), filters: (feature.meterFilters ?? {}) as DimensionFilters, subjects, period };
    }),
  );
  return Object.fromEntries(answers);
}
