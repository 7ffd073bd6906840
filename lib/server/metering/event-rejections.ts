import 'server-only';
import {
  type replayEventRejections as bulkOp,
  EventRejection,
  type listEventRejections as listOp,
  REPLAYS_MAX,
} from '@/lib/api/metering/event-voids';
import type { InputOf } from '@/lib/api/operation';
import type { BoundsFault } from '@/lib/metering/event-bounds';
import { problem } from '@/lib/problem';
import { audit } from '@/lib/server/audit/audit';
import { type Ctx, notFound } from '@/lib/server/core/ctx';
import { likeText, orderOf, pageResult, pageWindow, wordsOf, wordsWhere } from '@/lib/server/core/listing';
import { instant } from '@/lib/server/core/stored-values';
import type { UsageRejection } from '@/lib/server/generated/prisma/client';
import { insertPatiently } from './ingest';
import { readEvents } from './ingest-body';

const shapeOf = (row: UsageRejection): EventRejection =>
  EventRejection.parse({
    id: row.id,
    code: row.code,
    message: row.message,
    event: row.event,
    times: row.times,
    firstAt: instant(row.firstAt),
    lastAt: instant(row.lastAt),
    resolvedAt: instant(row.resolvedAt),
  });

type Filter = InputOf<typeof bulkOp>['body']['filter'];

const matching = ({ code, subject }: Filter) => ({
  ...(code !== undefined && { code }),
  ...(subject !== undefined && { event: { path: ['subject'], string_contains: likeText(subject) } }),
});

export async function listEventRejections(ctx: Ctx, query: InputOf<typeof listOp>['query']) {
  const window = pageWindow(query.page);
  const { resolved, ...filter } = query.filter ?? {};
  const where = {
    ...matching(filter),
    resolvedAt: resolved ? { not: null } : null,
    AND: wordsOf(query.q).map((word) => ({
      OR: [
        ...wordsWhere(word, ['source', 'eventId', 'code', 'message']),
        ...['subject', 'type'].map((field) => ({
          event: { path: [field], string_contains: likeText(word), mode: 'insensitive' as const },
        })),
      ],
    })),
  };
  const orderBy = orderOf(query.sort, ['lastAt', 'firstAt', 'times'], 'last_at desc');
  const rows = await ctx.tx.usageRejection.findMany({ where, orderBy, skip: window.skip, take: window.take });
  return pageResult(rows.map(shapeOf), await ctx.tx.usageRejection.count({ where }), window);
}

/** Sends a refused event again under an id of its own, digit by digit as it came, and marks it as resolved. */
export async function replayEventRejection(ctx: Ctx, rejectionId: string, id: string): Promise<EventRejection> {
  await holdUnresolved(ctx, [rejectionId]);
  const row = await ctx.tx.usageRejection.findFirst({ where: { id: rejectionId } });
  if (!row) throw notFound('rejected event', rejectionId);
  if (row.resolvedAt) throw problem('conflict', 'This event was sent again before. Nothing was stored.');
  const [found] = await ctx.tx.$queryRaw<{ text: string }[]>`SELECT event::text AS text FROM usage_rejections WHERE id = ${rejectionId}`;
  const events = readEvents(found?.text ?? '', 'single', row.firstAt.toISOString()).map((event) => ({ ...event, id, ingestedAt: ctx.now }));
  const { conflicts } = await insertPatiently(ctx.workspace.id, events);
  if (conflicts.length) throw problem('conflict', `The id "${id}" is taken by an event with other content as well. Choose another.`);
  const resolved = shapeOf(await ctx.tx.usageRejection.update({ where: { id: rejectionId }, data: { resolvedAt: ctx.now } }));
  await audit(ctx, {
    action: 'event.replay',
    resourceType: 'event_rejection',
    resourceId: rejectionId,
    resourceName: row.eventId,
    after: { source: row.source, id },
  });
  return resolved;
}

const IMPOSSIBLE: BoundsFault = 'event_time_impossible';

/** Holds those of some refused events that nobody has sent again yet, until the transaction ends: of two who send one again, one does. */
async function holdUnresolved(ctx: Ctx, ids: readonly string[]): Promise<Set<string>> {
  const rows = await ctx.tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM usage_rejections WHERE id = ANY(${ids}) AND resolved_at IS NULL ORDER BY id FOR UPDATE`;
  return new Set(rows.map(({ id }) => id));
}

/**
 * Sends all refused events of a filter again, digit by digit as they came: those refused for their time as they are, those whose id is taken under
 * that id with an ending. What is refused once more stays where it is.
 */
export async function replayEventRejections(ctx: Ctx, { filter, ending }: InputOf<typeof bulkOp>['body']) {
  const where = { ...matching(filter), resolvedAt: null };
  const replayable = { ...where, NOT: { code: IMPOSSIBLE } };
  const found = await ctx.tx.usageRejection.findMany({
    where: replayable,
    orderBy: [{ lastAt: 'desc' }, { id: 'desc' }],
    take: REPLAYS_MAX,
  });
  const held = await holdUnresolved(
    ctx,
    found.map(({ id }) => id),
  );
  const rows = found.filter(({ id }) => held.has(id));
  const texts = await ctx.tx.$queryRaw<{ id: string; text: string }[]>`
    SELECT id, event::text AS text FROM usage_rejections WHERE id = ANY(${rows.map(({ id }) => id)})`;
  const textOf = new Map(texts.map(({ id, text }) => [id, text]));
  const events = rows.flatMap((row) =>
    readEvents(textOf.get(row.id) ?? '', 'single', row.firstAt.toISOString()).map((event) => ({
      ...event,
      id: row.code === 'event_conflict' ? `${event.id}${ending ?? ''}` : event.id,
      ingestedAt: ctx.now,
    })),
  );
  const { conflicts } = await insertPatiently(ctx.workspace.id, events);
  const again = new Set(conflicts);
  const settled = rows.filter((_, i) => !again.has(i)).map(({ id }) => id);
  await ctx.tx.usageRejection.updateMany({ where: { id: { in: settled } }, data: { resolvedAt: ctx.now } });
  if (settled.length) {
    await audit(ctx, {
      action: 'event.replay',
      resourceType: 'event_rejection',
      resourceId: settled[0] as string,
      resourceName: `${settled.length} refused events`,
      after: { filter, ...(ending !== undefined && { ending }), stored: settled.length },
    });
  }
  return { stored: settled.length, refused: conflicts.length, left: await ctx.tx.usageRejection.count({ where }) };
}
