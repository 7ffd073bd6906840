'use client';

import { type ReactNode, useId, useMemo, useState } from 'react';
import { type DefaultValues, type FieldValues, FormProvider, type Path, type UseFormReturn } from 'react-hook-form';
import { Button } from '@/components/ui/button';
import { Dialog, type DialogProps } from '@/components/ui/dialog';
import { ErrorState } from '@/components/ui/error-state';
import { ProblemFailure } from './client';
import { MergeFields } from './merge-fields';
import { mergeValues, type Side } from './merge-values';
import { placeProblem } from './request-form';

interface FormDialogProps<Values extends FieldValues, Request extends FieldValues>
  extends Pick<DialogProps, 'title' | 'description' | 'size'> {
  form: UseFormReturn<Values, unknown, Request>;
  /** The verb with its object: "Create meter". */
  submit: string;
  /** Saves. `revision` is given when the person has decided about somebody else's change, which that revision is. */
  onSubmit: (request: Request, revision?: number) => Promise<unknown>;
  onClose: () => void;
  /** After a save; closes where nothing else is to be shown. */
  onSaved?: () => void;
  /** The form's field for a field of the request that the server complained about. */
  fieldOf?: (path: string) => string | undefined;
  /** What the form would show of the thing as somebody else saved it, given it as the wire has it: then the two can be merged. */
  theirs?: (current: unknown) => Values;
  /** Words for fields whose names say too little, by path. */
  labels?: Partial<Record<string, string>>;
  children: ReactNode;
}

interface Stale<Values> {
  revision: number;
  changedBy: string | undefined;
  theirs: Values | undefined;
}

/** A form in a dialog: it stays open with everything typed until the server has said yes, and shows its complaints on the fields. */
export function FormDialog<Values extends FieldValues, Request extends FieldValues>(props: FormDialogProps<Values, Request>) {
  const { form, onClose, children } = props;
  const id = useId();
  const [failed, setFailed] = useState<unknown>(null);
  const [stale, setStale] = useState<Stale<Values> | null>(null);
  const busy = form.formState.isSubmitting;

  const save = (revision?: number) =>
    form.handleSubmit(async (request) => {
      setFailed(null);
      setStale(null);
      try {
        await props.onSubmit(request, revision);
        (props.onSaved ?? onClose)();
      } catch (error) {
        if (error instanceof ProblemFailure && error.status === 412) {
          const { current, current_revision, changed_by } = error.problem;
          const changedBy = typeof changed_by === 'string' ? changed_by : undefined;
          setStale({ revision: Number(current_revision), changedBy, theirs: current === undefined ? undefined : props.theirs?.(current) });
          if (current !== undefined && props.theirs) return;
        }
        const rest = placeProblem(error, (path, message) => {
          const field = (props.fieldOf?.(path) ?? path) as Path<Values>;
          if (form.getValues(field) === undefined) return false;
          form.setError(field, { type: 'server', message }, { shouldFocus: true });
          return true;
        });
        setFailed(rest);
      }
    });

  /** Goes on from their version: what was merged is in the form, and saving it replaces theirs knowingly. */
  const settle = async (values: Values, theirs: Values, revision: number, thenSave: boolean) => {
    form.reset(theirs as DefaultValues<Values> & Values);
    for (const [name, value] of Object.entries(values)) form.setValue(name as Path<Values>, value, { shouldDirty: true });
    setStale(null);
    if (thenSave) await save(revision)();
    else onClose();
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={props.title}
      description={props.description}
      size={props.size ?? 'md'}
      busy={busy}
      footer={
        stale?.theirs ? undefined : (
          <>
            <Button variant="ghost" onClick={onClose} disabled={busy}>
              Cancel
            </Button>
            {stale && (
              <Button onClick={save(stale.revision)} loading={busy}>
                Save over the change
              </Button>
            )}
            <Button variant="primary" type="submit" form={id} loading={busy}>
              {props.submit}
            </Button>
          </>
        )
      }
    >
      <FormProvider {...form}>
        <form id={id} onSubmit={save()} noValidate className="flex flex-col gap-4">
          {failed !== null && (
            <div className="rounded-md bg-critical-soft">
              <ErrorState compact error={failed} />
            </div>
          )}
          {form.formState.errors.root?.message && <p className="text-critical text-sm">{form.formState.errors.root.message}</p>}
          {stale?.theirs && (
            <Merge
              base={form.formState.defaultValues as Values}
              mine={form.getValues()}
              theirs={stale.theirs}
              changedBy={stale.changedBy}
              labels={props.labels ?? {}}
              busy={busy}
              onSettle={(values, thenSave) => void settle(values, stale.theirs as Values, stale.revision, thenSave)}
            />
          )}
          {children}
        </form>
      </FormProvider>
    </Dialog>
  );
}

interface MergeProps<Values> {
  base: Values;
  mine: Values;
  theirs: Values;
  changedBy: string | undefined;
  labels: Partial<Record<string, string>>;
  busy: boolean;
  /** With the values to go on with, to be saved or (theirs) left as they are. */
  onSettle: (values: Values, thenSave: boolean) => void;
}

/** Theirs, mine or both: decided above the form, which still shows mine. */
function Merge<Values extends FieldValues>({ base, mine, theirs, changedBy, labels, busy, onSettle }: MergeProps<Values>) {
  const [choices, setChoices] = useState<Readonly<Record<string, Side>>>({});
  const { values, conflicts, taken } = useMemo(() => mergeValues(base, mine, theirs, choices), [base, mine, theirs, choices]);
  const open = conflicts.filter(({ path }) => !choices[path]).length;
  return (
    <div className="flex flex-col gap-3">
      <MergeFields
        changedBy={changedBy}
        conflicts={conflicts}
        taken={taken}
        choices={choices}
        onChoose={(path, side) => setChoices((before) => ({ ...before, [path]: side }))}
        labels={labels}
      />
      <div className="flex flex-wrap justify-end gap-2">
        <Button disabled={busy} onClick={() => onSettle(theirs, false)}>
          Take theirs, drop mine
        </Button>
        <Button disabled={busy} onClick={() => onSettle(mine, true)}>
          Keep mine, drop theirs
        </Button>
        <Button variant="primary" disabled={busy || open > 0} loading={busy} onClick={() => onSettle(values, true)}>
          {open > 0 ? `Merge: ${open} to decide` : 'Save both changes'}
        </Button>
      </div>
    </div>
  );
}
