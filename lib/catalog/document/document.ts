import { z } from 'zod';
import { CreateAddOnRequest } from '@/lib/catalog/add-on';
import { CreateCostBasisRequest } from '@/lib/catalog/cost-basis';
import { BillingCurrencyCodeCustom, CreateCurrencyCustomRequest } from '@/lib/catalog/currency';
import { Feature, FeatureMeterReference } from '@/lib/catalog/feature';
import { LLMCostOverrideCreate } from '@/lib/catalog/llm-price';
import { CreatePlanRequest, PHASES_MAX, PlanPhase } from '@/lib/catalog/plan';
import { CreatePlanAddOnRequest } from '@/lib/catalog/plan-add-on';
import { RATE_CARDS_MAX, RateCard } from '@/lib/catalog/rate-card';
import { CreateTaxCodeRequest, RateCardTaxConfig } from '@/lib/catalog/tax-code';
import { DateTime, described, ResourceKey } from '@/lib/fields';
import { CreateMeterRequest } from '@/lib/metering/meter';

// The catalog as a file. It says what the next customers are to be sold: of each plan and add-on the newest content, drafts included,
// and no numbers, dates or ids, so that the same file means the same in every workspace. Things name each other by key.

const reference = ResourceKey;

/** A provider and a model as one key: `openai/gpt-5`. What would split it elsewhere is escaped. */
export const modelKey = (provider: string, model: string): string =>
  `${provider.replace(/[%/,]/g, encodeURIComponent)}/${model.replace(/[%,]/g, encodeURIComponent)}`;

/** The other way round. */
export function modelOfKey(key: string): { provider: string; modelId: string } {
  const slash = key.indexOf('/');
  return { provider: decodeURIComponent(key.slice(0, slash)), modelId: decodeURIComponent(key.slice(slash + 1)) };
}

/** Is it the one way to write this model's key? A URIError says that a % begins no escape. */
function isModelKey(key: string): boolean {
  try {
    const { provider, modelId } = modelOfKey(key);
    return modelKey(provider, modelId) === key;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}

/** A line of a price list that names its feature and its tax code by key. */
export const DocumentRateCard = z
  .strictObject({
    ...RateCard.shape,
    feature: reference.optional(),
    taxConfig: z.strictObject({ ...RateCardTaxConfig.shape, code: reference }).optional(),
  })
  .meta({ id: 'CatalogRateCard' });
export type DocumentRateCard = z.infer<typeof DocumentRateCard>;

/** Parts of one section of a catalog, and what is listed inside a part that has no bound of its own. */
export const PARTS_MAX = 5_000;

const rateCards = z.array(DocumentRateCard).max(RATE_CARDS_MAX);

export const DocumentMeter = z.strictObject({ ...CreateMeterRequest.shape }).meta({ id: 'CatalogMeter' });
export type DocumentMeter = z.infer<typeof DocumentMeter>;

export const DocumentFeature = z
  .strictObject({
    ...described,
    key: ResourceKey,
    meter: z.strictObject({ key: reference, filters: FeatureMeterReference.shape.filters }).optional(),
    unitCost: Feature.shape.unitCost,
  })
  .meta({ id: 'CatalogFeature' });
export type DocumentFeature = z.infer<typeof DocumentFeature>;

const { code: _, ...currencyFields } = CreateCurrencyCustomRequest.shape;

/** A currency of one's own under its code, with what it is worth in money: its history, which is only ever prolonged. */
export const DocumentCurrency = z
  .strictObject({
    key: BillingCurrencyCodeCustom,
    ...currencyFields,
    costBases: z
      .array(z.strictObject({ ...CreateCostBasisRequest.shape, effectiveFrom: DateTime }))
      .max(PARTS_MAX)
      .default([]),
  })
  .meta({ id: 'CatalogCurrency' });
export type DocumentCurrency = z.infer<typeof DocumentCurrency>;

export const DocumentTaxCode = z.strictObject({ ...CreateTaxCodeRequest.shape }).meta({ id: 'CatalogTaxCode' });
export type DocumentTaxCode = z.infer<typeof DocumentTaxCode>;

/** Which tax code applies to what names none of its own. */
export const DocumentTaxDefault = z
  .strictObject({ key: z.enum(['invoicing', 'credit_grant']), taxCode: reference })
  .meta({ id: 'CatalogTaxDefault' });
export type DocumentTaxDefault = z.infer<typeof DocumentTaxDefault>;

const { provider: _p, modelId: _m, modelName: _n, ...overrideFields } = LLMCostOverrideCreate.shape;

/** Overrides of a language model's price: all that is said of one model, past and future, under `provider/model`. */
export const DocumentLlmOverride = z
  .strictObject({
    key: z
      .string()
      .refine(
        isModelKey,
        'Write it as provider/model, such as openai/gpt-5, with %25 for a %, %2C for a comma, and %2F for a / in the provider.',
      ),
    overrides: z
      .array(z.strictObject({ name: z.string(), ...overrideFields }))
      .min(1)
      .max(PARTS_MAX),
  })
  .meta({ id: 'CatalogLlmOverride' });
export type DocumentLlmOverride = z.infer<typeof DocumentLlmOverride>;

export const DocumentAddOn = z.strictObject({ ...CreateAddOnRequest.shape, rateCards }).meta({ id: 'CatalogAddon' });
export type DocumentAddOn = z.infer<typeof DocumentAddOn>;

/** An add-on offered with a plan. */
export const DocumentAssignment = z.strictObject({ ...CreatePlanAddOnRequest.shape, addon: reference }).meta({ id: 'CatalogPlanAddon' });
export type DocumentAssignment = z.infer<typeof DocumentAssignment>;

export const DocumentPlan = z
  .strictObject({
    ...CreatePlanRequest.shape,
    phases: z
      .array(z.strictObject({ ...PlanPhase.shape, rateCards }))
      .min(1)
      .max(PHASES_MAX),
    addons: z.array(DocumentAssignment).max(PARTS_MAX).default([]),
  })
  .meta({ id: 'CatalogPlan' });
export type DocumentPlan = z.infer<typeof DocumentPlan>;

/** A whole catalog, or parts of one. What a section does not list is left as it is. */
export const CatalogDocument = z
  .strictObject({
    currencies: z.array(DocumentCurrency).max(PARTS_MAX).default([]),
    taxCodes: z.array(DocumentTaxCode).max(PARTS_MAX).default([]),
    taxDefaults: z.array(DocumentTaxDefault).max(PARTS_MAX).default([]),
    llmOverrides: z.array(DocumentLlmOverride).max(PARTS_MAX).default([]),
    meters: z.array(DocumentMeter).max(PARTS_MAX).default([]),
    features: z.array(DocumentFeature).max(PARTS_MAX).default([]),
    addons: z.array(DocumentAddOn).max(PARTS_MAX).default([]),
    plans: z.array(DocumentPlan).max(PARTS_MAX).default([]),
  })
  .meta({ id: 'CatalogDocument' });
export type CatalogDocument = z.infer<typeof CatalogDocument>;

/** The sections, in the order in which they can be applied: nothing names anything further down. */
export const SECTIONS = ['currencies', 'taxCodes', 'taxDefaults', 'llmOverrides', 'meters', 'features', 'addons', 'plans'] as const;
export type Section = (typeof SECTIONS)[number];

/** One thing of a section, in words: "the plan". */
export const SECTION_NOUN: Record<Section, string> = {
  currencies: 'currency',
  taxCodes: 'tax code',
  taxDefaults: 'default tax code',
  llmOverrides: 'price of the language model',
  meters: 'meter',
  features: 'feature',
  addons: 'add-on',
  plans: 'plan',
};

/** A catalog in which nothing stands. */
export const EMPTY_DOCUMENT: CatalogDocument = {
  ...{ currencies: [], taxCodes: [], taxDefaults: [], llmOverrides: [], meters: [], features: [], addons: [], plans: [] },
};

/** Returns the name of a thing: its name, or its key where it has none. */
export const thingName = (thing: CatalogDocument[Section][number]): string => ('name' in thing ? thing.name : thing.key);
