import { describe, expect, test } from 'vitest';
import { freeKey, keyAsTyped, keyFromName } from './key-from-name';

describe('a key is made from a name', () => {
  test.each([
    ['Input tokens (1k)', 'input_tokens_1k'],
    ['  Überweisungs-Gebühr ', 'uberweisungs_gebuhr'],
    ['ﬁle uploads', 'file_uploads'],
    ['API — requests', 'api_requests'],
    ['—', ''],
    [`${'a'.repeat(63)} b`, 'a'.repeat(63)],
    ['a'.repeat(70), 'a'.repeat(64)],
  ])('%s → %s', (name, key) => {
    expect(keyFromName(name)).toBe(key);
  });

  test("a customer's is parted by hyphens", () => {
    expect(keyFromName('Acme GmbH & Co.', '-')).toBe('acme-gmbh-co');
  });
});

test('a taken key is counted up and never grows too long', () => {
  expect(freeKey('input', ['input', 'input_2'])).toBe('input_3');
  expect(freeKey('input_2', ['input_2'])).toBe('input_3');
  expect(freeKey('a'.repeat(64), ['a'.repeat(64)])).toBe(`${'a'.repeat(62)}_2`);
});

test('a key is corrected while it is typed', () => {
  expect(keyAsTyped('Input Tokens')).toBe('input_tokens');
});
