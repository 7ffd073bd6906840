import 'server-only';
import { askedAlone, type UsageStore } from '@/lib/server/usage/store';
import { countEvents, countingProgress, uncountedWorkspaces } from './count-behind';
import { eventArrivals } from './event-arrivals';
import { listEvents } from './event-list';
import { insertEvents } from './insert';
import { readUsage } from './reading';
import { voidEvents } from './void';

/** Usage in PostgreSQL: events, and rollups of fifteen minutes and a day that follow them; what they do not hold yet is read from the events. */
export const postgresStore: UsageStore = {
  insert: insertEvents,
  read: readUsage,
  ...askedAlone(readUsage),
  list: listEvents,
  arrivals: eventArrivals,
  void: voidEvents,
  derive: countEvents,
  progress: countingProgress,
  uncounted: uncountedWorkspaces,
};
