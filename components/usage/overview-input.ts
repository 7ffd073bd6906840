import { parseAsString } from 'nuqs/server';
import { addDays, type DayRange } from '@/components/ui/calendar';
import { dayRange, startOfDay } from '@/components/ui/day-instant';
import type { getUsageOverview } from '@/lib/api/metering/usage-overview';
import type { CallOf } from '@/lib/api/operation';
import { rangeBefore } from './usage-range';

/** The days that are looked at, and the meter whose customers are; in the URL. */
export const overviewParams = { from: parseAsString, to: parseAsString, meter: parseAsString };

/** The days of the URL, else the last thirty that are over: a day under way would look like a loss. */
export const overviewRange = (params: { from: string | null; to: string | null }, today: string): DayRange =>
  dayRange(params.from, params.to) ?? { from: addDays(today, -30), to: today };

export const overviewInput = (range: DayRange, timeZone: string): CallOf<typeof getUsageOverview> => ({
  query: {
    from: startOfDay(range.from, timeZone) ?? '',
    to: startOfDay(range.to, timeZone) ?? '',
    previousFrom: startOfDay(rangeBefore(range).from, timeZone) ?? '',
  },
});
