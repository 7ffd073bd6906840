import 'server-only';
import type { InputOf } from '@/lib/api/operation';
import type * as op from '@/lib/api/workspace/jobs';
import type { Job } from '@/lib/api/workspace/jobs';
import { problem } from '@/lib/problem';
import { audit } from '@/lib/server/audit/audit';
import { type Ctx, notFound } from '@/lib/server/core/ctx';
import { orderOf, pageResult, pageWindow, textWhere, wordsWhere } from '@/lib/server/core/listing';
import { absent, instant } from '@/lib/server/core/stored-values';
import type { Job as JobRow } from '@/lib/server/generated/prisma/client';
import { kindOf } from './kinds';

function shapeOf(row: JobRow): Job {
  const { progressDone: done, progressTotal: total } = row;
  return {
    id: row.id,
    kind: row.kind,
    title: kindOf(row.kind)?.title ?? row.kind,
    about: row.about,
    status: row.status as Job['status'],
    attempts: row.attempts,
    maxAttempts: row.maxAttempts,
    error: absent(row.error),
    ...(done !== null && { progress: { done: Number(done), ...(total !== null && { total: Number(total) }) } }),
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    ...(row.status === 'waiting' && { dueAt: row.dueAt.toISOString() }),
    startedAt: instant(row.startedAt),
    failedAt: instant(row.failedAt),
  };
}

/** The jobs of the workspace that are not done. */
export async function listJobs(ctx: Ctx, query: InputOf<typeof op.listJobs>['query']) {
  const window = pageWindow(query.page);
  const filters = [...textWhere('status', query.filter?.status), ...textWhere('kind', query.filter?.kind)];
  const where = { AND: [...wordsWhere(query.q, ['about', 'error', 'kind', 'createdBy']), ...filters] };
  const orderBy = orderOf(query.sort, ['createdAt', 'dueAt', 'status', 'kind', 'about', 'attempts'], 'created_at desc');
  const rows = await ctx.tx.job.findMany({ where, orderBy, skip: window.skip, take: window.take });
  return pageResult(rows.map(shapeOf), await ctx.tx.job.count({ where }), window);
}

export async function getJob(ctx: Ctx, id: string): Promise<Job> {
  const row = await ctx.tx.job.findFirst({ where: { id } });
  if (!row) throw notFound('job', id);
  return shapeOf(row);
}

/** Tries a job at once. A failed one of which another with the same key waits is that one already, and goes. */
export async function retryJob(ctx: Ctx, id: string): Promise<Job> {
  const before = await held(ctx, id);
  const twin =
    before.status === 'failed' && before.key !== null
      ? await ctx.tx.job.findFirst({ where: { kind: before.kind, key: before.key, status: 'waiting' } })
      : null;
  if (twin) await ctx.tx.job.delete({ where: { id } });
  const row = twin ?? before;
  await ctx.tx.job.update({ where: { id: row.id }, data: { status: 'waiting', attempts: 0, failedAt: null } });
  await ctx.tx.$executeRaw`SELECT redeliver_job(${row.id}, date_trunc('milliseconds', now()))`;
  const after = await getJob(ctx, row.id);
  await noteAct(ctx, 'job.retry', before, after);
  return after;
}

/** Discards a job: it is not tried again, and what was on its way is passed over. */
export async function discardJob(ctx: Ctx, id: string): Promise<void> {
  const before = await held(ctx, id);
  await ctx.tx.job.delete({ where: { id } });
  await noteAct(ctx, 'job.discard', before);
}

/** Holds a job until the transaction ends; refuses one that is being done. */
async function held(ctx: Ctx, id: string): Promise<JobRow> {
  await ctx.tx.$queryRaw`SELECT 1 FROM jobs WHERE id = ${id} FOR UPDATE`;
  const row = await ctx.tx.job.findFirst({ where: { id } });
  if (!row) throw notFound('job', id);
  if (row.status === 'running') throw problem('conflict', 'This job is being done right now. Wait until its attempt has ended.');
  return row;
}

const noteAct = (ctx: Ctx, action: string, before: JobRow, after?: Job) =>
  audit(ctx, { action, resourceType: 'job', resourceId: before.id, resourceName: before.about, before: shapeOf(before), after });
