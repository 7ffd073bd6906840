import { addOnIssues, planIssues } from '@/lib/catalog/checks/issues';
import type { CatalogContext } from '@/lib/catalog/checks/rate-card-issues';
import { customCurrencyIssues } from '@/lib/catalog/currency';
import { isSame } from '@/lib/catalog/diff/diff';
import { featureIssues } from '@/lib/catalog/feature';
import { overrideIssues } from '@/lib/catalog/llm-price';
import { taxCodeIssues } from '@/lib/catalog/tax-code';
import { meterIssues } from '@/lib/metering/meter';
import { critical, type Issue, type PathStep } from '@/lib/problem';
import { snake } from '@/lib/wire';
import {
  type CatalogDocument,
  type DocumentCurrency,
  type DocumentLlmOverride,
  EMPTY_DOCUMENT,
  modelOfKey,
  SECTION_NOUN,
  SECTIONS,
  type Section,
} from './document';
import { addOnIn, type DocumentChange, planIn } from './document-changes';
import { normalDocument } from './document-of';
import { findPart, partWords, referencesOf } from './document-parts';

/** Fields of a thing that are fixed once it exists, since customers were counted or billed by it. */
const FIXED: Partial<Record<Section, readonly string[]>> = {
  currencies: ['name', 'symbol', 'precision', 'decimalMark', 'thousandSeparator'],
  meters: ['aggregation', 'eventType', 'valueProperty', 'eventsFrom'],
  features: ['name', 'description', 'labels', 'meter'],
};

/**
 * Everything that is wrong with applying a document, in its order, with paths into it as it was given: keys that stand twice, names that
 * lead nowhere, fields that cannot change any more, and whatever the checks of meters, features, plans and add-ons find. Only what
 * `changes` says is checked; what stays as it is was accepted before.
 */
export function documentIssues(current: CatalogDocument, wanted: CatalogDocument, changes: readonly DocumentChange[]): Issue[] {
  const changing = new Set(changes.map(({ section, key }) => `${section}/${key}`));
  const context = contextOf(current, wanted);
  return SECTIONS.flatMap((section) => {
    const seen = new Set<string>();
    return wanted[section].flatMap(({ key }, i): Issue[] => {
      const path = [section, i];
      if (seen.has(key))
        return [critical([...path, 'key'], 'catalog_key_twice', `Two things under ${snake(section)} have the key "${key}".`)];
      seen.add(key);
      if (!changing.has(`${section}/${key}`)) return [];
      return [
        ...referenceIssues(current, wanted, section, key, path),
        ...fixedIssues(current, wanted, section, key, path),
        ...ownIssues(current, wanted, section, i, context).map((issue) => ({ ...issue, path: [...path, ...issue.path] })),
      ];
    });
  });
}

function referenceIssues(current: CatalogDocument, wanted: CatalogDocument, section: Section, key: string, path: PathStep[]): Issue[] {
  return referencesOf(wanted, { section, key }).flatMap(({ path: at, ...part }) => {
    if (findPart(wanted, part) ?? findPart(current, part)) return [];
    const message = `${partWords(part).replace('the ', 'The ')} is neither in the file nor in the workspace. Add it, or name another.`;
    return [critical([...path, ...at], 'catalog_reference_unknown', message, { section: snake(part.section), key: part.key })];
  });
}

function fixedIssues(current: CatalogDocument, wanted: CatalogDocument, section: Section, key: string, path: PathStep[]): Issue[] {
  const [was, is] = [current, wanted].map((document) => findPart(normalDocument(document), { section, key }) as Record<string, unknown>);
  if (!was || !is) return [];
  return (FIXED[section] ?? []).flatMap((field) => {
    if (isSame(was[field], is[field])) return [];
    const message = `The ${SECTION_NOUN[section]} "${key}" exists, and its ${snake(field).replaceAll('_', ' ')} cannot change any more. Leave it as it is, or use another key.`;
    return [critical([...path, field], 'catalog_field_fixed', message, { before: was[field], after: is[field] })];
  });
}

/** Both catalogs as one, the wanted one before the current: what will be there once the document is applied. Keys stand for ids. */
function contextOf(current: CatalogDocument, wanted: CatalogDocument): CatalogContext {
  const merged = <S extends Section>(section: S) => [...wanted[section], ...current[section]] as CatalogDocument[S];
  return {
    customCurrencies: merged('currencies').map(({ key, costBases }) => ({ code: key, costBases })),
    taxCodes: merged('taxCodes').map(({ key }) => ({ id: key })),
    meters: merged('meters').map(({ key }) => ({ id: key })),
    features: merged('features').map(({ key, meter }) => ({ id: key, key, ...(meter && { meter: { id: meter.key } }) })),
  };
}

function ownIssues(current: CatalogDocument, wanted: CatalogDocument, section: Section, i: number, context: CatalogContext): Issue[] {
  switch (section) {
    case 'currencies': {
      const currency = wanted.currencies[i];
      return currency ? [...customCurrencyIssues({ ...currency, code: currency.key }), ...historyIssues(current, currency)] : [];
    }
    case 'taxCodes': {
      const taxCode = wanted.taxCodes[i];
      return taxCode ? taxCodeIssues(taxCode) : [];
    }
    case 'taxDefaults':
      return taxDefaultIssues(current, wanted);
    case 'llmOverrides': {
      const model = wanted.llmOverrides[i];
      return model ? modelIssues(model) : [];
    }
    case 'meters': {
      const meter = wanted.meters[i];
      return meter ? meterIssues(meter) : [];
    }
    case 'features': {
      const feature = wanted.features[i];
      if (!feature) return [];
      const { meter } = feature;
      const part = meter && { section: 'meters' as const, key: meter.key };
      const behind = part && (findPart(wanted, part) ?? findPart(current, part));
      if (part && !behind) return []; // told as a name that leads nowhere
      const named = { ...feature, meter: meter && { id: meter.key, filters: meter.filters } };
      return featureIssues(named, behind as CatalogDocument['meters'][number] | undefined);
    }
    case 'addons': {
      const addon = wanted.addons[i];
      return addon ? addOnIssues({ ...addOnIn(addon), key: addon.key, name: addon.name }, context).filter(isOwn) : [];
    }
    case 'plans': {
      const plan = wanted.plans[i];
      return plan ? planIssues(planIn(plan), context).filter(isOwn) : [];
    }
  }
}

/** The workspace has both defaults, or none. */
function taxDefaultIssues(current: CatalogDocument, wanted: CatalogDocument): Issue[] {
  const set = new Set([...current.taxDefaults, ...wanted.taxDefaults].map(({ key }) => key));
  const missing = (['invoicing', 'credit_grant'] as const).find((key) => !set.has(key));
  if (!missing) return [];
  const message = `No default is set yet. Add the other one, "${missing}", as well.`;
  return [critical(['key'], 'default_tax_code_required', message)];
}

function modelIssues({ key, overrides }: DocumentLlmOverride): Issue[] {
  const starts = new Set<number>();
  return overrides.flatMap(({ name, ...override }, i): Issue[] => {
    const start = Date.parse(override.effectiveFrom);
    const message = 'Another price of this model begins at this very instant. Keep one of the two.';
    const twice = starts.has(start) ? [critical(['effectiveFrom'], 'llm_price_start_twice', message)] : [];
    starts.add(start);
    const issues = overrideIssues({ ...modelOfKey(key), modelName: name, ...override });
    return [...twice, ...issues].map((issue) => ({ ...issue, path: placeIn(issue.path, i) }));
  });
}

/** Provider and model stand in the key; the rest stands in its entry. */
function placeIn(path: PathStep[], i: number): PathStep[] {
  if (path[0] === 'provider' || path[0] === 'modelId') return ['key'];
  return ['overrides', i, ...(path[0] === 'modelName' ? ['name'] : path)];
}

/** Checks that past cost bases stay, since they explain earlier charges: the history that is there must be the beginning of the one that is wanted. */
function historyIssues(current: CatalogDocument, currency: DocumentCurrency): Issue[] {
  const was = current.currencies.find(({ key }) => key === currency.key);
  const [is] = normalDocument({ ...EMPTY_DOCUMENT, currencies: [currency] }).currencies;
  return (was?.costBases ?? []).flatMap((basis) => {
    if (is?.costBases.some((other) => isSame(other, basis))) return [];
    const words = `1 ${currency.key} is ${basis.rate} ${basis.fiatCode} from ${basis.effectiveFrom} on`;
    const message = `What a currency is worth is only added to. Keep the cost basis that says: ${words}.`;
    return [critical(['costBases'], 'catalog_field_fixed', message, { before: basis })];
  });
}

/** A missing thing is reported once, as an unresolved reference. */
const isOwn = ({ code }: Issue): boolean => !NOT_FOUND.has(code);
const NOT_FOUND = new Set(['rate_card_feature_not_found', 'rate_card_tax_code_not_found', 'currency_not_found']);
