import { describe, expect, test } from 'vitest';
import { namesOfModel, variantOfModel } from './llm-model';
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
    ['OpenAI', 'GPT-4o-2024-08-06', 'openai/gpt-4o-2024-08-06'],
    ['azure', 'gpt-4.1-mini-2025-04-14', 'openai/gpt-4-1-mini-2025-04-14'],
    ['anthropic', 'claude-3-5-haiku-latest', 'anthropic/claude-3-5-haiku-latest'],
    ['bedrock', 'us.anthropic.claude-3-5-haiku-20241022-v1:0', 'anthropic/claude-3-5-haiku-20241022'],
    ['bedrock', 'jp.anthropic.claude-sonnet-4-5-20250929-v1:0', 'anthropic/claude-sonnet-4-5-20250929'],
    ['bedrock', 'us-gov.anthropic.claude-3-haiku-20240307-v1:0', 'anthropic/claude-3-haiku-20240307'],
    [
      'aws-bedrock',
      'arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude-sonnet-4-20250514-v1:0',
      'anthropic/claude-sonnet-4-20250514',
    ],
    ['bedrock', 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0', 'amazon/nova-pro'],
    ['bedrock', 'bedrock/us-east-1/anthropic.claude-3-haiku-20240307-v1:0', 'anthropic/claude-3-haiku-20240307'],
    ['vertex-ai', 'claude-sonnet-4@20250514', 'anthropic/claude-sonnet-4-20250514'],
    ['vertex_ai', 'publishers/google/models/gemini-2.0-flash-001', 'google/gemini-2-0-flash-001'],
    ['vertex', 'projects/p/locations/us-central1/publishers/anthropic/models/claude-opus-4@20250514', 'anthropic/claude-opus-4-20250514'],
    ['gemini', 'models/gemini-1.5-pro-002', 'google/gemini-1-5-pro-002'],
    ['openrouter', 'deepseek/deepseek-chat', 'deepseek/deepseek-chat'],
    ['openrouter', 'deepseek/deepseek-chat:free', 'deepseek/deepseek-chat:free'],
    ['mistralai', 'mistral-large-latest', 'mistral/mistral-large-latest'],
    ['google', 'gemini-2.5-pro-preview', 'google/gemini-2-5-pro-preview'],
  ])('%s %s is at last %s', (provider, model, name) => expect(namesOfModel(provider, model).at(-1)).toBe(name));

  test('is first what was written, so that a region or a reseller may have a price of its own', () => {
    const names = namesOfModel('bedrock', 'us.anthropic.claude-3-5-haiku-20241022-v1:0');
    expect(names[0]).toBe('bedrock/us-anthropic-claude-3-5-haiku-20241022-v1:0');
    expect(names).toContain('bedrock/claude-3-5-haiku-20241022');
  });

  test('of a seller that sets its own prices is never the maker’s', () => {
    expect(namesOfModel('groq', 'openai/gpt-4o').every((name) => name.startsWith('groq/'))).toBe(true);
  });

  test('says how an answer was served, unless in the standard way', () => {
    expect(variantOfModel('gpt-5', { tier: 'default' })).toBe('gpt-5');
    expect(variantOfModel('gpt-5', { tier: 'Flex' })).toBe('gpt-5:flex');
    expect(variantOfModel('claude-sonnet-4-5', { tier: 'batch', aboveThousand: 200 })).toBe('claude-sonnet-4-5:batch:above-200k');
  });
});

describe('the price of a model', () => {
  const manual = { source: 'manual', provider: { id: 'openai', name: 'OpenAI' } } as const;
  const at = (prices: LLMCostPrice[], model: string, instant = '2026-06-01T00:00:00Z') =>
    priceOfModel(indexPrices(prices), 'openai', model, instant)?.id;

  test('is its own, and none where only a neighbour has one: a date, a variant or a preview is another model', () => {
    const list = [price('gpt-4o', { id: 'a' }), price('gpt-4o-2024-05-13', { id: 'b' })];
    const models = ['gpt-4o', 'gpt-4o-2024-05-13', 'gpt-4o-2024-08-06', 'gpt-4o:free', 'gpt-4o:flex', 'gpt-4o-preview', 'gpt-9'];
    expect(models.map((model) => at(list, model))).toEqual(['a', 'b', ...Array(5).fill(undefined)]);
  });

  test('is a reseller’s own before its maker’s, and a reseller’s never the maker’s', () => {
    const own = price('gpt-4o', { id: 'z', provider: { id: 'azure', name: 'Azure' } });
    const found = (provider: string, list: LLMCostPrice[]) =>
      priceOfModel(indexPrices(list), provider, 'gpt-4o', '2026-06-01T00:00:00Z')?.id;
    expect([found('azure', [own, price('gpt-4o', { id: 'a' })]), found('azure', [price('gpt-4o', { id: 'a' })])]).toEqual(['z', 'a']);
    expect(found('openai', [own])).toBeUndefined();
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
    expect(['gpt-4o-2024-05-13', 'gpt-4o-2024-08-06', 'gpt-4o'].map((model) => at(prices, model))).toEqual(['o', undefined, 'a']);
  });

  test('is listed once for each model: the one that applies', () => {
    const override = price('gpt-4o', { ...manual, id: 'o' });
    const past = price('gpt-4o', { id: 'p', effectiveFrom: '2025-01-01T00:00:00Z', effectiveTo: '2026-01-01T00:00:00Z' });
    const prices = [override, price('gpt-4o', { id: 'a' }), past, price('o3', { id: 'b' })];
    expect(pricesAt(prices, '2026-06-01T00:00:00Z').map(({ id }) => id)).toEqual(['o', 'b']);
    expect(pricesAt(prices, '2025-06-01T00:00:00Z').map(({ id }) => id)).toEqual(['p']);
  });
});

test('a kind of token has its own price or none', () => {
  const pricing = { inputPerToken: '1', outputPerToken: '2', cacheReadPerToken: '0.1', cacheWrite1hPerToken: '3' };
  const kinds = [
    'input',
    'request',
    'output',
    'response',
    'cache_read',
    'cache_write',
    'cache_write_1h',
    'reasoning',
    'input_audio',
  ] as const;
  expect(kinds.map((kind) => pricePerToken(pricing, kind))).toEqual(['1', '1', '2', '2', '0.1', undefined, '3', undefined, undefined]);
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
