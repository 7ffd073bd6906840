import { z } from 'zod';
import { decimal, divide, isNegative, text } from '@/lib/decimal';
import { WrittenNumber } from '@/lib/exact-json';
import { DateTime } from '@/lib/fields';
import { plainDigits, trimmed } from '@/lib/metering/counted-value';
import { snake } from '@/lib/wire';
import { sellerOf, variantOfModel } from './llm-model';
import { LLMCostModelPricing } from './llm-price';
import { LLMTokenPrices } from './unit-cost';

/** A price as a file says it; `from` and `to` where the file has them. */
export interface FilePrice {
  provider: string;
  model: string;
  name: string;
  pricing: LLMCostModelPricing;
  from?: string;
  to?: string;
}

/** An entry of a file that is no price, and why. `at` is its line or its name. */
interface LeftOut {
  at: string;
  reason: string;
}

export interface FilePrices {
  prices: FilePrice[];
  leftOut: LeftOut[];
}

/** One row of a table: cells by the names of their columns. */
export interface PriceRow {
  at: string;
  cells: Record<string, string>;
}

const MILLION = decimal('1000000');
const NAME_MAX = 256;
const KINDS = Object.keys(LLMTokenPrices) as (keyof LLMCostModelPricing)[];
const DAY = z.iso.date();

/**
 * Reads a table of prices: of each row provider, model, prices (each kind of token per token, `input_per_token`, or per million,
 * `input_per_million`), and from and until when they apply where it says so.
 */
export function pricesOfRows(rows: readonly PriceRow[]): FilePrices {
  return sorted(rows.map(({ at, cells }) => ({ at, found: priceOfRow(cells) })));
}

function priceOfRow(cells: Record<string, string>): FilePrice | string {
  const cell = (...names: string[]) => names.map((name) => cells[name]?.trim()).find(Boolean);
  const [provider, model] = [cell('provider'), cell('model', 'model_id')];
  if (!provider || !model) return 'it names no provider and model';
  const currency = cell('currency');
  if (currency && currency.toUpperCase() !== 'USD') return `its prices are in ${currency}, and costs are kept in USD`;
  const found: Partial<Record<keyof LLMCostModelPricing, string>> = {};
  for (const kind of KINDS) {
    const [each, million] = [cell(snake(kind)), cell(snake(kind).replace(/_token$/, '_million'))];
    const amount = each !== undefined ? amountOf(each) : million !== undefined ? perToken(million) : undefined;
    if (amount === null) return `"${each ?? million}" is not a price`;
    if (amount !== undefined) found[kind] = amount;
  }
  const [from, to] = [cell('effective_from', 'from'), cell('effective_to', 'to')].map((time) => time && instantOf(time));
  if (from === null || to === null) return 'a day or time in it cannot be read: write 2026-11-01';
  if (from && to && Date.parse(to) <= Date.parse(from)) return 'it ends before it begins';
  return priced(sellerOf(provider), model, cell('name', 'model_name') ?? model, found, { ...(from && { from }), ...(to && { to }) });
}

const instantOf = (time: string): string | null => {
  if (DAY.safeParse(time).success) return `${time}T00:00:00.000Z`;
  return DateTime.safeParse(time).success ? new Date(Date.parse(time)).toISOString() : null;
};

/** An amount in plain digits; null for what is none. */
function amountOf(written: string): string | null {
  if (!/^\d{1,15}(?:\.\d+)?(?:[eE][+-]?\d{1,2})?$/.test(written)) return null;
  return trimmed(plainDigits(written));
}

function perToken(million: string): string | null {
  const amount = amountOf(million);
  return amount === null ? null : text(divide(decimal(amount), MILLION, 18));
}

function priced(provider: string, model: string, name: string, found: Partial<LLMCostModelPricing>, span: object = {}): FilePrice | string {
  if (found.inputPerToken === undefined) return 'it has no price of input tokens';
  if (found.outputPerToken === undefined) return 'it has no price of output tokens';
  if ([provider, model, name].some((part) => part.length > NAME_MAX)) return `a name in it is longer than ${NAME_MAX} characters`;
  const pricing = LLMCostModelPricing.safeParse(found);
  if (!pricing.success || Object.values(pricing.data).some((price) => price !== undefined && isNegative(decimal(price))))
    return 'one of its prices cannot be kept: at most 30 digits, none below zero';
  return { provider, model, name, pricing: pricing.data, ...span };
}

/** Names of prices in the map of model prices that gateways share: what stands before the tier, and after the kind. */
const SHARED: Record<keyof LLMCostModelPricing, string> = {
  inputPerToken: 'input_cost_per_token',
  outputPerToken: 'output_cost_per_token',
  cacheReadPerToken: 'cache_read_input_token_cost',
  cacheWritePerToken: 'cache_creation_input_token_cost',
  cacheWrite1hPerToken: 'cache_creation_input_token_cost_above_1hr',
  reasoningPerToken: 'output_cost_per_reasoning_token',
  inputAudioPerToken: 'input_cost_per_audio_token',
  outputAudioPerToken: 'output_cost_per_audio_token',
  inputImagePerToken: 'input_cost_per_image_token',
  outputImagePerToken: 'output_cost_per_image_token',
};

/** Endings of the names under which prices of another way to be served stand. */
const VARIANTS = [
  ['', {}],
  ['_flex', { tier: 'flex' }],
  ['_priority', { tier: 'priority' }],
  ['_batches', { tier: 'batch' }],
  ['_above_128k_tokens', { aboveThousand: 128 }],
  ['_above_200k_tokens', { aboveThousand: 200 }],
] as const;

/** Is a JSON value the map of model prices that gateways share (`model_prices_and_context_window.json`)? */
export const isSharedMap = (value: unknown): value is Record<string, Record<string, unknown>> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).some((entry) => typeof entry === 'object' && entry !== null && 'litellm_provider' in entry);

/** Reads the map of model prices that gateways share: an object with one member a model, its numbers as they are written. */
export function pricesOfSharedMap(map: Record<string, unknown>): FilePrices {
  return sorted(
    Object.entries(map)
      .filter(([at]) => at !== 'sample_spec')
      .flatMap(([at, entry]) => sharedPrices(at, entry).map((found) => ({ at, found }))),
  );
}

function sharedPrices(at: string, entry: unknown): (FilePrice | string)[] {
  if (typeof entry !== 'object' || entry === null) return ['it is no object'];
  const given = entry as Record<string, unknown>;
  const provider = given.litellm_provider;
  if (typeof provider !== 'string' || !provider.trim()) return ['it names no provider'];
  const model = at.startsWith(`${provider}/`) ? at.slice(provider.length + 1) : at;
  return VARIANTS.flatMap(([ending, variant]) => {
    const found: Partial<Record<keyof LLMCostModelPricing, string>> = {};
    for (const kind of KINDS) {
      const value = given[`${SHARED[kind]}${ending}`];
      const amount = value instanceof WrittenNumber ? amountOf(value.text) : typeof value === 'string' ? amountOf(value) : undefined;
      if (amount === null) return ending ? [] : ['one of its prices is not a price'];
      if (amount !== undefined) found[kind] = amount;
    }
    // Embeddings answer with no tokens; reasoning costs what output does where nothing else is said.
    if (given.mode === 'embedding') found.outputPerToken ??= '0';
    if (given.supports_reasoning === true && found.outputPerToken) found.reasoningPerToken ??= found.outputPerToken;
    const named = variantOfModel(model, variant);
    const price = priced(sellerOf(provider), named, named, found);
    return ending && typeof price === 'string' ? [] : [price];
  });
}

function sorted(read: readonly { at: string; found: FilePrice | string }[]): FilePrices {
  const result: FilePrices = { prices: [], leftOut: [] };
  const seen = new Set<string>();
  for (const { at, found } of read) {
    const name = typeof found === 'string' ? '' : JSON.stringify([found.provider, found.model, found.from]);
    const reason = typeof found === 'string' ? found : seen.has(name) ? 'this model has a price in the file already' : undefined;
    if (reason !== undefined) result.leftOut.push({ at, reason });
    else if (typeof found !== 'string') result.prices.push(found);
    if (name) seen.add(name);
  }
  return result;
}
