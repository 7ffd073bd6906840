import 'server-only';
import * as op from '@/lib/api/metering/usage-senders';
import { bind } from '@/lib/server/api/edge/edge';
import { listUsageSenders, watchUsageSender } from '@/lib/server/metering/usage-senders';

export const usageSenderRoutes = [
  bind(op.listUsageSenders, (ctx, { query }) => listUsageSenders(ctx, query)),
  bind(op.watchUsageSender, (ctx, { body }) => watchUsageSender(ctx, body)),
];
