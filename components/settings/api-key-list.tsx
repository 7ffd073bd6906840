'use client';

import { KeyRound, Plus } from 'lucide-react';
import { parseAsBoolean, useQueryState } from 'nuqs';
import { useMemo, useState } from 'react';
import { useApi, useApiMutation } from '@/components/api/client';
import { useMay } from '@/components/shell/viewer';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { KeyText } from '@/components/ui/copy';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Switch } from '@/components/ui/switch';
import type { Column } from '@/components/ui/table-column';
import { Ago, Day } from '@/components/ui/time';
import { toast } from '@/components/ui/toast';
import { type ApiKey, listApiKeys, revokeApiKey } from '@/lib/api/api-keys';
import { CreateApiKey } from './create-api-key';

const SOON_MS = 14 * 86_400_000;

const COLUMNS: readonly Column<ApiKey>[] = [
  {
    id: 'name',
    header: 'Name',
    compare: (a, b) => a.name.localeCompare(b.name),
    cell: (key) => (
      <span className="flex min-w-0 flex-col">
        <span className="truncate font-medium">{key.name}</span>
        <KeyText value={`${key.prefix}…`} plain />
      </span>
    ),
  },
  { id: 'role', header: 'Role', width: '7rem', cell: (key) => <Badge>{key.role}</Badge> },
  {
    id: 'last_used',
    header: 'Last used',
    width: '10rem',
    compare: (a, b) => (a.lastUsedAt ?? '').localeCompare(b.lastUsedAt ?? ''),
    cell: (key) => (key.lastUsedAt ? <Ago at={key.lastUsedAt} /> : <span className="text-muted">Never</span>),
  },
  { id: 'expires', header: 'Expires', width: '11rem', hideBelow: 'nav', cell: (key) => <Expiry apiKey={key} /> },
  {
    id: 'created',
    header: 'Created',
    width: '9rem',
    hideBelow: 'wide',
    compare: (a, b) => a.createdAt.localeCompare(b.createdAt),
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

/** The keys of this workspace; those that no longer open anything are folded away. */
export function ApiKeyList() {
  const mayManage = useMay('keys:manage');
  const keys = useApi(listApiKeys, {});
  const revoke = useApiMutation(revokeApiKey, [listApiKeys]);
  const [all, setAll] = useQueryState('all', parseAsBoolean.withDefault(false));
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const rows = useMemo(() => keys.data?.data.filter((key) => all || !key.revokedAt), [keys.data, all]);
  const create = (
    <Button variant="primary" icon={<Plus />} onClick={() => setCreating(true)}>
      Create API key
    </Button>
  );

  return (
    <Page>
      <PageHeader
        title="API keys"
        status={rows && <span className="num text-muted">{rows.length}</span>}
        description="A key lets a program do over HTTP what its role allows, in this workspace only."
        acts={mayManage && create}
      />
      <div className="flex flex-col gap-3">
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
          error={keys.error}
          onRetry={() => void keys.refetch()}
          empty={
            <EmptyState title="No API keys" icon={<KeyRound />} action={mayManage && create}>
              Programs that send usage or read figures need one. Give each its own, with the smallest role that works.
            </EmptyState>
          }
        />
        {keys.data?.data.some((key) => key.revokedAt) && (
          <Switch checked={all} onCheckedChange={(next) => void setAll(next || null)}>
            Show revoked keys
          </Switch>
        )}
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
            Whatever uses it is refused from now on.{' '}
            {revoking.lastUsedAt ? (
              <>
                It was last used <Ago at={revoking.lastUsedAt} />.
              </>
            ) : (
              'It was never used.'
            )}{' '}
            A revoked key cannot be brought back.
          </p>
        </ConfirmDialog>
      )}
    </Page>
  );
}
