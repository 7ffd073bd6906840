import type { QueryFilterStringMapItem } from '@/lib/catalog/dimension-filter';
import type { Feature } from '@/lib/catalog/feature';
import type { BillingFeatureUnitCost } from '@/lib/catalog/unit-cost';
import { findFiatCurrency } from '@/lib/currency';
import { formatMoney } from '@/lib/money';
import { type FilterOperator, OPERATORS } from './feature-values';

/** "model is gpt-4o", one for each condition. */
export function filterWords(feature: Feature): string[] {
  return Object.entries(feature.meter?.filters ?? {}).flatMap(([dimension, filter]) => conditionWords(dimension, filter));
}

function conditionWords(dimension: string, filter: QueryFilterStringMapItem): string[] {
  const words: string[] = [];
  if (filter.exists !== undefined) words.push(`${dimension} is ${filter.exists ? 'there' : 'missing'}`);
  for (const operator of Object.keys(OPERATORS) as FilterOperator[]) {
    const value = filter[operator];
    if (value !== undefined) words.push(`${dimension} ${OPERATORS[operator]} ${Array.isArray(value) ? value.join(', ') : value}`);
  }
  if (filter.and?.length) words.push(`${dimension} meets all of ${filter.and.length} conditions`);
  if (filter.or?.length) words.push(`${dimension} meets one of ${filter.or.length} conditions`);
  return words;
}

/** What one unit costs, in one phrase: "$0.000002 per unit", "LLM price of model". */
export function costWords(cost: BillingFeatureUnitCost): string {
  if (cost.type === 'manual') {
    return `${formatMoney(cost.amount, findFiatCurrency('USD') ?? { code: 'USD', precision: 2 })} per unit`;
  }
  return `LLM price, ${cost.model ?? `model from ${cost.modelProperty}`}`;
}
