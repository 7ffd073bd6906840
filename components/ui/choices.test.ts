import { describe, expect, test } from 'vitest';
import { type Choice, matching, rowsOf } from './choices';

const choices: Choice[] = [
  { value: '1', label: 'Acme Robotics', hint: 'acme-01' },
  { value: '2', label: 'Big Acme', hint: 'big' },
  { value: '3', label: 'Café Zürich', hint: 'cafe', keywords: ['coffee'] },
];
const found = (query: string) => matching(choices, query).map((choice) => choice.value);

describe('finding a choice', () => {
  test('what begins with the typed words comes first', () => {
    expect(found('big')).toEqual(['2']);
    expect(found('acme')).toEqual(['1', '2']);
    expect(matching([...choices].reverse(), 'acme').map((choice) => choice.value)).toEqual(['1', '2']);
  });

  test('every word must be found, in any order and anywhere', () => {
    expect(found('robo ac')).toEqual(['1']);
    expect(found('coffee')).toEqual(['3']);
    expect(found('acme coffee')).toEqual([]);
  });

  test('case and accents do not matter', () => {
    expect(found('zurich CAFE')).toEqual(['3']);
  });
});

describe('rows of a list', () => {
  test('recent choices come first and are not repeated', () => {
    const rows = rowsOf(choices, ['3', 'gone']);
    expect(rows.map((row) => (row.kind === 'heading' ? row.text : row.choice.value))).toEqual(['Recent', '3', 'All', '1', '2']);
  });

  test('without recents and groups there are no headings', () => {
    expect(rowsOf(choices, []).map((row) => row.kind)).toEqual(['choice', 'choice', 'choice']);
  });
});
