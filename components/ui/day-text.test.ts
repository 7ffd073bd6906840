import { expect, test } from 'vitest';
import { dayText, readDay, readTime } from './day-text';

test.each([
  ['1 Oct 2026', '2026-10-01'],
  ['1 october 2026', '2026-10-01'],
  ['Oct 1, 2026', '2026-10-01'],
  ['2026-10-01', '2026-10-01'],
  ['1.10.2026', '2026-10-01'],
  [' 29  Feb 2028 ', '2028-02-29'],
  ['31 Apr 2026', null],
  ['29 Feb 2027', null],
  ['1 Foo 2026', null],
  ['1/10/2026', null],
  ['tomorrow', null],
  ['', null],
])('"%s" is the day %s', (text, day) => expect(readDay(text)).toBe(day));

test.each([
  ['9', '09:00'],
  ['9:30', '09:30'],
  ['0930', '09:30'],
  ['9.30 pm', '21:30'],
  ['12am', '00:00'],
  ['12 pm', '12:00'],
  ['24:00', null],
  ['13 pm', null],
  ['9:60', null],
  ['noon', null],
])('"%s" is the time %s', (text, time) => expect(readTime(text)).toBe(time));

test('a day is shown in words, and read back', () => {
  expect(dayText('2026-10-01')).toBe('1 Oct 2026');
  expect(readDay(dayText('2026-12-31'))).toBe('2026-12-31');
  expect(dayText('soon')).toBe('soon');
});
