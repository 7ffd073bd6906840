import 'server-only';
import * as op from '@/lib/api/metering/meters';
import { bind } from '@/lib/server/api/edge/edge';
import * as meters from '@/lib/server/metering/meters';

export const meterRoutes = [
  bind(op.createMeter, (ctx, { body }) => meters.createMeter(ctx, body)),
  bind(op.listMeters, (ctx, { query }) => meters.listMeters(ctx, query)),
  bind(op.searchMeters, (ctx, { query }) => meters.searchMeters(ctx, query)),
  bind(op.getMeter, (ctx, { params }) => meters.getMeter(ctx, params.meterId)),
  bind(op.updateMeter, (ctx, { params, body }) => meters.updateMeter(ctx, params.meterId, body)),
  bind(op.deleteMeter, (ctx, { params }) => meters.deleteMeter(ctx, params.meterId)),
];
