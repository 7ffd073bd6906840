import 'server-only';
import * as op from '@/lib/api/audit-log';
import { verifyAuditChain } from '../audit-chain';
import * as auditLog from '../audit-log';
import { bind, bindRaw, reply } from './edge';

export const auditLogRoutes = [
  bind(op.listAuditEntries, (ctx, { query }) => auditLog.listAuditEntries(ctx, query)),
  bindRaw(op.verifyAuditLog, async (_c, { workspace }, requestId) =>
    reply(op.verifyAuditLog, await verifyAuditChain(workspace.id), requestId),
  ),
];
