import { describe, expect, test } from 'vitest';
import { matchesDimension } from '@/lib/metering/dimension-filter';
import { CreateFeatureRequest, featureIssues } from './feature';
import { type BillingFeatureUnitCost, canonicalTokenType } from './unit-cost';

const METER_ID = '01KAR2K6T0ZZZZZZZZZZZZZZZZ';
const meter = { key: 'tokens', aggregation: 'sum' as const, dimensions: { model: '$.model', kind: '$.kind' } };

function codes(feature: Partial<Parameters<typeof featureIssues>[0]>, of: Parameters<typeof featureIssues>[1] = meter): string[] {
  return featureIssues({ key: 'input_tokens', ...feature }, of).map((issue) => issue.code);
}

describe('a feature', () => {
  test('needs no meter', () => {
    expect(featureIssues({ key: 'sso' }, undefined)).toEqual([]);
  });

  test('names a meter that exists', () => {
    expect(featureIssues({ key: 'x', meter: { id: METER_ID } }, undefined).map((issue) => issue.code)).toEqual(['feature_meter_not_found']);
  });

  test.each(['avg', 'min', 'max'] as const)('cannot sell what a meter computes as %s', (aggregation) => {
    expect(codes({ meter: { id: METER_ID } }, { ...meter, aggregation })).toEqual(['feature_meter_aggregation_not_billable']);
  });

  test.each(['sum', 'count', 'unique_count', 'latest'] as const)('can sell what a meter computes as %s', (aggregation) => {
    expect(codes({ meter: { id: METER_ID } }, { ...meter, aggregation })).toEqual([]);
  });

  test("filters on the meter's dimensions only", () => {
    expect(codes({ meter: { id: METER_ID, filters: { model: { eq: 'gpt' }, subject: { exists: true } } } })).toEqual([]);
    expect(codes({ meter: { id: METER_ID, filters: { region: { eq: 'eu' } } } })).toEqual(['feature_filter_dimension_unknown']);
  });

  test('has a key that cannot be taken for an id', () => {
    expect(codes({ key: METER_ID.toLowerCase() })).toEqual(['feature_key_like_id']);
  });

  test('filters on at most ten dimensions at once', () => {
    const filters = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`d${i}`, { eq: 'x' }]));
    const parse = (n: number) =>
      CreateFeatureRequest.safeParse({ name: 'N', key: 'k', meter: { id: METER_ID, filters: filters(n) } }).success;
    expect([parse(10), parse(11)]).toEqual([true, false]);
  });
});

describe('a unit cost', () => {
  const cost = (unitCost: BillingFeatureUnitCost) => codes({ meter: { id: METER_ID }, unitCost });

  test('is not negative', () => {
    expect(cost({ type: 'manual', amount: '0' })).toEqual([]);
    expect(cost({ type: 'manual', amount: '-0.1' })).toEqual(['unit_cost_negative']);
  });

  test('of an LLM takes each part from one place', () => {
    expect(cost({ type: 'llm', provider: 'openai', modelProperty: 'model', tokenTypeProperty: 'kind' })).toEqual([]);
    expect(cost({ type: 'llm', provider: 'openai', providerProperty: 'kind', model: 'm', tokenType: 'input' })).toEqual([
      'unit_cost_llm_source_ambiguous',
    ]);
    expect(cost({ type: 'llm', provider: 'openai', model: 'm' })).toEqual(['unit_cost_llm_source_ambiguous']);
  });

  test('of an LLM reads from dimensions that the meter has', () => {
    expect(cost({ type: 'llm', provider: 'openai', modelProperty: 'engine', tokenType: 'input' })).toEqual(['unit_cost_dimension_unknown']);
  });

  test('calls request tokens input and response tokens output', () => {
    expect((['request', 'response', 'cache_read'] as const).map(canonicalTokenType)).toEqual(['input', 'output', 'cache_read']);
  });
});

describe('a filter on a dimension', () => {
  test.each([
    [{ eq: 'a' }, 'a', true],
    [{ eq: 'a' }, 'A', false],
    [{ neq: 'a' }, undefined, true],
    [{ in: ['a', 'b'] }, 'b', true],
    [{ nin: ['a', 'b'] }, 'b', false],
    [{ contains: 'pt-4' }, 'gpt-4o', true],
    [{ ncontains: 'pt-4' }, 'gpt-4o', false],
    [{ exists: true }, undefined, false],
    [{ exists: true }, '', false],
    [{ exists: false }, undefined, true],
    [{ eq: '' }, undefined, true],
    [{ contains: 'g', ncontains: '4' }, 'gpt-4', false],
    [{ or: [{ eq: 'a' }, { and: [{ contains: 'b' }, { neq: 'b' }] }] }, 'bc', true],
    [{ or: [{ eq: 'a' }, { and: [{ contains: 'b' }, { neq: 'b' }] }] }, 'b', false],
    [{}, 'anything', true],
  ])('%j on %j gives %s', (filter, value, matches) => {
    expect(matchesDimension(filter, value)).toBe(matches);
  });
});
