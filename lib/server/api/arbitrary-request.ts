import 'server-only';
import fc from 'fast-check';
import type { Operation } from '@/lib/api/operation';

// Requests that are right but for something, or right at their edges: what careless programs send, and careful attackers.

export type Json = fc.JsonValue;
type Schema = { readonly [keyword: string]: unknown };

/** Texts that have broken programs before. */
const oddText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    ...['', '-', '-0', '0', '1e9', '9'.repeat(31), `0.${'1'.repeat(40)}`, 'P1M', 'P-1M', 'PT0S', 'P999999999Y', 'USD', 'CREDITS'],
    ...[
      '\u0000',
      '__proto__',
      'null',
      '2026-02-30T00:00:00Z',
      '0000-01-01T00:00:00Z',
      '9999-12-31T23:59:59Z',
      '01ARZ3NDEKTSV4RRFFQ69G5FAV',
    ],
  ),
);

const odd: fc.Arbitrary<Json> = fc.oneof(
  oddText,
  fc.constantFrom<Json>(
    ...[null, true, 0, -1, 1.5, 2 ** 53, 2 ** 53 + 2, 1e308, [], {}, [[]], { type: 'free' }],
    ...[{ type: 'volume', tiers: [{}] }, { id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' }],
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

/** One change somewhere in a document: `at` leads there, whatever the shape; `how` replaces, removes, doubles or adds. */
const change = fc.record({
  at: fc.array(fc.nat(20), { maxLength: 8 }),
  how: fc.constantFrom('replace', 'replace', 'remove', 'double', 'add'),
  name: oddText,
  value: odd,
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

export function changed(document: Json, { at, how, name, value }: Change): Json {
  if (typeof document !== 'object' || document === null || at.length === 0) return how === 'replace' ? value : document;
  const keys = Object.keys(document);
  const [step = 0, ...rest] = at;
  const key = keys[step % (keys.length || 1)];
  const copy: Record<string, Json> | Json[] = Array.isArray(document) ? [...document] : { ...(document as Record<string, Json>) };
  const put = (k: string, v: Json) => Object.defineProperty(copy, k, { value: v, enumerable: true, configurable: true, writable: true });
  if (key === undefined || (rest.length === 0 && how === 'add')) {
    if (Array.isArray(copy)) copy.push(value);
    else put(name, value);
  } else if (rest.length > 0) put(key, changed((document as Record<string, Json>)[key] ?? null, { at: rest, how, name, value }));
  else if (how === 'remove') Array.isArray(copy) ? copy.splice(Number(key), 1) : delete copy[key];
  else if (how === 'double' && Array.isArray(copy)) copy.push(copy[Number(key)] ?? null);
  else put(key, value);
  return copy as Json;
}

/** Stands for the id of something that exists by the time the request is sent. */
export const idAt = (n: number) => `@id${n}@`;
export const ID_AT = /@id(\d+)@/g;

/** Values that mean something, by the name of their shape: a random text of the same form would nearly always be refused. */
const KNOWN: Record<string, fc.Arbitrary<Json>> = {
  ULID: fc.nat(60).map(idAt),
  Numeric: fc.oneof(
    fc.constantFrom('0', '1', '0.1', '-1', '0.000000000000000001', '999999999999999999999999999999', '12.50'),
    fc.integer().map(String),
  ),
  CurrencyCode: fc.constantFrom('USD', 'EUR', 'JPY', 'XXX'),
  BillingCurrencyCode: fc.constantFrom('USD', 'EUR', 'CREDITS'),
  ISO8601Duration: fc.constantFrom('P1M', 'P1Y', 'PT1H', 'P1D', 'P3M', 'PT1S', 'P0D', 'P99999Y'),
  DateTime: fc.constantFrom(
    '2026-01-01T00:00:00Z',
    '2027-01-01T00:00:00+05:45',
    '1970-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999Z',
    '0001-01-01T00:00:00Z',
  ),
  ResourceKey: fc.constantFrom('a', 'tokens', 'main', 'fee').chain((word) => fc.nat(500).map((n) => (n % 4 ? `${word}_${n}` : word))),
  SortQuery: fc.constantFrom('name', 'key desc', 'created_at', 'name desc,key', 'id', 'price', ''),
};

const EDGES: Record<string, fc.Arbitrary<Json>> = {
  time_zone: fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'Mars/Base'),
  value_property: fc.constantFrom('$.n', "$['a b']", '$.a[0].b'),
};

const DEEP = 9;

const name = (ref: unknown) => String(ref).split('/').at(-1) ?? '';
const nat = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise);

/** Values of a shape of the OpenAPI document, its edges more often than chance would have them. */
function valuesOf(document: Schema, schema: Schema, depth = 0): fc.Arbitrary<Json> {
  if (typeof schema.$ref === 'string') {
    const known = KNOWN[name(schema.$ref)];
    if (known) return known;
    const at = schema.$ref
      .slice(2)
      .split('/')
      .reduce<unknown>((node, step) => (node as Schema)[step], document);
    // Only when it is needed: shapes hold themselves, and each other.
    return fc.constant(null).chain(() => valuesOf(document, at as Schema, depth + 1));
  }
  const options = (schema.oneOf ?? schema.anyOf ?? (schema.allOf as Schema[] | undefined)) as Schema[] | undefined;
  if (options?.length) return fc.oneof(...options.map((option) => valuesOf(document, option, depth)));
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as Json[]));
  const value = plainValues(document, schema, depth);
  return schema.nullable ? fc.oneof({ weight: 5, arbitrary: value }, fc.constant(null)) : value;
}

function plainValues(document: Schema, schema: Schema, depth: number): fc.Arbitrary<Json> {
  switch (schema.type) {
    case 'string':
      return texts(schema);
    case 'integer':
    case 'number': {
      const [min, max] = [nat(schema.minimum, -5), nat(schema.maximum, 1000)];
      const whole = fc.oneof(fc.integer({ min, max: Math.max(min, max) }), fc.constantFrom(min, max, 0, 1, 13, 2 ** 31));
      return schema.type === 'integer' ? whole : fc.oneof(whole, fc.double({ noNaN: true, min: -1e9, max: 1e9 }));
    }
    case 'boolean':
      return fc.boolean();
    case 'array': {
      const least = nat(schema.minItems, 0);
      const most = depth > DEEP ? least : Math.min(nat(schema.maxItems, 4), Math.max(least, 3));
      return fc.array(valuesOf(document, (schema.items ?? {}) as Schema, depth + 1), {
        minLength: least,
        maxLength: Math.max(least, most),
      });
    }
    case 'object':
      return objects(document, schema, depth);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

/** Looks ahead and back, which texts are not made from: now and then one does not fit then. */
const LOOKING = /\(\?<?[=!][^()]*\)/g;

function texts(schema: Schema): fc.Arbitrary<Json> {
  if (schema.format === 'date-time') return KNOWN.DateTime as fc.Arbitrary<Json>;
  if (typeof schema.pattern === 'string') return fc.stringMatching(new RegExp(schema.pattern.replace(LOOKING, '')), { size: 'small' });
  const [minLength, maxLength] = [nat(schema.minLength, 0), nat(schema.maxLength, 300)];
  const edges = [minLength, maxLength, maxLength + 1].map((length) => 'x'.repeat(Math.min(length, 5000)));
  return fc.oneof(
    { weight: 4, arbitrary: fc.string({ minLength, maxLength: Math.min(maxLength, Math.max(minLength, 12)) }) },
    fc.constantFrom(...edges),
  );
}

function objects(document: Schema, schema: Schema, depth: number): fc.Arbitrary<Json> {
  const required = (schema.required ?? []) as string[];
  const members = Object.entries((schema.properties ?? {}) as Record<string, Schema>)
    // Deep down only what must be there, or shapes that hold themselves would never end.
    .filter(([member]) => depth < DEEP || required.includes(member));
  const shape = Object.fromEntries(members.map(([member, s]) => [member, EDGES[member] ?? valuesOf(document, s, depth + 1)]));
  const known = fc.record(shape, { requiredKeys: required.filter((member) => member in shape) }) as fc.Arbitrary<Record<string, Json>>;
  const rest = schema.additionalProperties;
  if (typeof rest !== 'object' || rest === null || Object.keys(rest).length === 0) return known;
  const words = fc.constantFrom('subject', 'model', 'a', 'n', 'customer_id');
  const more = fc.dictionary(fc.oneof(words, fc.string({ maxLength: 5 })), valuesOf(document, rest as Schema, depth + 1), { maxKeys: 3 });
  return fc.tuple(known, more).map(([a, b]) => ({ ...b, ...a }));
}

/** A query string for the parameters of an operation: values nested in brackets as its shapes have them, and at times something else. */
function queriesOf(document: Schema, parameters: readonly Schema[]): fc.Arbitrary<[string, string][]> {
  const list = parameters.filter((parameter) => parameter.in === 'query');
  const right = fc.record(
    Object.fromEntries(list.map((parameter) => [String(parameter.name), valuesOf(document, parameter.schema as Schema)])),
    { requiredKeys: [] },
  );
  const wrong = fc.array(
    fc.tuple(fc.oneof(fc.constantFrom('page[size]', 'sort', 'filter', 'filter[key][contains]', 'a[b'), oddText), oddText),
    {
      maxLength: 2,
    },
  );
  return fc.tuple(right.map(inBrackets), fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, wrong)).map(([a, b]) => [...a, ...b]);
}

function inBrackets(value: Record<string, unknown>): [string, string][] {
  const walk = (at: string, node: unknown): [string, string][] => {
    if (Array.isArray(node)) return [[at, node.map(String).join(',')]];
    if (typeof node === 'object' && node !== null) return Object.entries(node).flatMap(([key, member]) => walk(`${at}[${key}]`, member));
    return node === undefined ? [] : [[at, String(node)]];
  };
  return Object.entries(value).flatMap(([key, member]) => walk(key, member));
}

/** A request to an operation: its body and query from the shapes it declares or from a sample that is right, changed or not. */
export function requestTo(document: Schema, op: Operation, sample: Json | undefined) {
  const at = ((document.paths as Schema)[op.path] as Schema)[op.method] as Schema;
  const types = Object.entries(((at.requestBody as Schema | undefined)?.content ?? {}) as Record<string, { schema: Schema }>);
  const raw = fc.record({
    type: fc.constantFrom('application/json', 'text/csv', 'application/yaml'),
    value: fc.oneof(fc.jsonValue(), oddText),
  });
  const made = types.map(([type, { schema }]) => valuesOf(document, schema).map((value) => ({ type, value })));
  const right = sample === undefined ? [] : [fc.constant({ type: types[0]?.[0] ?? 'application/json', value: sample })];
  const queries: fc.Arbitrary<[string, string][]> = queriesOf(document, (at.parameters ?? []) as Schema[]);
  const none: fc.Arbitrary<[string, string][]> = fc.constant([]);
  return fc.record({
    id: fc.constant(op.id),
    body: op.method === 'get' ? fc.constant(undefined) : made.length ? fc.oneof(...made, ...right) : raw,
    query: fc.oneof({ weight: 3, arbitrary: queries }, { weight: 1, arbitrary: none }),
    changes: fc.array(change, { maxLength: 2 }),
    pick: fc.nat(60),
    oddId: fc.oneof(
      { weight: 11, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.string({ minLength: 1 }).filter((text) => !/^\.{1,2}$/.test(text)) },
    ),
    headers: fc.record(
      { 'if-match': fc.constantFrom('"1"', '"2"', 'x', '*', '"'), 'idempotency-key': fc.constantFrom('a', 'b', '') },
      { requiredKeys: [] },
    ),
  });
}
