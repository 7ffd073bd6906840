'use client';

import { useApiMutation } from '@/components/api/client';
import { FormDialog } from '@/components/api/form-dialog';
import { ControlField, TextField } from '@/components/api/form-field';
import { useRequestForm } from '@/components/api/request-form';
import { useViewer } from '@/components/shell/viewer';
import { toast } from '@/components/ui/toast';
import type { Role } from '@/lib/api/role';
import { AddMemberRequest, addMember, listMembers, type Member, UpdateMemberRequest, updateMember } from '@/lib/api/workspace/members';
import { RoleChoice, roleName } from './role-choice';

interface AddValues {
  email: string;
  name: string;
  role: Role;
  password: string;
}

export function AddMember({ onClose }: { onClose: () => void }) {
  const { workspace } = useViewer();
  const add = useApiMutation(addMember, [listMembers]);
  const form = useRequestForm<AddValues, AddMemberRequest>({
    defaultValues: { email: '', name: '', role: 'editor', password: '' },
    request: ({ password, ...rest }) => ({ ...rest, email: rest.email.trim(), password: password || undefined }),
    schema: AddMemberRequest,
    formats: { email: 'An address such as mara@acme.example.' },
  });
  return (
    <FormDialog
      form={form}
      title="Add member"
      description={`They can open ${workspace.name} as soon as they sign in with this address.`}
      submit="Add member"
      onClose={onClose}
      onSubmit={async (body) => {
        await add.mutateAsync({ body });
        toast.success(`${body.name} added as ${body.role}`);
      }}
    >
      <div className="grid gap-4 nav:grid-cols-2">
        <TextField<AddValues>
          name="email"
          label="E-mail"
          required
          input={{ autoFocus: true, type: 'email', placeholder: 'mara@acme.example' }}
        />
        <TextField<AddValues> name="name" label="Name" required input={{ placeholder: 'Mara Lind' }} />
      </div>
      <ControlField<AddValues, Role> name="role" label="Role" group>
        {(value, onChange) => <RoleChoice value={value} onChange={onChange} />}
      </ControlField>
      <TextField<AddValues>
        name="password"
        label="First password"
        hint="For somebody new, at least 12 characters; hand it over safely. Who has an account keeps their own, and with single sign-on none is needed."
        input={{ type: 'password', autoComplete: 'new-password' }}
      />
    </FormDialog>
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
      description="Takes effect at once, also where they are signed in now."
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
