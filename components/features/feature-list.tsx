'use client';

import { keepPreviousData, useQueryClient } from '@tanstack/react-query';
import { Boxes, DollarSign, Plus, Trash2 } from 'lucide-react';
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { refresh, useApi, useApiMutation } from '@/components/api/client';
import { LoadFailed } from '@/components/api/load-failed';
import { BulkActs } from '@/components/lists/bulk-acts';
import { featurePage } from '@/components/lists/catalog-input';
import { ListActs } from '@/components/lists/list-acts';
import { ListCount } from '@/components/lists/list-count';
import { ListPages } from '@/components/lists/list-pages';
import { pagedTable } from '@/components/lists/paged-table';
import { useCreating } from '@/components/lists/use-creating';
import { usePaged } from '@/components/lists/use-paged';
import { useSelection } from '@/components/lists/use-selection';
import { useMay } from '@/components/shell/viewer';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { KeyText } from '@/components/ui/copy';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterBar } from '@/components/ui/filter-bar';
import { lazy } from '@/components/ui/lazy';
import type { MenuItem } from '@/components/ui/menu';
import { Unknown } from '@/components/ui/numbers';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import type { Column } from '@/components/ui/table-column';
import { TextLink } from '@/components/ui/text-link';
import { toast } from '@/components/ui/toast';
import { deleteFeature, type FoundFeature, getFeature, listFeatures, searchFeatures } from '@/lib/api/catalog/features';
import { getMeter } from '@/lib/api/metering/meters';
import type { Feature } from '@/lib/catalog/feature';
import { costWords, filterWords } from './feature-words';

const CreateFeature = lazy(() => import('./feature-form').then((module) => module.CreateFeature));
const EditFeatureCost = lazy(() => import('./feature-form').then((module) => module.EditFeatureCost));
const FeatureSheet = lazy(() => import('./feature-sheet').then((module) => module.FeatureSheet));

const COLUMNS: readonly Column<FoundFeature>[] = [
  {
    id: 'name',
    header: 'Name',
    sortable: true,
    cell: (feature) => <span className="line-clamp-2 break-words">{feature.name}</span>,
  },
  {
    id: 'key',
    header: 'Key',
    width: '18%',
    belowName: true,
    sortable: true,
    cell: (feature) => <KeyText value={feature.key} plain />,
  },
  {
    id: 'meter',
    header: 'Meter',
    width: '34%',
    sortable: true,
    cell: (feature) =>
      feature.meter ? (
        <span>
          <TextLink quiet href={`/meters/${feature.meter.id}`}>
            {feature.meterName}
          </TextLink>
          {feature.meter.filters && <span className="text-muted"> where {filterWords(feature).join(' and ')}</span>}
        </span>
      ) : (
        <span className="text-muted">No meter: on–off access</span>
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
        <Unknown reason={feature.meter ? 'Unit cost is not set.' : 'On–off access has no unit cost.'} />
      ),
  },
];

const keyOf = ({ id }: Feature) => id;

type Open = { act: 'cost' | 'delete'; feature: Feature };

export function FeatureList() {
  const mayWrite = useMay('catalog:write');
  const list = usePaged();
  const features = useApi(searchFeatures, featurePage(list.params), { placeholderData: keepPreviousData });
  const rows = features.data?.data;
  const { selection, chosen, select } = useSelection(rows, keyOf);
  const remove = useApiMutation(deleteFeature);
  const client = useQueryClient();
  const [open, setOpen] = useState<Open | null>(null);
  const [creating, setCreating] = useCreating();
  const [shownId, setShownId] = useQueryState('feature', parseAsString.withOptions({ history: 'push' }));
  const listed = rows?.find(({ id }) => id === shownId);
  // A link may open a feature that is on another page.
  const linked = useApi(
    getFeature,
    { params: { featureId: shownId ?? '' } },
    { enabled: shownId !== null && rows !== undefined && !listed },
  );
  const shown = shownId === null ? undefined : (listed ?? linked.data);
  const meter = useApi(getMeter, { params: { meterId: shown?.meter?.id ?? '' } }, { enabled: Boolean(shown?.meter) }).data;
  const close = () => setOpen(null);
  const create = (
    <Button variant="primary" icon={<Plus />} onClick={() => setCreating(true)}>
      Create feature
    </Button>
  );
  const menu = (feature: Feature): MenuItem[] => [
    ...(feature.meter ? [{ label: 'Change unit cost', icon: <DollarSign />, onSelect: () => setOpen({ act: 'cost', feature }) }] : []),
    { label: 'Delete', icon: <Trash2 />, critical: true, onSelect: () => setOpen({ act: 'delete', feature }) },
  ];

  return (
    <Page>
      <PageHeader
        title="Features"
        status={features.data && !list.params.q && <ListCount total={features.data.meta.page.total} />}
        description="What you sell: metered usage, or on–off access."
        acts={mayWrite && create}
      />
      <div className="flex flex-col gap-3">
        <FilterBar
          search={{ value: list.params.q, onChange: list.onSearch, placeholder: 'Search by name, key or meter' }}
          onClear={list.onClear}
          acts={<ListActs list="features" query={featurePage(list.params).query} />}
        />
        <DataTable
          label="Features"
          columns={COLUMNS}
          rows={rows}
          rowKey={(feature) => feature.id}
          rowName={(feature) => feature.name}
          onRowOpen={(feature) => void setShownId(feature.id)}
          rowMenu={mayWrite ? menu : undefined}
          selection={mayWrite ? selection : undefined}
          {...pagedTable(list, features)}
          empty={
            <EmptyState title="No features yet" icon={<Boxes />} action={mayWrite && create}>
              A feature is one line of your pricing page, such as API requests, seats or single sign-on.
            </EmptyState>
          }
        />
        <ListPages noun="features" list={list} answer={features} />
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
                'Features in published plans are not deleted. Drafts that use them show an issue until you remove their rate cards.',
              run: ({ id }) => remove.mutateAsync({ params: { featureId: id } }),
            },
          ]}
          onSelect={select}
          onDone={() => void refresh(client, [listFeatures])}
        />
      </div>
      {creating && <CreateFeature onClose={() => setCreating(false)} />}
      {shown && !open && (
        <FeatureSheet
          feature={shown}
          meter={shown.meter && meter}
          onClose={() => void setShownId(null)}
          onCost={mayWrite && shown.meter ? () => setOpen({ act: 'cost', feature: shown }) : undefined}
        />
      )}
      {open?.act === 'cost' && <CostLoaded feature={open.feature} onClose={close} />}
      {open?.act === 'delete' && <DeleteFeature feature={open.feature} onClose={close} />}
    </Page>
  );
}

function CostLoaded({ feature, onClose }: { feature: Feature; onClose: () => void }) {
  const fresh = useApi(getFeature, { params: { featureId: feature.id } }, { staleTime: 0 });
  const meter = useApi(getMeter, { params: { meterId: feature.meter?.id ?? '' } }, { enabled: Boolean(feature.meter) });
  if (fresh.error) return <LoadFailed error={fresh.error} onRetry={() => void fresh.refetch()} onClose={onClose} />;
  if (!fresh.data || fresh.isFetching || (feature.meter && meter.isPending)) return null;
  return <EditFeatureCost feature={fresh.data} revision={fresh.revision} meter={meter.data} onClose={onClose} />;
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
        Its usage is kept. Drafts that use it show an issue until you remove its rate cards. A feature in a published plan cannot be
        deleted.
      </p>
    </ConfirmDialog>
  );
}
