'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Archive, FilePlus2, Pencil, Plus, Puzzle, Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { parseAsArrayOf, parseAsString, useQueryState } from 'nuqs';
import { useMemo, useState } from 'react';
import { call, refresh, useApi } from '@/components/api/client';
import { ALL_ADD_ON_VERSIONS } from '@/components/catalog/plan-input';
import { hasStatus, planRows, type VersionedRow } from '@/components/catalog/plan-rows';
import { planSummary } from '@/components/catalog/plan-summary';
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
import { archiveAddOn, deleteAddOn, listAddOns, publishAddOn } from '@/lib/api/add-ons';
import { type AddOnAct, useNextAddOn } from './add-on-acts';
import { planOfAddOn } from './add-on-draft';
import { takenWords } from './instance-types';
import { type ListedAddOn, listed } from './live-status';

const CreateAddOnDialog = dynamic(() => import('./create-add-on-dialog').then((module) => module.CreateAddOnDialog), { ssr: false });
const AddOnActDialog = dynamic(() => import('./add-on-acts').then((module) => module.AddOnActDialog), { ssr: false });

type Row = VersionedRow<ListedAddOn>;

const summary = (addOn: ListedAddOn) => planSummary(planOfAddOn(addOn));

const columns = (timeZone: string) =>
  versionColumns<ListedAddOn>({
    noun: 'Add-on',
    nameWidth: '26%',
    timeZone,
    priceOf: summary,
    own: {
      id: 'taken',
      header: 'Taken',
      width: '8rem',
      hideBelow: 'wide',
      compare: (a, b) => a.lead.instanceType.localeCompare(b.lead.instanceType),
      cell: ({ lead }) => <span className="text-muted">{takenWords(lead.instanceType)}</span>,
    },
  });

const BULK_ACTS = versionActs({
  publish: (addonId) => call(publishAddOn, { params: { addonId } }),
  archive: (addonId) => call(archiveAddOn, { params: { addonId } }),
  remove: (addonId) => call(deleteAddOn, { params: { addonId } }),
});
const keyOf = ({ key }: Row) => key;
const searched = ({ lead, key }: Row) => `${lead.name} ${key} ${lead.description ?? ''} ${summary(lead)}`;

/** All add-ons, one row for each with its versions folded in. */
export function AddOnList() {
  const mayWrite = useMay('catalog:write');
  const { timeZone } = useViewer().workspace;
  const addOns = useApi(listAddOns, ALL_ADD_ON_VERSIONS);
  const [statuses, setStatuses] = useQueryState('status', parseAsArrayOf(parseAsString).withDefault([]));
  const [dialog, setDialog] = useState<AddOnAct | 'create' | null>(null);
  const [now] = useState(() => new Date().toISOString());
  const nextVersion = useNextAddOn();
  const all = useMemo(() => addOns.data && planRows(addOns.data.data.map((addOn) => listed(addOn, now))), [addOns.data, now]);
  const filtered = useMemo(() => all?.filter((row) => statuses.length === 0 || hasStatus(row, statuses)), [all, statuses]);
  const shownColumns = useMemo(() => columns(timeZone), [timeZone]);
  const list = useListState(filtered, shownColumns, searched);
  const { selection, chosen, select } = useSelection(list.shown, keyOf);
  const client = useQueryClient();
  const clear = () => {
    list.onClearFilters?.();
    void setStatuses(null);
  };

  const menu = ({ lead, draft }: Row): MenuItem[] => [
    draft
      ? { label: `Edit draft v${draft.version}`, icon: <Pencil />, href: `/add-ons/${draft.id}/edit` }
      : lead.status === 'scheduled'
        ? { label: `Edit scheduled v${lead.version}`, icon: <Pencil />, href: `/add-ons/${lead.id}/edit` }
        : { label: 'Make next version', icon: <FilePlus2 />, onSelect: () => void nextVersion(lead.id) },
    { kind: 'separator' },
    ...(lead.status === 'active'
      ? [{ label: 'Archive', icon: <Archive />, critical: true, onSelect: () => setDialog({ act: 'archive', addOn: lead }) }]
      : []),
    ...(draft
      ? [
          {
            label: `Delete draft v${draft.version}`,
            icon: <Trash2 />,
            critical: true,
            onSelect: () => setDialog({ act: 'delete', addOn: draft }),
          },
        ]
      : []),
  ];
  const create = (
    <Button variant="primary" icon={<Plus />} onClick={() => setDialog('create')}>
      Create add-on
    </Button>
  );
  const clearable = list.search || statuses.length > 0 ? clear : undefined;
  return (
    <Page>
      <PageHeader
        title="Add-ons"
        status={all && <span className="num text-muted">{all.length}</span>}
        description="What customers buy on top of a plan: more seats, more credits, single sign-on. Each plan version says which it offers."
        acts={mayWrite && create}
      />
      <div className="flex flex-col gap-3">
        <FilterBar
          search={{ value: list.search, onChange: list.onSearch, placeholder: 'Search by name, key or price' }}
          onClear={clearable}
          acts={
            <ListActs
              list="addons"
              query={statuses.length > 0 ? { filter: { status: { oeq: statuses.join(',') } } } : {}}
              words={list.search}
            />
          }
        >
          <FilterChip
            label="Status"
            options={VERSION_STATUSES}
            values={VERSION_STATUSES.flatMap(({ value }) => (statuses.includes(value) ? value : []))}
            onValuesChange={(values) => void setStatuses(values.length > 0 ? [...values] : null)}
          />
        </FilterBar>
        <DataTable
          label="Add-ons"
          columns={shownColumns}
          rows={list.shown}
          rowKey={keyOf}
          rowName={({ lead }) => lead.name}
          rowHref={({ lead }) => `/add-ons/${lead.id}`}
          rowMenu={mayWrite ? menu : undefined}
          selection={mayWrite ? selection : undefined}
          sort={list.sort}
          onSortChange={list.onSortChange}
          onClearFilters={clearable}
          error={addOns.error}
          onRetry={() => void addOns.refetch()}
          empty={
            <EmptyState title="No add-ons yet" icon={<Puzzle />} action={mayWrite && create}>
              An add-on raises what a plan includes, or adds something to it: ten more seats, priority support, another million tokens.
            </EmptyState>
          }
        />
        <BulkActs
          rows={chosen}
          rowKey={keyOf}
          rowName={({ lead }) => lead.name}
          noun="add-ons"
          acts={BULK_ACTS}
          onSelect={select}
          onDone={() => void refresh(client, [listAddOns])}
        />
      </div>
      {dialog === 'create' && <CreateAddOnDialog taken={new Set(all?.map(({ key }) => key))} onClose={() => setDialog(null)} />}
      {dialog && dialog !== 'create' && <AddOnActDialog {...dialog} onClose={() => setDialog(null)} />}
    </Page>
  );
}
