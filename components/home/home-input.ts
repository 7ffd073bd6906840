import { speaksForAll } from '@/components/usage/aggregation';
import { overviewInput } from '@/components/usage/overview-input';
import { rangeOf } from '@/components/usage/usage-range';
import type { listCustomers } from '@/lib/api/metering/customers';
import type { MeterUsage } from '@/lib/api/metering/usage-overview';
import type { CallOf } from '@/lib/api/operation';

/** Asks whether there is a customer at all. */
export const ONE_CUSTOMER: CallOf<typeof listCustomers> = { query: { page: { size: 1 } } };

const TILES = 6;

/** Returns the meters that have a tile: those whose figure over all customers says something. */
export const tiledMeters = (meters: readonly MeterUsage[]): MeterUsage[] =>
  meters.filter(({ meter }) => speaksForAll(meter.aggregation)).slice(0, TILES);

/** Asks for the last thirty days of all meters, the same as the Usage page. `today` is a day of the workspace's zone. */
export const lastThirtyDays = (today: string, timeZone: string) => overviewInput(rangeOf({ from: null, to: null }, today), timeZone);
