import type { Feature } from '@/lib/catalog/feature';
import type { BillingFeatureUnitCost } from '@/lib/catalog/unit-cost';
import { getCurrency } from '@/lib/currency';
import { decimal, text, ZERO } from '@/lib/decimal';
import type { QueryFilterStringMapItem } from '@/lib/metering/dimension-filter';
import { formatMoney, formatUnitPrice } from '@/lib/money';
import { type FilterOperator, OPERATORS } from './feature-values';

const USD = getCurrency('USD');
const THOUSANDTH = decimal('0.001');
const MILLION = decimal('1000000');

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

/** Returns the unit cost in one phrase: "$2.00 / 1M", "LLM price of model". */
export function costWords(cost: BillingFeatureUnitCost): string {
  if (cost.type === 'manual') {
    const amount = decimal(cost.amount);
    // A cost per token is unreadable: so small a one is said for a million.
    if (amount.gt(ZERO) && amount.lt(THOUSANDTH)) return `${formatUnitPrice(text(amount.times(MILLION)), USD, '1000000')}`;
    return `${formatMoney(cost.amount, USD)} per unit`;
  }
  return `LLM price, ${cost.model ?? `model from ${cost.modelProperty}`}`;
}
