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

type Query = InputOf<typeof op.listAuditEntries>['query'];
type Filter = NonNullable<Query['filter']>;

/** Conditions on a change, whether it is an entry of its own or one of an act's. */
const whereChange = (f: Filter) => [
  ...textWhere('action', f.action),
  ...textWhere('resourceType', f.resourceType),
  ...textWhere('resourceId', f.resourceId),
  ...(f.within === undefined ? [] : [{ OR: [{ resourceId: f.within }, offeredWith(f.within)] }]),
];

/** Conditions on the entry: who, and when. */
const whereEntry = (f: Filter) => [
  ...(f.actor === undefined ? [] : [{ OR: (['actorName', 'actorId'] as const).map((field) => ({ AND: textWhere(field, f.actor) })) }]),
  ...timeWhere('at', f.at),
];

/** A page of what was changed: entries of one change, and the changes of acts, each in the place of the other. */
async function changesOf(ctx: Ctx, filter: Filter, { where, order, take }: { where: object; order: 'asc' | 'desc'; take: number }) {
  const orderBy = { id: order };
  const single = { AND: [...whereChange(filter), ...whereEntry(filter), { resourceType: { not: 'act' } }, where] };
  const inActs = { AND: [...whereChange(filter), { entry: { AND: whereEntry(filter) } }, where] };
  const entries = await ctx.tx.auditEntry.findMany({ where: single, orderBy, take });
  const changes = await ctx.tx.auditChange.findMany({ where: inActs, orderBy, take, include: { entry: true } });
  const all = [...entries.map((row) => ({ ...row, entry: row, act: undefined })), ...changes.map((row) => ({ ...row, act: row.entry }))];
  return all.sort((a, b) => (a.id < b.id === (order === 'asc') ? -1 : 1)).slice(0, take);
}

/** The log of the workspace, the latest first. */
export async function listAuditEntries(ctx: Ctx, query: Query) {
  const page = await cursorPage(
    query.page,
    (window) => changesOf(ctx, query.filter ?? {}, window),
    (cursor) => urlOf(op.listAuditEntries, { query: { ...query, page: cursor } }),
  );
  const data = page.rows.map(({ entry, act, ...row }) => ({
    id: row.id,
    at: entry.at.toISOString(),
    actor: { type: entry.actorType as 'user' | 'api_key' | 'system', id: entry.actorId, name: entry.actorName },
    action: row.action,
    resource: { type: row.resourceType, id: row.resourceId, name: row.resourceName },
    before: auditedOnWire(row.resourceType, absent(row.before)),
    after: auditedOnWire(row.resourceType, absent(row.after)),
    requestId: entry.requestId,
    sequence: Number(entry.sequence),
    hash: String(entry.hash),
    ...(act && { act: { id: act.id, action: act.action, name: act.resourceName } }),
  }));
  return { data, meta: page.meta };
}
