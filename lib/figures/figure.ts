import { compare, decimal } from '../decimal';

/**
 * A worked figure: an input, and the answer that was found without this code. `expected` is partial: what it does not name is not
 * asserted. Further fields, such as where it comes from, are for readers.
 */
export interface Figure {
  id: string;
  kind: string;
  input: unknown;
  expected: unknown;
  /** Distance a number may be off, as a decimal string; exact without one. */
  tolerance?: string;
}

/** Answer to a figure that the product decides otherwise on purpose, with the reason, as a sentence. */
export class NotApplicable {
  constructor(readonly reason: string) {}
}

/** Rule for figures of one kind: from the input to the answer. */
export interface Kind {
  answer: (input: unknown) => unknown;
  /** True for inputs of this shape, when figures of several shapes share the kind's name. */
  takes?: (input: object) => boolean;
  /**
   * Exceptions for the lists of a field. Without one they have the expected items and no others, in order. `any_order`: the same items
   * in whatever order. `contain`: each expected item is found, and others may be.
   */
  lists?: Lists;
}

export type Lists = Readonly<Record<string, 'any_order' | 'contain'>>;

/** Rules by the name of the kind; several for a name whose figures come in several shapes. */
export type Kinds = Record<string, Kind | readonly Kind[]>;

/** Makes a rule for inputs of a shape. A file is not checked against the shape: what does not fit it comes out wrong. */
export function kind<Input>(answer: (input: Input) => unknown, options: Omit<Kind, 'answer'> = {}): Kind {
  return { answer: (input) => answer(input as Input), ...options };
}

/** A place where an answer is not what was expected. `path` is dotted, and empty for the whole. */
export interface Mismatch {
  path: string;
  want: unknown;
  got: unknown;
}

export type Verdict = { result: 'exact' } | { result: 'wrong'; mismatches: Mismatch[] } | { result: 'not_applicable'; reason: string };

/** Answers a figure by the rules and compares. A kind without a rule, and a rule that throws, are wrong. */
export function judge(figure: Figure, tables: readonly Kinds[]): Verdict {
  const rule = ruleFor(figure, tables);
  if (!rule) return wrong(figure, `no rule for the kind ${figure.kind} with an input of this shape`);
  let answer: unknown;
  try {
    answer = rule.answer(figure.input);
  } catch (error) {
    return wrong(figure, `thrown: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (answer instanceof NotApplicable) return { result: 'not_applicable', reason: answer.reason };
  const mismatches = mismatchesOf(figure.expected, answer, { lists: rule.lists ?? {}, tolerance: figure.tolerance ?? '0' });
  return mismatches.length > 0 ? { result: 'wrong', mismatches } : { result: 'exact' };
}

const wrong = (figure: Figure, got: string): Verdict => ({ result: 'wrong', mismatches: [{ path: '', want: figure.expected, got }] });

function ruleFor({ kind: name, input }: Figure, tables: readonly Kinds[]): Kind | undefined {
  const rules = tables.flatMap((table) => (Object.hasOwn(table, name) ? (table[name] ?? []) : []));
  return rules.find(({ takes }) => !takes || (typeof input === 'object' && input !== null && takes(input)));
}

interface Comparison {
  lists: Lists;
  tolerance: string;
}

const exactly: Comparison = { lists: {}, tolerance: '0' };

/**
 * Returns the places where an answer misses what is expected of it: decimals by value, instants by the moment, absent is null. A name that ends in
 * `_at_most`, `_at_least` or `_between` is a bound for the number before it, unless the answer has that very name.
 */
export function mismatchesOf(want: unknown, got: unknown, how = exactly, path: readonly string[] = []): Mismatch[] {
  const miss = [{ path: path.join('.'), want, got }];
  if (want === null || want === undefined) return got === null || got === undefined ? [] : miss;
  if (Array.isArray(want)) return Array.isArray(got) ? listMismatches(want, got, how, path) : miss;
  if (typeof want !== 'object') return isSame(want, got, how.tolerance) ? [] : miss;
  if (typeof got !== 'object' || got === null || Array.isArray(got)) return miss;
  const fields = new Map(Object.entries(got));
  return Object.entries(want).flatMap(([field, value]) => {
    const bound = fields.has(field) ? null : /^(.+)_(at_most|at_least|between)$/.exec(field);
    if (!bound) return mismatchesOf(value, fields.get(field), how, [...path, field]);
    const [, name = '', relation = ''] = bound;
    return keeps(relation, value, fields.get(name)) ? [] : [{ path: [...path, field].join('.'), want: value, got: fields.get(name) }];
  });
}

/** True when a number keeps a bound: a most, a least, or a pair of both. */
function keeps(relation: string, bound: unknown, got: unknown): boolean {
  const [least, most] = relation === 'between' && Array.isArray(bound) ? bound : [bound, bound];
  const [value, lower, upper] = [got, least, most].map(numeral);
  if (value === null || value === undefined) return false;
  const isAbove = relation === 'at_most' || (lower && decimal(value).gte(decimal(lower)));
  const isBelow = relation === 'at_least' || (upper && decimal(value).lte(decimal(upper)));
  return Boolean(isAbove && isBelow);
}

function listMismatches(want: unknown[], got: unknown[], how: Comparison, path: readonly string[]): Mismatch[] {
  const loose = how.lists[path.findLast((step) => !/^\d+$/.test(step)) ?? ''];
  if (loose !== 'contain' && got.length !== want.length) return [{ path: path.join('.'), want, got }];
  if (!loose) return want.flatMap((item, i) => mismatchesOf(item, got[i], how, [...path, String(i)]));
  const left = [...got];
  const absent = want.filter((item) => {
    const place = left.findIndex((candidate) => mismatchesOf(item, candidate, how).length === 0);
    if (place >= 0) left.splice(place, 1);
    return place < 0;
  });
  return absent.length > 0 ? [{ path: path.join('.'), want: absent, got: left }] : [];
}

const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

function isSame(want: unknown, got: unknown, tolerance: string): boolean {
  if (want === got) return true;
  const [a, b] = [numeral(want), numeral(got)];
  if (a !== null && b !== null) return compare(decimal(a).minus(decimal(b)).abs(), decimal(tolerance)) <= 0;
  return (
    typeof want === 'string' && typeof got === 'string' && INSTANT.test(want) && INSTANT.test(got) && Date.parse(want) === Date.parse(got)
  );
}

const numeral = (value: unknown): string | null =>
  (typeof value === 'number' || typeof value === 'string') && NUMBER.test(String(value)) ? String(value) : null;
