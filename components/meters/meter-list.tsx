'use client';

import { keepPreviousData, useQueryClient } from '@tanstack/react-query';
import { Copy, Gauge, Pencil, Plus, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { refresh, useApi, useApiMutation } from '@/components/api/client';
import { LoadFailed } from '@/components/api/load-failed';
import { BulkActs } from '@/components/lists/bulk-acts';
import { meterPage } from '@/components/lists/catalog-input';
import { ListActs } from '@/components/lists/list-acts';
import { ListCount } from '@/components/lists/list-count';
import { ListPages } from '@/components/lists/list-pages';
import { pagedTable } from '@/components/lists/paged-table';
import { useCreating } from '@/components/lists/use-creating';
import { usePaged } from '@/components/lists/use-paged';
import { useSelection } from '@/components/lists/use-selection';
import { useMay } from '@/components/shell/viewer';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { KeyText } from '@/components/ui/copy';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterBar } from '@/components/ui/filter-bar';
import { lazy } from '@/components/ui/lazy';
import type { MenuItem } from '@/components/ui/menu';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import type { Column } from '@/components/ui/table-column';
import { Ago } from '@/components/ui/time';
import { measureOf } from '@/components/usage/aggregation';
import { deleteMeter, getMeter, listMeters, searchMeters } from '@/lib/api/metering/meters';
import type { Meter } from '@/lib/metering/meter';
import type { Course } from './counting-course';
import { CountingInRow, useCounting } from './meter-counting';

const CreateMeter = lazy(() => import('./meter-form').then((module) => module.CreateMeter));
const EditMeter = lazy(() => import('./meter-form').then((module) => module.EditMeter));
const DeleteMeter = lazy(() => import('./delete-meter').then((module) => module.DeleteMeter));

const columns = (counting: ReadonlyMap<string, Course>): readonly Column<Meter>[] => [
  {
    id: 'name',
    header: 'Name',
    sortable: true,
    cell: (meter) => <span className="line-clamp-2 break-words">{meter.name}</span>,
  },
  {
    id: 'key',
    header: 'Key',
    width: '16%',
    belowName: true,
    sortable: true,
    cell: (meter) => <KeyText value={meter.key} plain />,
  },
  {
    id: 'measure',
    header: 'Counts',
    width: '26%',
    sortable: true,
    cell: (meter) => (
      <span className="flex min-w-0 flex-wrap items-center gap-x-3">
        {measureOf(meter)}
        <CountingInRow name={meter.name} course={counting.get(meter.id)} />
      </span>
    ),
  },
  {
    id: 'event_type',
    header: 'Of events',
    width: '20%',
    belowName: true,
    sortable: true,
    cell: (meter) => <span className="font-mono text-sm">{meter.eventType}</span>,
  },
  {
    id: 'dimensions',
    header: 'Split by',
    width: '20%',
    hideBelow: 'wide',
    cell: (meter) => (
      <span className="flex flex-wrap gap-1">
        {Object.keys(meter.dimensions ?? {}).map((key) => (
          <Badge key={key}>{key}</Badge>
        ))}
      </span>
    ),
  },
  {
    id: 'created',
    header: 'Created',
    width: '9rem',
    hideBelow: 'wide',
    sortable: true,
    cell: (meter) => (
      <span className="text-muted">
        <Ago at={meter.createdAt} />
      </span>
    ),
  },
];

const keyOf = ({ id }: Meter) => id;

type Open = { act: 'copy' | 'edit' | 'delete'; meter: Meter };

export function MeterList() {
  const router = useRouter();
  const mayWrite = useMay('catalog:write');
  const list = usePaged();
  const meters = useApi(searchMeters, meterPage(list.params), { placeholderData: keepPreviousData });
  const { selection, chosen, select } = useSelection(meters.data?.data, keyOf);
  const remove = useApiMutation(deleteMeter);
  const client = useQueryClient();
  const counting = useCounting();
  const [open, setOpen] = useState<Open | null>(null);
  const [creating, setCreating] = useCreating();
  const close = () => setOpen(null);
  const create = (
    <Button variant="primary" icon={<Plus />} onClick={() => setCreating(true)}>
      Create meter
    </Button>
  );
  const menu = (meter: Meter): MenuItem[] => [
    { label: 'Edit', icon: <Pencil />, onSelect: () => setOpen({ act: 'edit', meter }) },
    { label: 'Duplicate', icon: <Copy />, onSelect: () => setOpen({ act: 'copy', meter }) },
    { kind: 'separator' },
    { label: 'Delete', icon: <Trash2 />, critical: true, onSelect: () => setOpen({ act: 'delete', meter }) },
  ];

  return (
    <Page>
      <PageHeader
        title="Meters"
        status={meters.data && !list.params.q && <ListCount total={meters.data.meta.page.total} />}
        description="Meters turn events of one type into usage."
        acts={mayWrite && create}
      />
      <div className="flex flex-col gap-3">
        <FilterBar
          search={{ value: list.params.q, onChange: list.onSearch, placeholder: 'Search by name, key or event type' }}
          onClear={list.onClear}
          acts={<ListActs list="meters" query={meterPage(list.params).query} />}
        />
        <DataTable
          label="Meters"
          columns={columns(counting)}
          rows={meters.data?.data}
          rowKey={(meter) => meter.id}
          rowName={(meter) => meter.name}
          rowHref={(meter) => `/meters/${meter.id}`}
          rowMenu={mayWrite ? menu : undefined}
          selection={mayWrite ? selection : undefined}
          {...pagedTable(list, meters)}
          empty={
            <EmptyState title="No meters yet" icon={<Gauge />} action={mayWrite && create}>
              A meter counts requests, tokens or seats from your events. Earlier events are counted too.
            </EmptyState>
          }
        />
        <ListPages noun="meters" list={list} answer={meters} />
        <BulkActs
          rows={chosen}
          rowKey={keyOf}
          rowName={({ name }) => name}
          noun="meters"
          acts={[
            {
              label: 'Delete',
              icon: <Trash2 />,
              critical: true,
              warning: () => 'Their events are kept. Meters used by a feature are not deleted.',
              run: ({ id }) => remove.mutateAsync({ params: { meterId: id } }),
            },
          ]}
          onSelect={select}
          onDone={() => void refresh(client, [listMeters])}
        />
      </div>
      {creating && <CreateMeter onClose={() => setCreating(false)} onCreated={(meter) => router.push(`/meters/${meter.id}`)} />}
      {open?.act === 'copy' && (
        <CreateMeter copyOf={open.meter} onClose={close} onCreated={(meter) => router.push(`/meters/${meter.id}`)} />
      )}
      {open?.act === 'edit' && <EditLoaded id={open.meter.id} onClose={close} />}
      {open?.act === 'delete' && <DeleteMeter meter={open.meter} onClose={close} />}
    </Page>
  );
}

/** The list has no revisions: the meter is read again, so that a change by somebody else is not overwritten. */
function EditLoaded({ id, onClose }: { id: string; onClose: () => void }) {
  const meter = useApi(getMeter, { params: { meterId: id } }, { staleTime: 0 });
  if (meter.error) return <LoadFailed error={meter.error} onRetry={() => void meter.refetch()} onClose={onClose} />;
  return meter.data && !meter.isFetching ? <EditMeter meter={meter.data} revision={meter.revision} onClose={onClose} /> : null;
}
