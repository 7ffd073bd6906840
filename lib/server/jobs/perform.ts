import 'server-only';
import type { Ctx, Principal } from '@/lib/server/core/ctx';
import { log } from '@/lib/server/core/log';
import { run } from '@/lib/server/core/run';
import { actorOf, beginJob, type Delivery, endJob, failJob, JobLost, noteJobProgress, putBackJob, type RunningJob } from './job-run';
import { type JobKind, kindOf, type PayloadOf } from './kinds';

/** Context of a handler that works in several transactions. Its work may run twice and must be idempotent. */
export interface Steps {
  workspaceId: string;
  /** The product itself, as whoever acts in the workspace. */
  principal: Principal;
  requestId: string;
  attempt: number;
  /** Aborted when the process is asked to stop: end after the step under way, by throwing `signal.reason`. */
  signal: AbortSignal;
  progress: (done: number, total?: number) => Promise<void>;
}

/** Handler of a kind of job: in one transaction that also ends the job, so that the effect is there exactly once; or in several steps. */
export type Handler<P> =
  | { inTransaction: (ctx: Ctx, payload: P) => Promise<void> }
  | { inSteps: (steps: Steps, payload: P) => Promise<void> };

export type Handlers = { [K in JobKind]: Handler<PayloadOf<K>> };

/** Does what was delivered, once. Failure is noted in the job's row; only what could not even be noted is thrown. */
export async function perform(delivery: Delivery, handlers: Handlers, signal: AbortSignal): Promise<void> {
  const job = await beginJob(delivery);
  if (!job) return;
  try {
    await work(job, handlers, signal);
  } catch (e) {
    if (e instanceof JobLost) return;
    if (signal.aborted && e === signal.reason) return putBackJob(job);
    const again = await failJob(job, e);
    const about = { err: e, job: job.id, kind: job.kind, workspaceId: job.workspaceId, attempt: job.attempt, requestId: job.requestId };
    if (again) log().warn({ ...about, again }, 'a job failed and is tried again');
    else log().error(about, 'a job failed for good');
  }
}

async function work(job: RunningJob, handlers: Handlers, signal: AbortSignal): Promise<void> {
  if (job.attempt > job.maxAttempts) throw new Error('It was begun and cut off in the middle, each time.');
  const kind = kindOf(job.kind);
  const handler = (handlers as Record<string, Handler<unknown>>)[job.kind];
  if (!kind || !handler) throw new Error(`This build has no way to do "${job.kind}".`);
  const payload = kind.payload.parse(job.payload);
  if ('inSteps' in handler) {
    const { workspaceId, requestId, attempt } = job;
    const progress: Steps['progress'] = (...at) => noteJobProgress(job, ...at);
    await handler.inSteps({ workspaceId, principal: actorOf(job), requestId, attempt, signal, progress }, payload);
    return endJob(job);
  }
  await run(actorOf(job), { requestId: job.requestId }, async (ctx) => {
    // First: whoever else was given the job waits here, and finds it done.
    const ended = await ctx.tx.$executeRaw`DELETE FROM jobs WHERE id = ${job.id} AND attempts = ${job.attempt}`;
    if (!ended) throw new JobLost();
    await handler.inTransaction(ctx, payload);
  });
}
