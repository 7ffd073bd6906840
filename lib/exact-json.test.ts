import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { asFloat, heldDigits, jsonText, parseExactly, parseJson } from './exact-json';
import { converter } from './wire';

test.each([
  '9007199254740993',
  '-0.1234567890123456789',
  '1e400',
  '1E-400',
  '123456789012345678901234567890',
  '{"a":[9007199254740993,{"b":0.1000000000000000055511151231257827}],"__proto__":1e-400,"s":"9007199254740993"}',
])('%s comes back with every digit', (json) => {
  expect(jsonText(parseJson(json)).toLowerCase()).toBe(json.toLowerCase());
  expect(jsonText(parseJson(jsonText(parseJson(json), 2)))).toBe(jsonText(parseJson(json)));
});

test('what a float holds is a number as ever, however it is written', () => {
  for (const json of ['0', '-0', '1.50', '100000000000000000000', '1e21', '0.1', '1.7976931348623157e308', '0.30000000000000004', '5e-324'])
    expect(parseJson(`[${json},"1234567890123456"]`)).toEqual([Number(json), '1234567890123456']);
});

test('any JSON means the same as to JSON.parse, and is written as JSON.stringify would', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify([value, 1234567890123456]);
      expect(parseJson(text)).toEqual(JSON.parse(text));
      expect(jsonText(parseJson(text), 2)).toBe(JSON.stringify(JSON.parse(text), null, 2));
    }),
  );
});

test('no JSON is refused, however many digits it has', () => {
  for (const json of ['[12345678901234567', '012345678901234567', '1234567890123456.']) {
    expect(() => parseJson(json)).toThrow(SyntaxError);
    expect(() => parseExactly(json)).toThrow(SyntaxError);
  }
});

test('a text that looks like a held number stays a text', () => {
  const sly = ['{"\uE000number":"12"}', '\uE000number'];
  expect(JSON.parse(jsonText(sly))).toEqual(sly);
});

test('digits are held in data of users alone, and are figures in fields that want one', () => {
  const shape = z.strictObject({ config: z.unknown(), limit: z.number().optional(), size: z.union([z.number(), z.string()]).optional() });
  const read = converter(shape).fromWire(
    parseJson('{"config":{"n":9007199254740993},"limit":0.1234567890123456789,"size":12345678901234567}'),
  );
  expect(shape.parse(read)).toMatchObject({ limit: 0.12345678901234568, size: 12345678901234568 });
  expect(jsonText((read as { config: unknown }).config)).toBe('{"n":9007199254740993}');
  expect([heldDigits({ a: 1 }), asFloat('x')]).toEqual([undefined, 'x']);
});
