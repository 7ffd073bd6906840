import 'server-only';
import * as op from '@/lib/api/audit-log';
import * as auditLog from '../audit-log';
import { bind } from './edge';

export const auditLogRoutes = [bind(op.listAuditEntries, (ctx, { query }) => auditLog.listAuditEntries(ctx, query))];
