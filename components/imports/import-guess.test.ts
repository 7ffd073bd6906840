import { describe, expect, test } from 'vitest';
import { compileMapping } from '@/lib/metering/usage-mapping';
import { columnMark, delimiterOf, formatOf, guessMapping } from './import-guess';
import { mappingOf, missingParts, valuesOf } from './import-values';

const azure = {
  columns: ['TIMESTAMP', 'ContextTokens', 'GeneratedTokens'],
  rows: [
    ['2023-11-16 18:15:46.6805900', '374', '44'],
    ['2023-11-16 18:15:50.9951690', '396', '109'],
  ],
};
const file = { name: 'conv.csv', format: 'csv', delimiter: ',' } as const;

describe('guessing a mapping', () => {
  test('reads times and figures from their cells, and leaves open what a file cannot say', () => {
    const guess = guessMapping(azure, file);
    expect(guess).toMatchObject({ time: '{TIMESTAMP}', timeFormat: 'iso', id: '{row}', source: 'conv', type: '', subject: '' });
    expect(guess.data).toMatchObject([
      { name: 'context_tokens', value: '{ContextTokens}', type: 'number' },
      { name: 'generated_tokens', value: '{GeneratedTokens}', type: 'number' },
    ]);
    expect(missingParts(guess)).toEqual(['event type', 'subject']);
  });

  test('finds the usual columns by name', () => {
    const columns = ['event_id', 'customer_id', 'created_at', 'event_type', 'tokens', 'cached'];
    const rows = [['a', 'acme', '1700000000', 'llm.request', '12.5', 'true']];
    expect(guessMapping({ columns, rows }, file)).toMatchObject({
      id: '{event_id}',
      subject: '{customer_id}',
      time: '{created_at}',
      timeFormat: 'unix_seconds',
      type: '{event_type}',
      data: [
        { name: 'tokens', type: 'number' },
        { name: 'cached', type: 'boolean' },
      ],
    });
  });

  test('does not take a count for a time', () => {
    expect(guessMapping({ columns: ['time', 'n'], rows: [['12', '3']] }, file).time).toBe('');
  });

  test('completed by hand it maps rows to the subjects of forty customers', () => {
    const values = { ...guessMapping(azure, file), type: 'llm.request', source: 'azure-llm-2023', subject: 'acme-{row % 40:02}' };
    const compiled = compileMapping(mappingOf(values));
    if ('faults' in compiled) throw new Error(compiled.faults[0]?.reason);
    const cell = (column: string) => azure.rows[1]?.[azure.columns.indexOf(column)];
    expect(compiled.map({ number: 47, cell }, () => '')).toEqual({
      event: {
        type: 'llm.request',
        source: 'azure-llm-2023',
        id: '47',
        subject: 'acme-07',
        time: '2023-11-16T18:15:50.995169Z',
        data: '{"context_tokens":396,"generated_tokens":109}',
      },
    });
  });
});

test('a mapping survives the form unchanged', () => {
  const mapping = mappingOf({ ...guessMapping(azure, file), type: 't', subject: 's' });
  expect(mappingOf(valuesOf(mapping))).toEqual(mapping);
});

test('the format comes from the name or from the first character, the separator from the first line', () => {
  expect([formatOf('a.ndjson', ''), formatOf('a.txt', ' {"a":1}'), formatOf('a.csv', 'a,b')]).toEqual(['ndjson', 'ndjson', 'csv']);
  expect([delimiterOf('a;b;c\n1,5;2;3'), delimiterOf('a\tb'), delimiterOf('a')]).toEqual([';', '\t', ',']);
});

test('a column whose name could be read as something else is quoted', () => {
  expect([columnMark('tokens'), columnMark('row'), columnMark('row % 2'), columnMark('a:b')]).toEqual([
    '{tokens}',
    '{"row"}',
    '{"row % 2"}',
    '{"a:b"}',
  ]);
});
