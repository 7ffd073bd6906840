'use client';

import { useState } from 'react';
import { rampUp } from '@/components/draft/editor-bulk';
import { useEditor } from '@/components/draft/editor-context';
import { NumberInput } from '@/components/pricing/number-input';
import { Button } from '@/components/ui/button';
import { DurationInput } from '@/components/ui/duration-input';
import { Field } from '@/components/ui/field';

const STEPS_MAX = 6;

/** A ramp as people ask for it: prices that rise in so many steps from a share of this phase's to all of them. Makes phases before it. */
export function RampForm({ uid, onDone }: { uid: number; onDone: () => void }) {
  const { act } = useEditor();
  const [steps, setSteps] = useState<number | undefined>(2);
  const [from, setFrom] = useState<number | undefined>(50);
  const [lasts, setLasts] = useState('P3M');
  const ready = steps !== undefined && Number.isInteger(steps) && steps >= 1 && from !== undefined && from >= 0 && lasts !== '';
  return (
    <form
      className="flex flex-col gap-3 rounded-md bg-surface p-3"
      aria-label="Ramp"
      onSubmit={(event) => {
        event.preventDefault();
        if (!ready) return;
        act((current, at) => rampUp(current, uid, { steps, from, lasts }, at));
        onDone();
      }}
    >
      <div className="grid gap-3 @min-[420px]:grid-cols-3">
        <Field label="Number of steps">
          <NumberInput value={steps} max={STEPS_MAX} onValueChange={setSteps} />
        </Field>
        <Field label="First step at">
          <NumberInput value={from} max={99} after="%" onValueChange={setFrom} />
        </Field>
        <Field label="Each step lasts">
          <DurationInput value={lasts} onValueChange={setLasts} />
        </Field>
      </div>
      <div className="flex gap-2">
        <Button size="sm" type="submit" disabled={!ready}>
          Add the steps
        </Button>
        <Button size="sm" variant="ghost" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
