'use client';

import { ArrowRightLeft } from 'lucide-react';
import { useMemo } from 'react';
import { useApi } from '@/components/api/client';
import { useViewer } from '@/components/shell/viewer';
import { Badge } from '@/components/ui/badge';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { Quantity } from '@/components/ui/numbers';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import type { Column } from '@/components/ui/table-column';
import { TextLink } from '@/components/ui/text-link';
import { Day } from '@/components/ui/time';
import { listPlanMigrations, type PlanMigration } from '@/lib/api/subscription/plan-migrations';
import { MIGRATION_STATUS } from './migration-words';

const columns = (timeZone: string): Column<PlanMigration>[] => [
  { id: 'plan', header: 'Plan', cell: ({ planName, toVersion }) => `${planName} to version ${toVersion}` },
  {
    id: 'status',
    header: 'Status',
    width: '9rem',
    belowName: true,
    cell: ({ status }) => <Badge tone={MIGRATION_STATUS[status].tone}>{MIGRATION_STATUS[status].word}</Badge>,
  },
  { id: 'moved', header: 'Moved', width: '6rem', align: 'right', cell: ({ counts }) => <Quantity value={String(counts.applied)} /> },
  {
    id: 'total',
    header: 'Of',
    width: '6rem',
    align: 'right',
    hideBelow: 'nav',
    cell: ({ counts }) => <Quantity value={String(counts.total)} />,
  },
  { id: 'by', header: 'By', width: '22%', hideBelow: 'wide', cell: ({ startedBy }) => startedBy },
  {
    id: 'created',
    header: 'Created',
    width: '8rem',
    align: 'right',
    hideBelow: 'nav',
    cell: ({ createdAt }) => <Day at={createdAt} timeZone={timeZone} />,
  },
];

/** Lists the migrations of subscribers to other versions, the newest first. */
export function MigrationList() {
  const { timeZone } = useViewer().workspace;
  const migrations = useApi(listPlanMigrations, { query: {} });
  const shown = useMemo(() => columns(timeZone), [timeZone]);
  return (
    <Page>
      <PageHeader
        crumbs={[{ label: 'Subscriptions', href: '/subscriptions' }]}
        title="Migrations"
        description="Moves of many subscribers to another version: checked first, tried on a few, and reversible for 30 days."
      />
      <DataTable
        label="Migrations"
        columns={shown}
        rows={migrations.data?.data}
        error={migrations.error}
        onRetry={() => void migrations.refetch()}
        rowKey={({ id }) => id}
        rowName={({ planName, toVersion }) => `${planName} to version ${toVersion}`}
        rowHref={({ id }) => `/plan-migrations/${id}`}
        empty={
          <EmptyState title="No migrations yet" icon={<ArrowRightLeft />} action={<TextLink href="/plans">Open a plan</TextLink>}>
            When a plan has a new version, move its subscribers from the plan’s page.
          </EmptyState>
        }
      />
    </Page>
  );
}
