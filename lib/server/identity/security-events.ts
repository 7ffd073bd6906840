import 'server-only';
import type { InputOf } from '@/lib/api/operation';
import { urlOf } from '@/lib/api/url';
import * as op from '@/lib/api/workspace/security-log';
import type { Ctx } from '@/lib/server/core/ctx';
import { cursorPage, textWhere, timeWhere } from '@/lib/server/core/listing';

/** The security log as the workspace may see it, the latest first: row-level security leaves out what is not about it or its members. */
export async function listSecurityEvents(ctx: Ctx, query: InputOf<typeof op.listSecurityEvents>['query']) {
  const f = query.filter ?? {};
  const where = {
    AND: [...textWhere('actor', f.actor), ...textWhere('type', f.type), ...textWhere('source', f.source), ...timeWhere('at', f.at)],
  };
  const page = await cursorPage(
    query.page,
    (window) => ctx.tx.securityEvent.findMany({ where: { AND: [where, window.where] }, orderBy: { id: window.order }, take: window.take }),
    (cursor) => urlOf(op.listSecurityEvents, { query: { ...query, page: cursor } }),
  );
  const data = page.rows.map(({ id, at, type, actor, source, about, requestId }) => ({
    ...{ id, at: at.toISOString(), type: type as op.SecurityEventType, actor, source, about, requestId },
  }));
  return { data, meta: page.meta };
}
