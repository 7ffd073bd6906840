import 'server-only';
import * as op from '@/lib/api/meters';
import * as meters from '../meters';
import { bind } from './edge';

export const meterRoutes = [
  bind(op.createMeter, (ctx, { body }) => meters.createMeter(ctx, body)),
  bind(op.listMeters, (ctx, { query }) => meters.listMeters(ctx, query)),
  bind(op.searchMeters, (ctx, { query }) => meters.searchMeters(ctx, query)),
  bind(op.getMeter, (ctx, { params }) => meters.getMeter(ctx, params.meterId)),
  bind(op.updateMeter, (ctx, { params, body }) => meters.updateMeter(ctx, params.meterId, body)),
  bind(op.deleteMeter, (ctx, { params }) => meters.deleteMeter(ctx, params.meterId)),
];
