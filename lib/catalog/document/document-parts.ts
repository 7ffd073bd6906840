import { findFiatCurrency } from '@/lib/currency';
import { snake } from '@/lib/wire';
import { type CatalogDocument, type DocumentRateCard, SECTION_NOUN, SECTIONS, type Section } from './document';

/** One thing of a document. Written `plans/pro`, with the section as the wire has it. */
export interface DocumentPart {
  section: Section;
  key: string;
}

export const partName = ({ section, key }: DocumentPart): string => `${snake(section)}/${key}`;

/** Reads `plans/pro`; null when it names no section. */
export function readPart(text: string): DocumentPart | null {
  const [name, ...rest] = text.split('/');
  const section = SECTIONS.find((known) => snake(known) === name);
  return section && rest.length > 0 ? { section, key: rest.join('/') } : null;
}

type Thing = CatalogDocument[Section][number];

/** The thing that a part names, if the document has it. */
export function findPart(document: CatalogDocument, { section, key }: DocumentPart): Thing | undefined {
  return (document[section] as Thing[]).find((thing) => thing.key === key);
}

/** Lists the references of a thing, each once: it cannot be sold without them. The path leads there within the thing. */
export function referencesOf(document: CatalogDocument, part: DocumentPart): (DocumentPart & { path: (string | number)[] })[] {
  const cards = (list: readonly DocumentRateCard[], at: (string | number)[]) =>
    list.flatMap((card, i) => [
      ...(card.feature === undefined ? [] : [{ section: 'features' as const, key: card.feature, path: [...at, i, 'feature'] }]),
      ...currency(card.currency, [...at, i, 'currency']),
      ...(card.taxConfig === undefined
        ? []
        : [{ section: 'taxCodes' as const, key: card.taxConfig.code, path: [...at, i, 'taxConfig', 'code'] }]),
    ]);
  const currency = (code: string | undefined, path: (string | number)[]) =>
    code === undefined || findFiatCurrency(code) ? [] : [{ section: 'currencies' as const, key: code, path }];
  const of = <S extends Section>(section: S) =>
    (document[section] as Thing[]).find(({ key }) => key === part.key) as CatalogDocument[S][number] | undefined;
  switch (part.section) {
    case 'plans': {
      const plan = of('plans');
      return [
        ...currency(plan?.currency, ['currency']),
        ...(plan?.phases ?? []).flatMap((phase, i) => cards(phase.rateCards, ['phases', i, 'rateCards'])),
        ...(plan?.addons ?? []).map(({ addon }, i) => ({ section: 'addons' as const, key: addon, path: ['addons', i, 'addon'] })),
      ];
    }
    case 'addons':
      return [...currency(of('addons')?.currency, ['currency']), ...cards(of('addons')?.rateCards ?? [], ['rateCards'])];
    case 'taxDefaults': {
      const taxDefault = of('taxDefaults');
      return taxDefault ? [{ section: 'taxCodes', key: taxDefault.taxCode, path: ['taxCode'] }] : [];
    }
    case 'features': {
      const meter = of('features')?.meter;
      return meter ? [{ section: 'meters', key: meter.key, path: ['meter', 'key'] }] : [];
    }
    default:
      return [];
  }
}

/** A part that was not asked for and comes along, with what needs it. */
export interface Companion {
  part: DocumentPart;
  neededBy: DocumentPart;
}

/**
 * The document with only the chosen parts and everything they name, directly or not. Tells what came along on its own, and which chosen
 * parts the document does not have. Names that lead nowhere are left for whoever applies the result.
 */
export function selectParts(
  document: CatalogDocument,
  chosen: readonly DocumentPart[],
): { document: CatalogDocument; companions: Companion[]; missing: DocumentPart[] } {
  const names = new Set(chosen.map(partName));
  const missing = chosen.filter((part) => !findPart(document, part));
  const companions: Companion[] = [];
  const open = chosen.filter((part) => !missing.includes(part));
  for (let part = open.shift(); part; part = open.shift()) {
    for (const { section, key } of referencesOf(document, part)) {
      const needed = { section, key };
      if (names.has(partName(needed)) || !findPart(document, needed)) continue;
      names.add(partName(needed));
      companions.push({ part: needed, neededBy: part });
      open.push(needed);
    }
  }
  const kept = SECTIONS.map((section) => [
    section,
    (document[section] as Thing[]).filter(({ key }) => names.has(partName({ section, key }))),
  ]);
  return { document: Object.fromEntries(kept) as CatalogDocument, companions, missing };
}

/** "the plan pro" */
export const partWords = ({ section, key }: DocumentPart): string => `the ${SECTION_NOUN[section]} ${key}`;
