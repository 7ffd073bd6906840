import 'server-only';
import { transaction } from '@/lib/server/core/db';
import { askedAlone, type UsageStore } from '@/lib/server/usage/store';
import { eventArrivals, listEvents } from './event-list';
import { insertEvents } from './insert';
import { readUsage } from './reading';
import { voidEvents } from './void';

/** Nothing is counted ahead, so every meter is as far as it can be. */
const everyMeter = (workspaceId: string): Promise<Map<string, number>> =>
  transaction(
    { workspaceId },
    async (tx) => new Map((await tx.meter.findMany({ where: { deletedAt: null }, select: { id: true } })).map(({ id }) => [id, 1])),
  );

/** Usage in ClickHouse. Every value that a meter may ever read is kept with its event, so a new meter has nothing to catch up with. */
export const clickHouseStore: UsageStore = {
  insert: insertEvents,
  read: readUsage,
  ...askedAlone(readUsage),
  list: listEvents,
  arrivals: eventArrivals,
  void: voidEvents,
  derive: async () => true,
  progress: everyMeter,
  uncounted: async () => [],
};
