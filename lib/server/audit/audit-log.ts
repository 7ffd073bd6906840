import 'server-only';
import type { InputOf } from '@/lib/api/operation';
import { urlOf } from '@/lib/api/url';
import * as op from '@/lib/api/workspace/audit-log';
import type { Ctx } from '@/lib/server/core/ctx';
import { cursorPage, textWhere, timeWhere } from '@/lib/server/core/listing';
import { absent } from '@/lib/server/core/stored-values';
import { auditedOnWire } from './audit-shapes';

/** The add-ons offered with a version of a plan have entries of their own, which say which version that is. */
const offeredWith = (planId: string) => ({
  resourceType: 'plan_addon',
  OR: [{ before: { path: ['planId'], equals: planId } }, { after: { path: ['planId'], equals: planId } }],
});

/** The log of the workspace, the latest first. */
export async function listAuditEntries(ctx: Ctx, query: InputOf<typeof op.listAuditEntries>['query']) {
  const f = query.filter ?? {};
  const actor = (['actorName', 'actorId'] as const).map((field) => ({ AND: textWhere(field, f.actor) }));
  const where = {
    AND: [
      ...(f.actor === undefined ? [] : [{ OR: actor }]),
      ...textWhere('action', f.action),
      ...textWhere('resourceType', f.resourceType),
      ...textWhere('resourceId', f.resourceId),
      ...timeWhere('at', f.at),
      ...(f.within === undefined ? [] : [{ OR: [{ resourceId: f.within }, offeredWith(f.within)] }]),
    ],
  };
  const page = await cursorPage(
    query.page,
    (window) => ctx.tx.auditEntry.findMany({ where: { AND: [where, window.where] }, orderBy: { id: window.order }, take: window.take }),
    (cursor) => urlOf(op.listAuditEntries, { query: { ...query, page: cursor } }),
  );
  const data = page.rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    actor: { type: row.actorType as 'user' | 'api_key' | 'system', id: row.actorId, name: row.actorName },
    action: row.action,
    resource: { type: row.resourceType, id: row.resourceId, name: row.resourceName },
    before: auditedOnWire(row.resourceType, absent(row.before)),
    after: auditedOnWire(row.resourceType, absent(row.after)),
    requestId: row.requestId,
    sequence: Number(row.sequence),
    hash: String(row.hash),
  }));
  return { data, meta: page.meta };
}
