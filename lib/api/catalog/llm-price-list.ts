import { z } from 'zod';
import { operation, V1 } from '@/lib/api/operation';
import { DateTime, Ulid } from '@/lib/fields';

const tag = 'LLM prices';
const path = `${V1}/llm-cost/price-list`;

/** The list that is in force: the one that ships, or the one that was uploaded last. */
export const PriceListInForce = z
  .strictObject({
    source: z.enum(['system', 'uploaded']),
    id: Ulid.optional(),
    fileName: z.string().optional(),
    count: z.int(),
    /** The last day of which it says what providers charged. */
    knownUntil: z.iso.date(),
    createdBy: z.string().optional(),
    createdAt: DateTime.optional(),
  })
  .meta({ id: 'LLMPriceListInForce' });
export type PriceListInForce = z.infer<typeof PriceListInForce>;

const PriceListUploaded = z
  .strictObject({
    list: PriceListInForce,
    /** Number of prices that were read. */
    read: z.int(),
    /** The first entries that are no prices, and why. */
    leftOut: z.array(z.strictObject({ at: z.string(), reason: z.string() })),
    leftOutCount: z.int(),
  })
  .meta({ id: 'LLMPriceListUploaded' });
export type PriceListUploaded = z.infer<typeof PriceListUploaded>;

export const getPriceList = operation({
  id: 'get-llm-price-list',
  method: 'get',
  path,
  tag,
  summary: 'Say which list of model prices is in force',
  permission: 'catalog:read',
  result: PriceListInForce,
});

export const uploadPriceList = operation({
  id: 'upload-llm-price-list',
  method: 'put',
  path,
  tag,
  summary:
    'Replace the list of model prices: the body is a file in CSV or JSON, also the map of model prices that gateways share; `effective_from` keeps the list before until then',
  permission: 'catalog:write',
  query: z.strictObject({
    fileName: z.string().min(1).max(255).optional(),
    effectiveFrom: DateTime.optional(),
    dryRun: z.enum(['true', 'false']).optional(),
  }),
  result: PriceListUploaded,
  refusals: [413, 415, 422],
});

export const removePriceList = operation({
  id: 'remove-llm-price-list',
  method: 'delete',
  path,
  tag,
  summary: 'Take the uploaded list back, so that the one that ships is in force again',
  permission: 'catalog:write',
  refusals: [404],
});
