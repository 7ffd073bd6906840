import 'server-only';
import { type CreateEventVoidRequest, EventVoid, type listEventVoids as listOp } from '@/lib/api/metering/event-voids';
import type { InputOf } from '@/lib/api/operation';
import { problem } from '@/lib/problem';
import { audit } from '@/lib/server/audit/audit';
import type { Ctx } from '@/lib/server/core/ctx';
import { newId } from '@/lib/server/core/id';
import { pageResult, pageWindow } from '@/lib/server/core/listing';
import type { UsageVoid } from '@/lib/server/generated/prisma/client';
import { usageStore } from './choose-store';

const EVENTS_MAX = 100_000;

const shapeOf = (row: UsageVoid): EventVoid =>
  EventVoid.parse({
    id: row.id,
    reason: row.reason,
    selection: row.selection,
    events: row.events,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
  });

/** Voids events: usage, previews and balances follow at once; the events stay, marked with the reason. */
export async function createEventVoid(ctx: Ctx, { selection, reason }: CreateEventVoidRequest): Promise<EventVoid> {
  if ('from' in selection && Date.parse(selection.from) >= Date.parse(selection.to)) {
    throw problem('invalid_parameters', 'The end must lie after the start.', {
      invalidParameters: [{ field: '$.selection.to', rule: 'invalid', reason: 'The end must lie after the start.', source: 'body' }],
    });
  }
  const id = newId();
  const voided = await usageStore().void(ctx.tx, ctx.workspace.id, id, selection, EVENTS_MAX);
  if (voided === null)
    throw problem('limit_exceeded', `More than ${EVENTS_MAX} events would be voided at once. Choose a shorter range. Nothing was voided.`);
  if (voided === 0) throw problem('not_found', 'No event that still counts is among those. Nothing was voided.');
  const row = await ctx.tx.usageVoid.create({
    data: { id, workspaceId: ctx.workspace.id, reason, selection, events: voided, createdBy: ctx.actor.name, createdAt: ctx.now },
  });
  const made = shapeOf(row);
  await audit(ctx, { action: 'event.void', resourceType: 'event_void', resourceId: id, resourceName: reason.slice(0, 100), after: made });
  return made;
}

export async function listEventVoids(ctx: Ctx, query: InputOf<typeof listOp>['query']) {
  const window = pageWindow(query.page);
  const rows = await ctx.tx.usageVoid.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], skip: window.skip, take: window.take });
  return pageResult(rows.map(shapeOf), await ctx.tx.usageVoid.count(), window);
}
