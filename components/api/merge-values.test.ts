import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeValues } from './merge-values';

const base = { name: 'Acme', email: '', address: { city: 'Bonn', country: 'DE' }, subjects: ['a'] };

describe('two edits of one form', () => {
  test('go together where they touch different fields, within parts as well', () => {
    const mine = { ...base, name: 'Acme GmbH', address: { city: 'Berlin', country: 'DE' } };
    const theirs = { ...base, email: 'pay@acme.example', address: { city: 'Bonn', country: 'AT' } };
    const { values, conflicts, taken } = mergeValues(base, mine, theirs);
    expect(values).toEqual({ name: 'Acme GmbH', email: 'pay@acme.example', address: { city: 'Berlin', country: 'AT' }, subjects: ['a'] });
    expect(conflicts).toEqual([]);
    expect(taken.map(({ path }) => path)).toEqual(['email', 'address.country']);
  });

  test('ask where both changed one field, and keep mine until theirs is chosen; a list is one field', () => {
    const mine = { ...base, name: 'Mine', subjects: ['a', 'b'] };
    const theirs = { ...base, name: 'Theirs', subjects: ['a', 'c'] };
    expect(mergeValues(base, mine, theirs).conflicts).toEqual([
      { path: 'name', mine: 'Mine', theirs: 'Theirs' },
      { path: 'subjects', mine: ['a', 'b'], theirs: ['a', 'c'] },
    ]);
    expect(mergeValues(base, mine, theirs).values).toMatchObject({ name: 'Mine', subjects: ['a', 'b'] });
    expect(mergeValues(base, mine, theirs, { subjects: 'theirs' }).values).toMatchObject({ name: 'Mine', subjects: ['a', 'c'] });
  });

  test('are mine when they changed nothing, theirs when I changed nothing, and either when both say the same', () => {
    const some = fc.record({ a: fc.string(), b: fc.record({ c: fc.nat(3), d: fc.array(fc.nat(2)) }) });
    fc.assert(
      fc.property(some, some, (one, other) => {
        expect(mergeValues(one, other, one)).toMatchObject({ values: other, conflicts: [], taken: [] });
        expect(mergeValues(one, one, other)).toMatchObject({ values: other, conflicts: [] });
        expect(mergeValues(one, other, other)).toMatchObject({ values: other, conflicts: [], taken: [] });
      }),
    );
  });
});
