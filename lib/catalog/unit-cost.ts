import { z } from 'zod';
import { readOnly } from '@/lib/fields';
import { Numeric } from '@/lib/pricing/numeric';
import { critical, type Issue } from '@/lib/problem';

/** A cost per unit that somebody typed in, in US dollars. */
export const BillingFeatureManualUnitCost = z
  .strictObject({ type: z.literal('manual'), amount: Numeric })
  .meta({ id: 'BillingFeatureManualUnitCost' });

export const BillingFeatureLLMTokenType = z
  .enum([
    ...(['input', 'output', 'cache_read', 'cache_write', 'reasoning', 'request', 'response'] as const),
    ...(['cache_write_1h', 'input_audio', 'output_audio', 'input_image', 'output_image'] as const),
  ])
  .meta({ id: 'BillingFeatureLLMTokenType' });
export type BillingFeatureLLMTokenType = z.infer<typeof BillingFeatureLLMTokenType>;

/** Price of one token of each kind. A kind that is not there has no price: it is not taken for another. */
export const LLMTokenPrices = {
  inputPerToken: Numeric,
  outputPerToken: Numeric,
  cacheReadPerToken: Numeric.optional(),
  cacheWritePerToken: Numeric.optional(),
  cacheWrite1hPerToken: Numeric.optional(),
  reasoningPerToken: Numeric.optional(),
  inputAudioPerToken: Numeric.optional(),
  outputAudioPerToken: Numeric.optional(),
  inputImagePerToken: Numeric.optional(),
  outputImagePerToken: Numeric.optional(),
};

/** A model's price per token, for each kind of token that its provider bills. */
export const BillingFeatureLLMUnitCostPricing = z.strictObject(LLMTokenPrices).meta({ id: 'BillingFeatureLLMUnitCostPricing' });
export type BillingFeatureLLMUnitCostPricing = z.infer<typeof BillingFeatureLLMUnitCostPricing>;

/** A cost looked up in the LLM price list. Provider, model and token type are each either fixed or read from a dimension of the usage. */
export const BillingFeatureLLMUnitCost = z
  .strictObject({
    type: z.literal('llm'),
    providerProperty: z.string().optional(),
    provider: z.string().optional(),
    modelProperty: z.string().optional(),
    model: z.string().optional(),
    tokenTypeProperty: z.string().optional(),
    tokenType: BillingFeatureLLMTokenType.optional(),
    pricing: readOnly(BillingFeatureLLMUnitCostPricing).optional(),
  })
  .meta({ id: 'BillingFeatureLLMUnitCost' });
export type BillingFeatureLLMUnitCost = z.infer<typeof BillingFeatureLLMUnitCost>;

/** Cost of one metered unit of a feature, to set against what it earns. */
export const BillingFeatureUnitCost = z
  .discriminatedUnion('type', [BillingFeatureManualUnitCost, BillingFeatureLLMUnitCost])
  .meta({ id: 'BillingFeatureUnitCost' });
export type BillingFeatureUnitCost = z.infer<typeof BillingFeatureUnitCost>;

/** The token type whose price applies: providers call input tokens those of the request, and output tokens those of the response. */
export function canonicalTokenType(tokenType: BillingFeatureLLMTokenType): Exclude<BillingFeatureLLMTokenType, 'request' | 'response'> {
  if (tokenType === 'request') return 'input';
  if (tokenType === 'response') return 'output';
  return tokenType;
}

/** Returns the issues of a unit cost. `dimensions` are the keys of the meter's dimensions, from which an LLM cost may read. */
export function unitCostIssues(unitCost: BillingFeatureUnitCost, dimensions: readonly string[]): Issue[] {
  if (unitCost.type === 'manual') {
    if (!unitCost.amount.startsWith('-')) return [];
    const message = 'A unit cost cannot be negative. Enter what one unit costs you, or 0.';
    return [critical(['unitCost', 'amount'], 'unit_cost_negative', message)];
  }
  return [
    ...sourceIssues('provider', unitCost.provider, unitCost.providerProperty, dimensions),
    ...sourceIssues('model', unitCost.model, unitCost.modelProperty, dimensions),
    ...sourceIssues('tokenType', unitCost.tokenType, unitCost.tokenTypeProperty, dimensions),
  ];
}

const SPOKEN = { provider: 'provider', model: 'model', tokenType: 'token type' } as const;

function sourceIssues(
  field: keyof typeof SPOKEN,
  fixed: string | undefined,
  property: string | undefined,
  dimensions: readonly string[],
): Issue[] {
  if (!fixed === !property) {
    const message = `Say where the ${SPOKEN[field]} comes from: either a fixed one or a dimension of the usage, exactly one of the two.`;
    return [critical(['unitCost', field], 'unit_cost_llm_source_ambiguous', message)];
  }
  if (property && !dimensions.includes(property)) {
    const message = `The meter has no dimension "${property}" to read the ${SPOKEN[field]} from.`;
    return [critical(['unitCost', `${field}Property`], 'unit_cost_dimension_unknown', message)];
  }
  return [];
}
