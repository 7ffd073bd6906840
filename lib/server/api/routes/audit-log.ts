import 'server-only';
import * as op from '@/lib/api/workspace/audit-log';
import { bind, bindRaw, reply } from '@/lib/server/api/edge/edge';
import { verifyAuditChain } from '@/lib/server/audit/audit-chain';
import * as auditLog from '@/lib/server/audit/audit-log';

export const auditLogRoutes = [
  bind(op.listAuditEntries, (ctx, { query }) => auditLog.listAuditEntries(ctx, query)),
  bindRaw(op.verifyAuditLog, async (_c, { workspace }, requestId) =>
    reply(op.verifyAuditLog, await verifyAuditChain(workspace.id), requestId),
  ),
];
