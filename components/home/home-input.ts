import { rangeOf, usageInputs } from '@/components/metering/usage-range';
import type { listCustomers } from '@/lib/api/customers';
import type { CallOf } from '@/lib/api/operation';

/** Whether there is a customer at all. */
export const ONE_CUSTOMER: CallOf<typeof listCustomers> = { query: { page: { size: 1 } } };

/** How many meters have a tile. */
export const TILES = 6;

/** What a tile asks: the last thirty days by day and as a whole, and the thirty before as a whole. */
export const tileInputs = (meterId: string, today: string, timeZone: string) =>
  usageInputs({ meterId, timeZone, range: rangeOf({ from: null, to: null }, today), every: 'day' }, false);
