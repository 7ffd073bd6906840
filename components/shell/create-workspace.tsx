'use client';

import { call } from '@/components/api/client';
import { FormDialog } from '@/components/api/form-dialog';
import { TextField } from '@/components/api/form-field';
import { useRequestForm } from '@/components/api/request-form';
import { CreateWorkspaceRequest, createWorkspace } from '@/lib/api/workspace/workspaces';
import { openWorkspace } from './open-workspace';

/** Asks for a name, makes the workspace and opens it. Its time zone is the present one's, and can be changed in its settings. */
export function CreateWorkspace({ timeZone, onClose }: { timeZone: string; onClose: () => void }) {
  const form = useRequestForm<{ name: string }, CreateWorkspaceRequest>({
    defaultValues: { name: '' },
    request: ({ name }) => ({ name, timeZone }),
    schema: CreateWorkspaceRequest,
  });
  return (
    <FormDialog
      form={form}
      title="Create workspace"
      description="A workspace has its own catalog, customers and usage. You will be its owner."
      submit="Create workspace"
      onSubmit={async (request) => {
        const { data } = await call(createWorkspace, { body: request });
        openWorkspace(data.key);
      }}
      onClose={onClose}
    >
      <TextField name="name" label="Name" hint={`Billing periods begin at midnight in ${timeZone}; the settings change that.`} required />
    </FormDialog>
  );
}
