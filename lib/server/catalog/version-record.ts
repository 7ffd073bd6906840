import 'server-only';
import { PlanStatus } from '@/lib/catalog/plan';
import type { Version } from '@/lib/catalog/version';
import type { StringFieldFilterExact } from '@/lib/filter';
import { type Issue, problem } from '@/lib/problem';
import type { Ctx } from '@/lib/server/core/ctx';
import { instant } from '@/lib/server/core/stored-values';
import { emit } from '@/lib/server/outbox/emit';

/** Kinds of things sold in versions: the noun of messages, locks and the log. */
export type Versioned = 'plan' | 'addon';

/** The columns of a version that the rules of versions are about. */
export interface VersionRow {
  id: string;
  key: string;
  version: number;
  name: string;
  effectiveFrom: Date | null;
  effectiveTo: Date | null;
  revision: number;
  updatedBy: string;
  createdAt: Date;
  updatedAt: Date;
  deletedAt: Date | null;
}

/** A version as the rules of versions see it. */
export const versionOf = (row: VersionRow): Version & { deletedAt?: string | undefined } => ({
  id: row.id,
  version: row.version,
  effectiveFrom: instant(row.effectiveFrom),
  effectiveTo: instant(row.effectiveTo),
  deletedAt: instant(row.deletedAt),
});

/** Name of a version outside a list of versions. */
export const nameOf = (row: Pick<VersionRow, 'name' | 'version'>) => `${row.name} v${row.version}`;

/**
 * Lets one act at a time work on the versions of a key. Called before anything asks `ctx.now`, so that of two acts the later one also
 * happens later.
 */
export async function lockKey(ctx: Ctx, noun: Versioned, key: string): Promise<void> {
  await ctx.tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${noun}:${ctx.workspace.id}:${key}`}, 0))`;
}

export const refusal = (detail: string, issues: readonly Issue[]) => problem('validation_failed', detail, { issues: [...issues] });

export function requireNone(issues: readonly Issue[]): void {
  const first = issues[0];
  if (first) throw refusal(first.message, issues);
}

/** Condition of the versions that are sold at an instant (ISO, UTC). */
export function soldAt(instant: string) {
  const at = new Date(instant);
  return { effectiveFrom: { lte: at }, OR: [{ effectiveTo: null }, { effectiveTo: { gt: at } }] };
}

/** The versions of a status at an instant; statuses are derived from the effective period and never stored. */
function whereStatus(status: PlanStatus, now: Date) {
  switch (status) {
    case 'draft':
      return { effectiveFrom: null };
    case 'scheduled':
      return { effectiveFrom: { gt: now } };
    case 'active':
      return soldAt(now.toISOString());
    case 'archived':
      return { effectiveTo: { lte: now } };
  }
}

/** Conditions of a filter by status: a version has to have one status of each of these sets. */
export function statusSets(filter: StringFieldFilterExact | undefined): PlanStatus[][] {
  const read = (text: string): PlanStatus => {
    const status = PlanStatus.safeParse(text.trim());
    if (status.success) return status.data;
    const reason = `"${text}" is not a status. Choose one of ${PlanStatus.options.join(', ')}.`;
    throw problem('invalid_parameters', reason, {
      invalidParameters: [{ field: 'filter.status', rule: 'enum', reason, source: 'query', choices: [...PlanStatus.options] }],
    });
  };
  if (filter === undefined) return [];
  if (typeof filter === 'string') return [[read(filter)]];
  const sets: PlanStatus[][] = [];
  if (filter.eq !== undefined) sets.push([read(filter.eq)]);
  if (filter.oeq !== undefined) sets.push(filter.oeq.split(',').map(read));
  if (filter.neq !== undefined) {
    const not = read(filter.neq);
    sets.push(PlanStatus.options.filter((status) => status !== not));
  }
  return sets;
}

/** A filter by status as conditions of Prisma. */
export const statusWhere = (filter: StringFieldFilterExact | undefined, now: Date) =>
  statusSets(filter).map((statuses) => ({ OR: statuses.map((status) => whereStatus(status, now)) }));

const TYPES = {
  create: 'created',
  next: 'created',
  duplicate: 'created',
  update: 'updated',
  publish: 'published',
  start: 'started',
} as const;
const ENDS = { unschedule: 'unscheduled', move_end: 'rescheduled', archive: 'archived', delete: 'deleted' } as const;

/** Acts on a version, by the names that the audit log has for it. */
export type VersionAct = keyof typeof TYPES | keyof typeof ENDS;

/** A version as its row, or as the catalog's shape. */
type Told = Pick<VersionRow, 'id' | 'key' | 'version' | 'name'> & {
  effectiveFrom?: Date | string | null | undefined;
  effectiveTo?: Date | string | null | undefined;
};

/** Tells subscribers what was done to a version. The versions of a key are one subject: told in order. */
export function emitVersion(ctx: Ctx, noun: Versioned, act: VersionAct, told: Told): Promise<void> {
  const { id, key, version, name, effectiveFrom, effectiveTo } = told;
  const at = (value: Date | string | null | undefined) => (value ? new Date(value).toISOString() : undefined);
  const payload = { id, key, version, name, effectiveFrom: at(effectiveFrom), effectiveTo: at(effectiveTo) };
  return emit(ctx, { type: `${noun}.${{ ...TYPES, ...ENDS }[act]}`, subject: `${noun}/${key}`, payload });
}
