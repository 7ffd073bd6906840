import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPlainModel, modelName } from './llm-model';
import { indexPrices, type LLMCostPrice, overrideIssues, priceOfModel, pricePerToken, pricesAt } from './llm-price';

const price = (model: string, change: Partial<LLMCostPrice> = {}): LLMCostPrice => ({
  id: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  provider: { id: 'openai', name: 'OpenAI' },
  model: { id: model, name: model },
  pricing: { inputPerToken: '0.000002', outputPerToken: '0.000008' },
  currency: 'USD',
  source: 'system',
  effectiveFrom: '2026-01-01T00:00:00Z',
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
  ...change,
});

describe('the name of a model', () => {
  test.each([
    ['openai', 'gpt-4o', 'openai/gpt-4o'],
    ['OpenAI', 'GPT-4o-2024-08-06', 'openai/gpt-4o'],
    ['azure', 'gpt-4.1-mini-2025-04-14', 'openai/gpt-4-1-mini'],
    ['anthropic', 'claude-3-5-haiku-20241022', 'anthropic/claude-3-5-haiku'],
    ['anthropic', 'claude-3-5-haiku-latest', 'anthropic/claude-3-5-haiku'],
    ['bedrock', 'us.anthropic.claude-3-5-haiku-20241022-v1:0', 'anthropic/claude-3-5-haiku'],
    ['vertex-ai', 'claude-sonnet-4@20250514', 'anthropic/claude-sonnet-4'],
    ['vertex-ai', 'gemini-2.0-flash-001', 'google/gemini-2-0-flash'],
    ['gemini', 'models/gemini-1.5-pro-002', 'google/gemini-1-5-pro'],
    ['openrouter', 'deepseek/deepseek-chat', 'deepseek/deepseek-chat'],
    ['mistralai', 'mistral-large-latest', 'mistral/mistral-large'],
    ['bedrock', 'amazon.nova-pro-v1:0', 'amazon/nova-pro'],
  ])('%s %s is %s', (provider, model, name) => expect(modelName(provider, model)).toBe(name));

  test('keeps models apart that are not the same', () => {
    const names = ['gpt-4', 'gpt-4o', 'gpt-4.1', 'gpt-4-turbo', 'o1', 'o3', 'o3-mini'].map((model) => modelName('openai', model));
    expect(new Set(names).size).toBe(names.length);
  });

  test('of a name is the name again', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (provider, model) => {
        const [seller = '', ...rest] = modelName(provider, model).split('/');
        if (seller && rest.length === 1 && !/[:@]/.test(seller)) expect(isPlainModel(rest[0] ?? '') || rest[0] === '').toBe(true);
      }),
    );
  });
});

describe('the price of a model', () => {
  const manual = { source: 'manual', provider: { id: 'openai', name: 'OpenAI' } } as const;
  const at = (prices: LLMCostPrice[], model: string, instant = '2026-06-01T00:00:00Z') =>
    priceOfModel(indexPrices(prices), 'openai', model, instant)?.id;

  test('is that of the list, for a dated name too, and none for a model nobody knows', () => {
    const list = [price('gpt-4o', { id: 'a' })];
    expect([at(list, 'gpt-4o'), at(list, 'gpt-4o-2024-08-06'), at(list, 'gpt-9')]).toEqual(['a', 'a', undefined]);
  });

  test('is the override as long as one is in force, its start included and its end not', () => {
    const override = price('gpt-4o', { ...manual, id: 'o', effectiveFrom: '2026-03-01T00:00:00Z', effectiveTo: '2026-04-01T00:00:00Z' });
    const prices = [override, price('gpt-4o', { id: 'a' })];
    const instants = ['2026-02-28T23:59:59Z', '2026-03-01T00:00:00Z', '2026-03-31T23:59:59.999Z', '2026-04-01T00:00:00Z'];
    expect(instants.map((instant) => at(prices, 'gpt-4o', instant))).toEqual(['a', 'o', 'o', 'a']);
  });

  test('is of two overrides the one that began last', () => {
    const earlier = price('gpt-4o', { ...manual, id: 'o1', effectiveFrom: '2026-02-01T00:00:00Z' });
    const later = price('gpt-4o', { ...manual, id: 'o2', effectiveFrom: '2026-03-01T00:00:00Z' });
    expect(at([earlier, later], 'gpt-4o')).toBe('o2');
    expect(at([later, earlier], 'gpt-4o')).toBe('o2');
  });

  test('of one dated version is not that of another', () => {
    const dated = price('gpt-4o-2024-05-13', { ...manual, id: 'o' });
    const prices = [dated, price('gpt-4o', { id: 'a' })];
    expect(['gpt-4o-2024-05-13', 'gpt-4o-2024-08-06', 'gpt-4o'].map((model) => at(prices, model))).toEqual(['o', 'a', 'a']);
  });

  test('is listed once for each model: the one that applies', () => {
    const override = price('gpt-4o', { ...manual, id: 'o' });
    const past = price('gpt-4o', { id: 'p', effectiveFrom: '2025-01-01T00:00:00Z', effectiveTo: '2026-01-01T00:00:00Z' });
    const prices = [override, price('gpt-4o', { id: 'a' }), past, price('o3', { id: 'b' })];
    expect(pricesAt(prices, '2026-06-01T00:00:00Z').map(({ id }) => id)).toEqual(['o', 'b']);
    expect(pricesAt(prices, '2025-06-01T00:00:00Z').map(({ id }) => id)).toEqual(['p']);
  });
});

test('a kind of token that is not priced apart costs what it is a kind of', () => {
  const pricing = { inputPerToken: '1', outputPerToken: '2', cacheReadPerToken: '0.1' };
  const kinds = ['input', 'request', 'output', 'response', 'cache_read', 'cache_write', 'reasoning'] as const;
  expect(kinds.map((kind) => pricePerToken(pricing, kind))).toEqual(['1', '1', '2', '2', '0.1', '1', '2']);
});

test('an override names a model, costs nothing below 0, in US dollars, and ends after it begins', () => {
  const right = {
    provider: 'openai',
    modelId: 'gpt-9',
    pricing: { inputPerToken: '0', outputPerToken: '1' },
    currency: 'USD',
    effectiveFrom: '2026-01-01T00:00:00Z',
  };
  const codes = (change: Partial<Parameters<typeof overrideIssues>[0]>) => overrideIssues({ ...right, ...change }).map(({ code }) => code);
  expect(codes({})).toEqual([]);
  expect(codes({ modelId: ' ' })).toEqual(['llm_price_name_invalid']);
  expect(codes({ pricing: { inputPerToken: '-0.1', outputPerToken: '1' } })).toEqual(['price_negative']);
  expect(codes({ currency: 'EUR' })).toEqual(['llm_price_currency_not_usd']);
  expect(codes({ effectiveTo: '2026-01-01T00:00:00Z' })).toEqual(['effective_period_from_after_to']);
});
