'use client';

import { useState } from 'react';
import { useApiMutation } from '@/components/api/client';
import { FormDialog } from '@/components/api/form-dialog';
import { ControlField, TextField } from '@/components/api/form-field';
import { useRequestForm } from '@/components/api/request-form';
import { useViewer } from '@/components/shell/viewer';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { Dialog } from '@/components/ui/dialog';
import { toast } from '@/components/ui/toast';
import type { Role } from '@/lib/api/role';
import {
  CreateInvitationRequest,
  createInvitation,
  INVITATION_DAYS,
  listInvitations,
  type NewInvitation,
} from '@/lib/api/workspace/invitations';
import { listMembers, type Member, UpdateMemberRequest, updateMember } from '@/lib/api/workspace/members';
import { RoleChoice, roleName } from './role-choice';

type Values = { email: string; role: Role };

/** Asks for an address and a role; then shows the link, which nobody sees again. */
export function InviteMember({ onClose }: { onClose: () => void }) {
  const { workspace } = useViewer();
  const invite = useApiMutation(createInvitation, [listInvitations]);
  const [made, setMade] = useState<NewInvitation | null>(null);
  const form = useRequestForm<Values, CreateInvitationRequest>({
    defaultValues: { email: '', role: 'editor' },
    request: ({ email, role }) => ({ email: email.trim(), role }),
    schema: CreateInvitationRequest,
    formats: { email: 'An address such as mara@acme.example.' },
  });
  if (made) return <InvitationLink invitation={made} onClose={onClose} />;
  return (
    <FormDialog
      form={form}
      title="Invite member"
      description={`They get access to ${workspace.name}. Existing users keep their password.`}
      submit="Invite"
      onClose={onClose}
      onSubmit={(body) => invite.mutateAsync({ body }).then(({ data }) => setMade(data))}
      onSaved={() => {}}
    >
      <TextField<Values>
        name="email"
        label="E-mail"
        required
        input={{ autoFocus: true, type: 'email', placeholder: 'mara@acme.example' }}
      />
      <ControlField<Values, Role> name="role" label="Role" group>
        {(value, onChange) => <RoleChoice value={value} onChange={onChange} />}
      </ControlField>
    </FormDialog>
  );
}

function InvitationLink({ invitation, onClose }: { invitation: NewInvitation; onClose: () => void }) {
  return (
    <Dialog
      open
      busy
      onOpenChange={(open) => !open && onClose()}
      title={`${invitation.email} is invited`}
      description={
        invitation.mailed
          ? 'A link was mailed to them. This one does the same; it is never shown again.'
          : 'Send them this link safely: it is never shown again, and opens the workspace once, for this address only.'
      }
      footer={
        <Button variant="primary" onClick={onClose}>
          {invitation.mailed ? 'Done' : 'I have copied it'}
        </Button>
      }
    >
      <CodeBlock label={`The link, good for ${INVITATION_DAYS} days`} code={invitation.link} />
    </Dialog>
  );
}

export function ChangeRole({ member, onClose }: { member: Member; onClose: () => void }) {
  const update = useApiMutation(updateMember, [listMembers]);
  const form = useRequestForm<{ role: Role }, { role: Role }>({
    defaultValues: { role: member.role },
    request: (values) => values,
    schema: UpdateMemberRequest,
  });
  return (
    <FormDialog
      form={form}
      size="sm"
      title={`Role of ${member.name}`}
      description="Takes effect immediately, including open sessions."
      submit="Change role"
      onClose={onClose}
      onSubmit={async (body) => {
        await update.mutateAsync({ params: { userId: member.userId }, body });
        toast.success(`${member.name} is now ${roleName(body.role).toLowerCase()}`);
      }}
    >
      <ControlField<{ role: Role }, Role> name="role" label="Role" group hideLabel>
        {(value, onChange) => <RoleChoice value={value} onChange={onChange} />}
      </ControlField>
    </FormDialog>
  );
}
