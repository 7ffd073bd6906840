import { expect, it } from 'vitest';
import { parseExactly } from '@/lib/exact-json';
import { countedNumber, distinctText, scalarOf } from './counted-value';
import figures from './golden/counted-values.json';

it.each(figures)('counts $json as $counts', ({ json, counts, apart }) => {
  const scalar = scalarOf(parseExactly(json));
  expect(scalar && countedNumber(scalar)).toBe(counts);
  if (apart !== null) expect(scalar && distinctText(scalar)).toBe(apart);
});

it('parses as JSON.parse does, but for numbers', () => {
  const json = '{"a\\"1":[{"n":"1","s":"-5 \\\\","":null},true,"\\u00e9"],"b":{}}';
  expect(parseExactly(json)).toEqual(JSON.parse(json));
  expect(scalarOf(parseExactly('9007199254740993'))?.text).toBe('9007199254740993');
  expect(() => parseExactly('{"a":01}')).toThrow(SyntaxError);
});
