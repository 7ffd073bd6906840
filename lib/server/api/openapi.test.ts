import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { answer } from '@/lib/server/testing/workspace';
import { answerRow } from './answers-table';
import { routes } from './app';

// biome-ignore lint/suspicious/noExplicitAny: an OpenAPI document is walked here, not typed
const document = async (): Promise<any> => (await answer('GET', '/api/openapi.json')).body;

it('lists every operation that is served, under its own id, and none twice', async () => {
  const { paths } = await document();
  const ids = Object.values(paths).flatMap((item) => Object.values(item as object).map((op) => op.operationId));
  expect(ids.sort()).toEqual(routes.map((r) => r.op.id).sort());
  expect(new Set(ids).size).toBe(ids.length);
});

it('refers to no component that it does not have, and speaks snake_case', async () => {
  const { components, paths } = await document();
  const text = JSON.stringify({ components, paths });
  for (const [, name] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) expect(components.schemas).toHaveProperty(String(name));
  for (const [name, schema] of Object.entries<{ properties?: object }>(components.schemas)) {
    for (const field of Object.keys(schema.properties ?? {}))
      expect(field, name).toMatch(name === 'OpenMeterFilter' ? /^\$[a-z]+$/ : /^[a-z0-9_]+$/); // names of another API stay its own
  }
});

it('keeps the fields of a shape, its required ones and its constraints', async () => {
  const { components } = await document();
  expect(components.schemas.Meter).toMatchObject({
    additionalProperties: false,
    properties: { id: { readOnly: true }, event_type: { type: 'string', minLength: 1 }, name: { maxLength: 256 } },
    required: expect.arrayContaining(['id', 'key', 'event_type']),
  });
  expect(components.schemas.ResourceKey).toMatchObject({ pattern: '^[a-z0-9]+(?:_[a-z0-9]+)*$', maxLength: 64 });
});

it('the table in docs says of each operation in it what is served; npm run answers writes it anew', () => {
  const told = readFileSync('docs/answers.md', 'utf8')
    .split('\n')
    .filter((line) => /^\| `[A-Z]+ \//.test(line));
  expect(told.length).toBeGreaterThan(100);
  const operationOf = (row: string) => row.split('|')[1];
  const rows = new Map(routes.map(({ op }) => answerRow(op)).map((row) => [operationOf(row), row]));
  expect(told.map((row) => rows.get(operationOf(row)))).toEqual(told);
});

it('an operation for anyone answers whatever credential comes along', async () => {
  for (const authorization of ['Bearer rb_gone', 'Basic x'])
    expect((await answer('GET', '/api/health/live', undefined, { authorization })).status).toBe(200);
});
