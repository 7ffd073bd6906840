'use client';

import { keepPreviousData, useQueryClient } from '@tanstack/react-query';
import { RotateCcw, Trash2, Workflow } from 'lucide-react';
import { useState } from 'react';
import { call, refresh, useApi, useApiMutation } from '@/components/api/client';
import { BulkActs } from '@/components/lists/bulk-acts';
import { ListCount } from '@/components/lists/list-count';
import { ListPages } from '@/components/lists/list-pages';
import { pagedTable } from '@/components/lists/paged-table';
import { usePaged } from '@/components/lists/use-paged';
import { useSelection } from '@/components/lists/use-selection';
import { useMay, useViewer } from '@/components/shell/viewer';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterBar, FilterChip } from '@/components/ui/filter-bar';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { toast } from '@/components/ui/toast';
import { discardJob, type Job, listJobs, retryJob } from '@/lib/api/workspace/jobs';
import { JOB_STATUSES, jobColumns } from './job-columns';
import { jobFilters, jobPage } from './job-input';

const LOOK_MS = 3_000;
const keyOf = ({ id }: Job) => id;
const nameOf = ({ title, about }: Job) => `${title}: ${about}`;
const DISCARDED = 'The work will not be done. The audit log records it.';

/** Work that runs by itself and is not done: what waits, what runs, and what failed until somebody decides. */
export function JobList() {
  const { timeZone } = useViewer().workspace;
  const mayManage = useMay('workspace:manage');
  const list = usePaged(jobFilters);
  const asked = jobPage({ ...list.params, ...list.filter });
  const jobs = useApi(listJobs, asked, { placeholderData: keepPreviousData, refetchInterval: LOOK_MS });
  const rows = jobs.data?.data;
  const { selection, chosen, select } = useSelection(rows, keyOf);
  const client = useQueryClient();
  const retry = useApiMutation(retryJob, [listJobs]);
  const discard = useApiMutation(discardJob, [listJobs]);
  const [discarding, setDiscarding] = useState<Job | null>(null);
  const tryNow = (job: Job) =>
    retry.mutate(
      { params: { jobId: job.id } },
      { onSuccess: () => toast.success('It is tried now'), onError: (e) => toast.error(e.message) },
    );

  return (
    <Page>
      <PageHeader
        title="Jobs"
        status={jobs.data && !list.narrowed && <ListCount total={jobs.data.meta.page.total} />}
        description="Background work. Failed jobs are retried, then kept here until you retry or discard them."
      />
      <div className="flex flex-col gap-3">
        <FilterBar
          search={{ value: list.params.q, onChange: list.onSearch, placeholder: 'Search by what it is about or the error' }}
          onClear={list.onClear}
        >
          <FilterChip
            label="Status"
            options={JOB_STATUSES}
            values={list.filter.status}
            onValuesChange={(status) => list.onFilter({ status: status.length > 0 ? [...status] : null })}
          />
        </FilterBar>
        <DataTable
          label="Jobs"
          columns={jobColumns(timeZone)}
          rows={rows}
          skeletonRows={6}
          rowKey={keyOf}
          rowName={nameOf}
          rowMenu={(job) =>
            mayManage && job.status !== 'running'
              ? [
                  { label: job.status === 'failed' ? 'Retry' : 'Try now', icon: <RotateCcw />, onSelect: () => tryNow(job) },
                  { label: 'Discard', icon: <Trash2 />, critical: true, onSelect: () => setDiscarding(job) },
                ]
              : []
          }
          selection={mayManage ? selection : undefined}
          {...pagedTable(list, jobs)}
          empty={
            <EmptyState title="Nothing to do" icon={<Workflow />}>
              Waiting, running and failed jobs appear here.
            </EmptyState>
          }
        />
        <ListPages noun="jobs" list={list} answer={jobs} />
        <BulkActs
          rows={chosen}
          rowKey={keyOf}
          rowName={nameOf}
          noun="jobs"
          acts={[
            {
              label: 'Retry',
              icon: <RotateCcw />,
              warning: () => 'Each job runs now, with a new count of attempts.',
              run: ({ id }) => call(retryJob, { params: { jobId: id } }),
            },
            {
              label: 'Discard',
              icon: <Trash2 />,
              critical: true,
              warning: () => DISCARDED,
              run: ({ id }) => call(discardJob, { params: { jobId: id } }),
            },
          ]}
          onSelect={select}
          onDone={() => void refresh(client, [listJobs])}
        />
      </div>
      {discarding && (
        <ConfirmDialog
          title="Discard this job?"
          verb="Discard job"
          onClose={() => setDiscarding(null)}
          onConfirm={async () => {
            await discard.mutateAsync({ params: { jobId: discarding.id } });
            toast.success('Job discarded');
          }}
        >
          <p className="text-pretty">{nameOf(discarding)}</p>
          <p className="text-pretty">{DISCARDED}</p>
        </ConfirmDialog>
      )}
    </Page>
  );
}
