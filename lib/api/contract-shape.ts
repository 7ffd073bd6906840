// Compares two JSON schemas as OpenAPI 3.0 writes them: what is the contract's, and what is served.

export type Json = { readonly [name: string]: unknown };

/** One place where what is served is not what the contract says. */
export interface ContractDifference {
  /** Place, for example `request.phases[].rate_cards[].key`. */
  at: string;
  /** Description of the difference. */
  words: string;
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** Resolves a reference within a document. Throws when it leads nowhere. */
export function follow(document: Json, value: unknown): Json {
  let at: unknown = value;
  while (isObject(at) && typeof at.$ref === 'string') {
    const { $ref, ...beside } = at as Json & { $ref: string };
    const found = $ref
      .replace(/^#\//, '')
      .split('/')
      .reduce<unknown>((node, step) => (isObject(node) ? node[step] : undefined), document);
    if (!isObject(found)) throw new Error(`${$ref} leads nowhere`);
    at = { ...found, ...beside };
  }
  return isObject(at) ? at : {};
}

/** A schema with its references followed and its `allOf` folded into one. */
function flat(document: Json, value: unknown): Json {
  const { allOf, ...own } = follow(document, value);
  let whole: Json = own;
  for (const part of objects(allOf).map((named) => flat(document, named))) {
    whole = {
      ...part,
      ...whole,
      ...((whole.properties !== undefined || part.properties !== undefined) && {
        properties: { ...(part.properties as Json), ...(whole.properties as Json) },
      }),
      ...((whole.required !== undefined || part.required !== undefined) && {
        required: [...((whole.required as string[]) ?? []), ...((part.required as string[]) ?? [])],
      }),
    };
  }
  return whole;
}

const LIMITS = ['minLength', 'maxLength', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'];
const COUNTS = ['minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties'];
const KEYWORDS = ['type', 'format', 'default', 'nullable', 'readOnly', ...LIMITS, ...COUNTS];

const shown = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value));
const FLAGS = ['nullable', 'readOnly', 'uniqueItems'];
/** A flag that is off is as good as none. */
const told = (schema: Json, keyword: string) => (FLAGS.includes(keyword) && schema[keyword] === false ? undefined : schema[keyword]);

/** A pattern without the backslashes that mean nothing, so that two spellings of one pattern are one. */
const plainPattern = (pattern: unknown) => (typeof pattern === 'string' ? pattern.replace(/\\([-/_])/g, '$1') : undefined);

const values = (schema: Json): string[] | undefined => {
  const list = Array.isArray(schema.enum) ? schema.enum : 'const' in schema ? [schema.const] : undefined;
  return list?.map(shown).sort();
};

export interface Pair {
  contract: Json;
  served: Json;
}

/** Every difference between two schemas, each in its own document. A shape that contains itself is compared once. */
export function shapeDifferences(
  documents: Pair,
  contract: unknown,
  served: unknown,
  at: string,
  seen = new Set<string>(),
): ContractDifference[] {
  const visit = JSON.stringify([contract, served]);
  if (seen.has(visit)) return [];
  if (/"\$ref"/.test(visit)) seen.add(visit);
  const ours = flat(documents.served, served);
  const theirs = flat(documents.contract, contract);
  const found: ContractDifference[] = [];
  const differs = (words: string) => found.push({ at, words });

  const [optionsTheirs, optionsOurs] = [optionsOf(theirs), optionsOf(ours)];
  if (optionsTheirs || optionsOurs) {
    found.push(...optionDifferences(documents, optionsTheirs ?? [theirs], optionsOurs ?? [ours], at, seen));
    return found;
  }
  for (const keyword of KEYWORDS) {
    const [a, b] = [told(theirs, keyword), told(ours, keyword)];
    if (shown(a) !== shown(b)) differs(`${keyword} is ${shown(b)}, the contract has ${shown(a)}`);
  }
  if (plainPattern(theirs.pattern) !== plainPattern(ours.pattern)) {
    differs(`pattern is ${shown(ours.pattern)}, the contract has ${shown(theirs.pattern)}`);
  }
  const [valuesTheirs, valuesOurs] = [values(theirs), values(ours)];
  if (shown(valuesTheirs) !== shown(valuesOurs)) {
    differs(`may be ${valuesOurs?.join(', ') ?? 'anything'}, in the contract ${valuesTheirs?.join(', ') ?? 'anything'}`);
  }
  found.push(...memberDifferences(documents, theirs, ours, at, seen));
  if (theirs.items !== undefined || ours.items !== undefined) {
    found.push(...shapeDifferences(documents, theirs.items ?? {}, ours.items ?? {}, `${at}[]`, seen));
  }
  return found;
}

const optionsOf = (schema: Json): Json[] | undefined => {
  const options = schema.oneOf ?? schema.anyOf;
  return Array.isArray(options) ? objects(options) : undefined;
};

function memberDifferences(documents: Pair, theirs: Json, ours: Json, at: string, seen: Set<string>): ContractDifference[] {
  const found: ContractDifference[] = [];
  const [membersTheirs, membersOurs] = [(theirs.properties ?? {}) as Json, (ours.properties ?? {}) as Json];
  const [requiredTheirs, requiredOurs] = [new Set(theirs.required as string[]), new Set(ours.required as string[])];
  const closed = theirs.additionalProperties === false;
  for (const name of Object.keys(membersTheirs)) {
    const place = at ? `${at}.${name}` : name;
    if (!(name in membersOurs)) {
      found.push({ at: place, words: 'is missing' });
      continue;
    }
    if (requiredTheirs.has(name) !== requiredOurs.has(name)) {
      const is = requiredOurs.has(name) ? 'is required, and optional in the contract' : 'is optional, and required in the contract';
      found.push({ at: place, words: is });
    }
    found.push(...shapeDifferences(documents, membersTheirs[name], membersOurs[name], place, seen));
  }
  // Shapes that the contract leaves open may have our own members.
  const described = closed || Object.keys(membersTheirs).length > 0;
  for (const name of Object.keys(membersOurs).filter((known) => !(known in membersTheirs))) {
    if (closed || !described) found.push({ at: at ? `${at}.${name}` : name, words: 'is not in the contract' });
  }
  const [restTheirs, restOurs] = [theirs.additionalProperties, ours.additionalProperties];
  if (isObject(restTheirs) && isObject(restOurs) && Object.keys(restTheirs).length > 0) {
    found.push(...shapeDifferences(documents, restTheirs, restOurs, `${at}.*`, seen));
  } else if (closed !== (restOurs === false) || isFilled(restTheirs) !== isFilled(restOurs)) {
    found.push({ at, words: `further fields are ${restWords(restOurs)}, in the contract ${restWords(restTheirs)}` });
  }
  return found;
}

const isFilled = (rest: unknown) => isObject(rest) && Object.keys(rest).length > 0;
const restWords = (rest: unknown) => (rest === false ? 'refused' : isFilled(rest) ? 'of one shape' : 'allowed');

/** Pairs each option of the contract with the served one that is most like it. */
function optionDifferences(documents: Pair, theirs: Json[], ours: Json[], at: string, seen: Set<string>): ContractDifference[] {
  const left = [...ours];
  const found: ContractDifference[] = [];
  for (const option of theirs) {
    const tries = left.map((other) => shapeDifferences(documents, option, other, at, new Set(seen)));
    const best = tries.reduce((least, differences, i) => (differences.length < (tries[least]?.length ?? 0) ? i : least), 0);
    const nearest = tries[best];
    if (nearest === undefined) {
      found.push({ at, words: `lacks the option ${nameOf(option)}` });
      continue;
    }
    found.push(...nearest);
    left.splice(best, 1);
  }
  return [...found, ...left.map((option) => ({ at, words: `has the option ${nameOf(option)}, which is not in the contract` }))];
}

const nameOf = (option: Json) =>
  typeof option.$ref === 'string' ? (option.$ref.split('/').at(-1) ?? '') : JSON.stringify(option).slice(0, 60);
