'use client';

import { keepPreviousData, useQueryClient } from '@tanstack/react-query';
import { Archive, Copy, FilePlus2, Layers, Pencil, Plus, Trash2 } from 'lucide-react';
import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import { useMemo, useState } from 'react';
import { call, refresh, useApi } from '@/components/api/client';
import { BulkActs } from '@/components/lists/bulk-acts';
import { ListActs } from '@/components/lists/list-acts';
import { ListCount } from '@/components/lists/list-count';
import { ListPages } from '@/components/lists/list-pages';
import { pagedTable } from '@/components/lists/paged-table';
import { useCreating } from '@/components/lists/use-creating';
import { usePaged } from '@/components/lists/use-paged';
import { useSelection } from '@/components/lists/use-selection';
import { versionActs } from '@/components/lists/version-acts';
import { VERSION_STATUSES, versionColumns } from '@/components/lists/version-columns';
import { planPage, versionFilters } from '@/components/lists/version-input';
import { useMay, useViewer } from '@/components/shell/viewer';
import { Button } from '@/components/ui/button';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterBar, FilterChip } from '@/components/ui/filter-bar';
import { lazy } from '@/components/ui/lazy';
import type { MenuItem } from '@/components/ui/menu';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { planSummary } from '@/components/versions/plan-summary';
import { archivePlan, deletePlan, listPlans, publishPlan } from '@/lib/api/catalog/plans';
import { type PlanByKey, searchPlans } from '@/lib/api/catalog/version-lists';
import type { Plan } from '@/lib/catalog/plan';
import { AsOfBanner, AsOfPicker, BackToToday } from './as-of-picker';
import { type PlanAct, useNextVersion } from './plan-acts';

const CreatePlanDialog = lazy(() => import('./create-plan-dialog').then((module) => module.CreatePlanDialog));
const PlanMatrix = lazy(() => import('./plan-matrix').then((module) => module.PlanMatrix));
const PlanActDialog = lazy(() => import('./plan-acts').then((module) => module.PlanActDialog));

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
      sortable: true,
      cell: ({ lead }) => lead.phases.length,
    },
  });

const BULK_ACTS = versionActs({
  publish: (planId) => call(publishPlan, { params: { planId } }),
  archive: (planId) => call(archivePlan, { params: { planId } }),
  remove: (planId) => call(deletePlan, { params: { planId } }),
});
const keyOf = ({ key }: PlanByKey) => key;

/** All plans, one row for each with its versions folded in. */
export function PlanList() {
  const maySome = useMay('catalog:write');
  const { timeZone } = useViewer().workspace;
  const [asOf, setAsOf] = useQueryState('as_of', parseAsString.withOptions({ history: 'push' }));
  const list = usePaged(versionFilters);
  const { status } = list.filter;
  const plans = useApi(searchPlans, planPage({ ...list.params, status }, asOf), { placeholderData: keepPreviousData });
  const rows = plans.data?.data;
  const [view, setView] = useQueryState('view', parseAsStringLiteral(['list', 'entitlements'] as const).withDefault('list'));
  const [dialog, setDialog] = useState<PlanAct | null>(null);
  const [creating, setCreating] = useCreating();
  const nextVersion = useNextVersion();
  const shownColumns = useMemo(() => columns(timeZone), [timeZone]);
  const { selection, chosen, select } = useSelection(rows, keyOf);
  const mayWrite = maySome && asOf === null;
  const client = useQueryClient();

  const menu = ({ lead, status, draft }: PlanByKey): MenuItem[] => [
    draft
      ? { label: `Edit draft v${draft.version}`, icon: <Pencil />, href: `/plans/${draft.id}/edit` }
      : status === 'scheduled'
        ? { label: `Edit scheduled v${lead.version}`, icon: <Pencil />, href: `/plans/${lead.id}/edit` }
        : { label: 'Make next version', icon: <FilePlus2 />, onSelect: () => void nextVersion(lead) },
    { label: 'Duplicate as new plan', icon: <Copy />, onSelect: () => setDialog({ act: 'duplicate', plan: lead }) },
    { kind: 'separator' },
    ...(status === 'active'
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
    <Button variant="primary" icon={<Plus />} onClick={() => setCreating(true)}>
      Create plan
    </Button>
  );

  return (
    <Page>
      <PageHeader
        title="Plans"
        status={plans.data && !list.narrowed && <ListCount total={plans.data.meta.page.total} />}
        description="Plans are what customers subscribe to. Published versions never change."
        acts={mayWrite && create}
      />
      <div className="flex flex-col gap-3">
        <FilterBar
          search={{ value: list.params.q, onChange: list.onSearch, placeholder: 'Search by name, key or currency' }}
          onClear={list.onClear}
          acts={
            <>
              <AsOfPicker value={asOf} onChange={(at) => void setAsOf(at)} />
              <ListActs list="plans" query={planPage({ ...list.params, status }, asOf).query} />
            </>
          }
        >
          <FilterChip
            label="Status"
            options={VERSION_STATUSES}
            values={VERSION_STATUSES.flatMap(({ value }) => (status.includes(value) ? value : []))}
            onValuesChange={(values) => list.onFilter({ status: values.length > 0 ? [...values] : null })}
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
          <PlanMatrix rows={rows} />
        ) : (
          <>
            <DataTable
              label="Plans"
              columns={shownColumns}
              rows={rows}
              rowKey={({ key }) => key}
              rowName={({ lead }) => lead.name}
              rowHref={({ lead }) => `/plans/${lead.id}${asOf === null ? '' : `?as_of=${encodeURIComponent(asOf)}`}`}
              rowMenu={mayWrite ? menu : undefined}
              selection={mayWrite ? selection : undefined}
              {...pagedTable(list, plans)}
              empty={
                <EmptyState title="No plans yet" icon={<Layers />} action={mayWrite && create}>
                  A plan sets prices: a platform fee, tokens in tiers, seats. Build one and preview it on real usage.
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
        <ListPages noun="plans" list={list} answer={plans} />
      </div>
      {creating && <CreatePlanDialog onClose={() => setCreating(false)} />}
      {dialog && <PlanActDialog {...dialog} onClose={() => setDialog(null)} />}
    </Page>
  );
}
