import { z } from 'zod';
import { filteredSearch } from '@/lib/api/listing';
import { operation, V1 } from '@/lib/api/operation';
import { DateTime, Ulid } from '@/lib/fields';
import { StringFieldFilterExact } from '@/lib/filter';
import { pageOf } from '@/lib/paging';

const tag = 'Jobs';
const params = z.strictObject({ jobId: Ulid });

/** `waiting`: for its time or for a worker. `failed`: for good, it is not tried again unless somebody says so. What is done is not listed. */
export const JobStatus = z.enum(['running', 'waiting', 'failed']).meta({ id: 'JobStatus' });
export type JobStatus = z.infer<typeof JobStatus>;

/** Work that runs by itself: what it is, what it is about, how far it is, and why the last attempt failed. */
export const Job = z
  .strictObject({
    id: Ulid,
    kind: z.string(),
    /** The kind in words. */
    title: z.string(),
    about: z.string(),
    status: JobStatus,
    /** Attempts that have begun, and how many there may be before it has failed for good. */
    attempts: z.int(),
    maxAttempts: z.int(),
    error: z.string().optional(),
    progress: z.strictObject({ done: z.int(), total: z.int().optional() }).optional(),
    createdBy: z.string(),
    createdAt: DateTime,
    /** When it is tried, or tried again; there while it waits. */
    dueAt: DateTime.optional(),
    startedAt: DateTime.optional(),
    failedAt: DateTime.optional(),
  })
  .meta({ id: 'Job' });
export type Job = z.infer<typeof Job>;

const Filter = z
  .strictObject({ status: StringFieldFilterExact.optional(), kind: StringFieldFilterExact.optional() })
  .meta({ id: 'ListJobsParamsFilter' });

export const listJobs = operation({
  id: 'list-jobs',
  method: 'get',
  path: `${V1}/jobs`,
  tag,
  summary:
    'List jobs that wait, run or failed for good, the latest first unless sorted otherwise, by words of what they are about or the error',
  permission: 'audit:read',
  query: filteredSearch(Filter),
  result: pageOf(Job, 'JobPagePaginatedResponse'),
});

export const getJob = operation({
  id: 'get-job',
  method: 'get',
  path: `${V1}/jobs/{jobId}`,
  tag,
  summary: 'Get a job; one that is done is no longer there',
  permission: 'audit:read',
  params,
  result: Job,
});

export const retryJob = operation({
  id: 'retry-job',
  method: 'post',
  path: `${V1}/jobs/{jobId}/retry`,
  tag,
  summary: 'Try a job that failed, or that waits, at once; its attempts are counted anew',
  permission: 'workspace:manage',
  params,
  result: Job,
});

export const discardJob = operation({
  id: 'discard-job',
  method: 'delete',
  path: `${V1}/jobs/{jobId}`,
  tag,
  summary: 'Discard a job that failed or waits: what it would have done is not done',
  permission: 'workspace:manage',
  params,
});
