import { describe, expect, test } from 'vitest';
import { type Figure, judge, type Kinds, kind, mismatchesOf, NotApplicable } from './figure';

const kinds: Kinds = {
  echo: kind((input: { answer: unknown }) => input.answer),
  loose: kind((input: { answer: unknown }) => input.answer, { lists: { bag: 'any_order', some: 'contain' } }),
  shaped: [kind(() => 'a', { takes: (input) => 'a' in input }), kind(() => 'b', { takes: (input) => 'b' in input })],
  other: kind(() => new NotApplicable('We decide otherwise.')),
  broken: kind(() => {
    throw new Error('no such thing');
  }),
};
const verdict = (name: string, input: unknown, expected: unknown, tolerance?: string) => {
  const figure: Figure = { id: name, kind: name, input, expected, ...(tolerance && { tolerance }) };
  return judge(figure, [{}, kinds]);
};
const result = (...args: Parameters<typeof verdict>) => verdict(...args).result;

describe('a figure', () => {
  test('is exact by the value of its decimals, to the last digit', () => {
    expect(result('echo', { answer: { a: '100.00', b: 3 } }, { a: '100', b: '3' })).toBe('exact');
    expect(result('echo', { answer: '0.30000000000000000001' }, '0.3')).toBe('wrong');
    expect(result('echo', { answer: '0.30000000000000000001' }, '0.3', '0.000001')).toBe('exact');
    expect(result('echo', { answer: '0.302' }, '0.3', '0.001')).toBe('wrong');
  });

  test('names only what is asserted, and null is nothing', () => {
    expect(result('echo', { answer: { a: '1', more: 'x' } }, { a: '1', none: null })).toBe('exact');
    expect(verdict('echo', { answer: { a: { b: '2' } } }, { a: { b: '1' }, c: 'x' })).toEqual({
      result: 'wrong',
      mismatches: [
        { path: 'a.b', want: '1', got: '2' },
        { path: 'c', want: 'x', got: undefined },
      ],
    });
    expect(result('echo', { answer: '0' }, null)).toBe('wrong');
  });

  test('has its lists complete and in order, unless the kind says otherwise', () => {
    expect(result('echo', { answer: ['a', 'b'] }, ['a'])).toBe('wrong');
    expect(result('echo', { answer: ['b', 'a'] }, ['a', 'b'])).toBe('wrong');
    expect(result('loose', { answer: { bag: ['b', 'a'] } }, { bag: ['a', 'b'] })).toBe('exact');
    expect(result('loose', { answer: { bag: ['b', 'a', 'a'] } }, { bag: ['a', 'b'] })).toBe('wrong');
    expect(result('loose', { answer: { bag: ['a', 'b'] } }, { bag: ['a', 'a'] })).toBe('wrong');
    expect(result('loose', { answer: { some: ['x', 'a'] } }, { some: ['a'] })).toBe('exact');
    expect(result('loose', { answer: { list: ['x', 'a'] } }, { list: ['a'] })).toBe('wrong');
  });

  test('compares instants by the moment', () => {
    expect(mismatchesOf('2026-01-01T00:00:00Z', '2026-01-01T01:00:00.000+01:00')).toEqual([]);
    expect(mismatchesOf('2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z')).toHaveLength(1);
  });

  test('is wrong without a rule, and when the rule throws; or not applicable, with the reason', () => {
    expect(result('unheard_of', {}, {})).toBe('wrong');
    expect(result('broken', {}, {})).toBe('wrong');
    expect(verdict('other', {}, {})).toEqual({ result: 'not_applicable', reason: 'We decide otherwise.' });
  });

  test('of a name with several shapes goes to the rule for its shape', () => {
    expect(result('shaped', { b: 1 }, 'b')).toBe('exact');
    expect(result('shaped', { c: 1 }, 'b')).toBe('wrong');
  });
});
