import 'server-only';
import * as op from '@/lib/api/workspace/jobs';
import { bind } from '@/lib/server/api/edge/edge';
import * as jobs from '@/lib/server/jobs/job-list';

export const jobRoutes = [
  bind(op.listJobs, (ctx, { query }) => jobs.listJobs(ctx, query)),
  bind(op.getJob, (ctx, { params }) => jobs.getJob(ctx, params.jobId)),
  bind(op.retryJob, (ctx, { params }) => jobs.retryJob(ctx, params.jobId)),
  bind(op.discardJob, (ctx, { params }) => jobs.discardJob(ctx, params.jobId)),
];
