import { Document, isMap, isScalar, isSeq, LineCounter, parseDocument, type Scalar, type ScalarTag } from 'yaml';
import type { z } from 'zod';
import { heldDigits, numberOf, WrittenNumber } from '@/lib/exact-json';
import type { PathStep } from '@/lib/problem';
import { converter, snake } from '@/lib/wire';
import { elementOf, takesText, wireMemberOf } from '@/lib/wire-path';
import { CatalogDocument } from './document';
import { normalDocument } from './document-of';

const HEAD = ` A catalog. Of each plan and add-on its newest content stands here; applying it makes drafts of what differs.`;

const FAULTS_MAX = 20;
/** Characters of a catalog file. */
export const CATALOG_LENGTH_MAX = 1024 * 1024;
/** Lines of a catalog file, and what stands between commas and brackets on them, together: reading takes about 10 µs for each. */
export const CATALOG_PARTS_MAX = 30_000;
/** Keys written with a question mark: the parser's work grows with the cube of how deep they are nested. */
const EXPLICIT_KEYS_MAX = 50;

/** A place in a text, both counted from 1. */
export interface TextPlace {
  line: number;
  column: number;
}

/** The document as the wire has it, in its canonical form. */
export const wireDocument = (document: CatalogDocument): unknown => converter(CatalogDocument).toWire(normalDocument(document));

/**
 * The one text of a document: the same for documents that say the same. Amounts are quoted, so that no reader takes a digit from them, and so
 * is what a reader of YAML 1.1 would take for something else than a text (yes, on, 1:30, 2026-11-01).
 */
export function documentText(document: CatalogDocument): string {
  const yaml = new Document(written(wireDocument(document)), {
    aliasDuplicateObjects: false,
    compat: 'yaml-1.1',
    customTags: (tags) => [WRITTEN, ...tags],
  });
  yaml.commentBefore = HEAD;
  return yaml.toString({ lineWidth: 0 });
}

/** A number with all its digits, as YAML takes it. */
const WRITTEN: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  identify: (value) => value instanceof WrittenNumber,
  resolve: (text) => new WrittenNumber(text),
  stringify: ({ value }) => (value as WrittenNumber).text,
};

function written(value: unknown): unknown {
  const digits = heldDigits(value);
  if (digits !== undefined) return new WrittenNumber(digits);
  if (Array.isArray(value)) return value.map(written);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, written(inner)]));
}

/** A text that was read: what it says, in the names of code and yet to be checked against the shape, and where each part of it stands. */
export interface ReadText {
  value: unknown;
  /** Finds the line of the part at a path; of a path that leads nowhere, where its nearest holder does. Names as code spells them. */
  placeOf(path: readonly PathStep[]): TextPlace;
}

/** Why a text is no YAML, and where. */
export interface TextFault extends TextPlace {
  message: string;
}

/**
 * Reads YAML, and JSON with it. Where the document takes text, a number that stands there without quotation marks is read as it is
 * written: 0.10 stays 0.10. Gives the faults of a text that cannot be read.
 */
export function readText(text: string): { read: ReadText; faults?: never } | { read?: never; faults: TextFault[] } {
  const lines = new LineCounter();
  const placeAt = (offset: number): TextPlace => {
    const { line, col } = lines.linePos(offset);
    return { line: line || 1, column: col || 1 };
  };
  try {
    const tooMuch = tooMuchIn(text);
    if (tooMuch) return { faults: [{ line: 1, column: 1, message: tooMuch }] };
    // The parser would compare each key with all before it; whether keys are unique is seen below.
    const yaml = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true, uniqueKeys: false });
    const faults = yaml.errors.slice(0, FAULTS_MAX).map((error) => ({ ...placeAt(error.pos[0]), message: sentence(error.message) }));
    if (faults.length > 0) return { faults };
    const twice: Scalar[] = [];
    asWritten(yaml.contents, CatalogDocument, twice);
    if (twice.length > 0)
      return {
        faults: twice.slice(0, FAULTS_MAX).map((key) => ({ ...placeAt(key.range?.[0] ?? 0), message: 'Map keys must be unique.' })),
      };
    const value = converter(CatalogDocument).fromWire(yaml.toJS({ maxAliasCount: 0 }));
    const placeOf = (path: readonly PathStep[]) => {
      for (let steps = path.map((step) => (typeof step === 'string' ? snake(step) : step)); ; steps = steps.slice(0, -1)) {
        const node = steps.length > 0 ? yaml.getIn(steps, true) : yaml.contents;
        const range = (node as { range?: [number, number, number] } | null | undefined)?.range;
        if (range || steps.length === 0) return placeAt(range?.[0] ?? 0);
      }
    };
    return { read: { value, placeOf } };
  } catch (error) {
    const alias = error instanceof ReferenceError;
    const message = alias ? 'It uses anchors and aliases. Write each part out where it stands.' : 'It is nested too deeply to be read.';
    if (!alias && !(error instanceof RangeError)) throw error;
    return { faults: [{ line: 1, column: 1, message }] };
  }
}

/** Why a text is more than the parser can take in one go, seen in one cheap pass. */
function tooMuchIn(text: string): string | undefined {
  if (text.length > CATALOG_LENGTH_MAX) return 'It is longer than 1 MB. Apply it in parts.';
  if ((text.match(/(?<=(?:^|[-:?[{,])[ \t]*)\?(?=\s|$)/gm)?.length ?? 0) > EXPLICIT_KEYS_MAX)
    return 'It writes keys with a question mark. Write each key as "key: value".';
  let parts = 0;
  for (let at = 0; at < text.length; at++) {
    const c = text.charCodeAt(at);
    // Line feed, comma, and the brackets that open.
    if ((c === 10 || c === 44 || c === 91 || c === 123) && ++parts > CATALOG_PARTS_MAX)
      return `It has more than ${CATALOG_PARTS_MAX} lines and parts of lines. Apply it in parts.`;
  }
  return undefined;
}

const sentence = (message: string): string => `${message.replace(/\.?\s*$/, '')}.`;

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Gives the scalars that stand where text is wanted, and the numbers that a float would change, back their digits, and notes the keys that stand twice in one map. */
function asWritten(node: unknown, schema: z.core.$ZodType | undefined, twice: Scalar[]): void {
  if (isMap(node)) {
    const seen = new Set<unknown>();
    for (const { key, value } of node.items) {
      const name = (key as Scalar | null)?.value;
      if (seen.has(name)) twice.push(key as Scalar);
      seen.add(name);
      asWritten(value, wireMemberOf(schema, String(name)), twice);
    }
  } else if (isSeq(node)) {
    const element = elementOf(schema);
    for (const item of node.items) asWritten(item, element, twice);
  } else if (isScalar(node) && (typeof node.value === 'number' || typeof node.value === 'boolean') && takesText(schema)) {
    node.value = node.source ?? String(node.value);
  } else if (isScalar(node) && typeof node.value === 'number' && JSON_NUMBER.test(node.source ?? '')) {
    node.value = numberOf(node.source as string);
  }
}
