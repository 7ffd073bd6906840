import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Prefetched } from '@/app/prefetched';
import { jobPage, loadJobList } from '@/components/settings/job-input';
import { JobList } from '@/components/settings/job-list';
import { listJobs } from '@/lib/api/workspace/jobs';
import { read } from '@/lib/server/api/prefetch';

export const metadata: Metadata = { title: 'Jobs' };

export default async function JobsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const list = await loadJobList(searchParams);
  return (
    <Prefetched reads={[read(listJobs, jobPage(list))]}>
      <JobList />
    </Prefetched>
  );
}
