import 'server-only';
import type { UsageStore } from '../usage/store';
import { usageOfCustomers } from './customers-usage';
import { eventArrivals, listEvents } from './event-list';
import { insertEvents } from './insert';
import { queryMeter } from './query';
import { voidEvents } from './void';

/** Usage in ClickHouse. Every value that a meter may ever read is kept with its event, so a new meter has nothing to catch up with. */
export const clickHouseStore: UsageStore = {
  insert: insertEvents,
  query: queryMeter,
  usage: usageOfCustomers,
  list: listEvents,
  arrivals: eventArrivals,
  void: voidEvents,
  derive: async () => true,
  resume: async () => {},
};
