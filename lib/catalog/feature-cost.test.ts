import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimal, text } from '@/lib/decimal';
import { matchesDimension, type QueryFilterStringMapItem } from '@/lib/metering/dimension-filter';
import { bothFilters, type CostedUsage, featureCosts } from './feature-cost';
import { indexPrices, type LLMCostPrice } from './llm-price';
import type { BillingFeatureUnitCost } from './unit-cost';

const [from, to] = ['2026-06-01T00:00:00Z', '2026-07-01T00:00:00Z'];
const usage = (value: string, dimensions: Record<string, string> = {}, at = from): CostedUsage => ({
  value,
  from: at,
  to,
  windowFrom: from,
  windowTo: to,
  dimensions,
});
const price = (model: string, inputPerToken: string, effectiveFrom: string): LLMCostPrice => ({
  id: `${model} ${effectiveFrom}`,
  provider: { id: 'openai', name: 'OpenAI' },
  model: { id: model, name: model },
  pricing: { inputPerToken, outputPerToken: '0.00001' },
  currency: 'USD',
  source: 'system',
  effectiveFrom,
  createdAt: from,
  updatedAt: from,
});
const prices = indexPrices([
  price('gpt-4o', '0.0000025', '2024-10-01T00:00:00Z'),
  price('gpt-4o-mini', '0.00000015', '2024-07-18T00:00:00Z'),
]);
const llm: BillingFeatureUnitCost = { type: 'llm', provider: 'openai', modelProperty: 'model', tokenTypeProperty: 'kind' };

describe('the cost of a feature', () => {
  test('is usage times what one unit costs, to the last digit', () => {
    const rows = featureCosts([usage('123456789.5')], { type: 'manual', amount: '0.000000000123' }, prices, []);
    expect(rows).toEqual([{ usage: '123456789.5', cost: '0.0151851851085', currency: 'USD', from, to, dimensions: {} }]);
  });

  test('adds up what models and kinds of tokens cost, where they are not asked for', () => {
    const rows = featureCosts(
      [
        usage('1000', { model: 'gpt-4o', kind: 'input' }),
        usage('200', { model: 'gpt-4o', kind: 'response' }),
        usage('5', { model: 'gpt-4o-mini', kind: 'request' }),
      ],
      llm,
      prices,
      [],
    );
    expect(rows).toMatchObject([{ usage: '1205', cost: '0.00450075', dimensions: {} }]);
  });

  test('prices each part as it was when it was used', () => {
    const changed = indexPrices([price('o3', '0.00001', '2025-01-01T00:00:00Z'), price('o3', '0.000002', '2026-06-10T00:00:00Z')]);
    const parts = [usage('100', { model: 'o3', kind: 'input' }), usage('100', { model: 'o3', kind: 'input' }, '2026-06-10T00:00:00Z')];
    expect(featureCosts(parts, llm, changed, ['model'])).toMatchObject([{ usage: '200', cost: '0.0012', dimensions: { model: 'o3' } }]);
  });

  test('is unknown when any part has no price, and the part is named', () => {
    const parts = [
      usage('1000', { model: 'gpt-4o', kind: 'input' }),
      usage('7', { model: 'gpt-9', kind: 'input' }),
      usage('1', { model: 'gpt-4o', kind: 'smell' }),
    ];
    expect(featureCosts(parts, llm, prices, [])).toMatchObject([
      { usage: '1008', cost: null, detail: 'no price for openai / gpt-9; "smell" is not a token type (openai / gpt-4o)' },
    ]);
    expect(featureCosts(parts, llm, prices, ['model', 'kind']).map(({ cost, dimensions }) => [cost, dimensions.model])).toEqual([
      ['0.0025', 'gpt-4o'],
      [null, 'gpt-9'],
      [null, 'gpt-4o'],
    ]);
  });

  test('puts the dearest first, whatever the groups', () => {
    const amounts = fc.array(fc.bigInt({ min: 0n, max: 10n ** 24n }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(amounts, (values) => {
        const rows = featureCosts(
          values.map((value, i) => usage(String(value), { n: String(i) })),
          { type: 'manual', amount: '0.000001' },
          prices,
          ['n'],
        );
        const costs = rows.map((row) => decimal(row.cost ?? '-1'));
        for (const [i, cost] of costs.entries()) if (i > 0) expect(cost.lte(costs[i - 1] ?? cost)).toBe(true);
        const total = costs.reduce((sum, cost) => sum.plus(cost), decimal('0'));
        const usageTotal = values.reduce((sum, value) => sum + value, 0n);
        expect(text(total)).toBe(text(decimal(String(usageTotal)).times(decimal('0.000001'))));
      }),
    );
  });
});

test('filters of a feature and of a question hold together as each holds alone', () => {
  const word = fc.constantFrom('', 'a', 'b', 'ab');
  const filter: fc.Arbitrary<QueryFilterStringMapItem> = fc.record(
    { exists: fc.boolean(), eq: word, neq: word, contains: word, in: fc.array(word, { minLength: 1 }) },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(filter, filter, word, (own, asked, value) => {
      const both = bothFilters({ d: own }, { d: asked }).d ?? {};
      expect(matchesDimension(both, value)).toBe(matchesDimension(own, value) && matchesDimension(asked, value));
    }),
  );
});
