import 'server-only';
import type { Handlers } from '@/lib/server/jobs/perform';
import { usageStore } from '@/lib/server/metering/choose-store';

const COUNTED_AT_ONCE = 500_000;

/** How each kind of job is done. */
export const HANDLERS: Handlers = {
  'usage.count': {
    inSteps: async ({ workspaceId, signal }) => {
      while (!(await usageStore().derive(workspaceId, COUNTED_AT_ONCE))) signal.throwIfAborted();
    },
  },
};
