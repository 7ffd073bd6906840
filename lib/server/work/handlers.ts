import 'server-only';
import type { Handlers } from '@/lib/server/jobs/perform';
import { usageStore } from '@/lib/server/metering/choose-store';
import { watchImport } from '@/lib/server/metering/import-record';
import { storeResends } from '@/lib/server/metering/resends';
import { deliver } from '@/lib/server/outbox/deliver';
import { pruneOutbox } from '@/lib/server/outbox/prune';
import { runMigration } from '@/lib/server/plan-migrations/run';
import { advanceClock, runTimers } from './run-timers';
import { SUBSCRIBERS } from './subscribers';

const COUNTED_AT_ONCE = 500_000;

/** Handlers of the kinds of job. */
export const HANDLERS: Handlers = {
  'usage.count': {
    inSteps: async ({ workspaceId, signal }) => {
      while (!(await usageStore().derive(workspaceId, COUNTED_AT_ONCE))) signal.throwIfAborted();
    },
  },
  'outbox.deliver': { inSteps: (steps, payload) => deliver(steps, payload, SUBSCRIBERS) },
  'plan_migration.run': { inSteps: runMigration },
  'outbox.prune': { inTransaction: pruneOutbox },
  'timers.run': { inSteps: runTimers },
  'test_clock.advance': { inSteps: advanceClock },
  'usage.note_resends': { inTransaction: storeResends },
  'usage_import.watch': { inTransaction: watchImport },
};
