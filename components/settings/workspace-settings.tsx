'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { FormProvider } from 'react-hook-form';
import { useApi, useApiMutation } from '@/components/api/client';
import { ControlField, TextField } from '@/components/api/form-field';
import { placeProblem, useRequestForm } from '@/components/api/request-form';
import { useMay, useViewer } from '@/components/shell/viewer';
import { Button } from '@/components/ui/button';
import type { Choice } from '@/components/ui/choices';
import { Combobox } from '@/components/ui/combobox';
import { KeyText } from '@/components/ui/copy';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { Fact, PageHeader } from '@/components/ui/page-header';
import { Skeleton } from '@/components/ui/skeleton';
import { Day } from '@/components/ui/time';
import { toast } from '@/components/ui/toast';
import { getWorkspace, UpdateWorkspaceRequest, updateWorkspace, type Workspace } from '@/lib/api/workspaces';
import { DemoData } from './demo-data';

interface Values {
  name: string;
  timeZone: string;
  eventHoursAheadMax: string;
  eventDaysLateMax: string;
}

const FIELDS = ['name', 'timeZone', 'eventHoursAheadMax', 'eventDaysLateMax'] as const;
/** What was typed, as a number where it is one; else as it is, for the shape to refuse. */
const whole = (text: string): number => (/^\d+$/.test(text.trim()) ? Math.trunc(+text) : Number.NaN);

const ZONES: readonly Choice[] = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')].map((zone) => ({
  value: zone,
  label: zone.replaceAll('_', ' '),
}));

export function WorkspaceSettings() {
  const viewer = useViewer();
  const workspace = useApi(getWorkspace, { params: { workspaceId: viewer.workspace.id } });
  return (
    <Page width="narrow">
      <PageHeader
        title="Workspace"
        description="One company's environment: its own catalog, customers, usage and members."
        facts={
          workspace.data && (
            <>
              <Fact label="Key">
                <KeyText value={workspace.data.key} />
              </Fact>
              <Fact label="Created">
                <Day at={workspace.data.createdAt} />
              </Fact>
            </>
          )
        }
      />
      {workspace.error ? (
        <ErrorState error={workspace.error} onRetry={() => void workspace.refetch()} />
      ) : workspace.data ? (
        <>
          <WorkspaceForm key={workspace.data.updatedAt} workspace={workspace.data} revision={workspace.revision} />
          {workspace.data.demo && <DemoData />}
        </>
      ) : (
        <Skeleton className="h-60" />
      )}
    </Page>
  );
}

function WorkspaceForm({ workspace, revision }: { workspace: Workspace; revision: number | undefined }) {
  const router = useRouter();
  const mayManage = useMay('workspace:manage');
  const update = useApiMutation(updateWorkspace, [getWorkspace]);
  const [failed, setFailed] = useState<unknown>(null);
  const form = useRequestForm<Values, UpdateWorkspaceRequest>({
    defaultValues: {
      name: workspace.name,
      timeZone: workspace.timeZone,
      eventHoursAheadMax: String(workspace.eventHoursAheadMax),
      eventDaysLateMax: workspace.eventDaysLateMax === null ? '' : String(workspace.eventDaysLateMax),
    },
    request: (values) => ({
      name: values.name,
      timeZone: values.timeZone,
      eventHoursAheadMax: whole(values.eventHoursAheadMax),
      eventDaysLateMax: values.eventDaysLateMax.trim() === '' ? null : whole(values.eventDaysLateMax),
    }),
    schema: UpdateWorkspaceRequest,
  });
  const save = form.handleSubmit(async (body) => {
    setFailed(null);
    try {
      await update.mutateAsync({ params: { workspaceId: workspace.id }, body, options: { revision } });
      toast.success('Workspace saved');
      router.refresh(); // its name stands in the frame, its zone in every date
    } catch (error) {
      setFailed(
        placeProblem(error, (path, message) => {
          const field = FIELDS.find((known) => known === path);
          if (!field) return false;
          form.setError(field, { type: 'server', message }, { shouldFocus: true });
          return true;
        }),
      );
    }
  });
  return (
    <FormProvider {...form}>
      <form onSubmit={save} noValidate>
        <fieldset disabled={!mayManage} className="flex max-w-104 flex-col gap-4">
          {failed !== null && <ErrorState compact error={failed} />}
          <TextField<Values> name="name" label="Name" required />
          <ControlField<Values, string>
            name="timeZone"
            label="Time zone"
            hint="Billing periods and days begin at midnight here. Changing it moves the periods of every preview from now on."
          >
            {(value, onChange) => (
              <Combobox
                label="Time zone"
                value={value}
                disabled={!mayManage}
                options={ZONES}
                onValueChange={(zone) => zone && onChange(zone)}
                searchPlaceholder="Berlin, New York, UTC…"
              />
            )}
          </ControlField>
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField<Values>
              name="eventHoursAheadMax"
              label="Hours ahead"
              required
              hint="Events whose time lies further ahead of their arrival are refused and kept aside."
              input={{ inputMode: 'numeric' }}
            />
            <TextField<Values>
              name="eventDaysLateMax"
              label="Days late"
              hint="The same for events that are older than this. Empty: any age counts."
              input={{ inputMode: 'numeric', placeholder: 'Any age' }}
            />
          </div>
          {mayManage ? (
            <div>
              <Button variant="primary" type="submit" loading={form.formState.isSubmitting} disabled={!form.formState.isDirty}>
                Save
              </Button>
            </div>
          ) : (
            <p className="text-muted text-sm">Owners and admins change these.</p>
          )}
        </fieldset>
      </form>
    </FormProvider>
  );
}
