'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { FormProvider } from 'react-hook-form';
import { refresh, useApi, useApiMutation } from '@/components/api/client';
import { ControlField, TextField } from '@/components/api/form-field';
import { MergeChoice } from '@/components/api/merge-choice';
import { currentAs } from '@/components/api/merge-values';
import { useRequestForm } from '@/components/api/request-form';
import { useSaving } from '@/components/api/use-saving';
import { useMay, useViewer } from '@/components/shell/viewer';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import type { Choice } from '@/components/ui/choices';
import { Combobox } from '@/components/ui/combobox';
import { KeyText } from '@/components/ui/copy';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { Fact, PageHeader } from '@/components/ui/page-header';
import { Skeleton } from '@/components/ui/skeleton';
import { Day } from '@/components/ui/time';
import { toast } from '@/components/ui/toast';
import { getWorkspace, UpdateWorkspaceRequest, updateWorkspace, Workspace } from '@/lib/api/workspace/workspaces';
import { DemoData } from './demo-data';

interface Values {
  name: string;
  timeZone: string;
  eventHoursAheadMax: string;
  eventDaysLateMax: string;
  requireTwoFactor: boolean;
  manySubscriptions: boolean;
}

const valuesOf = (workspace: Workspace): Values => ({
  name: workspace.name,
  timeZone: workspace.timeZone,
  eventHoursAheadMax: String(workspace.eventHoursAheadMax),
  eventDaysLateMax: workspace.eventDaysLateMax === null ? '' : String(workspace.eventDaysLateMax),
  requireTwoFactor: workspace.requireTwoFactor,
  manySubscriptions: workspace.manySubscriptions,
});

/** Returns the typed value, as a number where it is one; else as it is, for the shape to refuse. */
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
  const client = useQueryClient();
  const form = useRequestForm<Values, UpdateWorkspaceRequest>({
    defaultValues: valuesOf(workspace),
    request: (values) => ({
      name: values.name,
      timeZone: values.timeZone,
      eventHoursAheadMax: whole(values.eventHoursAheadMax),
      eventDaysLateMax: values.eventDaysLateMax.trim() === '' ? null : whole(values.eventDaysLateMax),
      requireTwoFactor: values.requireTwoFactor,
      manySubscriptions: values.manySubscriptions,
    }),
    schema: UpdateWorkspaceRequest,
  });
  const { save, failed, stale, settle } = useSaving<Values, UpdateWorkspaceRequest>({
    form,
    theirs: currentAs(Workspace, valuesOf),
    onSubmit: (body, over) => update.mutateAsync({ params: { workspaceId: workspace.id }, body, options: { revision: over ?? revision } }),
    onSaved: () => {
      toast.success('Workspace saved');
      router.refresh(); // its name stands in the frame, its zone in every date
    },
    onDropped: () => {
      void refresh(client, [getWorkspace]);
      router.refresh();
    },
  });
  return (
    <FormProvider {...form}>
      <form onSubmit={save()} noValidate>
        <fieldset disabled={!mayManage} className="flex max-w-104 flex-col gap-4">
          {failed !== null && <ErrorState compact error={failed} />}
          {stale?.theirs && (
            <MergeChoice
              base={form.formState.defaultValues as Values}
              mine={form.getValues()}
              theirs={stale.theirs}
              changedBy={stale.changedBy}
              labels={{
                requireTwoFactor: 'Second factor',
                manySubscriptions: 'Subscriptions',
                eventHoursAheadMax: 'Reject early events',
                eventDaysLateMax: 'Reject late events',
              }}
              busy={form.formState.isSubmitting}
              onSettle={(values, thenSave) => void settle(values, stale.theirs as Values, stale.revision, thenSave)}
            />
          )}
          <TextField<Values> name="name" label="Name" required />
          <ControlField<Values, string>
            name="timeZone"
            label="Time zone"
            hint="Billing periods and days begin at midnight here. Changing it moves the billing periods of new previews."
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
              label="Reject early events"
              required
              hint="Reject events more than this many hours early."
              input={{ inputMode: 'numeric' }}
            />
            <TextField<Values>
              name="eventDaysLateMax"
              label="Reject late events"
              hint="Reject events more than this many days late. Leave empty for no limit."
              input={{ inputMode: 'numeric', placeholder: 'Any age' }}
            />
          </div>
          <ControlField<Values, boolean> name="requireTwoFactor" label="Second factor" group>
            {(value, onChange) => (
              <Checkbox checked={value} onCheckedChange={onChange}>
                Required for all members
              </Checkbox>
            )}
          </ControlField>
          <ControlField<Values, boolean> name="manySubscriptions" label="Subscriptions" group>
            {(value, onChange) => (
              <Checkbox checked={value} onCheckedChange={onChange} hint="No two of them may sell or grant the same feature.">
                A customer may have several at a time
              </Checkbox>
            )}
          </ControlField>
          {mayManage ? (
            <div>
              <Button
                variant="primary"
                type="submit"
                loading={form.formState.isSubmitting}
                disabled={!form.formState.isDirty || stale !== null}
              >
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
