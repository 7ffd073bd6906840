import { describe, expect, test } from 'vitest';
import { createMatcher } from './shortcut';

const press = (key: string, at = 0, more = {}) => ({ key, metaKey: false, ctrlKey: false, altKey: false, timeStamp: at, ...more });
const bound = ['mod+k', '?', 'c', 'g p', 'g c'];

describe('keyboard shortcuts', () => {
  test('⌘ and Ctrl are the same modifier', () => {
    expect(createMatcher()(press('k', 0, { metaKey: true }), bound)).toBe('mod+k');
    expect(createMatcher()(press('K', 0, { ctrlKey: true }), bound)).toBe('mod+k');
    expect(createMatcher()(press('k'), bound)).toBeNull();
  });

  test('two keys in a row within a second are one shortcut, and win over the second alone', () => {
    const match = createMatcher();
    expect(match(press('g', 0), bound)).toBeNull();
    expect(match(press('c', 400), bound)).toBe('g c');
    expect(match(press('c', 500), bound)).toBe('c');
  });

  test('after a second the first key is forgotten', () => {
    const match = createMatcher();
    match(press('g', 0), bound);
    expect(match(press('p', 1500), bound)).toBeNull();
  });

  test('pressing Shift on the way to "?" does not break it, Alt is for the system', () => {
    const match = createMatcher();
    expect(match(press('Shift'), bound)).toBeNull();
    expect(match(press('?'), bound)).toBe('?');
    expect(match(press('c', 0, { altKey: true }), bound)).toBeNull();
  });
});
