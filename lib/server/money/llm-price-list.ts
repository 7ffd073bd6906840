import 'server-only';
import { z } from 'zod';
import { LLMCostModelPricing, type LLMCostPrice } from '@/lib/catalog/llm-price';
import { Ulid } from '@/lib/fields';
import list from './llm-price-list.json';

const Day = z.iso.date();

const PriceList = z.strictObject({
  about: z.string(),
  compiled: Day,
  knownUntil: Day,
  currency: z.literal('USD'),
  providers: z.record(z.string(), z.string()),
  prices: z.array(
    z.strictObject({
      id: Ulid,
      provider: z.string(),
      model: z.string(),
      name: z.string(),
      from: Day,
      to: Day.optional(),
      pricing: LLMCostModelPricing,
    }),
  ),
});

const read = PriceList.parse(list);
const midnight = (day: string) => `${day}T00:00:00.000Z`;

/** The last day of which the list that ships says what providers charged. */
export const listKnownUntil = read.knownUntil;

/** Returns the name of a provider; its id where the list does not know it. */
export const providerName = (id: string): string => read.providers[id] ?? id;

/** The prices that ship with the product, past ones included. */
export const systemPrices: readonly LLMCostPrice[] = read.prices.map(({ id, provider, model, name, from, to, pricing }) => ({
  id,
  provider: { id: provider, name: providerName(provider) },
  model: { id: model, name },
  pricing,
  currency: read.currency,
  source: 'system',
  effectiveFrom: midnight(from),
  ...(to !== undefined && { effectiveTo: midnight(to) }),
  createdAt: midnight(read.compiled),
  updatedAt: midnight(read.compiled),
}));
