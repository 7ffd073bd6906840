import { z } from 'zod';
import { operation, V1 } from '@/lib/api/operation';
import { DateTime, ResourceKey, Ulid } from '@/lib/fields';
import { PageQuery, pageOf } from '@/lib/paging';
import { Numeric } from '@/lib/pricing/numeric';
import { EditTiming } from './shapes';

// Moving many subscribers of a plan to another version: checked first, tried on a few, then done in batches; paused, canceled and undone.

const tag = 'Plan migrations';
const path = `${V1}/plan-migrations/{migrationId}`;

/** The most subscriptions that one migration moves. */
export const MIGRATION_SUBSCRIPTIONS_MAX = 100_000;
/** The most subscriptions that are moved before the totals are looked at again. */
export const MIGRATION_BATCH_MAX = 500;
/** Days after its end in which a migration can be undone. */
export const MIGRATION_UNDO_DAYS = 30;

/** State of a migration: being checked, ready, trying a few, running, stopped by somebody or by itself, over, being undone. */
export const PlanMigrationStatus = z
  .enum([...(['checking', 'ready', 'canary', 'running', 'paused', 'done', 'canceled'] as const), ...(['undoing', 'undone'] as const)])
  .meta({ id: 'PlanMigrationStatus' });
export type PlanMigrationStatus = z.infer<typeof PlanMigrationStatus>;

/** State of one subscription in a migration. */
export const PlanMigrationEntryState = z
  .enum(['unchecked', 'pending', 'applied', 'skipped', 'failed', 'undone'])
  .meta({ id: 'PlanMigrationEntryState' });
export type PlanMigrationEntryState = z.infer<typeof PlanMigrationEntryState>;

const version = z.int().min(1);

export const CreatePlanMigrationRequest = z
  .strictObject({
    planKey: ResourceKey,
    toVersion: version,
    fromVersions: z.array(version).min(1).max(100).optional().meta({ description: 'All earlier versions unless told.' }),
    customerIds: z.array(Ulid).min(1).max(10_000).optional().meta({ description: 'Only these customers.' }),
    includeNegotiated: z.boolean().default(false).meta({ description: 'Also subscriptions with negotiated terms, which are kept.' }),
    includeScheduled: z.boolean().default(false).meta({ description: 'Also subscriptions with a change that is scheduled already.' }),
    timing: EditTiming.default('next_billing_cycle'),
    canarySize: z
      .int()
      .min(0)
      .max(1_000)
      .default(10)
      .meta({ description: 'How many are moved first, before somebody lets the rest follow.' }),
    batchSize: z.int().min(1).max(MIGRATION_BATCH_MAX).default(100),
    note: z.string().max(1024).optional(),
  })
  .meta({ id: 'CreatePlanMigrationRequest' });
export type CreatePlanMigrationRequest = z.infer<typeof CreatePlanMigrationRequest>;

const Counts = z
  .strictObject({
    total: z.int(),
    unchecked: z.int(),
    pending: z.int(),
    applied: z.int(),
    skipped: z.int(),
    failed: z.int(),
    undone: z.int(),
  })
  .meta({ id: 'PlanMigrationCounts' });

const Effect = z
  .strictObject({ currency: z.string(), expected: Numeric, realised: Numeric })
  .meta({ id: 'PlanMigrationEffect', description: 'Change of recurring revenue per month: as the check has it, and of those that moved.' });

export const PlanMigration = z
  .strictObject({
    id: Ulid,
    planKey: ResourceKey,
    planName: z.string(),
    toVersion: version,
    status: PlanMigrationStatus,
    request: CreatePlanMigrationRequest,
    counts: Counts,
    effects: z.array(Effect),
    /** Why it stands still, when it stopped by itself. */
    reason: z.string().optional(),
    startedBy: z.string(),
    createdAt: DateTime,
    finishedAt: DateTime.optional(),
    undoUntil: DateTime.optional(),
    revision: z.int(),
    allowed: z.array(z.enum(['start', 'continue', 'pause', 'cancel', 'undo'])),
  })
  .meta({ id: 'PlanMigration' });
export type PlanMigration = z.infer<typeof PlanMigration>;
export type PlanMigrationAct = PlanMigration['allowed'][number];

export const PlanMigrationEntry = z
  .strictObject({
    subscriptionId: Ulid,
    customerId: Ulid,
    customerName: z.string(),
    fromVersion: version,
    state: PlanMigrationEntryState,
    reason: z.string().optional(),
    warnings: z.array(z.string()),
    effectiveAt: DateTime.optional(),
    currency: z.string(),
    mrrBefore: Numeric.optional(),
    mrrAfter: Numeric.optional(),
  })
  .meta({ id: 'PlanMigrationEntry' });
export type PlanMigrationEntry = z.infer<typeof PlanMigrationEntry>;

const migrationParams = z.strictObject({ migrationId: Ulid });

export const createPlanMigration = operation({
  id: 'create-plan-migration',
  method: 'post',
  path: `${V1}/plan-migrations`,
  tag,
  summary: 'Check what moving the subscribers of a plan to another version comes to; nothing is moved yet',
  permission: 'subscriptions:write',
  body: CreatePlanMigrationRequest,
  result: PlanMigration,
  status: 201,
  refusals: [404],
});

export const listPlanMigrations = operation({
  id: 'list-plan-migrations',
  method: 'get',
  path: `${V1}/plan-migrations`,
  tag,
  summary: 'List migrations, the newest first',
  permission: 'subscriptions:read',
  query: z.strictObject({ planKey: ResourceKey.optional(), page: PageQuery.optional() }),
  result: pageOf(PlanMigration, 'PlanMigrationPage'),
});

export const getPlanMigration = operation({
  id: 'get-plan-migration',
  method: 'get',
  path,
  tag,
  summary: 'Get a migration with its progress',
  permission: 'subscriptions:read',
  params: migrationParams,
  result: PlanMigration,
});

export const listPlanMigrationEntries = operation({
  id: 'list-plan-migration-entries',
  method: 'get',
  path: `${path}/entries`,
  tag,
  summary: 'List the subscriptions of a migration with their state and reason',
  permission: 'subscriptions:read',
  params: migrationParams,
  query: z.strictObject({ state: PlanMigrationEntryState.optional(), page: PageQuery.optional() }),
  result: pageOf(PlanMigrationEntry, 'PlanMigrationEntryPage'),
});

const act = (name: PlanMigrationAct, summary: string) =>
  operation({
    id: `${name}-plan-migration`,
    method: 'post',
    path: `${path}/${name}`,
    tag,
    summary,
    permission: 'subscriptions:write',
    params: migrationParams,
    result: PlanMigration,
  });

export const startPlanMigration = act('start', 'Move the first few subscriptions of a checked migration');
export const continuePlanMigration = act('continue', 'Move the rest, or go on after a pause');
export const pausePlanMigration = act('pause', 'Stop after the subscription under way; it can go on later');
export const cancelPlanMigration = act('cancel', 'Stop for good: what was moved stays moved');
export const undoPlanMigration = act('undo', 'Move back what was moved, where it has not taken effect or was not billed since');
