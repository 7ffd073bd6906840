import 'server-only';
import { isDeepStrictEqual } from 'node:util';
import type * as op from '@/lib/api/metering/meters';
import type { InputOf } from '@/lib/api/operation';
import { inUtc } from '@/lib/exact-time';
import { type CreateMeterRequest, Meter, meterIssues, type UpdateMeterRequest } from '@/lib/metering/meter';
import { problem } from '@/lib/problem';
import { audit } from '@/lib/server/audit/audit';
import { type Ctx, deleted, notFound, requireFresh } from '@/lib/server/core/ctx';
import { newId } from '@/lib/server/core/id';
import { orderOf, pageResult, pageWindow, textWhere, wordsWhere } from '@/lib/server/core/listing';
import { type Use, usedBy } from '@/lib/server/core/references';
import { absent, instant, lockRow } from '@/lib/server/core/stored-values';
import type { Prisma, Meter as Row } from '@/lib/server/generated/prisma/client';
import { emitThing } from '@/lib/server/outbox/emit';
import { converter } from '@/lib/wire';

/** A stored row as the catalog's shape. */
export function meterOf(row: Row): Meter {
  return Meter.parse({
    id: row.id,
    key: row.key,
    name: row.name,
    description: absent(row.description),
    labels: row.labels,
    aggregation: row.aggregation,
    eventType: row.eventType,
    valueProperty: absent(row.valueProperty),
    dimensions: row.dimensions,
    eventsFrom: absent(row.eventsFrom),
    createdAt: instant(row.createdAt),
    updatedAt: instant(row.updatedAt),
    deletedAt: instant(row.deletedAt),
  });
}

async function findRow(ctx: Ctx, id: string): Promise<Row> {
  const row = await ctx.tx.meter.findUnique({ where: { id } });
  if (!row) throw notFound('meter', id);
  return row;
}

async function livingRow(ctx: Ctx, id: string): Promise<Row> {
  const row = await findRow(ctx, id);
  if (row.deletedAt) throw deleted('meter', row.key, row.deletedAt);
  return row;
}

/** One meter, a deleted one too, with its `deletedAt`; its revision goes to `ctx`. */
export async function getMeter(ctx: Ctx, id: string): Promise<Meter> {
  const row = await findRow(ctx, id);
  ctx.revision = row.revision;
  return meterOf(row);
}

/** Returns the meter with this id, or else with this key. */
export async function meterByIdOrKey(ctx: Ctx, idOrKey: string): Promise<Meter> {
  const rows = await ctx.tx.meter.findMany({ where: { OR: [{ id: idOrKey }, { key: idOrKey }], deletedAt: null } });
  const row = rows.find(({ id }) => id === idOrKey) ?? rows[0];
  if (!row) throw notFound('meter', idOrKey);
  return meterOf(row);
}

/** One meter to ask or to change; a deleted one is refused. */
export const livingMeter = async (ctx: Ctx, id: string): Promise<Meter> => meterOf(await livingRow(ctx, id));

export async function listMeters(ctx: Ctx, query: InputOf<typeof op.listMeters>['query']) {
  return page(ctx, { deletedAt: null, AND: filtered(query.filter) }, orderOf(query.sort, SORTED, 'key'), query.page);
}

const filtered = ({ key, name }: NonNullable<InputOf<typeof op.listMeters>['query']['filter']> = {}) => [
  ...textWhere('key', key),
  ...textWhere('name', name),
];

/** The meters that hold every word of a search. */
export async function searchMeters(ctx: Ctx, query: InputOf<typeof op.searchMeters>['query']) {
  const words = wordsWhere(query.q, ['name', 'key', 'description', 'eventType']);
  const where = { deletedAt: null, AND: [...filtered(query.filter), ...words] };
  return page(ctx, where, orderOf(query.sort, [...SORTED, 'aggregation', 'valueProperty', 'eventType'], 'name'), query.page);
}

const SORTED = ['key', 'name', 'createdAt', 'updatedAt'] as const;

async function page(
  ctx: Ctx,
  where: Prisma.MeterWhereInput,
  orderBy: Prisma.MeterOrderByWithRelationInput[],
  asked: Parameters<typeof pageWindow>[0],
) {
  const window = pageWindow(asked);
  const [rows, total] = [
    await ctx.tx.meter.findMany({ where, orderBy, skip: window.skip, take: window.take }),
    await ctx.tx.meter.count({ where }),
  ];
  return pageResult(rows.map(meterOf), total, window);
}

export async function createMeter(ctx: Ctx, input: CreateMeterRequest): Promise<Meter> {
  const issues = meterIssues(input);
  if (issues.length) throw problem('validation_failed', 'The meter cannot be created.', { issues });
  if (await ctx.tx.meter.findFirst({ where: { key: input.key, deletedAt: null } }))
    throw problem('conflict', `A meter with the key "${input.key}" exists.`);
  const row = await ctx.tx.meter.create({
    data: {
      ...input,
      ...(input.eventsFrom !== undefined && { eventsFrom: inUtc(input.eventsFrom) }),
      id: newId(),
      workspaceId: ctx.workspace.id,
      createdAt: ctx.now,
      updatedAt: ctx.now,
    },
  });
  const meter = meterOf(row);
  ctx.revision = row.revision;
  await emitThing(ctx, 'meter', 'created', row);
  await audit(ctx, { action: 'meter.create', resourceType: 'meter', resourceId: row.id, resourceName: row.name, after: meter });
  return meter;
}

/** Changes name, description, labels and dimensions: the rest would re-write what has been counted. */
export async function updateMeter(ctx: Ctx, id: string, input: UpdateMeterRequest): Promise<Meter> {
  await lockRow(ctx, 'meters', id); // a feature under way holds it, and is seen below when that is done
  const before = await livingRow(ctx, id);
  requireFresh(ctx, before, () => converter(Meter).toWire(meterOf(before)));
  const changed = { ...meterOf(before), ...input };
  const issues = meterIssues(changed);
  if (issues.length) throw problem('validation_failed', 'The meter cannot be changed like this.', { issues });
  const features = await ctx.tx.feature.findMany({ where: { meterId: id, deletedAt: null } });
  const lost = features.find((f) =>
    Object.keys((f.meterFilters as object | null) ?? {}).some((dimension) => !(dimension in (changed.dimensions ?? {}))),
  );
  if (lost) throw problem('conflict', `The feature "${lost.key}" filters by a dimension that would be gone.`);
  const { name, description, labels, dimensions } = changed;
  if (!isDeepStrictEqual(dimensions ?? {}, before.dimensions)) await requireItsEvents(ctx, before);
  const row = await ctx.tx.meter.update({
    where: { id, revision: before.revision },
    data: {
      name,
      description: description ?? null,
      labels: labels ?? {},
      dimensions: dimensions ?? {},
      revision: { increment: 1 },
      updatedAt: ctx.now,
    },
  });
  ctx.revision = row.revision;
  await emitThing(ctx, 'meter', 'updated', row);
  await audit(ctx, {
    action: 'meter.update',
    resourceType: 'meter',
    resourceId: id,
    resourceName: row.name,
    before: meterOf(before),
    after: meterOf(row),
  });
  return meterOf(row);
}

/** A meter that changes is counted anew, from the events: where some were archived it would lose them. */
async function requireItsEvents(ctx: Ctx, { id, key, eventType }: Row): Promise<void> {
  const counted = await ctx.tx.usageMeter.findUnique({ where: { meterId: id } });
  const where = { type: eventType, ...(counted && { archivedAt: { gte: counted.startedAt } }) };
  const gone = await ctx.tx.usageArchive.findFirst({ where, orderBy: { month: 'asc' } });
  if (!gone) return;
  const month = gone.month.toISOString().slice(0, 7);
  throw problem(
    'conflict',
    `The meter "${key}" counted events of ${month}, which were archived since: with other dimensions it could not count them again. Make a new meter, which counts from what is left.`,
  );
}

/** Deletes a meter that no feature sells. */
export async function deleteMeter(ctx: Ctx, id: string): Promise<undefined> {
  await lockRow(ctx, 'meters', id); // a feature under way holds it, and is seen below when that is done
  const row = await livingRow(ctx, id);
  const features = await ctx.tx.feature.findMany({ where: { meterId: id, deletedAt: null }, orderBy: { key: 'asc' } });
  const uses = features.map(({ id: feature, key }): Use => ({ type: 'feature', id: feature, key, words: `the feature "${key}"` }));
  if (uses.length > 0) throw usedBy(`The meter "${row.key}"`, uses, 'Delete what sells it first.');
  await ctx.tx.meter.update({ where: { id }, data: { deletedAt: ctx.now, updatedAt: ctx.now, revision: { increment: 1 } } });
  await emitThing(ctx, 'meter', 'deleted', row);
  await audit(ctx, { action: 'meter.delete', resourceType: 'meter', resourceId: id, resourceName: row.name, before: meterOf(row) });
}
