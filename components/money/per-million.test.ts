import fc from 'fast-check';
import { expect, test } from 'vitest';
import { perMillion, perToken } from './per-million';

test('a price per million becomes that of a token and back without losing a digit', () => {
  expect(perMillion('0.0000025')).toBe('2.5');
  expect(perToken('2.5')).toBe('0.0000025');
  expect(perToken('two')).toBe('two');
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), (units) => {
      const million = `${units / 1000n}.${String(units % 1000n).padStart(3, '0')}`;
      expect(Number(perMillion(perToken(million)))).toBe(Number(million));
      expect(perToken(perMillion(perToken(million)))).toBe(perToken(million));
    }),
  );
});
