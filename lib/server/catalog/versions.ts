import 'server-only';
import type { PlanVersion } from '@/lib/api/catalog/plan-versions';
import { statusAt, type Version, type VersionDecision } from '@/lib/catalog/version';
import { audit } from '@/lib/server/audit/audit';
import { clearTimer, setTimer } from '@/lib/server/clock/timers';
import { type Ctx, deleted, notFound, requireFresh } from '@/lib/server/core/ctx';
import { instant } from '@/lib/server/core/stored-values';
import { emitVersion, lockKey, nameOf, requireNone, type VersionAct, type Versioned, type VersionRow, versionOf } from './version-record';

/** Columns that an act writes to a version besides its content. */
interface Stamp {
  effectiveFrom?: string | null;
  effectiveTo?: string | null;
  deletedAt?: string;
  revision: { increment: 1 };
  updatedBy: string;
  updatedAt: string;
}

/** Storage of the versions of one kind of thing; the acts on versions are the same for all of them. */
export interface VersionStore<Row extends VersionRow, Thing> {
  noun: Versioned;
  find(ctx: Ctx, id: string): Promise<Row | null>;
  /** Every version of a key, deleted ones included, in the order of their numbers. */
  versions(ctx: Ctx, key: string): Promise<VersionRow[]>;
  save(ctx: Ctx, id: string, stamp: Stamp): Promise<Row>;
  /** The row as the catalog's shape. */
  shapeOf(row: Row, now: string): Thing;
  /** The same as the wire has it. */
  wire(thing: Thing): unknown;
  /** The version with what is wrong with it; its revision goes to `ctx`. */
  shown(ctx: Ctx, row: Row): Promise<Thing>;
}

const wordFor = (noun: Versioned) => (noun === 'addon' ? 'add-on' : noun);
const stamp = (ctx: Ctx) => ({ revision: { increment: 1 as const }, updatedBy: ctx.actor.name, updatedAt: ctx.now });

/** Refuses a write that was made from an older copy of this version. */
export function requireFreshVersion<Row extends VersionRow, Thing>(ctx: Ctx, store: VersionStore<Row, Thing>, row: Row): void {
  const current = { revision: row.revision, changedBy: row.updatedBy, changedAt: row.updatedAt.toISOString() };
  requireFresh(ctx, current, () => store.wire(store.shapeOf(row, ctx.now)));
}

/** A version that is about to change, with its key locked, and the living versions of that key. */
export async function openVersion<Row extends VersionRow, Thing>(
  ctx: Ctx,
  store: VersionStore<Row, Thing>,
  id: string,
): Promise<{ row: Row; versions: Version[] }> {
  const found = await store.find(ctx, id);
  if (!found) throw notFound(wordFor(store.noun), id);
  await lockKey(ctx, store.noun, found.key);
  const row = await store.find(ctx, id);
  if (!row) throw notFound(wordFor(store.noun), id);
  const versions = (await store.versions(ctx, row.key)).filter((version) => version.deletedAt === null).map(versionOf);
  return { row, versions };
}

/** Writes the new periods that an act on one version gives to the versions of its key, each with its own entry in the log. */
async function applyPeriods<Row extends VersionRow, Thing>(
  ctx: Ctx,
  store: VersionStore<Row, Thing>,
  changes: VersionDecision['changes'],
  actedOn: string,
  action: VersionAct,
): Promise<void> {
  for (const { id, effectiveFrom, effectiveTo } of changes) {
    const before = await store.find(ctx, id);
    if (!before) throw new Error(`version ${id} left while its key was locked`);
    const after = await store.save(ctx, id, { effectiveFrom: effectiveFrom ?? null, effectiveTo: effectiveTo ?? null, ...stamp(ctx) });
    await audit(ctx, {
      action: `${store.noun}.${id === actedOn ? action : 'move_end'}`,
      resourceType: store.noun,
      resourceId: id,
      resourceName: nameOf(after),
      before: store.shapeOf(before, ctx.now),
      after: store.shapeOf(after, ctx.now),
    });
    await emitVersion(ctx, store.noun, id === actedOn ? action : 'move_end', after);
    await setStart(ctx, store.noun, id, effectiveFrom);
  }
}

/** Has subscribers told when a scheduled version goes on sale, and no longer when it does not. */
const setStart = (ctx: Ctx, noun: Versioned, id: string, from: string | undefined): Promise<void> =>
  from !== undefined && from > ctx.now
    ? setTimer(ctx, 'version.start', `${noun}/${id}`, { noun, id }, from)
    : clearTimer(ctx, 'version.start', `${noun}/${id}`);

/** One act on the periods of a key: open, decide by the rules of versions, save all of the outcome. */
export async function actOnVersion<Row extends VersionRow, Thing>(
  ctx: Ctx,
  store: VersionStore<Row, Thing>,
  id: string,
  action: VersionAct,
  decide: (versions: Version[], row: Row) => VersionDecision | Promise<VersionDecision>,
): Promise<Thing> {
  const { row, versions } = await openVersion(ctx, store, id);
  if (row.deletedAt) throw deleted(wordFor(store.noun), nameOf(row), row.deletedAt);
  requireFreshVersion(ctx, store, row);
  const { changes, issues } = await decide(versions, row);
  requireNone(issues);
  await applyPeriods(ctx, store, changes, id, action);
  const after = await store.find(ctx, id);
  if (!after) throw new Error(`version ${id} left while its key was locked`);
  return store.shown(ctx, after);
}

/** Deletes a version that is not being sold. Of a scheduled one, the version before it takes over the time. */
export async function removeVersion<Row extends VersionRow, Thing>(
  ctx: Ctx,
  store: VersionStore<Row, Thing>,
  id: string,
  decide: (versions: Version[], row: Row) => VersionDecision | Promise<VersionDecision>,
): Promise<undefined> {
  const { row, versions } = await openVersion(ctx, store, id);
  if (row.deletedAt) throw deleted(wordFor(store.noun), nameOf(row), row.deletedAt);
  requireFreshVersion(ctx, store, row);
  const { changes, issues } = await decide(versions, row);
  requireNone(issues);
  await store.save(ctx, id, { deletedAt: ctx.now, ...stamp(ctx) });
  const before = store.shapeOf(row, ctx.now);
  await audit(ctx, { action: `${store.noun}.delete`, resourceType: store.noun, resourceId: id, resourceName: nameOf(row), before });
  await emitVersion(ctx, store.noun, 'delete', row);
  await clearTimer(ctx, 'version.start', `${store.noun}/${id}`);
  await applyPeriods(ctx, store, changes, id, 'delete');
}

/** All living versions of the thing that a version belongs to, the newest first. */
export async function listVersions<Row extends VersionRow, Thing>(
  ctx: Ctx,
  store: VersionStore<Row, Thing>,
  id: string,
): Promise<{ data: PlanVersion[] }> {
  const source = await store.find(ctx, id);
  if (!source) throw notFound(wordFor(store.noun), id);
  const rows = (await store.versions(ctx, source.key)).filter((row) => row.deletedAt === null);
  const data = rows.reverse().map((row) => ({
    id: row.id,
    version: row.version,
    name: row.name,
    status: statusAt(versionOf(row), ctx.now),
    effectiveFrom: instant(row.effectiveFrom),
    effectiveTo: instant(row.effectiveTo),
    revision: row.revision,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    updatedBy: row.updatedBy,
  }));
  return { data };
}
