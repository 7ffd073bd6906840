'use client';

import { keepPreviousData, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { call, refresh, useApi, useApiMutation } from '@/components/api/client';
import { BulkActs } from '@/components/lists/bulk-acts';
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
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { KeyText } from '@/components/ui/copy';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterBar } from '@/components/ui/filter-bar';
import { lazy } from '@/components/ui/lazy';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Switch } from '@/components/ui/switch';
import type { Column } from '@/components/ui/table-column';
import { Ago, Day } from '@/components/ui/time';
import { toast } from '@/components/ui/toast';
import { type ApiKey, listApiKeys, revokeApiKey } from '@/lib/api/workspace/api-keys';
import { apiKeyFilters, apiKeyPage } from './member-input';

const CreateApiKey = lazy(() => import('./create-api-key').then((module) => module.CreateApiKey));

const SOON_MS = 14 * 86_400_000;

const COLUMNS: readonly Column<ApiKey>[] = [
  {
    id: 'name',
    header: 'Name',
    sortable: true,
    cell: (key) => (
      <span className="flex min-w-0 flex-col">
        <span className="line-clamp-2 break-words font-medium">{key.name}</span>
        <KeyText value={`${key.prefix}…`} plain />
      </span>
    ),
  },
  { id: 'role', header: 'Role', width: '7rem', sortable: true, cell: (key) => <Badge>{key.role}</Badge> },
  {
    id: 'last_used',
    header: 'Last used',
    width: '10rem',
    sortable: true,
    cell: (key) => (key.lastUsedAt ? <Ago at={key.lastUsedAt} /> : <span className="text-muted">Never</span>),
  },
  { id: 'expires', header: 'Expires', width: '11rem', hideBelow: 'nav', sortable: true, cell: (key) => <Expiry apiKey={key} /> },
  {
    id: 'created',
    header: 'Created',
    width: '9rem',
    hideBelow: 'wide',
    sortable: true,
    cell: (key) => (
      <span className="text-muted">
        <Day at={key.createdAt} />
      </span>
    ),
  },
];

function Expiry({ apiKey: { revokedAt, expiresAt } }: { apiKey: ApiKey }) {
  if (revokedAt)
    return (
      <Badge tone="critical">
        Revoked <Ago at={revokedAt} />
      </Badge>
    );
  if (!expiresAt) return <span className="text-muted">Never</span>;
  const left = Date.parse(expiresAt) - Date.now();
  if (left < 0) return <Badge tone="critical">Expired</Badge>;
  if (left > SOON_MS) return <Day at={expiresAt} />;
  return (
    <Badge tone="warning">
      <Ago at={expiresAt} />
    </Badge>
  );
}

const keyOf = ({ id }: ApiKey) => id;

/** The keys of this workspace; those that no longer open anything are folded away. */
export function ApiKeyList() {
  const mayManage = useMay('keys:manage');
  const list = usePaged(apiKeyFilters);
  const { all } = list.filter;
  const asked = apiKeyPage({ ...list.params, all });
  const keys = useApi(listApiKeys, asked, { placeholderData: keepPreviousData });
  const rows = keys.data?.data;
  const { selection, chosen, select } = useSelection(rows, keyOf);
  const client = useQueryClient();
  const revoke = useApiMutation(revokeApiKey, [listApiKeys]);
  const [creating, setCreating] = useCreating();
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const create = (
    <Button variant="primary" icon={<Plus />} onClick={() => setCreating(true)}>
      Create API key
    </Button>
  );

  return (
    <Page>
      <PageHeader
        title="API keys"
        status={keys.data && !list.params.q && <ListCount total={keys.data.meta.page.total} />}
        description="Programs use API keys to call the API of this workspace, with the rights of a role."
        acts={mayManage && create}
      />
      <div className="flex flex-col gap-3">
        <FilterBar
          search={{ value: list.params.q, onChange: list.onSearch, placeholder: 'Search by name, role or maker' }}
          onClear={list.onClear}
          acts={<ListActs list="api_keys" query={asked.query} />}
        >
          <Switch checked={all} onCheckedChange={(next) => list.onFilter({ all: next || null })}>
            Show revoked keys
          </Switch>
        </FilterBar>
        <DataTable
          label="API keys"
          columns={COLUMNS}
          rows={rows}
          skeletonRows={4}
          rowKey={(key) => key.id}
          rowName={(key) => key.name}
          rowMenu={(key) =>
            mayManage && !key.revokedAt ? [{ label: 'Revoke', critical: true, icon: <KeyRound />, onSelect: () => setRevoking(key) }] : []
          }
          selection={mayManage ? selection : undefined}
          {...pagedTable(list, keys)}
          onClearFilters={list.params.q ? list.onClearFilters : undefined}
          empty={
            <EmptyState title="No API keys" icon={<KeyRound />} action={mayManage && create}>
              Programs need a key to send or read data. Give each program its own key.
            </EmptyState>
          }
        />
        <ListPages noun="API keys" list={list} answer={keys} />
        <BulkActs
          rows={chosen}
          rowKey={keyOf}
          rowName={({ name, prefix }) => `${name}, ${prefix}…`}
          noun="API keys"
          acts={[
            {
              label: 'Revoke',
              icon: <KeyRound />,
              critical: true,
              warning: () => 'Requests with these keys will fail immediately. This cannot be undone.',
              run: async ({ id, revokedAt }) => {
                if (revokedAt) throw new Error('It was revoked before.');
                await call(revokeApiKey, { params: { apiKeyId: id } });
              },
            },
          ]}
          onSelect={select}
          onDone={() => void refresh(client, [listApiKeys])}
        />
      </div>
      {creating && <CreateApiKey onClose={() => setCreating(false)} />}
      {revoking && (
        <ConfirmDialog
          title={`Revoke ${revoking.name}?`}
          verb="Revoke key"
          onClose={() => setRevoking(null)}
          onConfirm={async () => {
            await revoke.mutateAsync({ params: { apiKeyId: revoking.id } });
            toast.success(`Key ${revoking.name} revoked`);
          }}
        >
          <p className="text-pretty">
            Requests with this key will fail immediately.{' '}
            {revoking.lastUsedAt ? (
              <>
                It was last used <Ago at={revoking.lastUsedAt} />.
              </>
            ) : (
              'It was never used.'
            )}{' '}
            This cannot be undone.
          </p>
        </ConfirmDialog>
      )}
    </Page>
  );
}
