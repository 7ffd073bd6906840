'use client';

import { useMemo, useState } from 'react';
import { addPhase, duplicatePhase, setPhase } from '@/components/draft/editor-acts';
import { useEditor } from '@/components/draft/editor-context';
import { issuesBelow } from '@/components/draft/part-issues';
import { findPhase, type PhaseDraft } from '@/components/draft/plan-draft';
import { removePhaseWithUndo } from '@/components/draft/remove-with-undo';
import { FormScope, PathField } from '@/components/pricing/form-scope';
import { FormSection } from '@/components/rate-card-form/form-parts';
import { DescriptionAndLabels } from '@/components/rate-card-form/label-fields';
import { NameAndKey } from '@/components/rate-card-form/name-and-key';
import { Button } from '@/components/ui/button';
import { DurationInput } from '@/components/ui/duration-input';
import { durationWords } from '@/lib/catalog/cadence';
import { LaterPhase } from './add-phase';
import { RampForm } from './ramp-form';

/** A phase: what it is called and how long it lasts. */
export function PhaseForm({ uid, knownKeys }: { uid: number; knownKeys: ReadonlySet<string> }) {
  const { state, act, issues } = useEditor();
  const found = findPhase(state.plan, uid);
  const at = found?.index ?? 0;
  const issueAt = useMemo(() => issuesBelow(issues, ['phases', at]), [issues, at]);
  const [ramping, setRamping] = useState(false);
  const [extending, setExtending] = useState(false);
  if (!found) return null;
  const { phase, index } = found;
  const { phases } = state.plan;
  const isLast = index === phases.length - 1;
  const set = (changes: Partial<Omit<PhaseDraft, 'uid' | 'rateCards'>>, field: string) =>
    act((current, at) => setPhase(current, uid, field, changes, at));
  const empty = issueAt('rateCards');
  return (
    <FormScope issueAt={issueAt}>
      <header className="flex flex-col gap-0.5">
        <span className="text-muted text-sm">
          Phase {index + 1} of {phases.length}
        </span>
        <h2 className="truncate font-semibold text-lg">{phase.name || 'Unnamed phase'}</h2>
        <p className="text-muted">
          {phase.duration
            ? `Lasts ${durationWords(phase.duration)}, then ${phases[index + 1]?.name ?? 'nothing'} follows.`
            : 'Goes on until the subscription ends.'}
        </p>
      </header>
      <div className="@container flex flex-col gap-3">
        <NameAndKey
          noun="phase"
          name={phase.name}
          keyValue={phase.key}
          taken={phases.filter((other) => other.uid !== uid).map(({ key }) => key)}
          known={knownKeys.has(phase.key)}
          onChange={set}
        />
        {(!isLast || phase.duration !== undefined) && (
          <PathField label="Lasts" path="duration" className="max-w-60">
            <DurationInput
              value={phase.duration ?? ''}
              onValueChange={(duration) => set({ duration: duration || undefined }, 'duration')}
            />
          </PathField>
        )}
        {empty && (
          <p data-field="rateCards" className="text-sm text-warning">
            {empty.message}
          </p>
        )}
      </div>
      <FormSection title="More">
        <DescriptionAndLabels
          key={uid}
          description={phase.description}
          labels={phase.labels}
          onDescription={(description) => set({ description }, 'description')}
          onLabels={(labels) => set({ labels }, 'labels')}
        />
      </FormSection>
      <FormSection title="Add or change phases">
        <div className="flex flex-wrap gap-2">
          <Button size="sm" onClick={() => act((current, at) => addPhase(current, index, at))}>
            Add a phase before
          </Button>
          <Button
            size="sm"
            onClick={() => (isLast && !phase.duration ? setExtending(true) : act((current, at) => addPhase(current, index + 1, at)))}
          >
            Add a phase after{isLast && !phase.duration ? '…' : ''}
          </Button>
          <Button size="sm" onClick={() => act((current, at) => duplicatePhase(current, uid, at))}>
            Duplicate
          </Button>
          <Button size="sm" aria-expanded={ramping} onClick={() => setRamping(!ramping)}>
            Price steps up to it
          </Button>
          {phases.length > 1 && (
            <Button size="sm" className="text-critical" onClick={() => removePhaseWithUndo(act, phase)}>
              Remove phase
            </Button>
          )}
        </div>
        {ramping && <RampForm uid={uid} onDone={() => setRamping(false)} />}
        {extending && <LaterPhase onClose={() => setExtending(false)} />}
      </FormSection>
    </FormScope>
  );
}
