import 'server-only';
import { usageOfCustomers } from './customers-usage';
import { deriveMeters } from './derive';
import { listEvents } from './event-list';
import { insertEvents } from './insert';
import { queryMeter } from './query';
import type { UsageStore } from './store';

/** Usage in PostgreSQL: events, and rollups of fifteen minutes and a day that are written in the same transaction. */
export const postgresStore: UsageStore = {
  insert: insertEvents,
  query: queryMeter,
  usage: usageOfCustomers,
  list: listEvents,
  derive: deriveMeters,
};
