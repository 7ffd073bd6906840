'use client';

import { keepPreviousData } from '@tanstack/react-query';
import { Download, Upload } from 'lucide-react';
import { useApi } from '@/components/api/client';
import { ListActs } from '@/components/lists/list-acts';
import { ListPages } from '@/components/lists/list-pages';
import { pagedTable } from '@/components/lists/paged-table';
import { usePaged } from '@/components/lists/use-paged';
import { useViewer } from '@/components/shell/viewer';
import { Badge, type Tone } from '@/components/ui/badge';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterBar } from '@/components/ui/filter-bar';
import { Section } from '@/components/ui/section';
import type { Column } from '@/components/ui/table-column';
import { Ago } from '@/components/ui/time';
import { Tooltip } from '@/components/ui/tooltip';
import { listUsageImports, type UsageImport } from '@/lib/api/metering/usage-imports';
import { importPage } from './import-input';
import { rejectionsHref } from './import-result';

const STATUS: Record<UsageImport['status'], { tone: Tone; word: string }> = {
  running: { tone: 'accent', word: 'Running' },
  finished: { tone: 'positive', word: 'Finished' },
  failed: { tone: 'critical', word: 'Failed' },
  interrupted: { tone: 'warning', word: 'Interrupted' },
};

const INTERRUPTED = 'The import stopped. Import the file again to continue; no row counts twice.';
const RUNNING_MS = 2_000;
const count = new Intl.NumberFormat('en-US');

const figure = (id: string, header: string, of: (row: UsageImport) => number, hideBelow?: 'nav' | 'wide'): Column<UsageImport> => ({
  id,
  header,
  width: '7rem',
  align: 'right',
  sortable: true,
  hideBelow,
  cell: (row) => count.format(of(row)),
});

const columns = (timeZone: string): readonly Column<UsageImport>[] => [
  {
    id: 'file',
    header: 'File',
    sortable: true,
    cell: (row) => (
      <span className="flex min-w-0 flex-col">
        <span className="flex min-w-0 items-center gap-2">
          <span className="truncate font-medium">{row.fileName}</span>
          {row.status !== 'finished' && <Status row={row} />}
        </span>
        {row.status === 'interrupted' && <span className="text-pretty text-muted text-sm">{row.error ?? INTERRUPTED}</span>}
      </span>
    ),
  },
  {
    id: 'by',
    header: 'By',
    sortable: true,
    width: '12rem',
    hideBelow: 'wide',
    cell: (row) => <span className="truncate text-muted">{row.createdBy}</span>,
  },
  {
    id: 'when',
    header: 'When',
    sortable: true,
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
  figure('duplicates', 'Already imported', (row) => row.duplicates, 'wide'),
  {
    id: 'rejected',
    header: 'Rejected',
    sortable: true,
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
  const list = usePaged();
  const asked = importPage(list.params);
  const imports = useApi(listUsageImports, asked, {
    placeholderData: keepPreviousData,
    refetchInterval: (query) => (query.state.data?.data.data.some(({ status }) => status === 'running') ? RUNNING_MS : false),
  });
  return (
    <Section title="Earlier imports">
      {/* Nothing to search where there is nothing yet. */}
      {(imports.data?.meta.page.total !== 0 || list.narrowed) && (
        <FilterBar
          search={{ value: list.params.q, onChange: list.onSearch, placeholder: 'Search by file or who imported it' }}
          onClear={list.onClear}
          acts={<ListActs list="usage_imports" query={asked.query} />}
        />
      )}
      <DataTable
        label="Earlier imports"
        columns={columns(timeZone)}
        rows={imports.data?.data}
        skeletonRows={3}
        rowKey={(row) => row.id}
        rowName={(row) => row.fileName}
        {...pagedTable(list, imports)}
        empty={
          <EmptyState title="Nothing was imported yet" icon={<Upload />}>
            Imports appear here, with their rejected rows.
          </EmptyState>
        }
      />
      <ListPages noun="imports" list={list} answer={imports} />
    </Section>
  );
}
