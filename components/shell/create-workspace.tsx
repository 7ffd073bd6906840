'use client';

import { call } from '@/components/api/client';
import { FormDialog } from '@/components/api/form-dialog';
import { TextField } from '@/components/api/form-field';
import { useRequestForm } from '@/components/api/request-form';
import { Checkbox } from '@/components/ui/checkbox';
import { useClock } from '@/components/ui/clock';
import { DateTimeInput } from '@/components/ui/date-time-input';
import { Field } from '@/components/ui/field';
import { CreateWorkspaceRequest, createWorkspace } from '@/lib/api/workspace/workspaces';
import { openWorkspace } from './open-workspace';

/** Asks for a name, makes the workspace and opens it. Its time zone is the present one's, and can be changed in its settings. */
export function CreateWorkspace({ timeZone, onClose }: { timeZone: string; onClose: () => void }) {
  const clock = useClock();
  const form = useRequestForm<{ name: string; sandbox: boolean; testClockAt: string }, CreateWorkspaceRequest>({
    defaultValues: { name: '', sandbox: false, testClockAt: '' },
    request: ({ name, sandbox, testClockAt }) => ({ name, timeZone, sandbox, ...(sandbox && testClockAt && { testClockAt }) }),
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
      <Checkbox
        checked={form.watch('sandbox')}
        hint="Its time stands still until you advance it. Try a year of a plan in a minute."
        onCheckedChange={(sandbox) => {
          form.setValue('sandbox', sandbox);
          if (sandbox) form.setValue('testClockAt', new Date(Math.floor(clock() / 60_000) * 60_000).toISOString().replace('.000Z', 'Z'));
        }}
      >
        Sandbox with a test clock
      </Checkbox>
      {form.watch('sandbox') && (
        <Field label="The clock starts at">
          <DateTimeInput value={form.watch('testClockAt')} onValueChange={(at) => form.setValue('testClockAt', at)} timeZone={timeZone} />
        </Field>
      )}
    </FormDialog>
  );
}
