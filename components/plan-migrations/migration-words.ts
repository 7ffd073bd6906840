import type { Tone } from '@/components/ui/badge';
import type { PlanMigrationEntryState, PlanMigrationStatus } from '@/lib/api/subscription/plan-migrations';

/** Words and tone of each status of a migration. */
export const MIGRATION_STATUS: Record<PlanMigrationStatus, { word: string; tone: Tone }> = {
  checking: { word: 'Checking', tone: 'accent' },
  ready: { word: 'Ready to start', tone: 'accent' },
  canary: { word: 'Moving the first', tone: 'accent' },
  running: { word: 'Moving', tone: 'accent' },
  paused: { word: 'Paused', tone: 'warning' },
  done: { word: 'Done', tone: 'positive' },
  canceled: { word: 'Canceled', tone: 'neutral' },
  undoing: { word: 'Moving back', tone: 'warning' },
  undone: { word: 'Undone', tone: 'neutral' },
};

/** Words of the states of a subscription in a migration, in the order in which they are counted. */
export const ENTRY_STATE: Record<PlanMigrationEntryState, { word: string; tone: Tone }> = {
  applied: { word: 'Moved', tone: 'positive' },
  pending: { word: 'Waiting', tone: 'accent' },
  failed: { word: 'Failed', tone: 'critical' },
  skipped: { word: 'Skipped', tone: 'warning' },
  undone: { word: 'Moved back', tone: 'neutral' },
  unchecked: { word: 'Not checked yet', tone: 'neutral' },
};

/** Says whether a job works on the migration, so that its page should be looked at again. */
export const isUnderWay = (status: PlanMigrationStatus): boolean => ['checking', 'canary', 'running', 'undoing'].includes(status);
