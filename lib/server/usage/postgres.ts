import 'server-only';
import { usageOfCustomers } from './customers-usage';
import { deriveMeters, resumeDerivations } from './derive';
import { eventArrivals } from './event-arrivals';
import { listEvents } from './event-list';
import { insertEvents } from './insert';
import { queryMeter } from './query';
import type { UsageStore } from './store';
import { voidEvents } from './void';

/** Usage in PostgreSQL: events, and rollups of fifteen minutes and a day that are written in the same transaction. */
export const postgresStore: UsageStore = {
  insert: insertEvents,
  query: queryMeter,
  usage: usageOfCustomers,
  list: listEvents,
  arrivals: eventArrivals,
  void: voidEvents,
  derive: deriveMeters,
  resume: resumeDerivations,
};
