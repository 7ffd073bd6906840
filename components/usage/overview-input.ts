import { parseAsString } from 'nuqs/server';
import type { DayRange } from '@/components/ui/calendar';
import { startOfDay } from '@/components/ui/day-instant';
import type { getUsageOverview } from '@/lib/api/metering/usage-overview';
import type { CallOf } from '@/lib/api/operation';
import { rangeBefore } from './usage-range';

/** The days that are looked at, and the meter whose customers are; in the URL. */
export const overviewParams = { from: parseAsString, to: parseAsString, meter: parseAsString };

/** Returns the request for all meters over some days, compared with as many days before. */
export const overviewInput = (range: DayRange, timeZone: string): CallOf<typeof getUsageOverview> => ({
  query: {
    from: startOfDay(range.from, timeZone) ?? '',
    to: startOfDay(range.to, timeZone) ?? '',
    previousFrom: startOfDay(rangeBefore(range).from, timeZone) ?? '',
  },
});
