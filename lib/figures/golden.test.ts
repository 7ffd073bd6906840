// Runs the worked figures of all rooms, which were computed independently of this code.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Figure, judge } from './figure';
import { everyKind } from './tables';

const lib = path.join(import.meta.dirname, '..');
const isFigure = (value: unknown): value is Figure => typeof value === 'object' && value !== null && 'id' in value && 'kind' in value;

/** The golden files of every room that hold figures, by their path. */
const files = readdirSync(lib, { recursive: true, encoding: 'utf8' })
  .filter((file) => /^\w+\/golden\/[\w-]+\.json$/.test(file))
  .sort()
  .map((file) => [file, JSON.parse(readFileSync(path.join(lib, file), 'utf8')) as unknown] as const)
  .filter((entry): entry is readonly [string, Figure[]] => Array.isArray(entry[1]) && entry[1].every(isFigure));

test('every room with figures is found', () => {
  expect([...new Set(files.map(([file]) => path.dirname(file)))]).toEqual(
    ['credit', 'entitlement', 'notification', 'rating', 'revenue'].map((room) => `${room}/golden`),
  );
});

describe.each(files)('%s', (_file, figures) => {
  test.each(figures)('$kind: $id', (figure) => {
    expect(judge(figure, everyKind)).toEqual({ result: 'exact' });
  });
});
