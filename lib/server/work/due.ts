import 'server-only';
import { workspacesWithDueTimers } from '@/lib/server/clock/timers';
import { sqlTransaction } from '@/lib/server/core/db';
import { newId } from '@/lib/server/core/id';
import { log } from '@/lib/server/core/log';
import { enqueueOn } from '@/lib/server/jobs/enqueue';
import { usageStore } from '@/lib/server/metering/choose-store';
import { workspacesToPrune } from '@/lib/server/outbox/prune';

/** Searches across workspaces for due work: a question that names the workspaces where something is due, and the job that does it in each. */
const DUE = [
  { name: 'events to count', kind: 'usage.count', workspaces: () => usageStore().uncounted() },
  { name: 'events to remove', kind: 'outbox.prune', workspaces: workspacesToPrune },
  { name: 'scheduled work', kind: 'timers.run', workspaces: workspacesWithDueTimers },
] as const;

/** Asks, in each workspace where something is due, for the job that does it; whoever asks twice gets one job. */
export async function askForDue(): Promise<void> {
  for (const { name, kind, workspaces } of DUE) {
    try {
      for (const workspaceId of await workspaces()) {
        const system = { actor: { name: 'Ratebook' }, requestId: newId() };
        await sqlTransaction({ workspaceId }, (client) => enqueueOn(client, system, kind, {}));
      }
    } catch (e) {
      log().error({ err: e, due: name }, 'could not ask for what is due; asked again in a minute');
    }
  }
}
