import { parseAsStringLiteral } from 'nuqs/server';
import { PlanMigrationEntryState } from '@/lib/api/subscription/plan-migrations';

/** State of the subscriptions that a migration's page shows; all when none is chosen. */
export const migrationState = parseAsStringLiteral(PlanMigrationEntryState.options);
