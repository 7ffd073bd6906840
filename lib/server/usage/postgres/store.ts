import 'server-only';
import type { UsageStore } from '@/lib/server/usage/store';
import { countEvents, countingProgress, resumeCounting } from './count-behind';
import { usageOfCustomers } from './customers-usage';
import { eventArrivals } from './event-arrivals';
import { listEvents } from './event-list';
import { insertEvents } from './insert';
import { queryMeter } from './query';
import { voidEvents } from './void';

/** Usage in PostgreSQL: events, and rollups of fifteen minutes and a day that follow them; what they do not hold yet is read from the events. */
export const postgresStore: UsageStore = {
  insert: insertEvents,
  query: queryMeter,
  usage: usageOfCustomers,
  list: listEvents,
  arrivals: eventArrivals,
  void: voidEvents,
  derive: countEvents,
  progress: countingProgress,
  resume: resumeCounting,
};
