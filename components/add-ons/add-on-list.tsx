'use client';

import { keepPreviousData, useQueryClient } from '@tanstack/react-query';
import { Archive, FilePlus2, Pencil, Plus, Puzzle, Trash2 } from 'lucide-react';
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
import { addOnPage, versionFilters } from '@/components/lists/version-input';
import { useMay, useViewer } from '@/components/shell/viewer';
import { Button } from '@/components/ui/button';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterBar, FilterChip } from '@/components/ui/filter-bar';
import { lazy } from '@/components/ui/lazy';
import type { MenuItem } from '@/components/ui/menu';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { planSummary } from '@/components/versions/plan-summary';
import { archiveAddOn, deleteAddOn, listAddOns, publishAddOn } from '@/lib/api/catalog/add-ons';
import { type AddOnByKey, searchAddOns } from '@/lib/api/catalog/version-lists';
import type { AddOn } from '@/lib/catalog/add-on';
import { type AddOnAct, useNextAddOn } from './add-on-acts';
import { planOfAddOn } from './add-on-draft';
import { takenWords } from './instance-types';

const CreateAddOnDialog = lazy(() => import('./create-add-on-dialog').then((module) => module.CreateAddOnDialog));
const AddOnActDialog = lazy(() => import('./add-on-acts').then((module) => module.AddOnActDialog));

const summary = (addOn: AddOn) => planSummary(planOfAddOn(addOn));

const columns = (timeZone: string) =>
  versionColumns<AddOn>({
    noun: 'Add-on',
    nameWidth: '26%',
    timeZone,
    priceOf: summary,
    own: {
      id: 'taken',
      header: 'Quantity',
      width: '8rem',
      hideBelow: 'wide',
      sortable: true,
      cell: ({ lead }) => <span className="text-muted">{takenWords(lead.instanceType)}</span>,
    },
  });

const BULK_ACTS = versionActs({
  publish: (addonId) => call(publishAddOn, { params: { addonId } }),
  archive: (addonId) => call(archiveAddOn, { params: { addonId } }),
  remove: (addonId) => call(deleteAddOn, { params: { addonId } }),
});
const keyOf = ({ key }: AddOnByKey) => key;

/** All add-ons, one row for each with its versions folded in. */
export function AddOnList() {
  const mayWrite = useMay('catalog:write');
  const { timeZone } = useViewer().workspace;
  const list = usePaged(versionFilters);
  const { status: statuses } = list.filter;
  const asked = addOnPage({ ...list.params, status: statuses });
  const addOns = useApi(searchAddOns, asked, { placeholderData: keepPreviousData });
  const rows = addOns.data?.data;
  const [dialog, setDialog] = useState<AddOnAct | null>(null);
  const [creating, setCreating] = useCreating();
  const nextVersion = useNextAddOn();
  const shownColumns = useMemo(() => columns(timeZone), [timeZone]);
  const { selection, chosen, select } = useSelection(rows, keyOf);
  const client = useQueryClient();

  const menu = ({ lead, status, draft }: AddOnByKey): MenuItem[] => [
    draft
      ? { label: `Edit draft v${draft.version}`, icon: <Pencil />, href: `/add-ons/${draft.id}/edit` }
      : status === 'scheduled'
        ? { label: `Edit scheduled v${lead.version}`, icon: <Pencil />, href: `/add-ons/${lead.id}/edit` }
        : { label: 'Make next version', icon: <FilePlus2 />, onSelect: () => void nextVersion(lead.id) },
    { kind: 'separator' },
    ...(status === 'active'
      ? [{ label: 'Archive', icon: <Archive />, critical: true, onSelect: () => setDialog({ act: 'archive', addOn: { ...lead, status } }) }]
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
    <Button variant="primary" icon={<Plus />} onClick={() => setCreating(true)}>
      Create add-on
    </Button>
  );
  return (
    <Page>
      <PageHeader
        title="Add-ons"
        status={addOns.data && !list.narrowed && <ListCount total={addOns.data.meta.page.total} />}
        description="Customers buy add-ons in addition to a plan, such as more seats or credits."
        acts={mayWrite && create}
      />
      <div className="flex flex-col gap-3">
        <FilterBar
          search={{ value: list.params.q, onChange: list.onSearch, placeholder: 'Search by name, key or currency' }}
          onClear={list.onClear}
          acts={<ListActs list="addons" query={asked.query} />}
        >
          <FilterChip
            label="Status"
            options={VERSION_STATUSES}
            values={VERSION_STATUSES.flatMap(({ value }) => (statuses.includes(value) ? value : []))}
            onValuesChange={(values) => list.onFilter({ status: values.length > 0 ? [...values] : null })}
          />
        </FilterBar>
        <DataTable
          label="Add-ons"
          columns={shownColumns}
          rows={rows}
          rowKey={keyOf}
          rowName={({ lead }) => lead.name}
          rowHref={({ lead }) => `/add-ons/${lead.id}`}
          rowMenu={mayWrite ? menu : undefined}
          selection={mayWrite ? selection : undefined}
          {...pagedTable(list, addOns)}
          empty={
            <EmptyState title="No add-ons yet" icon={<Puzzle />} action={mayWrite && create}>
              An add-on extends a plan: ten more seats, priority support or another 1M tokens.
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
        <ListPages noun="add-ons" list={list} answer={addOns} />
      </div>
      {creating && <CreateAddOnDialog onClose={() => setCreating(false)} />}
      {dialog && <AddOnActDialog {...dialog} onClose={() => setDialog(null)} />}
    </Page>
  );
}
