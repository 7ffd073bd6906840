'use client';

import { useId, useMemo, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { RadioGroup } from '@/components/ui/radio-group';
import { differences } from '@/components/versions/plan-diff';
import type { Feature } from '@/lib/catalog/feature';
import type { CreatePlanRequest } from '@/lib/catalog/plan';
import { conflictPlace, conflictValue } from './conflict-words';
import { type Choices, mergePlans } from './merge';
import type { Merging } from './use-draft-editor';

type Props = {
  merging: Merging;
  features: readonly Feature[] | undefined;
  onDone: (chosen: CreatePlanRequest) => void;
  /** Callback to postpone the merge: nothing is waiting to be saved. */
  onCancel?: () => void;
};

/** Two people changed one draft. Shows what both did, and lets the second one decide; nothing is overwritten unseen. */
export function MergeDialog({ merging, features, onDone, onCancel }: Props) {
  const { base, mine, theirs, changedBy, changedAt } = merging;
  const [choices, setChoices] = useState<Choices>({});
  const { merged, conflicts } = useMemo(() => mergePlans(base, mine, theirs, choices), [base, mine, theirs, choices]);
  const [said, did] = useMemo(() => [sentences(base, theirs, features), sentences(base, mine, features)], [base, theirs, mine, features]);
  const who = changedBy ?? 'Another user';
  const [openedAt] = useState(() => Date.now());
  const open = conflicts.filter(({ id }) => !choices[id]).length;
  return (
    <Dialog
      open
      onOpenChange={() => onCancel?.()}
      busy={!onCancel}
      size="lg"
      title={changedBy || changedAt ? `${who} changed this ${agoWords(changedAt, openedAt)}` : 'The saved version has changed'}
      description="Nothing was overwritten. Choose which changes to keep; you can undo it."
      footer={
        <>
          <Button onClick={() => onDone(theirs)}>Take theirs, drop mine</Button>
          <Button onClick={() => onDone(mine)}>Keep mine, drop theirs</Button>
          <Button variant="primary" disabled={open > 0} onClick={() => onDone(merged)}>
            {open > 0 ? `Merge: ${open} to decide` : 'Merge both'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        <div className="grid gap-4 sm:grid-cols-2">
          <Changes title={`Changed by ${changedBy ?? 'them'}`} sentences={said} />
          <Changes title="Changed by you" sentences={did} />
        </div>
        {conflicts.length > 0 && (
          <section className="flex flex-col gap-4 border-border border-t pt-4">
            <h3 className="font-medium text-md">
              {conflicts.length === 1 ? 'One place was changed by both' : `${conflicts.length} places were changed by both`}
            </h3>
            {conflicts.map((conflict) => (
              <Field key={conflict.id} group label={conflictPlace(conflict)}>
                <RadioGroup
                  boxed
                  value={choices[conflict.id] ?? null}
                  onValueChange={(choice) => setChoices((before) => ({ ...before, [conflict.id]: choice }))}
                  options={[
                    { value: 'mine', label: 'Mine', hint: conflictValue(conflict, conflict.mine, mine.currency, features) },
                    { value: 'theirs', label: 'Theirs', hint: conflictValue(conflict, conflict.theirs, theirs.currency, features) },
                  ]}
                />
              </Field>
            ))}
          </section>
        )}
      </div>
    </Dialog>
  );
}

function Changes({ title, sentences: list }: { title: string; sentences: string[] }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-1">
      <h3 id={id} className="font-medium text-md">
        {title}
      </h3>
      <ul className="flex flex-col gap-1 text-muted">
        {list.map((sentence) => (
          <li key={sentence} className="text-pretty">
            {sentence}
          </li>
        ))}
        {list.length === 0 && <li>Nothing</li>}
      </ul>
    </section>
  );
}

/** Lists the changes, names and description included; content that cannot be put in words while half typed is only counted. */
function sentences(before: CreatePlanRequest, after: CreatePlanRequest, features: readonly Feature[] | undefined): string[] {
  const own = [
    ...(before.name !== after.name ? [`It is called “${after.name}” instead of “${before.name}”`] : []),
    ...(before.description !== after.description ? ['Another description'] : []),
    ...(JSON.stringify(before.labels ?? {}) !== JSON.stringify(after.labels ?? {}) ? ['Other labels'] : []),
  ];
  try {
    return [...own, ...differences(before, after, features).map(({ sentence }) => sentence)];
  } catch {
    return [...own, 'Incomplete changes'];
  }
}

function agoWords(at: string | null, now: number): string {
  if (!at) return 'meanwhile';
  const seconds = Math.max(1, Math.round((now - Date.parse(at)) / 1000));
  if (seconds < 90) return `${seconds} ${seconds === 1 ? 'second' : 'seconds'} ago`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} minutes ago`;
  const hours = Math.round(minutes / 60);
  return hours < 36 ? `${hours} hours ago` : `${Math.round(hours / 24)} days ago`;
}
