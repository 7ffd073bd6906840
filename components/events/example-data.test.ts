import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exampleData } from './example-data';
import { tryMeter } from './meter-trial';

const step = fc.oneof(fc.constantFrom('.usage', '.tokens', "['input tokens']", '.model'), fc.constantFrom('[0]', '[2]'));
const path = fc.array(step, { minLength: 1, maxLength: 4 }).map((steps) => `$.data${steps.join('')}`);

test('an event of example data is counted by its meter, wherever the meter reads its value', () => {
  fc.assert(
    fc.property(fc.constantFrom('sum', 'unique_count', 'latest', 'max'), path, (aggregation, valueProperty) => {
      const meter = { aggregation, eventType: 'llm.request', valueProperty, dimensions: { region: '$.region' } } as const;
      const event = { type: 'llm.request', data: exampleData(meter) };
      expect(tryMeter(meter, JSON.stringify(event))).toMatchObject({ kind: 'counted', dimensions: [{ key: 'region', value: 'region' }] });
    }),
  );
});

test('a value and a dimension that live in one object stand in it together', () => {
  expect(exampleData({ aggregation: 'sum', valueProperty: '$.usage.tokens', dimensions: { model: '$.usage.model' } })).toEqual({
    usage: { model: 'model', tokens: 1 },
  });
});
