import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RawJson } from './raw-json';

function dataOf(text: string) {
  const raw = new RawJson(text);
  const found: (string | undefined)[] = [];
  raw.forEach(() => {
    const span = raw.member('data');
    found.push(span && text.slice(span.start, span.end));
  });
  return { found, fault: raw.fault };
}

it('gives the data of each event as it was written, digits and all', () => {
  const text = ' [ {"id":"1","data":{"n":9007199254740993, "m" : 0.10} } , {"data" : null,"id":"2"},{"id":"3"}, 7, [{"data":1}] ] ';
  expect(dataOf(text).found).toEqual(['{"n":9007199254740993, "m" : 0.10}', 'null', undefined, undefined, undefined]);
  expect(dataOf('{"data":{"a":"}]\\"\\\\"},"b":[{"data":2}]}').found).toEqual(['{"a":"}]\\"\\\\"}']);
  expect(dataOf('[]').found).toEqual([]);
});

it('takes the last of two members with one name, however it is spelled', () => {
  expect(dataOf('{"data":1,"d\\u0061ta":2}').found).toEqual(['2']);
});

it('finds in any JSON what JSON.parse finds', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ id: fc.string(), data: fc.jsonValue() }, { requiredKeys: [] })),
      fc.constantFrom(0, 2),
      (events, indent) => {
        const { found } = dataOf(JSON.stringify(events, null, indent));
        const expected = (JSON.parse(JSON.stringify(events)) as { data?: unknown }[]).map((e) => e.data);
        expect(found.map((f) => (f === undefined ? undefined : JSON.parse(f)))).toEqual(expected);
      },
    ),
  );
});

it.each([
  ['{"data":{"n":1e1000}}', 'out of range'],
  [`{"data":${'9'.repeat(101)}}`, 'characters'],
  ['{"data":"a\\u0000b"}', 'NUL'],
  ['{"data":{"\\u0000":1}}', 'NUL'],
  ['{"data":"\\ud800"}', 'surrogate'],
  [`{"data":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, 'nested'],
])('notes what cannot be stored: %#', (text, reason) => {
  expect(dataOf(text).fault?.reason).toContain(reason);
});

it('lets pass what merely looks unstorable', () => {
  expect(dataOf('{"data":{"a":"\\\\u0000","b":"1e1000","c":1e-999,"d":"\\ud83d\\ude00","e":-12.5E+3}}').fault).toBeUndefined();
});
