import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actionWords, changesBetween, leafText } from './changes';

describe('what changed between two values', () => {
  test('is told leaf by leaf, in lists too', () => {
    const before = { name: 'Pro', cards: [{ key: 'a', price: { amount: '1' } }, { key: 'b' }] };
    const after = { name: 'Pro', cards: [{ key: 'a', price: { amount: '2' } }], note: 'new' };
    expect(changesBetween(before, after)).toEqual([
      { path: 'cards[0].price.amount', before: '1', after: '2' },
      { path: 'cards[1]', before: { key: 'b' }, after: undefined },
      { path: 'note', before: undefined, after: 'new' },
    ]);
  });

  test('leaves out what every change touches', () => {
    expect(changesBetween({ a: 1, updatedAt: 'x', revision: 1 }, { a: 1, updatedAt: 'y', revision: 2 })).toEqual([]);
  });

  test('is nothing between a value and itself', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(changesBetween(value, structuredClone(value))).toEqual([]);
      }),
    );
  });
});

test('a leaf reads as text, a part as JSON', () => {
  expect([leafText('Pro'), leafText(12), leafText(undefined), leafText(null)]).toEqual(['Pro', '12', '', 'null']);
  expect(leafText({ a: 1 })).toBe('{\n  "a": 1\n}');
});

test('an action is a verb in the past', () => {
  expect([
    actionWords('plan.publish'),
    actionWords('meter.create'),
    actionWords('demo_data.remove'),
    actionWords('thing.frob_all'),
  ]).toEqual(['published', 'created', 'freed of demo data', 'frob all']);
});
