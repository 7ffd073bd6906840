'use client';

import { Plus } from 'lucide-react';
import { useState } from 'react';
import { addPhaseAfterLast, addTrial } from '@/components/draft/editor-acts';
import { useEditor } from '@/components/draft/editor-context';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { DurationInput } from '@/components/ui/duration-input';
import { Field } from '@/components/ui/field';
import { Menu } from '@/components/ui/menu';
import { RampForm } from './ramp-form';

const TRIAL = 'P14D';

/** Adds a phase: a trial before all others, price steps up to the last one, or one that follows it. No phase changes without being asked. */
export function AddPhase() {
  const { state, act } = useEditor();
  const [dialog, setDialog] = useState<'ramp' | 'later' | null>(null);
  const { phases } = state.plan;
  const [first, last] = [phases[0], phases.at(-1)];
  if (!first || !last) return null;
  const close = () => setDialog(null);
  return (
    <>
      <Menu
        label="Add phase"
        trigger={
          <Button size="sm" variant="ghost" icon={<Plus />} className="text-muted">
            Add phase
          </Button>
        }
        items={[
          { label: `Trial before ${called(first)}`, onSelect: () => act((current, at) => addTrial(current, TRIAL, at)) },
          { label: `Price steps up to ${called(last)}…`, onSelect: () => setDialog('ramp') },
          {
            label: `Phase after ${called(last)}${last.duration === undefined ? '…' : ''}`,
            onSelect: () =>
              last.duration === undefined ? setDialog('later') : act((current, at) => addPhaseAfterLast(current, last.duration ?? '', at)),
          },
        ]}
      />
      {dialog === 'ramp' && (
        <Dialog
          open
          onOpenChange={close}
          title={`Price steps up to ${called(last)}`}
          description="Adds phases before it, with lower prices."
        >
          <div className="@container">
            <RampForm uid={last.uid} onDone={close} />
          </div>
        </Dialog>
      )}
      {dialog === 'later' && <LaterPhase onClose={close} />}
    </>
  );
}

/** Asks how long the last phase lasts before another one follows: until now it had no end. */
export function LaterPhase({ onClose }: { onClose: () => void }) {
  const { state, act } = useEditor();
  const [lasts, setLasts] = useState('P3M');
  const last = state.plan.phases.at(-1);
  if (!last) return null;
  const add = () => {
    act((current, at) => addPhaseAfterLast(current, lasts, at));
    onClose();
  };
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={onClose}
      title={`Add a phase after ${called(last)}`}
      description={`${called(last)} has no end now. It ends when the new phase begins.`}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" disabled={lasts === ''} onClick={add}>
            Add phase
          </Button>
        </>
      }
    >
      <Field label={`${called(last)} lasts`}>
        <DurationInput value={lasts} onValueChange={setLasts} />
      </Field>
    </Dialog>
  );
}

const called = (phase: { name: string; key: string }) => phase.name || phase.key || 'Unnamed phase';
