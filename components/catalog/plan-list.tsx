'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Archive, Copy, FilePlus2, Layers, Pencil, Plus, Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import { useMemo, useState } from 'react';
import { call, refresh, useApi } from '@/components/api/client';
import { BulkActs } from '@/components/lists/bulk-acts';
import { ListActs } from '@/components/lists/list-acts';
import { useSelection } from '@/components/lists/use-selection';
import { versionActs } from '@/components/lists/version-acts';
import { VERSION_STATUSES, versionColumns } from '@/components/lists/version-columns';
import { useListState } from '@/components/metering/list-state';
import { useMay, useViewer } from '@/components/shell/viewer';
import { Button } from '@/components/ui/button';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterBar, FilterChip } from '@/components/ui/filter-bar';
import type { MenuItem } from '@/components/ui/menu';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { listPlansAsOf } from '@/lib/api/catalog';
import { archivePlan, deletePlan, listPlans, publishPlan } from '@/lib/api/plans';
import type { Plan } from '@/lib/catalog/plan';
import { AsOfBanner, AsOfPicker, BackToToday } from './as-of';
import { type PlanAct, useNextVersion } from './plan-acts';
import { ALL_PLAN_VERSIONS } from './plan-input';
import { hasStatus, type PlanRow, planRows } from './plan-rows';
import { planSummary } from './plan-summary';

const CreatePlanDialog = dynamic(() => import('./create-plan-dialog').then((module) => module.CreatePlanDialog), { ssr: false });
const PlanMatrix = dynamic(() => import('./plan-matrix').then((module) => module.PlanMatrix), { ssr: false });
const PlanActDialog = dynamic(() => import('./plan-acts').then((module) => module.PlanActDialog), { ssr: false });

const columns = (timeZone: string) =>
  versionColumns<Plan>({
    noun: 'Plan',
    nameWidth: '24%',
    timeZone,
    priceOf: planSummary,
    own: {
      id: 'phases',
      header: 'Phases',
      width: '5.5rem',
      align: 'right',
      hideBelow: 'wide',
      compare: (a, b) => a.lead.phases.length - b.lead.phases.length,
      cell: ({ lead }) => lead.phases.length,
    },
  });

const BULK_ACTS = versionActs({
  publish: (planId) => call(publishPlan, { params: { planId } }),
  archive: (planId) => call(archivePlan, { params: { planId } }),
  remove: (planId) => call(deletePlan, { params: { planId } }),
});
const keyOf = ({ key }: PlanRow) => key;
const searched = ({ lead, key }: PlanRow) => `${lead.name} ${key} ${lead.description ?? ''} ${planSummary(lead)}`;

/** All plans, one row for each with its versions folded in. */
export function PlanList() {
  const maySome = useMay('catalog:write');
  const { timeZone } = useViewer().workspace;
  const [asOf, setAsOf] = useQueryState('as_of', parseAsString.withOptions({ history: 'push' }));
  const today = useApi(listPlans, ALL_PLAN_VERSIONS, { enabled: asOf === null });
  const then = useApi(listPlansAsOf, { query: { asOf: asOf ?? '' } }, { enabled: asOf !== null });
  const plans = asOf === null ? today : then;
  const [statuses, setStatuses] = useQueryState('status', parseAsArrayOf(parseAsString).withDefault([]));
  const [view, setView] = useQueryState('view', parseAsStringLiteral(['list', 'entitlements'] as const).withDefault('list'));
  const [dialog, setDialog] = useState<PlanAct | 'create' | null>(null);
  const nextVersion = useNextVersion();
  const all = useMemo(() => plans.data && planRows(plans.data.data), [plans.data]);
  const filtered = useMemo(() => all?.filter((row) => statuses.length === 0 || hasStatus(row, statuses)), [all, statuses]);
  const shownColumns = useMemo(() => columns(timeZone), [timeZone]);
  const list = useListState(filtered, shownColumns, searched);
  const { selection, chosen, select } = useSelection(list.shown, keyOf);
  const mayWrite = maySome && asOf === null;
  const client = useQueryClient();
  const clear = () => {
    list.onClearFilters?.();
    void setStatuses(null);
  };

  const menu = ({ lead, draft }: PlanRow): MenuItem[] => [
    draft
      ? { label: `Edit draft v${draft.version}`, icon: <Pencil />, href: `/plans/${draft.id}/edit` }
      : lead.status === 'scheduled'
        ? { label: `Edit scheduled v${lead.version}`, icon: <Pencil />, href: `/plans/${lead.id}/edit` }
        : { label: 'Make next version', icon: <FilePlus2 />, onSelect: () => void nextVersion(lead) },
    { label: 'Duplicate as new plan', icon: <Copy />, onSelect: () => setDialog({ act: 'duplicate', plan: lead }) },
    { kind: 'separator' },
    ...(lead.status === 'active'
      ? [{ label: 'Archive', icon: <Archive />, critical: true, onSelect: () => setDialog({ act: 'archive', plan: lead }) }]
      : []),
    ...(draft
      ? [
          {
            label: `Delete draft v${draft.version}`,
            icon: <Trash2 />,
            critical: true,
            onSelect: () => setDialog({ act: 'delete', plan: draft }),
          },
        ]
      : []),
  ];
  const create = (
    <Button variant="primary" icon={<Plus />} onClick={() => setDialog('create')}>
      Create plan
    </Button>
  );

  return (
    <Page>
      <PageHeader
        title="Plans"
        status={all && <span className="num text-muted">{all.length}</span>}
        description="What customers subscribe to: phases, rate cards and what they entitle to, in versions that never change once published."
        acts={mayWrite && create}
      />
      <div className="flex flex-col gap-3">
        <FilterBar
          search={{ value: list.search, onChange: list.onSearch, placeholder: 'Search by name, key or price' }}
          onClear={list.search || statuses.length > 0 ? clear : undefined}
          acts={
            <>
              <AsOfPicker value={asOf} onChange={(at) => void setAsOf(at)} />
              <ListActs
                list="plans"
                query={statuses.length > 0 ? { filter: { status: { oeq: statuses.join(',') } } } : {}}
                words={list.search}
              />
            </>
          }
        >
          <FilterChip
            label="Status"
            options={VERSION_STATUSES}
            values={VERSION_STATUSES.flatMap(({ value }) => (statuses.includes(value) ? value : []))}
            onValuesChange={(values) => void setStatuses(values.length > 0 ? [...values] : null)}
          />
          <SegmentedControl
            label="View"
            size="sm"
            value={view}
            onValueChange={(next) => void setView(next)}
            segments={[
              { value: 'list', label: 'List' },
              { value: 'entitlements', label: 'Entitlements' },
            ]}
          />
        </FilterBar>
        {asOf !== null && <AsOfBanner at={asOf} back={<BackToToday onClick={() => void setAsOf(null)} />} />}
        {view === 'entitlements' ? (
          <PlanMatrix rows={list.shown} />
        ) : (
          <>
            <DataTable
              label="Plans"
              columns={shownColumns}
              rows={list.shown}
              rowKey={({ key }) => key}
              rowName={({ lead }) => lead.name}
              rowHref={({ lead }) => `/plans/${lead.id}${asOf === null ? '' : `?as_of=${encodeURIComponent(asOf)}`}`}
              rowMenu={mayWrite ? menu : undefined}
              selection={mayWrite ? selection : undefined}
              sort={list.sort}
              onSortChange={list.onSortChange}
              onClearFilters={list.search || statuses.length > 0 ? clear : undefined}
              error={plans.error}
              onRetry={() => void plans.refetch()}
              empty={
                <EmptyState title="No plans yet" icon={<Layers />} action={mayWrite && create}>
                  A plan says what things cost: a platform fee, tokens in tiers, seats. Build one and see what a real month would have cost
                  with it.
                </EmptyState>
              }
            />
            <BulkActs
              rows={chosen}
              rowKey={keyOf}
              rowName={({ lead }) => lead.name}
              noun="plans"
              acts={BULK_ACTS}
              onSelect={select}
              onDone={() => void refresh(client, [listPlans])}
            />
          </>
        )}
      </div>
      {dialog === 'create' && <CreatePlanDialog taken={new Set(all?.map(({ key }) => key))} onClose={() => setDialog(null)} />}
      {dialog && dialog !== 'create' && <PlanActDialog {...dialog} onClose={() => setDialog(null)} />}
    </Page>
  );
}
