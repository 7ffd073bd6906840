import 'server-only';
import * as op from '@/lib/api/subscription/plan-migrations';
import { bind, type Route } from '@/lib/server/api/edge/edge';
import * as verbs from '@/lib/server/plan-migrations/verbs';

export const planMigrationRoutes: Route[] = [
  bind(op.createPlanMigration, (ctx, { body }) => verbs.createPlanMigration(ctx, body)),
  bind(op.listPlanMigrations, (ctx, { query }) => verbs.listPlanMigrations(ctx, query)),
  bind(op.getPlanMigration, (ctx, { params }) => verbs.getPlanMigration(ctx, params.migrationId)),
  bind(op.listPlanMigrationEntries, (ctx, { params, query }) => verbs.listPlanMigrationEntries(ctx, params.migrationId, query)),
  bind(op.startPlanMigration, (ctx, { params }) => verbs.steerMigration(ctx, params.migrationId, 'start')),
  bind(op.continuePlanMigration, (ctx, { params }) => verbs.steerMigration(ctx, params.migrationId, 'continue')),
  bind(op.pausePlanMigration, (ctx, { params }) => verbs.steerMigration(ctx, params.migrationId, 'pause')),
  bind(op.cancelPlanMigration, (ctx, { params }) => verbs.steerMigration(ctx, params.migrationId, 'cancel')),
  bind(op.undoPlanMigration, (ctx, { params }) => verbs.steerMigration(ctx, params.migrationId, 'undo')),
];
