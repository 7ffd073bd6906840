import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvOf } from './csv';

test('whatever a cell holds, a reader gets it back', () => {
  const text = fc.string().filter((value) => !/^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/.test(value));
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), (rows) => {
      expect(parse(csvOf(['a', 'b'], rows), { record_delimiter: '\r\n' }).slice(1)).toEqual(rows);
    }),
  );
});

test('numbers stay numbers, formulas become text, null is empty', () => {
  expect(
    csvOf(
      ['a', 'b'],
      [
        ['-12.50', '=1+1'],
        [null, 'say "x", y'],
      ],
    ),
  ).toBe('a,b\r\n-12.50,\'=1+1\r\n,"say ""x"", y"\r\n');
});

test('no cell begins a formula, nor what a reader drops before one', () => {
  const risky = ['=1', '+1', '-x', '@a', '\t=1', '\r=1', '\n=1', ' =1', '＝1', '＋1', '－1', '＠1'];
  expect(
    parse(
      csvOf(
        ['a'],
        risky.map((cell) => [cell]),
      ),
    )
      .flat()
      .slice(1),
  ).toEqual(risky.map((cell) => `'${cell}`));
});
