import 'server-only';
import * as op from '@/lib/api/metering/event-voids';
import { bind } from '@/lib/server/api/edge/edge';
import * as rejections from '@/lib/server/metering/event-rejections';
import * as voids from '@/lib/server/metering/event-voids';

export const eventVoidRoutes = [
  bind(op.createEventVoid, (ctx, { body }) => voids.createEventVoid(ctx, body)),
  bind(op.listEventVoids, (ctx, { query }) => voids.listEventVoids(ctx, query)),
  bind(op.listEventRejections, (ctx, { query }) => rejections.listEventRejections(ctx, query)),
  bind(op.replayEventRejections, (ctx, { body }) => rejections.replayEventRejections(ctx, body)),
  bind(op.replayEventRejection, (ctx, { params, body }) => rejections.replayEventRejection(ctx, params.rejectionId, body.id)),
];
