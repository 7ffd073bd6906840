'use client';

import { type ReactNode, useId } from 'react';
import { type FieldValues, FormProvider } from 'react-hook-form';
import { Button } from '@/components/ui/button';
import { Dialog, type DialogProps } from '@/components/ui/dialog';
import { ErrorState } from '@/components/ui/error-state';
import { MergeChoice } from './merge-choice';
import type { ValueWords } from './merge-fields';
import { type Saving, useSaving } from './use-saving';

interface FormDialogProps<Values extends FieldValues, Request extends FieldValues>
  extends Pick<DialogProps, 'title' | 'description' | 'size'>,
    Pick<Saving<Values, Request>, 'form' | 'onSubmit' | 'fieldOf' | 'theirs'> {
  /** The verb with its object: "Create meter". */
  submit: string;
  onClose: () => void;
  /** After a save; closes where nothing else is to be shown. */
  onSaved?: () => void;
  /** Words for fields whose names say too little, by path. */
  labels?: Partial<Record<string, string>>;
  /** Words for values that say too little, such as ids. */
  valueWords?: ValueWords;
  children: ReactNode;
}

/** A form in a dialog: it stays open with everything typed until the server has said yes, and shows its complaints on the fields. */
export function FormDialog<Values extends FieldValues, Request extends FieldValues>(props: FormDialogProps<Values, Request>) {
  const { form, onClose, children } = props;
  const id = useId();
  const busy = form.formState.isSubmitting;
  const { save, failed, stale, settle } = useSaving<Values, Request>({
    ...props,
    onSaved: props.onSaved ?? onClose,
    onDropped: onClose,
  });

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
            <MergeChoice
              base={form.formState.defaultValues as Values}
              mine={form.getValues()}
              theirs={stale.theirs}
              changedBy={stale.changedBy}
              labels={props.labels}
              valueWords={props.valueWords}
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
