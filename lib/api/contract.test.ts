import { describe, expect, test } from 'vitest';
import { compareContract, isSelected } from './contract';
import type { Json } from './contract-shape';

const text = { type: 'string' };
const thing = {
  type: 'object',
  required: ['id', 'price'],
  additionalProperties: false,
  properties: {
    id: { ...text, pattern: '^[a-z\\-]+$', minLength: 1, readOnly: true },
    price: {
      oneOf: [
        { type: 'object', required: ['type'], properties: { type: { ...text, enum: ['flat'] }, amount: text } },
        { type: 'object', required: ['type'], properties: { type: { ...text, enum: ['unit'] }, amount: { type: 'number' } } },
      ],
    },
    parts: { type: 'array', maxItems: 9, items: { $ref: '#/components/schemas/Thing' } },
    labels: { type: 'object', additionalProperties: text },
    soft: { type: 'boolean', default: false },
  },
};
const json = (schema: Json) => ({ content: { 'application/json': { schema } } });
const reference = { $ref: '#/components/schemas/Thing' };

function document(change: (draft: ReturnType<typeof whole>) => unknown = () => {}, prefix = ''): Json {
  const draft = structuredClone(whole());
  change(draft);
  const { paths, ...rest } = draft;
  return { ...rest, paths: Object.fromEntries(Object.entries(paths).map(([path, item]) => [prefix + path, item])) };
}

const whole = () => ({
  // biome-ignore lint/suspicious/noExplicitAny: changed in every way below
  components: { schemas: { Thing: structuredClone(thing) as any } },
  paths: {
    '/things': {
      get: {
        operationId: 'list-things',
        tags: ['Things'],
        parameters: [{ name: 'sort', in: 'query', required: false, schema: text, style: 'form', explode: false }] as Json[],
        responses: {
          '200': json({ type: 'array', items: reference }),
          '400': json({ type: 'object', properties: { detail: text } }),
        } as Json,
      },
      post: {
        operationId: 'create-thing',
        requestBody: { required: true, ...json(reference) },
        responses: { '201': json(reference) } as Json,
      },
    },
    '/things/{thingId}': { delete: { operationId: 'delete-thing', responses: { '204': {} } as Json } },
  },
});

const differences = (served: Json, contract = document()) =>
  compareContract(contract, served).flatMap(({ id, differences: found }) =>
    found ? found.map(({ at, words }) => `${id} ${at} ${words}`) : [`${id} is not served`],
  );

describe('a contract and what is served', () => {
  test('do not differ when they are the same, under a prefix, with parameters of other names and patterns otherwise spelt', () => {
    const served = document((draft) => {
      draft.components.schemas.Thing.properties.id.pattern = '^[a-z-]+$';
      const { '/things/{thingId}': item, ...rest } = draft.paths;
      draft.paths = { ...rest, '/things/{id}': item } as unknown as typeof draft.paths;
    }, '/api/v3');
    expect(differences(served)).toEqual([]);
  });

  test('differ in an operation that is not there', () => {
    const served = document((draft) => Reflect.deleteProperty(draft.paths['/things'], 'post'));
    expect(differences(served)).toEqual(['create-thing is not served']);
  });

  const cases: [string, (draft: ReturnType<typeof whole>) => unknown, string[]][] = [
    ['a constraint', (d) => delete d.components.schemas.Thing.properties.id.minLength, ['.id minLength is nothing, the contract has 1']],
    ['a stricter one', (d) => (d.components.schemas.Thing.properties.id.maxLength = 9), ['.id maxLength is 9, the contract has nothing']],
    ['a limit of a list', (d) => (d.components.schemas.Thing.properties.parts.maxItems = 8), ['.parts maxItems is 8, the contract has 9']],
    ['a default', (d) => delete d.components.schemas.Thing.properties.soft.default, ['.soft default is nothing, the contract has false']],
    [
      'a pattern',
      (d) => (d.components.schemas.Thing.properties.id.pattern = '^.$'),
      ['.id pattern is "^.$", the contract has "^[a-z\\\\-]+$"'],
    ],
    ['a mark', (d) => delete d.components.schemas.Thing.properties.id.readOnly, ['.id readOnly is nothing, the contract has true']],
    ['a field that is missing', (d) => delete d.components.schemas.Thing.properties.soft, ['.soft is missing']],
    ['a field of its own', (d) => (d.components.schemas.Thing.properties.more = text), ['.more is not in the contract']],
    ['a required field', (d) => d.components.schemas.Thing.required.push('soft'), ['.soft is required, and optional in the contract']],
    ['an optional one', (d) => d.components.schemas.Thing.required.pop(), ['.price is optional, and required in the contract']],
    ['openness', (d) => delete d.components.schemas.Thing.additionalProperties, [' further fields are allowed, in the contract refused']],
    [
      'a map',
      (d) => (d.components.schemas.Thing.properties.labels.additionalProperties = { type: 'number' }),
      ['.labels.* type is "number", the contract has "string"'],
    ],
    [
      'an option',
      (d) => d.components.schemas.Thing.properties.price.oneOf.pop(),
      ['.price lacks the option {"type":"object","required":["type"],"properties":{"type":{"'],
    ],
    [
      'the shape of an option',
      (d) => (d.components.schemas.Thing.properties.price.oneOf[1].properties.amount = text),
      ['.price.amount type is "string", the contract has "number"'],
    ],
    [
      'choices',
      (d) => d.components.schemas.Thing.properties.price.oneOf[0].properties.type.enum.push('free'),
      ['.price.type may be "flat", "free", in the contract "flat"'],
    ],
  ];
  test.each(cases)('differ in %s, wherever the shape is used', (_, change, expected) => {
    const places = ['list-things answer 200[]', 'create-thing request', 'create-thing answer 201'];
    expect(differences(document(change))).toEqual(places.flatMap((place) => expected.map((words) => `${place}${words}`)));
  });

  test('differ in parameters, how they are written, bodies, statuses and media types', () => {
    const list = (change: (get: ReturnType<typeof whole>['paths']['/things']['get']) => unknown) =>
      differences(document((draft) => change(draft.paths['/things'].get)));
    expect(list((get) => get.parameters.pop())).toEqual(['list-things query.sort is missing']);
    expect(list((get) => get.parameters.push({ name: 'more', in: 'query', schema: text }))).toEqual([
      'list-things query.more is not in the contract',
    ]);
    expect(list((get) => (get.parameters = [{ ...get.parameters[0], explode: true }]))).toEqual([
      'list-things query.sort is written form, repeated, in the contract form, separated by commas',
    ]);
    expect(list((get) => (get.responses = { '200': get.responses['200'] }))).toEqual(['list-things answer 400 is missing']);
    expect(list((get) => (get.responses = { ...get.responses, '202': {} }))).toEqual(['list-things answer 202 is not in the contract']);
    expect(list((get) => (get.responses = { ...get.responses, '409': {} }))).toEqual([]);
    expect(list((get) => (get.responses = { ...get.responses, '200': { content: { 'text/csv': {} } } }))).toEqual([
      'list-things answer 200 application/json is missing',
      'list-things answer 200 text/csv is not in the contract',
    ]);
    expect(differences(document((draft) => (draft.paths['/things'].post.requestBody.required = false)))).toEqual([
      'create-thing request may be left out, not in the contract',
    ]);
  });

  test('may have more fields where the contract leaves a shape open', () => {
    const more = json({ type: 'object', properties: { detail: text, code: text } });
    expect(
      differences(document((draft) => (draft.paths['/things'].get.responses = { ...draft.paths['/things'].get.responses, '400': more }))),
    ).toEqual([]);
  });

  test('are compared with parts of shapes folded into one', () => {
    const { required, properties, ...rest } = thing;
    const parts = {
      allOf: [
        { ...rest, required: ['id'], properties: { id: properties.id } },
        { required: ['price'], properties },
      ],
    };
    expect(required).toEqual(['id', 'price']);
    expect(differences(document((draft) => (draft.components.schemas.Thing = parts)))).toEqual([]);
  });
});

test.each([
  ['/things/**', true],
  ['/openmeter/things/*', true],
  ['/things', false],
  ['/thing/**', false],
  ['Things', true],
  ['Plans', false],
])('an operation is selected by its path or tag: %s', (wanted, is) => {
  expect(isSelected({ operation: 'DELETE /openmeter/things/{thingId}', tags: ['Things'] }, [wanted])).toBe(is);
});

test('two stars select everything below, however deep', () => {
  const deep = { operation: 'GET /openmeter/things/{thingId}/parts/{partId}', tags: [] };
  expect([isSelected(deep, ['/things/**']), isSelected(deep, ['/things/*'])]).toEqual([true, false]);
});
