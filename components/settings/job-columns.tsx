import { Badge, type Tone } from '@/components/ui/badge';
import { ProgressBar } from '@/components/ui/progress-bar';
import type { Column } from '@/components/ui/table-column';
import { Ago } from '@/components/ui/time';
import type { Job, JobStatus } from '@/lib/api/workspace/jobs';

const count = new Intl.NumberFormat('en-US');

const STATUS: Record<JobStatus, { tone: Tone; word: string }> = {
  running: { tone: 'accent', word: 'Running' },
  waiting: { tone: 'neutral', word: 'Waiting' },
  failed: { tone: 'critical', word: 'Failed' },
};

export const JOB_STATUSES = (['running', 'waiting', 'failed'] as const).map((value) => ({ value, label: STATUS[value].word }));

export const jobColumns = (timeZone: string): readonly Column<Job>[] => [
  {
    id: 'kind',
    header: 'Job',
    sortable: true,
    cell: (job) => (
      <span className="flex min-w-0 flex-col">
        <span className="font-medium">{job.title}</span>
        <span className="break-words text-muted text-sm">{job.about}</span>
        <Progress job={job} />
        {job.error && <span className="line-clamp-3 break-words text-critical text-sm">{job.error}</span>}
      </span>
    ),
  },
  {
    id: 'status',
    header: 'Status',
    width: '11rem',
    sortable: true,
    cell: (job) => (
      <span className="flex flex-col items-start gap-0.5">
        <Badge tone={job.error && job.status === 'waiting' ? 'warning' : STATUS[job.status].tone}>{STATUS[job.status].word}</Badge>
        <span className="text-muted text-sm">
          <When job={job} timeZone={timeZone} />
        </span>
        {job.attempts > 0 && (
          <span className="hidden text-muted text-sm max-nav:inline">
            attempt {job.attempts} of {job.maxAttempts}
          </span>
        )}
      </span>
    ),
  },
  {
    id: 'attempts',
    header: 'Attempts',
    width: '7rem',
    align: 'right',
    hideBelow: 'nav',
    sortable: true,
    cell: ({ attempts, maxAttempts }) => (
      <span>
        {attempts} <span className="text-muted">of {maxAttempts}</span>
      </span>
    ),
  },
  {
    id: 'asked',
    header: 'Asked for',
    width: '12rem',
    hideBelow: 'wide',
    sortable: true,
    cell: (job) => (
      <span className="flex min-w-0 flex-col">
        <Ago at={job.createdAt} timeZone={timeZone} />
        <span className="truncate text-muted text-sm">by {job.createdBy}</span>
      </span>
    ),
  },
];

function Progress({ job: { progress, status, about } }: { job: Job }) {
  if (!progress || status !== 'running') return null;
  const { done, total } = progress;
  if (!total) return <span className="num text-muted text-sm">{count.format(done)} done</span>;
  return (
    <span className="flex items-center gap-2">
      <ProgressBar label={`Progress: ${about}`} share={Math.min(1, done / total)} className="w-40 max-w-full" />
      <span className="num whitespace-nowrap text-muted text-sm">{Math.floor((100 * done) / total)} %</span>
    </span>
  );
}

/** When it began, is tried next, or was given up. */
function When({ job: { status, startedAt, dueAt, failedAt, error }, timeZone }: { job: Job; timeZone: string }) {
  const at = { running: startedAt, waiting: dueAt, failed: failedAt }[status];
  if (!at) return null;
  const words = { running: 'begun', waiting: error ? 'next try' : 'due', failed: 'given up' }[status];
  return (
    <>
      {words} <Ago at={at} timeZone={timeZone} />
    </>
  );
}
