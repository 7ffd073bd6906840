'use client';

import { useApiMutation } from '@/components/api/client';
import { FormDialog } from '@/components/api/form-dialog';
import { ControlField, TextField } from '@/components/api/form-field';
import { useRequestForm } from '@/components/api/request-form';
import { Checkbox } from '@/components/ui/checkbox';
import { toast } from '@/components/ui/toast';
import { createSavedView, type ListName, listSavedViews } from '@/lib/api/lists';

interface Values {
  name: string;
  shared: boolean;
}

/** Asks for the name of a view, and who may see it. */
export function SaveView({ list, search, onClose }: { list: ListName; search: string; onClose: () => void }) {
  const create = useApiMutation(createSavedView, [listSavedViews]);
  const form = useRequestForm<Values, { list: ListName; name: string; search: string; shared: boolean }>({
    defaultValues: { name: '', shared: false },
    request: ({ name, shared }) => ({ list, name, search, shared }),
    schema: createSavedView.body,
  });
  return (
    <FormDialog
      form={form}
      size="sm"
      title="Save this view"
      description="Saves the current search, filters and order."
      submit="Save view"
      onClose={onClose}
      onSubmit={async (body) => {
        await create.mutateAsync({ body });
        toast.success(`View ${body.name} saved`);
      }}
    >
      <TextField<Values> name="name" label="Name" required input={{ autoFocus: true, placeholder: 'Drafts to finish' }} />
      <ControlField<Values, boolean> name="shared" label="Visible to" group>
        {(value, onChange) => (
          <span className="flex items-center gap-2">
            <Checkbox checked={value} onCheckedChange={onChange} aria-label="Share with everybody in this workspace" />
            <span aria-hidden="true">Share with everybody in this workspace</span>
          </span>
        )}
      </ControlField>
    </FormDialog>
  );
}
