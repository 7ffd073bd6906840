'use client';

import { type ReactNode, useId, useState } from 'react';
import { type FieldValues, FormProvider, type Path, type UseFormReturn } from 'react-hook-form';
import { Button } from '@/components/ui/button';
import { Dialog, type DialogProps } from '@/components/ui/dialog';
import { ErrorState } from '@/components/ui/error-state';
import { ProblemFailure } from './client';
import { placeProblem } from './request-form';

interface FormDialogProps<Values extends FieldValues, Request extends FieldValues>
  extends Pick<DialogProps, 'title' | 'description' | 'size'> {
  form: UseFormReturn<Values, unknown, Request>;
  /** The verb with its object: "Create meter". */
  submit: string;
  /** Saves. `revision` is given when the person chose to write over somebody else's change. */
  onSubmit: (request: Request, revision?: number) => Promise<unknown>;
  onClose: () => void;
  /** After a save; closes where nothing else is to be shown. */
  onSaved?: () => void;
  /** The form's field for a field of the request that the server complained about. */
  fieldOf?: (path: string) => string | undefined;
  children: ReactNode;
}

/** A form in a dialog: it stays open with everything typed until the server has said yes, and shows its complaints on the fields. */
export function FormDialog<Values extends FieldValues, Request extends FieldValues>(props: FormDialogProps<Values, Request>) {
  const { form, onClose, children } = props;
  const id = useId();
  const [failed, setFailed] = useState<unknown>(null);
  const busy = form.formState.isSubmitting;

  const save = (revision?: number) =>
    form.handleSubmit(async (request) => {
      setFailed(null);
      try {
        await props.onSubmit(request, revision);
        (props.onSaved ?? onClose)();
      } catch (error) {
        const rest = placeProblem(error, (path, message) => {
          const field = (props.fieldOf?.(path) ?? path) as Path<Values>;
          if (form.getValues(field) === undefined) return false;
          form.setError(field, { type: 'server', message }, { shouldFocus: true });
          return true;
        });
        setFailed(rest);
      }
    });
  const stale = failed instanceof ProblemFailure && failed.status === 412 ? Number(failed.problem.current_revision) : undefined;

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={props.title}
      description={props.description}
      size={props.size ?? 'md'}
      busy={busy}
      footer={
        <>
          <Button variant="ghost" onClick={onClose} disabled={busy}>
            Cancel
          </Button>
          {stale !== undefined && (
            <Button onClick={save(stale)} loading={busy}>
              Save over the change
            </Button>
          )}
          <Button variant="primary" type="submit" form={id} loading={busy}>
            {props.submit}
          </Button>
        </>
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
          {children}
        </form>
      </FormProvider>
    </Dialog>
  );
}
