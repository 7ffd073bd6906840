'use client';

import { keepPreviousData } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { useMemo, useState } from 'react';
import { useApi } from '@/components/api/client';
import { cursorOf } from '@/components/api/cursor';
import { ListActs } from '@/components/lists/list-acts';
import { useViewer } from '@/components/shell/viewer';
import { DataTable } from '@/components/ui/data-table';
import { DateRangePicker } from '@/components/ui/date-range-picker';
import { dayRange } from '@/components/ui/day-instant';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterBar, FilterChip } from '@/components/ui/filter-bar';
import { lazy } from '@/components/ui/lazy';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { CursorPagination } from '@/components/ui/pagination';
import { listAuditEntries } from '@/lib/api/workspace/audit-log';
import { auditColumns, RESOURCES, VERBS } from './audit-columns';
import { auditInput, auditParams } from './audit-input';
import { type Burst, foldBursts } from './bursts';
import { ChainCheck } from './chain-check';

const AuditEntrySheet = lazy(() => import('./audit-entry').then((module) => module.AuditEntrySheet));

const NO_FILTERS = { actor: null, type: null, verb: null, id: null, from: null, to: null, after: null, before: null };

/** Lists changes with author and time, the latest first; an entry opens to what was before and after. */
export function AuditLog() {
  const { timeZone } = useViewer().workspace;
  const [params, setParams] = useQueryStates(auditParams);
  const entries = useApi(listAuditEntries, auditInput(params, timeZone), { placeholderData: keepPreviousData });
  const [shown, setShown] = useState<Burst | null>(null);
  const rows = useMemo(() => entries.data && foldBursts(entries.data.data), [entries.data]);
  const filtered = Boolean(params.actor || params.type.length || params.verb.length || params.id || params.from);
  const filter = (part: Partial<typeof NO_FILTERS> | Record<string, unknown>) => void setParams({ ...part, after: null, before: null });
  const page = entries.data?.meta.page;
  const turn = (link: string | null | undefined) => {
    const cursor = cursorOf(link);
    return cursor ? () => void setParams({ after: null, before: null, ...cursor }, { history: 'push', scroll: true }) : undefined;
  };

  return (
    <Page>
      <PageHeader
        title="Audit log"
        description="All changes with author, time, and values before and after. It cannot be edited."
        acts={<ChainCheck />}
      />
      <div className="flex flex-col gap-3">
        <FilterBar
          search={{ value: params.actor, onChange: (actor) => filter({ actor: actor || null }), placeholder: 'Search by who did it' }}
          onClear={filtered ? () => void setParams(NO_FILTERS) : undefined}
          acts={<ListActs list="audit_log" query={auditInput(params, timeZone).query} />}
        >
          <FilterChip
            label="Kind"
            options={RESOURCES}
            values={params.type}
            onValuesChange={(type) => filter({ type: type.length > 0 ? [...type] : null })}
          />
          <FilterChip
            label="Change"
            options={VERBS}
            values={VERBS.flatMap(({ value }) => (params.verb.includes(value) ? value : []))}
            onValuesChange={(verb) => filter({ verb: verb.length > 0 ? [...verb] : null })}
          />
          <DateRangePicker
            value={dayRange(params.from, params.to)}
            timeZone={timeZone}
            placeholder="Any time"
            onValueChange={({ from, to }) => filter({ from, to })}
          />
        </FilterBar>
        <DataTable
          dense
          label="Audit log"
          columns={auditColumns(timeZone)}
          rows={rows}
          skeletonRows={16}
          rowKey={(entry) => entry.id}
          rowName={(entry) => `${entry.action} of ${entry.resource.name}`}
          onRowOpen={setShown}
          onClearFilters={filtered ? () => void setParams(NO_FILTERS) : undefined}
          stale={entries.isPlaceholderData}
          error={entries.error}
          onRetry={() => void entries.refetch()}
          empty={
            <EmptyState title="Nothing was changed yet" icon={<ScrollText />}>
              Changes appear here.
            </EmptyState>
          }
        />
        <CursorPagination noun="entries" onBefore={turn(page?.previous)} onAfter={turn(page?.next)} />
      </div>
      {shown && <AuditEntrySheet entry={shown} timeZone={timeZone} onClose={() => setShown(null)} />}
    </Page>
  );
}
