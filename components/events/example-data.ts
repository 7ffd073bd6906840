import { jsonPathSteps } from '@/lib/metering/json-path';
import type { Meter } from '@/lib/metering/meter';

/** The smallest event data that a meter counts: a number where its value is, a word for each dimension. */
export function exampleData({ aggregation, valueProperty, dimensions }: Pick<Meter, 'aggregation' | 'valueProperty' | 'dimensions'>) {
  const data: Record<string, unknown> = {};
  for (const [name, path] of Object.entries(dimensions ?? {})) place(data, path, name);
  if (valueProperty) place(data, valueProperty, aggregation === 'unique_count' ? 'one-of-them' : 1);
  return data;
}

/** A step of digits is the place in a list; the places before it stay empty. */
function place(data: Record<string, unknown>, path: string, value: unknown) {
  const inside = (jsonPathSteps(path) ?? []).reduceRight<unknown>(
    (inner, step) => (/^\d+$/.test(step) ? [...Array(Number(step)).fill(null), inner] : { [step]: inner }),
    value,
  );
  merge(data, inside);
}

function merge(into: Record<string, unknown>, from: unknown) {
  for (const [key, value] of Object.entries(from as Record<string, unknown>)) {
    const there = into[key];
    if (isObject(there) && isObject(value)) merge(there, value);
    else into[key] = value;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
