import type { CreateFeatureRequest } from '@/lib/catalog/feature';
import type { BillingFeatureLLMTokenType, BillingFeatureUnitCost } from '@/lib/catalog/unit-cost';
import type { QueryFilterStringMapItem } from '@/lib/metering/dimension-filter';

export type FilterOperator = 'eq' | 'neq' | 'in' | 'nin' | 'contains' | 'ncontains';

/** The operators of a filter on a dimension, in words. */
export const OPERATORS: Record<FilterOperator, string> = {
  eq: 'is',
  neq: 'is not',
  in: 'is one of',
  nin: 'is none of',
  contains: 'contains',
  ncontains: 'does not contain',
};

/** One of the three things an LLM price is looked up by: fixed here, or read from a dimension of the usage. */
export interface CostSource {
  from: 'fixed' | 'dimension';
  fixed: string;
  dimension: string;
}

/** Form values of a unit cost. */
export interface CostValues {
  type: 'none' | 'manual' | 'llm';
  amount: string;
  provider: CostSource;
  model: CostSource;
  tokenType: CostSource;
}

/** A feature as its form has it: everything typed, nothing missing. */
export interface FeatureValues {
  name: string;
  key: string;
  description: string;
  meterId: string;
  filters: { dimension: string; operator: FilterOperator; value: string }[];
  cost: CostValues;
}

const source = (fixed: string | undefined, dimension: string | undefined): CostSource => ({
  from: dimension ? 'dimension' : 'fixed',
  fixed: fixed ?? '',
  dimension: dimension ?? '',
});

export function costValues(cost: BillingFeatureUnitCost | undefined): CostValues {
  const llm = cost?.type === 'llm' ? cost : undefined;
  return {
    type: cost?.type ?? 'none',
    amount: cost?.type === 'manual' ? cost.amount : '',
    provider: source(llm?.provider, llm?.providerProperty),
    model: source(llm?.model, llm?.modelProperty),
    tokenType: source(llm?.tokenType, llm?.tokenTypeProperty),
  };
}

export const NEW_FEATURE: FeatureValues = { name: '', key: '', description: '', meterId: '', filters: [], cost: costValues(undefined) };

const list = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

/** Several conditions on one dimension must all hold, so they become one condition with several operators. */
export function filtersOf(rows: FeatureValues['filters']): Record<string, QueryFilterStringMapItem> | undefined {
  const filters: Record<string, QueryFilterStringMapItem> = {};
  for (const { dimension, operator, value } of rows) {
    if (!dimension) continue;
    filters[dimension] = { ...filters[dimension], [operator]: operator === 'in' || operator === 'nin' ? list(value) : value.trim() };
  }
  return Object.keys(filters).length > 0 ? filters : undefined;
}

export function unitCostRequest(cost: CostValues): BillingFeatureUnitCost | undefined {
  if (cost.type === 'none') return undefined;
  if (cost.type === 'manual') return { type: 'manual', amount: cost.amount.trim() };
  const fixed = ({ from, fixed }: CostSource) => (from === 'fixed' ? fixed.trim() || undefined : undefined);
  const property = ({ from, dimension }: CostSource) => (from === 'dimension' ? dimension || undefined : undefined);
  return {
    type: 'llm',
    provider: fixed(cost.provider),
    providerProperty: property(cost.provider),
    model: fixed(cost.model),
    modelProperty: property(cost.model),
    tokenType: fixed(cost.tokenType) as BillingFeatureLLMTokenType | undefined,
    tokenTypeProperty: property(cost.tokenType),
  };
}

export const createFeatureRequest = (values: FeatureValues): CreateFeatureRequest => ({
  name: values.name.trim(),
  key: values.key.trim(),
  description: values.description.trim() || undefined,
  meter: values.meterId ? { id: values.meterId, filters: filtersOf(values.filters) } : undefined,
  unitCost: unitCostRequest(values.cost),
});

/** The field of the form that a complaint about a request belongs to. */
export function featureField(
  path: string,
  values: Pick<FeatureValues, 'filters'>,
  attributes?: Record<string, unknown>,
): string | undefined {
  if (path.startsWith('meter.filters')) {
    const key = attributes?.dimension ?? path.split('.')[2];
    const row = values.filters.findIndex(({ dimension }) => dimension === key);
    return row < 0 ? 'root' : `filters.${row}.value`;
  }
  if (path.startsWith('meter')) return 'meterId';
  const part = /^unitCost\.?(\w*?)(Property)?$/.exec(path)?.[1];
  if (part === undefined) return undefined;
  return part === 'amount' ? 'cost.amount' : part === '' ? 'cost.type' : `cost.${part}.fixed`;
}
