import 'server-only';
import * as op from '@/lib/api/event-voids';
import * as rejections from '../event-rejections';
import * as voids from '../event-voids';
import { bind } from './edge';

export const eventVoidRoutes = [
  bind(op.createEventVoid, (ctx, { body }) => voids.createEventVoid(ctx, body)),
  bind(op.listEventVoids, (ctx, { query }) => voids.listEventVoids(ctx, query)),
  bind(op.listEventRejections, (ctx, { query }) => rejections.listEventRejections(ctx, query)),
  bind(op.replayEventRejections, (ctx, { body }) => rejections.replayEventRejections(ctx, body)),
  bind(op.replayEventRejection, (ctx, { params, body }) => rejections.replayEventRejection(ctx, params.rejectionId, body.id)),
];
