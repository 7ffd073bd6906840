'use client';

import { keepPreviousData, useQueryClient } from '@tanstack/react-query';
import { Cable, Plus, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import { call, refresh, useApi } from '@/components/api/client';
import { BulkActs } from '@/components/lists/bulk-acts';
import { ListActs } from '@/components/lists/list-acts';
import { ListPages } from '@/components/lists/list-pages';
import { pagedTable } from '@/components/lists/paged-table';
import { usePaged } from '@/components/lists/use-paged';
import { useSelection } from '@/components/lists/use-selection';
import { useMay } from '@/components/shell/viewer';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { KeyText } from '@/components/ui/copy';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterBar } from '@/components/ui/filter-bar';
import { Menu } from '@/components/ui/menu';
import { useOrigin } from '@/components/ui/origin';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import type { Column } from '@/components/ui/table-column';
import { Tabs } from '@/components/ui/tabs';
import { TextLink } from '@/components/ui/text-link';
import { Ago } from '@/components/ui/time';
import { deleteIngestMapping, type IngestMapping, listIngestMappings } from '@/lib/api/metering/ingest-mappings';
import { MAPPING_PRESETS } from '@/lib/metering/mapping-presets';
import { DeleteMapping } from './delete-mapping';
import { SenderTable } from './sender-table';
import { mappingPage, sourceParams } from './source-input';
import { mappedAddress, sourceSetups } from './source-setups';

const columns = (origin: string): readonly Column<IngestMapping>[] => [
  { id: 'name', header: 'Name', width: '20%', sortable: true, cell: (row) => <span className="line-clamp-2 break-words">{row.name}</span> },
  {
    id: 'address',
    header: 'Lines are sent to',
    belowName: true,
    cell: (row) => <KeyText value={mappedAddress(origin, row.key)} />,
  },
  { id: 'type', header: 'Become', width: '16%', cell: (row) => <span className="font-mono text-sm">{row.mapping.type}</span> },
  {
    id: 'refused',
    header: 'No event',
    sortable: true,
    width: '9rem',
    align: 'right',
    cell: (row) =>
      row.refusedRows === 0 ? (
        <span className="text-muted">None</span>
      ) : (
        <Badge tone="warning">
          {row.refusedRows.toLocaleString('en-US')} {row.refusedRows === 1 ? 'line' : 'lines'}
        </Badge>
      ),
  },
  {
    id: 'updated',
    header: 'Changed',
    sortable: true,
    width: '8rem',
    hideBelow: 'wide',
    cell: (row) => (
      <span className="text-muted">
        <Ago at={row.updatedAt} />
      </span>
    ),
  },
];

const keyOf = ({ id }: IngestMapping) => id;

/** Page of sources: saved mappings, and the set-up of each kind of sender, with the address of this site. */
export function SourceList() {
  const router = useRouter();
  const origin = useOrigin();
  const mayWrite = useMay('events:write');
  const list = usePaged();
  const asked = mappingPage(list.params);
  const mappings = useApi(listIngestMappings, asked, { placeholderData: keepPreviousData });
  const { selection, chosen, select } = useSelection(mappings.data?.data, keyOf);
  const client = useQueryClient();
  const [deleting, setDeleting] = useState<IngestMapping | null>(null);
  const create = (
    <Menu
      align="end"
      label="New mapping"
      trigger={
        <Button variant="primary" icon={<Plus />}>
          New mapping
        </Button>
      }
      items={[
        ...MAPPING_PRESETS.map(({ id, label }) => ({ label, onSelect: () => router.push(`/sources/new?preset=${id}`) })),
        { kind: 'separator' as const },
        { label: 'Something else', onSelect: () => router.push('/sources/new') },
      ]}
    />
  );
  return (
    <Page>
      <PageHeader title="Sources" description="Systems that send usage, and how to connect them." acts={mayWrite && create} />
      <SenderTable />
      <Setups origin={origin} />
      <Section
        title="Saved mappings"
        description="A mapping turns lines of logs and exports into events. Each mapping has its own address."
      >
        {/* Nothing to search where there is nothing yet. */}
        {(mappings.data?.meta.page.total !== 0 || list.narrowed) && (
          <FilterBar
            search={{ value: list.params.q, onChange: list.onSearch, placeholder: 'Search by name or key' }}
            onClear={list.onClear}
            acts={<ListActs list="ingest_mappings" query={asked.query} />}
          />
        )}
        <DataTable
          label="Saved mappings"
          columns={columns(origin)}
          rows={mappings.data?.data}
          rowKey={(row) => row.id}
          rowName={(row) => row.name}
          rowHref={(row) => `/sources/${row.id}`}
          rowMenu={
            mayWrite ? (row) => [{ label: 'Delete', icon: <Trash2 />, critical: true, onSelect: () => setDeleting(row) }] : undefined
          }
          selection={mayWrite ? selection : undefined}
          {...pagedTable(list, mappings)}
          skeletonRows={2}
          empty={
            <EmptyState title="No mappings yet" icon={<Cable />}>
              Start with NGINX, Envoy, OpenAI or Anthropic, or with your own sample.
            </EmptyState>
          }
        />
        <ListPages noun="mappings" list={list} answer={mappings} />
        <BulkActs
          rows={chosen}
          rowKey={keyOf}
          rowName={({ name }) => name}
          noun="mappings"
          acts={[
            {
              label: 'Delete',
              icon: <Trash2 />,
              critical: true,
              warning: () => 'Their addresses stop working. Their events are kept.',
              run: ({ id }) => call(deleteIngestMapping, { params: { mappingId: id } }),
            },
          ]}
          onSelect={select}
          onDone={() => void refresh(client, [listIngestMappings])}
        />
      </Section>
      {deleting && <DeleteMapping mapping={deleting} onClose={() => setDeleting(null)} />}
    </Page>
  );
}

function Setups({ origin }: { origin: string }) {
  const [{ source }, setParams] = useQueryStates(sourceParams);
  const setups = sourceSetups(origin);
  const shown = setups.find(({ id }) => id === source) ?? setups[0];
  if (!shown) return null;
  return (
    <div className="flex flex-col gap-4">
      <Tabs
        label="Senders"
        current={shown.id}
        onSelect={(id) => void setParams({ source: id })}
        tabs={setups.map(({ id, label }) => ({ id, label, href: `/sources?source=${id}` }))}
      />
      <p className="max-w-[90ch] text-pretty text-muted">{shown.about}</p>
      <CodeBlock label={shown.file} code={shown.code} />
      <p className="text-muted text-sm">
        Senders need an{' '}
        <TextLink href="/settings/api-keys" className="underline">
          API key
        </TextLink>{' '}
        with the role editor. Files are{' '}
        <TextLink href="/usage-imports" className="underline">
          imported
        </TextLink>
        .
      </p>
    </div>
  );
}
