'use client';

import { Download, Upload } from 'lucide-react';
import { useApi } from '@/components/api/client';
import { useViewer } from '@/components/shell/viewer';
import { Badge, type Tone } from '@/components/ui/badge';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { Section } from '@/components/ui/section';
import type { Column } from '@/components/ui/table-column';
import { Ago } from '@/components/ui/time';
import { Tooltip } from '@/components/ui/tooltip';
import { listUsageImports, type UsageImport } from '@/lib/api/usage-imports';
import { LATEST_IMPORTS } from './import-input';
import { rejectionsHref } from './import-result';

const STATUS: Record<UsageImport['status'], { tone: Tone; word: string }> = {
  running: { tone: 'accent', word: 'Running' },
  finished: { tone: 'positive', word: 'Finished' },
  failed: { tone: 'critical', word: 'Failed' },
  interrupted: { tone: 'warning', word: 'Interrupted' },
};

const RUNNING_MS = 2_000;
const count = new Intl.NumberFormat('en-US');

const figure = (id: string, header: string, of: (row: UsageImport) => number, hideBelow?: 'nav' | 'wide'): Column<UsageImport> => ({
  id,
  header,
  width: '7rem',
  align: 'right',
  hideBelow,
  cell: (row) => count.format(of(row)),
});

const columns = (timeZone: string): readonly Column<UsageImport>[] => [
  {
    id: 'file',
    header: 'File',
    cell: (row) => (
      <span className="flex min-w-0 items-center gap-2">
        <span className="truncate font-medium">{row.fileName}</span>
        {row.status !== 'finished' && <Status row={row} />}
      </span>
    ),
  },
  {
    id: 'by',
    header: 'By',
    width: '12rem',
    hideBelow: 'wide',
    cell: (row) => <span className="truncate text-muted">{row.createdBy}</span>,
  },
  {
    id: 'when',
    header: 'When',
    width: '9rem',
    hideBelow: 'nav',
    cell: (row) => (
      <span className="text-muted">
        <Ago at={row.createdAt} timeZone={timeZone} />
      </span>
    ),
  },
  figure('rows', 'Rows', (row) => row.rows, 'nav'),
  figure('accepted', 'Accepted', (row) => row.accepted),
  figure('duplicates', 'Known already', (row) => row.duplicates, 'wide'),
  {
    id: 'rejected',
    header: 'Rejected',
    width: '7rem',
    align: 'right',
    cell: (row) =>
      row.rejected === 0 ? (
        '0'
      ) : (
        <a href={rejectionsHref(row.id)} download className="inline-flex items-center gap-1 rounded-sm text-critical hover:underline">
          {count.format(row.rejected)} <Download className="size-3.5" aria-label="Download the rejected rows" />
        </a>
      ),
  },
];

function Status({ row }: { row: UsageImport }) {
  const { tone, word } = STATUS[row.status];
  const badge = <Badge tone={tone}>{word}</Badge>;
  return row.error ? <Tooltip text={row.error}>{badge}</Tooltip> : badge;
}

/** Earlier imports; while one runs, its figures move. */
export function ImportHistory() {
  const { timeZone } = useViewer().workspace;
  const imports = useApi(listUsageImports, LATEST_IMPORTS, {
    refetchInterval: (query) => (query.state.data?.data.data.some(({ status }) => status === 'running') ? RUNNING_MS : false),
  });
  return (
    <Section title="Earlier imports">
      <DataTable
        label="Earlier imports"
        columns={columns(timeZone)}
        rows={imports.data?.data}
        skeletonRows={3}
        rowKey={(row) => row.id}
        rowName={(row) => row.fileName}
        error={imports.error}
        onRetry={() => void imports.refetch()}
        empty={
          <EmptyState title="Nothing was imported yet" icon={<Upload />}>
            What was imported from a file stands here, with the rows that were rejected and why.
          </EmptyState>
        }
      />
    </Section>
  );
}
