import { describe, expect, it, test } from 'vitest';
import { compileMapping, UsageMapping } from './usage-mapping';
import { compileTemplate } from './usage-template';
import { readTime } from './usage-time';

const row = (cells: Record<string, string>, number = 0) => ({ number, cell: (column: string) => cells[column] });
const fill = (text: string, number: number, cells: Record<string, string> = {}) => {
  const template = compileTemplate(text);
  return typeof template === 'string' ? template : template.fill(row(cells, number));
};

test.each([
  ['acme-{row % 40:02}', 47, 'acme-07'],
  ['{row}', 12, '12'],
  ['{row:5}', 12, '   12'],
  ['{a b}/{"row"}', 0, '1/r'],
  ['{{{a b}}}', 0, '{1}'],
  ['x{missing}', 0, 'x'],
])('the template %s gives for row %i: %s', (text, number, expected) => {
  expect(fill(text, number, { 'a b': '1', row: 'r' })).toBe(expected);
});

test.each([['a{'], ['}b'], ['{}'], ['{row % 0}']])('the template %s is told to be wrong', (text) => {
  expect(typeof compileTemplate(text)).toBe('string');
});

test.each([
  ['2023-11-16 18:15:46.6805909', 'iso', 'UTC', '2023-11-16T18:15:46.68059Z'],
  ['2026-03-29T03:30:00', 'iso', 'Europe/Berlin', '2026-03-29T01:30:00Z'],
  ['2026-10-25T02:30', 'iso', 'Europe/Berlin', '2026-10-25T00:30:00Z'],
  ['2026-01-01', 'iso', 'America/New_York', '2026-01-01T05:00:00Z'],
  ['2026-01-01T00:00:00+0530', 'iso', 'UTC', '2025-12-31T18:30:00Z'],
  ['2026-01-01 00:00:00 UTC', 'iso', 'Europe/Berlin', '2026-01-01T00:00:00Z'],
  ['1700000000', 'unix_seconds', 'UTC', '2023-11-14T22:13:20Z'],
  ['1700000000.250', 'unix_seconds', 'UTC', '2023-11-14T22:13:20.25Z'],
  ['1700000000123.4567', 'unix_milliseconds', 'UTC', '2023-11-14T22:13:20.123456Z'],
  ['1/2/2026 9:05 PM', 'M/D/YYYY h:mm A', 'UTC', '2026-01-02T21:05:00Z'],
  ['1/2/2026 12:05 a.m.', 'M/D/YYYY h:mm A', 'UTC', '2026-01-02T00:05:00Z'],
  ['3.4.2026 7:08', 'D.M.YYYY H:mm', 'UTC', '2026-04-03T07:08:00Z'],
  ['16.11.2023 18:15', 'DD.MM.YYYY HH:mm', 'Europe/Berlin', '2023-11-16T17:15:00Z'],
])('%s read as %s in %s is %s', (text, format, zone, expected) => {
  expect(readTime(text, format, zone)).toBe(expected);
});

test.each([
  ['yesterday', 'iso'],
  ['2026-13-01', 'iso'],
  ['2026-02-30T00:00:00', 'iso'],
  ['', 'iso'],
  ['12x', 'unix_seconds'],
  ['-1', 'unix_seconds'],
  ['16/11/2023', 'DD.MM.YYYY'],
])('%s is no time of the format %s', (text, format) => {
  expect(readTime(text, format, 'UTC')).toBeNull();
});

describe('a mapping', () => {
  const mapping = UsageMapping.parse({
    type: 'llm.request',
    source: 'file',
    id: '{row}',
    subject: '{who}',
    time: { value: '{at}' },
    data: {
      n: { value: '{n}', type: 'number' },
      s: { value: '{s}' },
      b: { value: '{b}', type: 'boolean' },
      j: { value: '{j}', type: 'json' },
    },
  });
  const map = (cells: Record<string, string>) => {
    const compiled = compileMapping(mapping);
    if ('faults' in compiled) throw new Error('the mapping is good');
    return compiled.map(row(cells), () => 'unused');
  };

  it('makes an event of a row, with the digits of the file and without fields for empty cells', () => {
    expect(map({ who: 'a', at: '2026-01-01', n: '+0009007199254740993.10', s: 'x"y', b: 'TRUE', j: '' })).toEqual({
      event: {
        type: 'llm.request',
        source: 'file',
        id: '0',
        subject: 'a',
        time: '2026-01-01T00:00:00Z',
        data: '{"n":9007199254740993.10,"s":"x\\"y","b":true}',
      },
    });
  });

  it('tells every reason why a row is no event', () => {
    expect(map({ who: '', at: 'noon', n: '1,5', b: 'maybe', j: '{' })).toEqual({
      reasons: [
        'subject is empty',
        '"noon" is not a time of the format iso',
        'n: "1,5" is not a number',
        'b: "maybe" is not a boolean',
        'j: "{" is not a json',
      ],
    });
  });

  it('is refused with each of its faults, and names its columns', () => {
    expect(compileMapping({ ...mapping, id: '{', time: { value: '{at}', format: 'iso', timeZone: 'Mars' } })).toMatchObject({
      faults: [{ field: 'id' }, { field: 'time.timeZone' }],
    });
    expect(compileMapping(mapping)).toMatchObject({ columns: ['who', 'at', 'n', 's', 'b', 'j'] });
  });
});

test('a number with a decimal comma is read where the mapping says so, and told where it does not fit', () => {
  const of = (decimalMark: ',' | undefined, cell: string) => {
    const given = { type: 't', source: 's', id: ' {id} ', subject: '{id}', time: { value: '2026-01-01' } };
    const compiled = compileMapping(UsageMapping.parse({ ...given, decimalMark, data: { n: { value: '{n}', type: 'number' } } }));
    if ('faults' in compiled) throw new Error('the mapping is right');
    const mapped = compiled.map(row({ id: ' a ', n: cell }), () => '{}');
    return 'event' in mapped ? [mapped.event.id, mapped.event.data] : 'refused';
  };
  expect(of(',', '1.234,50')).toEqual(['a', '{"n":1234.50}']);
  expect(of(',', '-0,5')).toEqual(['a', '{"n":-0.5}']);
  expect([of(',', '1.5'), of(undefined, '1,5')]).toEqual(['refused', 'refused']);
});
