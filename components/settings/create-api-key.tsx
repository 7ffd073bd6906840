'use client';

import { useState } from 'react';
import { useApiMutation } from '@/components/api/client';
import { FormDialog } from '@/components/api/form-dialog';
import { ControlField, TextField } from '@/components/api/form-field';
import { useRequestForm } from '@/components/api/request-form';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { Dialog } from '@/components/ui/dialog';
import { Select } from '@/components/ui/select';
import type { Role } from '@/lib/api/role';
import { CreateApiKeyRequest, createApiKey, listApiKeys, type NewApiKey } from '@/lib/api/workspace/api-keys';
import { RoleChoice } from './role-choice';

interface Values {
  name: string;
  role: Role;
  days: string;
}

const DAY_MS = 86_400_000;
const NEVER = 'never';
const EXPIRIES = [
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
  { value: NEVER, label: 'Never' },
] as const;

const expiry = (days: string) =>
  days === NEVER ? undefined : `${new Date(Date.now() + Number(days) * DAY_MS).toISOString().slice(0, 19)}Z`;

/** Asks for a name, a role and an end; then shows the secret, which nobody sees again. */
export function CreateApiKey({ onClose }: { onClose: () => void }) {
  const create = useApiMutation(createApiKey, [listApiKeys]);
  const [made, setMade] = useState<NewApiKey | null>(null);
  const form = useRequestForm<Values, CreateApiKeyRequest>({
    defaultValues: { name: '', role: 'editor', days: '90' },
    request: ({ name, role, days }) => ({ name, role, expiresAt: expiry(days) }),
    schema: CreateApiKeyRequest,
    fieldOf: (path) => (path === 'expiresAt' ? 'days' : undefined),
  });
  if (made) return <Secret apiKey={made} onClose={onClose} />;
  return (
    <FormDialog
      form={form}
      title="Create API key"
      submit="Create key"
      onClose={onClose}
      onSubmit={(body) => create.mutateAsync({ body }).then(({ data }) => setMade(data))}
      onSaved={() => {}}
    >
      <TextField<Values>
        name="name"
        label="Name"
        required
        hint="Name the program that uses it."
        input={{ autoFocus: true, placeholder: 'Usage of the API gateway' }}
      />
      <ControlField<Values, Role> name="role" label="Role" group>
        {(value, onChange) => <RoleChoice value={value} onChange={onChange} />}
      </ControlField>
      <ControlField<Values, string> name="days" label="Expires" className="max-w-48">
        {(value, onChange) => <Select value={value} onValueChange={onChange} options={EXPIRIES} />}
      </ControlField>
    </FormDialog>
  );
}

function Secret({ apiKey, onClose }: { apiKey: NewApiKey; onClose: () => void }) {
  const address = `${window.location.origin}/api/v3/openmeter/meters`;
  return (
    <Dialog
      open
      busy
      onOpenChange={(open) => !open && onClose()}
      title={`Key ${apiKey.name} created`}
      description="Copy it now. It is never shown again."
      footer={
        <Button variant="primary" onClick={onClose}>
          I have copied it
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <CodeBlock label="The key" code={apiKey.secret} />
        <CodeBlock label="Try it" code={`curl ${address} \\\n  -H "Authorization: Bearer ${apiKey.secret}"`} />
      </div>
    </Dialog>
  );
}
