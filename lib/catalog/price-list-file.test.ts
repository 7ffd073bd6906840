import { expect, test } from 'vitest';
import { parseExactly } from '@/lib/exact-json';
import { indexPrices, priceOfModel } from './llm-price';
import { type FilePrice, isSharedMap, pricesOfRows, pricesOfSharedMap } from './price-list-file';

const rows = (...cells: Record<string, string>[]) => pricesOfRows(cells.map((row, i) => ({ at: `line ${i + 2}`, cells: row })));
const base = { provider: 'OpenAI', model: 'gpt-9', input_per_token: '0.000002', output_per_token: '8e-6' };

test('a row says provider, model and prices per token or per million, and when they apply', () => {
  const { prices, leftOut } = rows(base, {
    ...{
      provider: 'anthropic',
      model: 'claude-9',
      name: 'Claude 9',
      input_per_million: '3',
      output_per_million: '15.50',
      cache_write1h_per_million: '6',
    },
    ...{ effective_from: '2026-01-01', effective_to: '2026-07-01T00:00:00+02:00' },
  });
  expect(leftOut).toEqual([]);
  expect(prices).toEqual([
    { provider: 'openai', model: 'gpt-9', name: 'gpt-9', pricing: { inputPerToken: '0.000002', outputPerToken: '0.000008' } },
    {
      provider: 'anthropic',
      model: 'claude-9',
      name: 'Claude 9',
      pricing: { inputPerToken: '0.000003', outputPerToken: '0.0000155', cacheWrite1hPerToken: '0.000006' },
      from: '2026-01-01T00:00:00.000Z',
      to: '2026-06-30T22:00:00.000Z',
    },
  ]);
});

test('a row that is no price is left out with the reason, and the others stay', () => {
  const { prices, leftOut } = rows(
    base,
    { ...base, model: '' },
    { ...base, model: 'a', input_per_token: '-1' },
    { ...base, model: 'b', output_per_token: '' },
    { ...base, model: 'c', currency: 'EUR' },
    { ...base, model: 'd', from: 'soon' },
    { ...base, model: 'e', from: '2026-02-01', to: '2026-01-01' },
    base,
  );
  expect(prices).toHaveLength(1);
  expect(leftOut.map(({ at }) => at)).toEqual(['line 3', 'line 4', 'line 5', 'line 6', 'line 7', 'line 8', 'line 9']);
  expect(leftOut.map(({ reason }) => reason)).toEqual([
    'it names no provider and model',
    '"-1" is not a price',
    'it has no price of output tokens',
    'its prices are in EUR, and costs are kept in USD',
    'a day or time in it cannot be read: write 2026-11-01',
    'it ends before it begins',
    'this model has a price in the file already',
  ]);
});

test('the map of model prices that gateways share is read with its tiers, bands and kinds of tokens', () => {
  const map = parseExactly(`{
    "sample_spec": {"litellm_provider": "one of many", "input_cost_per_token": 0},
    "gpt-5": {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 1.25e-06, "output_cost_per_token": 1e-05,
      "cache_read_input_token_cost": 1.25e-07, "input_cost_per_token_flex": 6.25e-07, "output_cost_per_token_flex": 5e-06, "supports_reasoning": true},
    "us.anthropic.claude-sonnet-4-5-20250929-v1:0": {"litellm_provider": "bedrock_converse", "input_cost_per_token": 3.3e-06, "output_cost_per_token": 1.65e-05,
      "cache_creation_input_token_cost_above_1hr": 6.6e-06, "input_cost_per_token_above_200k_tokens": 6.6e-06, "output_cost_per_token_above_200k_tokens": 2.475e-05},
    "gemini/gemini-2.5-pro": {"litellm_provider": "gemini", "input_cost_per_token": 1.25e-06, "output_cost_per_token": 1e-05, "input_cost_per_audio_token": 7e-07},
    "openrouter/deepseek/deepseek-chat": {"litellm_provider": "openrouter", "input_cost_per_token": 1.4e-07, "output_cost_per_token": 2.8e-07},
    "text-embedding-3-small": {"litellm_provider": "openai", "mode": "embedding", "input_cost_per_token": 2e-08},
    "dall-e-3": {"litellm_provider": "openai", "mode": "image_generation", "input_cost_per_pixel": 3.81469e-08}
  }`);
  if (!isSharedMap(map)) throw new Error('it is such a map');
  const { prices, leftOut } = pricesOfSharedMap(map);
  expect(leftOut).toEqual([{ at: 'dall-e-3', reason: 'it has no price of input tokens' }]);
  const listed = prices.map(({ provider, model, name, pricing }: FilePrice, i) => ({
    ...{
      id: String(i),
      provider: { id: provider, name: provider },
      model: { id: model, name },
      pricing,
      currency: 'USD',
      source: 'system' as const,
    },
    ...{ effectiveFrom: '2026-01-01T00:00:00Z', createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z' },
  }));
  const priceOf = (provider: string, model: string) => priceOfModel(indexPrices(listed), provider, model, '2026-06-01T00:00:00Z')?.pricing;
  expect(priceOf('openai', 'gpt-5')).toEqual({
    ...{ inputPerToken: '0.00000125', outputPerToken: '0.00001', cacheReadPerToken: '0.000000125', reasoningPerToken: '0.00001' },
  });
  expect(priceOf('azure', 'gpt-5:flex')).toMatchObject({ inputPerToken: '0.000000625', outputPerToken: '0.000005' });
  expect(priceOf('openai', 'gpt-5:priority')).toBeUndefined();
  const claude = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
  expect(priceOf('aws-bedrock', claude)).toEqual({
    inputPerToken: '0.0000033',
    outputPerToken: '0.0000165',
    cacheWrite1hPerToken: '0.0000066',
  });
  expect(priceOf('aws-bedrock', `${claude}:above-200k`)).toEqual({ inputPerToken: '0.0000066', outputPerToken: '0.00002475' });
  expect(priceOf('google', 'gemini-2.5-pro')).toMatchObject({ inputAudioPerToken: '0.0000007' });
  expect(priceOf('openrouter', 'deepseek/deepseek-chat')).toMatchObject({ inputPerToken: '0.00000014' });
  expect(priceOf('openai', 'text-embedding-3-small')).toEqual({ inputPerToken: '0.00000002', outputPerToken: '0' });
});
