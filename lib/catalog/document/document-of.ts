import type { AddOn } from '@/lib/catalog/add-on';
import type { Feature } from '@/lib/catalog/feature';
import type { LLMCostPrice } from '@/lib/catalog/llm-price';
import type { Plan } from '@/lib/catalog/plan';
import type { PlanAddOn } from '@/lib/catalog/plan-add-on';
import { type RateCard, withPaymentTerm } from '@/lib/catalog/rate-card';
import type { OrganizationDefaultTaxCodes, TaxCode } from '@/lib/catalog/tax-code';
import { decimal, text } from '@/lib/decimal';
import { inUtc } from '@/lib/exact-time';
import type { Meter } from '@/lib/metering/meter';
import { sortTiers } from '@/lib/pricing/tiers';
import { canonical } from './canonical';
import {
  type CatalogDocument,
  type DocumentAssignment,
  type DocumentCurrency,
  type DocumentFeature,
  type DocumentLlmOverride,
  type DocumentRateCard,
  modelKey,
  SECTIONS,
} from './document';

/** A catalog as it is stored: every version, and deleted things as well, since versions may still name them. */
export interface CatalogState {
  currencies: readonly (Omit<DocumentCurrency, 'key'> & { code: string })[];
  taxCodes: readonly TaxCode[];
  taxDefaults: OrganizationDefaultTaxCodes | null;
  llmOverrides: readonly LLMCostPrice[];
  meters: readonly Meter[];
  features: readonly Feature[];
  addons: readonly AddOn[];
  plans: readonly (Plan & { addons: readonly PlanAddOn[] })[];
}

type Basis = DocumentCurrency['costBases'][number];

const living = <T extends { deletedAt?: string | undefined }>(things: readonly T[]) =>
  things.filter((thing) => thing.deletedAt === undefined);

/** Of each key the version with the highest number, unless that is archived: what is no longer sold is no part of a catalog to come. */
export function newestVersions<T extends Pick<Plan, 'key' | 'version' | 'status' | 'deletedAt'>>(versions: readonly T[]): T[] {
  const newest = new Map<string, T>();
  for (const version of living(versions)) {
    const other = newest.get(version.key);
    if (!other || other.version < version.version) newest.set(version.key, version);
  }
  return [...newest.values()].filter(({ status }) => status !== 'archived');
}

/** The catalog as a document, in its one canonical form. */
export function documentOf(state: CatalogState): CatalogDocument {
  const keys = new Map([...state.taxCodes, ...state.meters, ...state.features, ...state.addons].map(({ id, key }) => [id, key]));
  // An unknown thing keeps its id as its name: a key that leads nowhere, and is told when the document is applied.
  const keyOf = ({ id }: { id: string }) => keys.get(id) ?? id.toLowerCase();
  const card = ({ feature, taxConfig, ...rest }: RateCard): DocumentRateCard => ({
    ...rest,
    feature: feature && keyOf(feature),
    taxConfig: taxConfig && { ...taxConfig, code: keyOf(taxConfig.code) },
  });
  const assignment = ({ name, description, labels, addon, fromPlanPhase, maxQuantity }: PlanAddOn): DocumentAssignment => ({
    ...{ addon: keyOf(addon), name, description, labels, fromPlanPhase, maxQuantity },
  });
  return normalDocument({
    currencies: state.currencies.map(({ code, name, symbol, precision, decimalMark, thousandSeparator, costBases }) => ({
      ...{ key: code, name, symbol, precision, decimalMark, thousandSeparator },
      costBases: costBases.map(({ fiatCode, rate, effectiveFrom, effectiveTo }) => ({ fiatCode, rate, effectiveFrom, effectiveTo })),
    })),
    taxCodes: living(state.taxCodes).map(({ key, name, description, labels, appMappings }) => ({
      ...{ key, name, description, labels, appMappings },
    })),
    taxDefaults: state.taxDefaults
      ? [
          { key: 'invoicing', taxCode: keyOf(state.taxDefaults.invoicingTaxCode) },
          { key: 'credit_grant', taxCode: keyOf(state.taxDefaults.creditGrantTaxCode) },
        ]
      : [],
    llmOverrides: overridesOf(state.llmOverrides),
    meters: living(state.meters).map(({ id, createdAt, updatedAt, deletedAt, ...definition }) => definition),
    features: living(state.features).map(({ key, name, description, labels, meter, unitCost }) => ({
      ...{ key, name, description, labels, unitCost, meter: meter && { key: keyOf(meter), filters: meter.filters } },
    })),
    addons: newestVersions(state.addons).map(({ key, name, description, labels, instanceType, currency, rateCards }) => ({
      ...{ key, name, description, labels, instanceType, currency, rateCards: rateCards.map(card) },
    })),
    plans: newestVersions(state.plans).map(
      ({ key, name, description, labels, currency, billingCadence, proRatingEnabled, phases, addons }) => ({
        ...{ key, name, description, labels, currency, billingCadence, proRatingEnabled },
        phases: phases.map((phase) => ({ ...phase, rateCards: phase.rateCards.map(card) })),
        addons: addons.map(assignment),
      }),
    ),
  });
}

function overridesOf(prices: readonly LLMCostPrice[]): DocumentLlmOverride[] {
  const models = new Map<string, DocumentLlmOverride>();
  for (const { provider, model, pricing, currency, effectiveFrom, effectiveTo } of prices) {
    const key = modelKey(provider.id, model.id);
    const said = models.get(key) ?? { key, overrides: [] };
    said.overrides.push({ name: model.name, pricing, currency, effectiveFrom, effectiveTo });
    models.set(key, said);
  }
  return [...models.values()];
}

/**
 * A document in its one canonical form, whatever order and spelling it was written in: sections sorted by key, fields in a fixed order,
 * payment terms written out, tiers ascending, nothing empty. Two documents of one form say the same.
 */
export function normalDocument(document: CatalogDocument): CatalogDocument {
  const { currencies, taxCodes, taxDefaults, llmOverrides, meters, features, addons, plans } = document;
  const byKey = <T extends { key: string }>(things: readonly T[]) => [...things].sort((a, b) => (a.key < b.key ? -1 : 1));
  const normal: CatalogDocument = {
    currencies: byKey(currencies).map(({ costBases, ...currency }) => ({
      ...currency,
      costBases: costBases.map(normalBasis).sort(byStart),
    })),
    taxCodes: byKey(taxCodes),
    taxDefaults: byKey(taxDefaults),
    llmOverrides: byKey(llmOverrides).map(({ key, overrides }) => ({
      key,
      overrides: overrides.map(normalOverride).sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1)),
    })),
    meters: byKey(meters).map(({ eventsFrom, ...meter }) => ({
      ...meter,
      ...(eventsFrom !== undefined && { eventsFrom: inUtc(eventsFrom) }),
    })),
    features: byKey(features).map(withStoredCost),
    addons: byKey(addons).map((addon) => ({ ...addon, rateCards: addon.rateCards.map(normalCard) })),
    plans: byKey(plans).map((plan) => ({
      ...plan,
      phases: plan.phases.map((phase) => ({ ...phase, rateCards: phase.rateCards.map(normalCard) })),
      addons: [...plan.addons].sort((a, b) => (a.addon < b.addon ? -1 : 1)),
    })),
  };
  return Object.fromEntries(
    SECTIONS.map((section) => [section, normal[section].map((thing) => canonical(withoutEmpty(thing)))]),
  ) as CatalogDocument;
}

/** Worth is a figure and not a price as it was written: 1.50 and 1.5 are one rate. */
const normalBasis = ({ rate, effectiveFrom, effectiveTo, ...basis }: Basis): Basis => ({
  ...basis,
  rate: text(decimal(rate)),
  effectiveFrom: inUtc(effectiveFrom),
  ...(effectiveTo !== undefined && { effectiveTo: inUtc(effectiveTo) }),
});

const normalOverride = ({ effectiveFrom, effectiveTo, ...override }: DocumentLlmOverride['overrides'][number]) => ({
  ...override,
  effectiveFrom: inUtc(effectiveFrom),
  ...(effectiveTo !== undefined && { effectiveTo: inUtc(effectiveTo) }),
});

const byStart = (a: Basis, b: Basis) => (`${a.effectiveFrom} ${a.fiatCode}` < `${b.effectiveFrom} ${b.fiatCode}` ? -1 : 1);

/** Prices of language models are looked up and never part of a feature. */
function withStoredCost({ unitCost, ...feature }: DocumentFeature): DocumentFeature {
  if (unitCost?.type !== 'llm') return { ...feature, unitCost };
  const { pricing, ...stored } = unitCost;
  return { ...feature, unitCost: stored };
}

function normalCard(card: DocumentRateCard): DocumentRateCard {
  const { paymentTerm } = withPaymentTerm({ ...card, feature: undefined, taxConfig: undefined });
  const price = 'tiers' in card.price ? { ...card.price, tiers: sortTiers(card.price.tiers) } : card.price;
  return { ...card, price, paymentTerm };
}

/** Maps that hold nothing say nothing; they are left out of everything that people describe with them. */
const MAPS = new Set(['labels', 'dimensions', 'filters']);

function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name, part]) => !(MAPS.has(name) && isEmptyMap(part)));
  return Object.fromEntries(kept.map(([name, part]) => [name, name === 'config' ? part : withoutEmpty(part)]));
}

const isEmptyMap = (value: unknown): boolean => typeof value === 'object' && value !== null && Object.keys(value).length === 0;
