'use client';

import { useMemo, useState } from 'react';
import { Button } from '@/components/ui/button';
import { MergeFields, type ValueWords } from './merge-fields';
import { mergeValues, type Side } from './merge-values';

interface MergeProps<Values> {
  base: Values;
  mine: Values;
  theirs: Values;
  changedBy: string | undefined;
  labels?: Partial<Record<string, string>> | undefined;
  valueWords?: ValueWords | undefined;
  busy: boolean;
  /** With the values to go on with, to be saved or (theirs) left as they are. */
  onSettle: (values: Values, thenSave: boolean) => void;
}

/** Theirs, mine or both: decided above the form, which still shows mine. */
export function MergeChoice<Values extends object>({
  base,
  mine,
  theirs,
  changedBy,
  labels,
  valueWords,
  busy,
  onSettle,
}: MergeProps<Values>) {
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
        labels={labels ?? {}}
        valueWords={valueWords}
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
