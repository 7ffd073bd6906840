import { expect, it } from 'vitest';
import { quietWords } from './usage-words';

it('says how long it was quiet in the two largest units', () => {
  expect(quietWords(0)).toBe('less than a minute');
  expect(quietWords(1)).toBe('1 minute');
  expect(quietWords(80)).toBe('1 hour 20 minutes');
  expect(quietWords(2880)).toBe('2 days');
  expect(quietWords(1441)).toBe('1 day 1 minute');
  expect(quietWords(4567)).toBe('3 days 4 hours');
});
