import 'server-only';
import * as op from '@/lib/api/usage-senders';
import { listUsageSenders, watchUsageSender } from '../usage-senders';
import { bind } from './edge';

export const usageSenderRoutes = [
  bind(op.listUsageSenders, (ctx, { query }) => listUsageSenders(ctx, query)),
  bind(op.watchUsageSender, (ctx, { body }) => watchUsageSender(ctx, body)),
];
