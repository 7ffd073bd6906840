import 'server-only';
import type { Feature } from '@/lib/catalog/feature';
import {
  bothFilters,
  type CostedUsage,
  costDimensions,
  type FeatureCostQueryResult,
  featureCosts,
  namesOf,
} from '@/lib/catalog/feature-cost';
import { indexPrices, type LLMCostPrice, pricesOfModel } from '@/lib/catalog/llm-price';
import type { BillingFeatureUnitCost } from '@/lib/catalog/unit-cost';
import type { Meter } from '@/lib/metering/meter';
import { MeterQueryRequest, type MeterQueryResult, type MeterQueryRow } from '@/lib/metering/meter-query';
import { critical, problem } from '@/lib/problem';
import { type Ctx, deleted } from '@/lib/server/core/ctx';
import { allPrices } from '@/lib/server/money/llm-cost';
import type { UsageReading } from '@/lib/server/usage/store';
import { usageStore } from './choose-store';
import { getFeature } from './features';
import { queryIn } from './meter-query';
import { livingMeter } from './meters';

/** Data of the workspace that a cost query needs: read first, so that no transaction waits for usage. */
interface CostGround {
  feature: Feature;
  meter: Meter;
  unitCost: BillingFeatureUnitCost;
  prices: readonly LLMCostPrice[];
}

/** Finds what a cost query works on; refuses a feature that is not metered, or whose unit cost nobody has said. */
export async function costGround(ctx: Ctx, featureId: string): Promise<CostGround> {
  const feature = await getFeature(ctx, featureId);
  if (feature.deletedAt) throw deleted('feature', feature.key, new Date(feature.deletedAt));
  const refuse = (message: string) => problem('validation_failed', message, { issues: [critical([], 'feature_cost_unknown', message)] });
  if (!feature.meter) throw refuse(`The use of "${feature.key}" is not counted by any meter, so it has no cost.`);
  if (!feature.unitCost) throw refuse(`The feature "${feature.key}" has no unit cost. Say what one unit costs you first.`);
  const prices = feature.unitCost.type === 'llm' ? await allPrices(ctx) : [];
  return { feature, meter: await livingMeter(ctx, feature.meter.id), unitCost: feature.unitCost, prices };
}

/** Answers what the use of a feature cost: its usage by the dimensions of its cost, each part priced as it was at the time. */
export const queryFeatureCost = (workspaceId: string, ground: CostGround, asked: MeterQueryRequest | undefined, now: string) =>
  usageStore().read(workspaceId, (reading) => costIn(reading, ground, asked, now));

async function costIn(
  reading: UsageReading,
  { feature, meter, unitCost, prices }: CostGround,
  asked: MeterQueryRequest = MeterQueryRequest.parse({}),
  now: string,
): Promise<FeatureCostQueryResult> {
  const groupBy = [...new Set(asked.groupByDimensions ?? [])];
  const request: MeterQueryRequest = {
    ...asked,
    groupByDimensions: [...new Set([...groupBy, ...costDimensions(unitCost)])],
    filters: { dimensions: bothFilters(feature.meter?.filters ?? {}, asked.filters?.dimensions ?? {}) },
  };
  // Asked first as it is: a fault of the question is told in the asker's words.
  const whole = await queryIn(reading, meter, request, now);
  const index = indexPrices(prices);
  const cuts = isAdditive(meter) ? priceChanges(whole, unitCost, index) : [];
  const usage = cuts.length === 0 ? whole.data.map(inItsOwnWindow) : await inParts(reading, meter, request, whole, cuts, now);
  return { from: whole.from, to: whole.to, data: featureCosts(usage, unitCost, index, groupBy) };
}

/** Do the parts of a period add up to the whole? Only then can a period be priced in parts. */
const isAdditive = (meter: Meter) => meter.aggregation === 'sum' || meter.aggregation === 'count';

/** The instants strictly inside the rows' windows at which a price of what was used begins or ends, in order. */
function priceChanges(result: MeterQueryResult, unitCost: BillingFeatureUnitCost, index: ReturnType<typeof indexPrices>): string[] {
  if (unitCost.type === 'manual') return [];
  const instants = new Set<number>();
  for (const row of result.data) {
    const { provider, model } = namesOf(unitCost, row.dimensions);
    for (const price of pricesOfModel(index, provider, model)) {
      for (const edge of [price.effectiveFrom, price.effectiveTo]) {
        const at = edge === undefined ? Number.NaN : Date.parse(edge);
        if (Date.parse(row.from) < at && at < Date.parse(row.to)) instants.add(at);
      }
    }
  }
  return [...instants].sort((a, b) => a - b).map((at) => new Date(at).toISOString());
}

const inItsOwnWindow = (row: MeterQueryRow): CostedUsage => ({ ...row, windowFrom: row.from, windowTo: row.to });

/** The same question in parts between the cuts; each part's rows belong to the window of the whole in which they lie. */
async function inParts(
  reading: UsageReading,
  meter: Meter,
  request: MeterQueryRequest,
  whole: MeterQueryResult,
  cuts: readonly string[],
  now: string,
): Promise<CostedUsage[]> {
  if (cuts.length > CUTS_MAX)
    throw problem(
      'limit_exceeded',
      `Prices change ${cuts.length} times in this range; at most ${CUTS_MAX} can be priced at once. Ask for less.`,
    );
  const windows = [
    ...new Map(whole.data.map(({ from, to }) => [from, { from, to, start: Date.parse(from), end: Date.parse(to) }])).values(),
  ];
  const edges = [whole.from, ...cuts, whole.to];
  const usage: CostedUsage[] = [];
  for (let i = 0; i + 1 < edges.length; i++) {
    const part = await queryIn(reading, meter, { ...request, from: edges[i], to: edges[i + 1] }, now);
    for (const row of part.data) {
      const at = Date.parse(row.from);
      const window = windows.find(({ start, end }) => start <= at && at < end);
      if (!window) throw new Error(`usage at ${row.from} lies in no window of the same question`);
      usage.push({ ...row, windowFrom: window.from, windowTo: window.to });
    }
  }
  return usage;
}

const CUTS_MAX = 100;
