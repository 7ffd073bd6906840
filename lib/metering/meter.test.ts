import { describe, expect, test } from 'vitest';
import { CreateMeterRequest, DIMENSIONS_MAX, isBillable, isBillableInParts, meterIssues, meterUpdateIssues } from './meter';
import { MeterQueryRequest, meterQueryIssues } from './meter-query';

const tokens = {
  aggregation: 'sum' as const,
  eventType: 'llm.request',
  valueProperty: '$.tokens',
  dimensions: { model: '$.model' },
};

function codes(meter: Parameters<typeof meterIssues>[0]): string[] {
  return meterIssues(meter).map((issue) => issue.code);
}

describe('a meter', () => {
  test('that sums a property by a dimension is fine', () => {
    expect(meterIssues(tokens)).toEqual([]);
  });

  test('that counts events reads no value', () => {
    expect(codes({ aggregation: 'count', eventType: 'llm.request' })).toEqual([]);
    expect(codes({ ...tokens, aggregation: 'count' })).toEqual(['meter_value_property_not_allowed']);
  });

  test.each(['sum', 'unique_count', 'avg', 'min', 'max', 'latest'] as const)('that computes %s needs a value', (aggregation) => {
    expect(codes({ ...tokens, aggregation, valueProperty: undefined })).toEqual(['meter_value_property_required']);
  });

  test('reads its value and dimensions by JSON paths', () => {
    expect(codes({ ...tokens, valueProperty: 'tokens' })).toEqual(['meter_value_property_not_a_path']);
    expect(codes({ ...tokens, dimensions: { model: 'model' } })).toEqual(['meter_dimension_not_a_path']);
  });

  test.each(['1model', 'model-name', 'model name', ''])('cannot have a dimension called "%s"', (key) => {
    expect(codes({ ...tokens, dimensions: { [key]: '$.model' } })).toEqual(['meter_dimension_key_invalid']);
  });

  test.each(['model', '_m', 'M2'])('can have a dimension called "%s"', (key) => {
    expect(codes({ ...tokens, dimensions: { [key]: '$.model' } })).toEqual([]);
  });

  test('has subject and customer without naming them', () => {
    expect(codes({ ...tokens, dimensions: { subject: '$.user', customer_id: '$.account' } })).toEqual([
      'meter_dimension_key_implicit',
      'meter_dimension_key_implicit',
    ]);
  });

  test('cannot split by the value that it adds up', () => {
    expect(codes({ ...tokens, dimensions: { size: '$.tokens' } })).toEqual(['meter_dimension_is_value']);
  });

  test('reads each path once', () => {
    expect(codes({ ...tokens, dimensions: { model: '$.model', name: '$.model' } })).toEqual(['meter_dimension_duplicated']);
  });

  test('has at most twenty dimensions, and the message names the limit', () => {
    const dimensions = Object.fromEntries(Array.from({ length: DIMENSIONS_MAX }, (_, i) => [`d${i}`, `$.d${i}`]));
    expect(codes({ ...tokens, dimensions })).toEqual([]);
    const [issue] = meterIssues({ ...tokens, dimensions: { ...dimensions, more: '$.more' } });
    expect(issue).toMatchObject({ code: 'meter_too_many_dimensions', severity: 'critical', attributes: { maximum: 20 } });
    expect(issue?.message).toContain('at most 20 dimensions');
  });

  test("cannot count the product's own events", () => {
    expect(codes({ ...tokens, eventType: 'ratebook.snapshot' })).toEqual(['meter_event_type_reserved']);
  });

  test('keeps the dimensions on which features filter', () => {
    const features = [{ key: 'gpt', filteredDimensions: ['model', 'customer_id'] }];
    expect(meterUpdateIssues({ model: '$.model' }, features)).toEqual([]);
    expect(meterUpdateIssues({}, features)).toMatchObject([
      { code: 'meter_dimension_in_use', attributes: { dimension: 'model', feature: 'gpt' } },
    ]);
  });

  test('can be sold when its figures add up, and billed in parts when parts can be told apart', () => {
    expect((['sum', 'count', 'unique_count', 'latest', 'avg', 'min', 'max'] as const).map(isBillable)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
    expect((['sum', 'count', 'unique_count', 'max', 'latest', 'avg', 'min'] as const).map(isBillableInParts)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  test('refuses fields that nobody knows', () => {
    const request = { name: 'Tokens', key: 'tokens', ...tokens };
    expect(CreateMeterRequest.safeParse(request).success).toBe(true);
    expect(CreateMeterRequest.safeParse({ ...request, group_by: {} }).success).toBe(false);
  });
});

describe('a question to a meter', () => {
  const ask = (query: object) =>
    meterQueryIssues(MeterQueryRequest.parse(query), { model: '$.model' }).map((issue) => [issue.path[0], issue.code]);

  test('may group and filter by its dimensions and the implicit ones', () => {
    expect(ask({ groupByDimensions: ['model', 'subject'], filters: { dimensions: { customer_id: { eq: 'x' } } } })).toEqual([]);
  });

  test('is told which dimension is unknown', () => {
    expect(ask({ groupByDimensions: ['region'], filters: { dimensions: { zone: { eq: 'x' } } } })).toEqual([
      ['groupByDimensions', 'meter_dimension_unknown'],
      ['filters', 'meter_dimension_unknown'],
    ]);
  });

  test('must not end before it starts, whatever the offsets it is written in', () => {
    expect(ask({ from: '2026-11-01T00:00:00Z', to: '2026-11-01T00:30:00+01:00' })).toEqual([['to', 'period_empty']]);
    expect(ask({ from: '2026-11-01T00:00:00Z', to: '2026-11-01T00:30:00-01:00' })).toEqual([]);
  });

  test('is laid out in UTC unless it says otherwise', () => {
    expect(MeterQueryRequest.parse({}).timeZone).toBe('UTC');
  });
});
