'use client';

import { useState } from 'react';
import type { DefaultValues, FieldValues, Path, UseFormReturn } from 'react-hook-form';
import { ProblemFailure } from './client';
import { placeProblem } from './request-form';

export interface Saving<Values extends FieldValues, Request extends FieldValues> {
  form: UseFormReturn<Values, unknown, Request>;
  /** Saves. `revision` is given when the person has decided about somebody else's change, which that revision is. */
  onSubmit: (request: Request, revision?: number) => Promise<unknown>;
  /** After a save. */
  onSaved: () => void;
  /** After the person left the thing as somebody else saved it. */
  onDropped: () => void;
  /** The form's field for a field of the request that the server complained about. */
  fieldOf?: ((path: string) => string | undefined) | undefined;
  /** Reads the form's values from another user's copy in wire form, so that the two can be merged. */
  theirs?: ((current: unknown) => Values) | undefined;
}

/** A write that was refused because somebody else's came first. */
export interface Stale<Values> {
  revision: number;
  changedBy: string | undefined;
  /** Form values of the other user's copy, where the form can show them. */
  theirs: Values | undefined;
}

/** Reads a refused write; null when it was refused for another reason. */
export function staleOf<Values>(error: unknown, theirs: ((current: unknown) => Values) | undefined): Stale<Values> | null {
  if (!(error instanceof ProblemFailure) || error.status !== 412) return null;
  const { current, current_revision, changed_by } = error.problem;
  return {
    revision: Number(current_revision),
    changedBy: typeof changed_by === 'string' ? changed_by : undefined,
    theirs: current === undefined ? undefined : theirs?.(current),
  };
}

/** The saving of a form: the server's complaints go to their fields, and what somebody else saved meanwhile is there to be decided. */
export function useSaving<Values extends FieldValues, Request extends FieldValues>(saving: Saving<Values, Request>) {
  const { form } = saving;
  const [failed, setFailed] = useState<unknown>(null);
  const [stale, setStale] = useState<Stale<Values> | null>(null);

  const save = (revision?: number) =>
    form.handleSubmit(async (request) => {
      setFailed(null);
      setStale(null);
      try {
        await saving.onSubmit(request, revision);
        saving.onSaved();
      } catch (error) {
        const refused = staleOf(error, saving.theirs);
        setStale(refused);
        if (refused?.theirs) return;
        const rest = placeProblem(error, (path, message) => {
          const field = (saving.fieldOf?.(path) ?? path) as Path<Values>;
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
    else saving.onDropped();
  };

  return { save, failed, stale, settle };
}
