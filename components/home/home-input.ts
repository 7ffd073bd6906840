import { speaksForAll } from '@/components/usage/aggregation';
import { rangeOf, usageInputs } from '@/components/usage/usage-range';
import type { listCustomers } from '@/lib/api/metering/customers';
import type { CallOf } from '@/lib/api/operation';
import type { Meter } from '@/lib/metering/meter';

/** Whether there is a customer at all. */
export const ONE_CUSTOMER: CallOf<typeof listCustomers> = { query: { page: { size: 1 } } };

const TILES = 6;

/** The meters that have a tile: those whose figure over all customers says something. */
export const tiledMeters = (meters: readonly Meter[]): Meter[] =>
  meters.filter(({ aggregation }) => speaksForAll(aggregation)).slice(0, TILES);

/** What a tile asks: the last thirty days by day and as a whole, and the thirty before as a whole. */
export const tileInputs = (meterId: string, today: string, timeZone: string) =>
  usageInputs({ meterId, timeZone, range: rangeOf({ from: null, to: null }, today), every: 'day' }, false);
