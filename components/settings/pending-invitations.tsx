'use client';

import { MailX } from 'lucide-react';
import { useState } from 'react';
import { useApi, useApiMutation } from '@/components/api/client';
import { useViewer } from '@/components/shell/viewer';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { Section } from '@/components/ui/section';
import type { Column } from '@/components/ui/table-column';
import { Ago } from '@/components/ui/time';
import { toast } from '@/components/ui/toast';
import { mayAssign } from '@/lib/api/role';
import { type Invitation, listInvitations, revokeInvitation } from '@/lib/api/workspace/invitations';
import { roleName } from './role-choice';

const COLUMNS: readonly Column<Invitation>[] = [
  { id: 'email', header: 'Address', cell: ({ email }) => <span className="font-medium">{email}</span> },
  { id: 'role', header: 'Role', width: '8rem', cell: ({ role }) => roleName(role) },
  { id: 'by', header: 'Invited by', width: '24%', hideBelow: 'nav', cell: ({ createdBy }) => createdBy },
  { id: 'expires', header: 'Expires', width: '9rem', hideBelow: 'nav', cell: ({ expiresAt }) => <Ago at={expiresAt} /> },
];

/** The invitations that wait for an answer, under the members; nothing while there are none. */
export function PendingInvitations() {
  const viewer = useViewer();
  const invitations = useApi(listInvitations, {});
  const revoke = useApiMutation(revokeInvitation, [listInvitations]);
  const [revoking, setRevoking] = useState<Invitation | null>(null);
  const rows = invitations.data?.data;
  if (!rows?.length && !invitations.error) return null;
  return (
    <Section title="Invitations" description="Not accepted yet. A link works once, for its address only.">
      <DataTable
        label="Invitations"
        columns={COLUMNS}
        rows={rows}
        rowKey={({ id }) => id}
        rowName={({ email }) => email}
        rowMenu={(row) =>
          mayAssign(viewer.role, row.role) ? [{ label: 'Revoke', icon: <MailX />, critical: true, onSelect: () => setRevoking(row) }] : []
        }
        error={invitations.error}
        onRetry={() => void invitations.refetch()}
        empty={<EmptyState title="Nobody is invited" />}
      />
      {revoking && (
        <ConfirmDialog
          title={`Revoke the invitation of ${revoking.email}?`}
          verb="Revoke invitation"
          onClose={() => setRevoking(null)}
          onConfirm={async () => {
            await revoke.mutateAsync({ params: { invitationId: revoking.id } });
            toast.success('Invitation revoked');
          }}
        >
          <p className="text-pretty">The link stops working. You can invite them again.</p>
        </ConfirmDialog>
      )}
    </Section>
  );
}
