'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Boxes, DollarSign, Plus, Trash2 } from 'lucide-react';
import { parseAsString, useQueryState } from 'nuqs';
import { useMemo, useState } from 'react';
import { refresh, useApi, useApiMutation } from '@/components/api/client';
import { LoadFailed } from '@/components/api/load-failed';
import { BulkActs } from '@/components/lists/bulk-acts';
import { ListActs } from '@/components/lists/list-acts';
import { useSelection } from '@/components/lists/use-selection';
import { useMay } from '@/components/shell/viewer';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { KeyText } from '@/components/ui/copy';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterBar } from '@/components/ui/filter-bar';
import type { MenuItem } from '@/components/ui/menu';
import { Unknown } from '@/components/ui/numbers';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import type { Column } from '@/components/ui/table-column';
import { TextLink } from '@/components/ui/text-link';
import { toast } from '@/components/ui/toast';
import { deleteFeature, getFeature, listFeatures } from '@/lib/api/features';
import { listMeters } from '@/lib/api/meters';
import type { Feature } from '@/lib/catalog/feature';
import type { Meter } from '@/lib/catalog/meter';
import { ALL_FEATURES, ALL_METERS } from './catalog-input';
import { CreateFeature, EditFeatureCost } from './feature-form';
import { FeatureSheet } from './feature-sheet';
import { costWords, filterWords } from './feature-words';
import { useListState } from './list-state';

type Row = Feature & { counts: Meter | undefined };

const COLUMNS: readonly Column<Row>[] = [
  {
    id: 'name',
    header: 'Name',
    compare: (a, b) => a.name.localeCompare(b.name),
    cell: (feature) => <span className="truncate">{feature.name}</span>,
  },
  {
    id: 'key',
    header: 'Key',
    width: '18%',
    hideBelow: 'nav',
    compare: (a, b) => a.key.localeCompare(b.key),
    cell: (feature) => <KeyText value={feature.key} plain />,
  },
  {
    id: 'meter',
    header: 'Meter',
    width: '34%',
    compare: (a, b) => (a.counts?.name ?? '').localeCompare(b.counts?.name ?? ''),
    cell: (feature) =>
      feature.counts ? (
        <span>
          <TextLink quiet href={`/meters/${feature.counts.id}`}>
            {feature.counts.name}
          </TextLink>
          {feature.meter?.filters && <span className="text-muted"> where {filterWords(feature).join(' and ')}</span>}
        </span>
      ) : (
        <span className="text-muted">No meter: on or off</span>
      ),
  },
  {
    id: 'cost',
    header: 'Unit cost',
    width: '14%',
    align: 'right',
    hideBelow: 'nav',
    cell: (feature) =>
      feature.unitCost ? (
        <span className="num">{costWords(feature.unitCost)}</span>
      ) : (
        <Unknown reason={feature.meter ? 'Nobody has said what a unit costs.' : 'Without a meter there are no units.'} />
      ),
  },
];

const keyOf = ({ id }: Row) => id;
const searched = (feature: Row) => `${feature.name} ${feature.key} ${feature.counts?.name ?? ''} ${feature.description ?? ''}`;

type Open = { act: 'create' } | { act: 'cost' | 'delete'; feature: Row };

export function FeatureList() {
  const mayWrite = useMay('catalog:write');
  const features = useApi(listFeatures, ALL_FEATURES);
  const meters = useApi(listMeters, ALL_METERS);
  const rows = useMemo(
    () => features.data?.data.map((feature): Row => ({ ...feature, counts: meters.data?.data.find(({ id }) => id === feature.meter?.id) })),
    [features.data, meters.data],
  );
  const list = useListState(rows, COLUMNS, searched);
  const { selection, chosen, select } = useSelection(list.shown, keyOf);
  const remove = useApiMutation(deleteFeature);
  const client = useQueryClient();
  const [open, setOpen] = useState<Open | null>(null);
  const [shownId, setShownId] = useQueryState('feature', parseAsString.withOptions({ history: 'push' }));
  const shown = rows?.find(({ id }) => id === shownId);
  const close = () => setOpen(null);
  const create = (
    <Button variant="primary" icon={<Plus />} onClick={() => setOpen({ act: 'create' })}>
      Create feature
    </Button>
  );
  const menu = (feature: Row): MenuItem[] => [
    ...(feature.meter ? [{ label: 'Change unit cost', icon: <DollarSign />, onSelect: () => setOpen({ act: 'cost', feature }) }] : []),
    { label: 'Delete', icon: <Trash2 />, critical: true, onSelect: () => setOpen({ act: 'delete', feature }) },
  ];

  return (
    <Page>
      <PageHeader
        title="Features"
        status={features.data && <span className="num text-muted">{features.data.meta.page.total}</span>}
        description="What plans sell and grant: a use that a meter counts, or something that customers have or not."
        acts={mayWrite && create}
      />
      <div className="flex flex-col gap-3">
        <FilterBar
          search={{ value: list.search, onChange: list.onSearch, placeholder: 'Search by name, key or meter' }}
          acts={<ListActs list="features" words={list.search} />}
        />
        <DataTable
          label="Features"
          columns={COLUMNS}
          rows={list.shown}
          rowKey={(feature) => feature.id}
          rowName={(feature) => feature.name}
          onRowOpen={(feature) => void setShownId(feature.id)}
          rowMenu={mayWrite ? menu : undefined}
          selection={mayWrite ? selection : undefined}
          sort={list.sort}
          onSortChange={list.onSortChange}
          onClearFilters={list.onClearFilters}
          error={features.error}
          onRetry={() => void features.refetch()}
          empty={
            <EmptyState title="No features yet" icon={<Boxes />} action={mayWrite && create}>
              A feature is one line of a pricing page: API requests, seats, single sign-on. Plans put a price on it.
            </EmptyState>
          }
        />
        <BulkActs
          rows={chosen}
          rowKey={keyOf}
          rowName={({ name }) => name}
          noun="features"
          acts={[
            {
              label: 'Delete',
              icon: <Trash2 />,
              critical: true,
              warning: () =>
                'Features that a published plan sells are refused. Drafts that sell them get an issue until their cards are removed.',
              run: ({ id }) => remove.mutateAsync({ params: { featureId: id } }),
            },
          ]}
          onSelect={select}
          onDone={() => void refresh(client, [listFeatures])}
        />
      </div>
      {open?.act === 'create' && <CreateFeature onClose={close} />}
      {shown && !open && (
        <FeatureSheet
          feature={shown}
          meter={shown.counts}
          onClose={() => void setShownId(null)}
          onCost={mayWrite && shown.meter ? () => setOpen({ act: 'cost', feature: shown }) : undefined}
        />
      )}
      {open?.act === 'cost' && <CostLoaded feature={open.feature} onClose={close} />}
      {open?.act === 'delete' && <DeleteFeature feature={open.feature} onClose={close} />}
    </Page>
  );
}

function CostLoaded({ feature, onClose }: { feature: Row; onClose: () => void }) {
  const fresh = useApi(getFeature, { params: { featureId: feature.id } }, { staleTime: 0 });
  if (fresh.error) return <LoadFailed error={fresh.error} onRetry={() => void fresh.refetch()} onClose={onClose} />;
  if (!fresh.data || fresh.isFetching) return null;
  return <EditFeatureCost feature={fresh.data} revision={fresh.revision} meter={feature.counts} onClose={onClose} />;
}

function DeleteFeature({ feature, onClose }: { feature: Feature; onClose: () => void }) {
  const remove = useApiMutation(deleteFeature, [listFeatures]);
  return (
    <ConfirmDialog
      title={`Delete ${feature.name}?`}
      verb="Delete feature"
      onClose={onClose}
      onConfirm={async () => {
        await remove.mutateAsync({ params: { featureId: feature.id } });
        toast.success(`Feature ${feature.name} deleted`);
      }}
    >
      <p className="text-pretty">
        Its usage stays with the meter. Drafts that sell it get an issue until its rate cards are removed; a feature that a published plan
        sells cannot be deleted.
      </p>
    </ConfirmDialog>
  );
}
