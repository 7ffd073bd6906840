import type { AddOnContent } from '@/lib/catalog/add-on';
import { isSame } from '@/lib/catalog/diff/diff';
import { type Difference, diffAddOns, diffPlans } from '@/lib/catalog/diff/diff-sentences';
import type { DiffNames } from '@/lib/catalog/diff/diff-words';
import type { PlanContent, PlanStatus } from '@/lib/catalog/plan';
import type { AddOnAssignment } from '@/lib/catalog/plan-add-on';
import type { RateCard } from '@/lib/catalog/rate-card';
import { jsonText } from '@/lib/exact-json';
import type { PathStep } from '@/lib/problem';
import { snake } from '@/lib/wire';
import {
  type CatalogDocument,
  type DocumentAddOn,
  type DocumentLlmOverride,
  type DocumentPlan,
  type DocumentRateCard,
  SECTIONS,
  type Section,
  thingName,
} from './document';
import { normalDocument } from './document-of';

/** The newest living version of a key. */
export interface Standing {
  version: number;
  status: PlanStatus;
}

/** The catalog that a document is compared with. */
export interface Current {
  document: CatalogDocument;
  plans: ReadonlyMap<string, Standing>;
  addons: ReadonlyMap<string, Standing>;
}

/** Act of a document on one thing, and its changed fields. Paths and values are those of the document. */
export interface DocumentChange {
  section: Section;
  key: string;
  name: string;
  /** `create`: a new thing. `draft`: the next version, as a draft. `update`: the thing, or the draft there is, is changed. */
  act: 'create' | 'draft' | 'update';
  /** The version that a plan or an add-on gets or has. */
  version?: number | undefined;
  differences: Difference[];
}

/**
 * Returns the changes of applying `wanted` to `current`, section by section in the order in which it is done. Nothing is ever removed for not being
 * listed, and no published version is touched: where the newest one is published, its next draft is made.
 */
export function documentChanges(current: Current, wanted: CatalogDocument): DocumentChange[] {
  const [before, after] = [normalDocument(current.document), normalDocument(wanted)];
  const names = namesIn(before, after);
  return SECTIONS.flatMap((section) => {
    const old = new Map(before[section].map((thing) => [thing.key, thing]));
    return after[section].flatMap((thing): DocumentChange[] => {
      const was = old.get(thing.key);
      if (was && isSame(was, thing)) return [];
      const standing = section === 'plans' || section === 'addons' ? current[section].get(thing.key) : undefined;
      const isDraft = standing?.status === 'draft';
      const act = standing ? (isDraft ? 'update' : 'draft') : was ? 'update' : 'create';
      const versioned = section === 'plans' || section === 'addons';
      const version = versioned ? (standing ? standing.version + (isDraft ? 0 : 1) : 1) : undefined;
      const differences = was ? differencesOf(section, was, thing, names) : [];
      return [{ section, key: thing.key, name: thingName(thing), act, version, differences }];
    });
  });
}

/** Features and add-ons are called by their names in sentences. */
function namesIn(...documents: CatalogDocument[]): DiffNames {
  const namesOf = (section: 'features' | 'addons') => new Map(documents.flatMap((d) => d[section].map(({ key, name }) => [key, name])));
  const [features, addons] = [namesOf('features'), namesOf('addons')];
  return { featureName: (key) => features.get(key), addOnName: (key) => addons.get(key) };
}

type Thing = CatalogDocument[Section][number];

function differencesOf(section: Section, before: Thing, after: Thing, names: DiffNames): Difference[] {
  if (section === 'plans') {
    const [was, is] = [before as DocumentPlan, after as DocumentPlan];
    return [...fieldDifferences(wordsOf(was), wordsOf(is)), ...diffPlans(planIn(was), planIn(is), names).map(inDocument)];
  }
  if (section === 'addons') {
    const [was, is] = [before as DocumentAddOn, after as DocumentAddOn];
    return [...fieldDifferences(wordsOf(was), wordsOf(is)), ...diffAddOns(addOnIn(was), addOnIn(is), names).map(inDocument)];
  }
  if (section === 'llmOverrides') return overrideDifferences(before as DocumentLlmOverride, after as DocumentLlmOverride);
  return fieldDifferences(before, after);
}

type Override = DocumentLlmOverride['overrides'][number];

/** Groups the prices of a language model by the instant from which on it is said. */
function overrideDifferences(before: DocumentLlmOverride, after: DocumentLlmOverride): Difference[] {
  const byStart = ({ overrides }: DocumentLlmOverride) => new Map(overrides.map((override) => [override.effectiveFrom, override]));
  const [was, is] = [byStart(before), byStart(after)];
  return [...new Set([...was.keys(), ...is.keys()])].sort().flatMap((from): Difference[] => {
    const [old, next] = [was.get(from), is.get(from)];
    if (isSame(old, next)) return [];
    const path: PathStep[] = ['overrides', from];
    const until = next?.effectiveTo === undefined ? '' : ` until ${next.effectiveTo}`;
    if (!next)
      return [{ path, kind: 'removed', before: old, sentence: `What is said from ${from} on is removed; it was ${sayPrices(old)}` }];
    if (!old) return [{ path, kind: 'added', after: next, sentence: `From ${from} on${until} a token costs: ${sayPrices(next)}` }];
    return [
      {
        path,
        kind: 'changed',
        before: old,
        after: next,
        sentence: `From ${from} on${until} a token costs: ${sayPrices(next)}; it was ${sayPrices(old)}`,
      },
    ];
  });
}

const sayPrices = (override: Override | undefined): string =>
  Object.entries(override?.pricing ?? {})
    .map(([kind, price]) => `${snake(kind).replace('_per_token', '').replaceAll('_', ' ')} ${override?.currency} ${price}`)
    .join(', ');

const wordsOf = ({ name, description, labels }: DocumentPlan | DocumentAddOn) => ({ name, description, labels });

const cardIn = ({ feature, taxConfig, ...card }: DocumentRateCard): RateCard => ({
  ...card,
  ...(feature !== undefined && { feature: { id: feature } }),
  ...(taxConfig !== undefined && { taxConfig: { ...taxConfig, code: { id: taxConfig.code } } }),
});

/** The content of a plan as the checks and comparisons of plans know it, with keys where they have ids. */
export function planIn({
  currency,
  billingCadence,
  proRatingEnabled,
  phases,
  addons,
}: DocumentPlan): PlanContent & { addOns: AddOnAssignment[] } {
  return {
    ...{ currency, billingCadence, proRatingEnabled },
    phases: phases.map((phase) => ({ ...phase, rateCards: phase.rateCards.map(cardIn) })),
    addOns: addons.map((assignment) => ({ ...assignment, addon: { id: assignment.addon } })),
  };
}

/** The same of an add-on. */
export function addOnIn({ currency, instanceType, rateCards }: DocumentAddOn): AddOnContent {
  return { currency, instanceType, rateCards: rateCards.map(cardIn) };
}

/** The other way round: a difference of contents, with its values as the document writes them. */
function inDocument({ path, before, after, ...rest }: Difference): Difference {
  return {
    ...rest,
    path: path.map((step, i) => (i === 0 && step === 'addOns' ? 'addons' : step)),
    ...(before !== undefined && { before: byKeys(before) }),
    ...(after !== undefined && { after: byKeys(after) }),
  };
}

/** `{feature: {id: key}}` becomes `{feature: key}` again, at any depth. */
function byKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(byKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  if (entries.length === 1 && entries[0]?.[0] === 'id') return entries[0][1];
  return Object.fromEntries(entries.map(([name, part]) => [name, name === 'config' ? part : byKeys(part)]));
}

/** Field by field, for things whose fields need no sentences of their own. */
function fieldDifferences(before: object, after: object): Difference[] {
  const [was, is] = [before, after] as Record<string, unknown>[];
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return fields.flatMap((field): Difference[] => {
    const [old, next] = [was?.[field], is?.[field]];
    if (isSame(old, next)) return [];
    const path: PathStep[] = [field];
    const words = capital(snake(field).replaceAll('_', ' '));
    if (old === undefined) return [{ path, kind: 'added', after: next, sentence: `${words} is now ${say(next)}` }];
    if (next === undefined) return [{ path, kind: 'removed', before: old, sentence: `${words} is removed; it was ${say(old)}` }];
    return [{ path, kind: 'changed', before: old, after: next, sentence: `${words} is now ${say(next)}; it was ${say(old)}` }];
  });
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const say = (value: unknown): string => (typeof value === 'string' ? `“${value}”` : jsonText(value));
