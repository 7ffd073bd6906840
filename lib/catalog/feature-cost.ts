import { z } from 'zod';
import { CurrencyCode } from '@/lib/currency-code';
import { compare, type Decimal, DIVISION_DIGITS, decimal, isZero, round, text, ZERO } from '@/lib/decimal';
import { DateTime } from '@/lib/fields';
import type { DimensionFilters, QueryFilterStringMapItem } from '@/lib/metering/dimension-filter';
import type { MeterQueryRow } from '@/lib/metering/meter-query';
import { isWithinRange, Numeric } from '@/lib/pricing/numeric';
import { type PriceIndex, priceOfModel, pricePerToken } from './llm-price';
import { BillingFeatureLLMTokenType, type BillingFeatureLLMUnitCost, type BillingFeatureUnitCost } from './unit-cost';

/** Cost of some usage of a feature; null where a price is missing, and `detail` says which. */
export const FeatureCostQueryRow = z
  .strictObject({
    usage: Numeric,
    cost: Numeric.nullable(),
    currency: CurrencyCode,
    detail: z.string().optional(),
    from: DateTime,
    to: DateTime,
    dimensions: z.record(z.string(), z.string()),
  })
  .meta({ id: 'FeatureCostQueryRow' });
export type FeatureCostQueryRow = z.infer<typeof FeatureCostQueryRow>;

export const FeatureCostQueryResult = z
  .strictObject({ from: DateTime.optional(), to: DateTime.optional(), data: z.array(FeatureCostQueryRow) })
  .meta({ id: 'FeatureCostQueryResult' });
export type FeatureCostQueryResult = z.infer<typeof FeatureCostQueryResult>;

/** The dimensions that a unit cost reads from the usage: none for one that was typed in. */
export function costDimensions(unitCost: BillingFeatureUnitCost): string[] {
  if (unitCost.type === 'manual') return [];
  return [unitCost.providerProperty, unitCost.modelProperty, unitCost.tokenTypeProperty].filter((name) => name !== undefined);
}

/** The filters of a feature and those of a question, all of which must hold. */
export function bothFilters(feature: DimensionFilters, question: DimensionFilters): DimensionFilters {
  const both: DimensionFilters = { ...question };
  for (const [dimension, own] of Object.entries(feature)) {
    const asked = question[dimension];
    both[dimension] = asked === undefined ? own : together(own, asked);
  }
  return both;
}

function together(a: QueryFilterStringMapItem, b: QueryFilterStringMapItem): QueryFilterStringMapItem {
  const { exists: existsA, ...restA } = a;
  const { exists: existsB, ...restB } = b;
  const exists = existsA ?? existsB;
  // Asked to be there and not to be there at once: nothing can match, and no text is both itself and not.
  const impossible = existsA !== undefined && existsB !== undefined && existsA !== existsB ? [{ eq: '', neq: '' }] : [];
  return { ...(exists !== undefined && { exists }), and: [restA, restB, ...impossible] };
}

/** The three names that lead to a price, read from a row's dimensions where they are not fixed. */
export function namesOf(unitCost: BillingFeatureLLMUnitCost, dimensions: Record<string, string>) {
  const read = (fixed: string | undefined, property: string | undefined) => fixed ?? dimensions[property ?? ''] ?? '';
  return {
    provider: read(unitCost.provider, unitCost.providerProperty),
    model: read(unitCost.model, unitCost.modelProperty),
    tokenType: read(unitCost.tokenType, unitCost.tokenTypeProperty),
  };
}

const NOT_GIVEN = '(not given)';

/** Returns the cost of one unit of a row at an instant, or a sentence that says why that is not known. */
function unitCostOf(unitCost: BillingFeatureUnitCost, prices: PriceIndex, dimensions: Record<string, string>, at: string) {
  if (unitCost.type === 'manual') return { perUnit: unitCost.amount };
  const { provider, model, tokenType } = namesOf(unitCost, dimensions);
  const kind = BillingFeatureLLMTokenType.safeParse(tokenType.trim().toLowerCase());
  const spoken = `${provider || NOT_GIVEN} / ${model || NOT_GIVEN}`;
  if (!kind.success) return { missing: `"${tokenType}" is not a token type (${spoken})` };
  const price = priceOfModel(prices, provider, model, at);
  if (!price) return { missing: `no price for ${spoken}` };
  const perUnit = pricePerToken(price.pricing, kind.data);
  return perUnit === undefined ? { missing: `no price for ${kind.data.replaceAll('_', ' ')} tokens of ${spoken}` } : { perUnit };
}

interface Sum {
  usage: Decimal;
  cost: Decimal;
  missing: Set<string>;
  row: Pick<FeatureCostQueryRow, 'from' | 'to' | 'dimensions'>;
}

/** Cost of a part of the usage; `windowFrom` and `windowTo` are those of the window in which it is answered. */
export interface CostedUsage extends MeterQueryRow {
  windowFrom: string;
  windowTo: string;
}

/**
 * Prices usage and adds it up by window and by the dimensions asked for, exactly: usage times the cost of one unit, as it was when the usage
 * began. A sum of which any part has no price has none either, and says which part. Costs are in US dollars, never rounded but for the 18
 * digits that an answer holds. The dearest come first, those without a price last (as in the reference).
 */
export function featureCosts(
  usage: readonly CostedUsage[],
  unitCost: BillingFeatureUnitCost,
  prices: PriceIndex,
  groupBy: readonly string[],
): FeatureCostQueryRow[] {
  const sums = new Map<string, Sum>();
  for (const { value, from, windowFrom, windowTo, dimensions } of usage) {
    const shown = Object.fromEntries(groupBy.map((name) => [name, dimensions[name] ?? '']));
    const key = JSON.stringify([windowFrom, groupBy.map((name) => shown[name])]);
    const row = { from: windowFrom, to: windowTo, dimensions: shown };
    const sum = sums.get(key) ?? { usage: ZERO, cost: ZERO, missing: new Set<string>(), row };
    sums.set(key, sum);
    sum.usage = sum.usage.plus(decimal(value));
    if (isZero(decimal(value))) continue;
    const { perUnit, missing } = unitCostOf(unitCost, prices, dimensions, from);
    if (perUnit !== undefined) sum.cost = sum.cost.plus(decimal(value).times(decimal(perUnit)));
    else sum.missing.add(missing);
  }
  return [...sums.values()].sort(dearestFirst).map(written);
}

function dearestFirst(a: Sum, b: Sum): number {
  const unknown = (a.missing.size > 0 ? 1 : 0) - (b.missing.size > 0 ? 1 : 0);
  return unknown || (a.missing.size > 0 ? compare(b.usage, a.usage) : compare(b.cost, a.cost)) || (a.row.from < b.row.from ? -1 : 1);
}

function written({ usage, cost, missing, row }: Sum): FeatureCostQueryRow {
  const answer = text(round(cost, DIVISION_DIGITS));
  const detail =
    missing.size > 0 ? detailOf([...missing]) : isWithinRange(answer) ? undefined : 'the cost has more digits than an answer holds';
  return { usage: text(usage), cost: detail === undefined ? answer : null, currency: 'USD', detail, ...row };
}

const NAMED_MAX = 5;

function detailOf(missing: string[]): string {
  const named = missing.slice(0, NAMED_MAX).join('; ');
  return missing.length > NAMED_MAX ? `${named}; and ${missing.length - NAMED_MAX} more` : named;
}
