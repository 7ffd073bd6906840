'use client';

import { LogOut } from 'lucide-react';
import { useApi, useApiMutation } from '@/components/api/client';
import { Badge } from '@/components/ui/badge';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { Section } from '@/components/ui/section';
import type { Column } from '@/components/ui/table-column';
import { Ago } from '@/components/ui/time';
import { toast } from '@/components/ui/toast';
import { endSession, listSessions, type OwnSession } from '@/lib/api/workspace/account';
import { deviceName } from './device-name';

const COLUMNS: readonly Column<OwnSession>[] = [
  {
    id: 'device',
    header: 'Browser',
    cell: ({ device, source, current, singleSignOn }) => (
      <span className="flex min-w-0 flex-col">
        <span className="flex items-center gap-2">
          <span className="truncate font-medium">{deviceName(device)}</span>
          {current && <Badge tone="accent">This one</Badge>}
        </span>
        <span className="truncate text-muted text-sm">
          {source || 'Address unknown'}
          {singleSignOn && ', single sign-on'}
        </span>
      </span>
    ),
  },
  { id: 'since', header: 'Signed in', width: '9rem', cell: ({ createdAt }) => <Ago at={createdAt} /> },
];

/** Lists the person's sessions; each session can be ended by itself. */
export function OwnSessions() {
  const sessions = useApi(listSessions, {});
  const end = useApiMutation(endSession, [listSessions]);
  const close = async ({ id }: OwnSession) => {
    await end.mutateAsync({ params: { sessionId: id } }).then(
      () => toast.success('Session ended'),
      (error: Error) => toast.error('The session was not ended', { detail: error.message }),
    );
  };
  return (
    <Section title="Sessions" description="Your signed-in devices. End sessions you do not know, then change your password.">
      <DataTable
        label="Sessions"
        columns={COLUMNS}
        rows={sessions.data?.data}
        skeletonRows={2}
        rowKey={({ id }) => id}
        rowName={({ device }) => deviceName(device)}
        rowMenu={(row) =>
          row.current ? [] : [{ label: 'End session', icon: <LogOut />, critical: true, onSelect: () => void close(row) }]
        }
        error={sessions.error}
        onRetry={() => void sessions.refetch()}
        empty={<EmptyState title="No session" />}
      />
    </Section>
  );
}
