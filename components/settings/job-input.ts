import { createLoader, parseAsArrayOf, parseAsStringLiteral } from 'nuqs/server';
import { type Paged, pagedParams, pagedQuery } from '@/components/lists/paged-input';
import type { CallOf } from '@/lib/api/operation';
import { JobStatus, type listJobs } from '@/lib/api/workspace/jobs';

export const jobFilters = { status: parseAsArrayOf(parseAsStringLiteral(JobStatus.options)).withDefault([]) };
export const loadJobList = createLoader({ ...pagedParams, ...jobFilters });

/** One page of the jobs as their list stands in the URL: the newest first, unless another order is chosen. */
export function jobPage({ status, ...list }: Paged & { status: readonly JobStatus[] }): CallOf<typeof listJobs> {
  const { query } = pagedQuery(
    { ...list, sort: list.sort || '-asked' },
    { asked: ['created_at'], kind: ['kind', 'about'], status: ['status', 'due_at'], attempts: ['attempts'] },
  );
  return { query: { ...query, ...(status.length > 0 && { filter: { status: { oeq: status.join(',') } } }) } };
}
