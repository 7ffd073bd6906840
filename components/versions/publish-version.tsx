'use client';

import { type ReactNode, useState } from 'react';
import { useViewer } from '@/components/shell/viewer';
import { Button } from '@/components/ui/button';
import { useClock } from '@/components/ui/clock';
import { DateTimeInput } from '@/components/ui/date-time-input';
import { Dialog } from '@/components/ui/dialog';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { RadioGroup } from '@/components/ui/radio-group';
import type { Difference } from '@/lib/catalog/diff/diff-sentences';

type Props = {
  name: string;
  version: number;
  /** The version that is sold now. */
  soldVersion: number | undefined;
  /** Issues that prevent publishing, as rows that lead there; null when nothing does. */
  blockers: { count: number; rows: ReactNode } | null;
  /** Changes from the current version; undefined while it is read. */
  changes: readonly Difference[] | undefined;
  /** Likely mistakes, as rows; null when there is nothing. */
  hints: ReactNode;
  /** Content of a first version. */
  contents: ReactNode;
  /** Effect on subscribers of earlier versions. */
  moves: string;
  publish: (effectiveFrom: string | undefined) => Promise<void>;
  onClose: () => void;
};

/** Asks for the start, shows the effects, and publishes. */
export function PublishVersion({ name, version, soldVersion, blockers, changes, hints, contents, moves, publish, onClose }: Props) {
  const { timeZone } = useViewer().workspace;
  const clock = useClock();
  const [when, setWhen] = useState<'now' | 'date'>('now');
  const [from, setFrom] = useState('');
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const words = `version ${version}`;

  const submit = async () => {
    setBusy(true);
    setFailed(null);
    try {
      await publish(when === 'date' && from ? from : undefined);
    } catch (error) {
      setFailed(error);
      setBusy(false);
    }
  };

  return (
    <Dialog
      open
      onOpenChange={onClose}
      busy={busy}
      title={`Publish ${words} of ${name}`}
      description={blockers ? undefined : 'A published version cannot be changed. Later changes need a new version.'}
      footer={
        blockers ? (
          <Button onClick={onClose}>Back to the editor</Button>
        ) : (
          <>
            <Button onClick={onClose} disabled={busy}>
              Cancel
            </Button>
            <Button variant="primary" loading={busy} disabled={when === 'date' && !from} onClick={submit}>
              {when === 'date' ? `Schedule ${words}` : `Publish ${words}`}
            </Button>
          </>
        )
      }
    >
      {blockers ? (
        <div className="-mx-1">
          <p className="px-2 pb-2 text-pretty text-muted">
            {blockers.count === 1 ? 'One issue has' : `${blockers.count} issues have`} to be repaired first. Each leads to its field.
          </p>
          {blockers.rows}
        </div>
      ) : (
        <div className="flex flex-col gap-5">
          <section className="flex flex-col gap-1.5">
            <h3 className="font-medium text-md">{soldVersion ? `What changes from version ${soldVersion}` : 'Content'}</h3>
            {soldVersion ? (
              <ul className="flex max-h-56 flex-col gap-1 overflow-y-auto">
                {changes?.map((change) => (
                  <li key={`${change.path.join('.')} ${change.kind}`} className="text-pretty">
                    {change.sentence}
                  </li>
                ))}
                {changes?.length === 0 && <li className="text-warning">No changes from the current version.</li>}
              </ul>
            ) : (
              contents
            )}
          </section>
          {hints}
          <Field group label="Start">
            <RadioGroup
              value={when}
              onValueChange={setWhen}
              options={[
                { value: 'now', label: 'Now' },
                { value: 'date', label: 'At a date', hint: 'Until then it can still be changed or taken back to draft.' },
              ]}
            />
          </Field>
          {when === 'date' && (
            <Field label="Starts" hint={`In the time zone of the workspace, ${timeZone}.`}>
              <DateTimeInput value={from} onValueChange={setFrom} timeZone={timeZone} min={new Date(clock()).toISOString()} />
            </Field>
          )}
          <section className="flex flex-col gap-1">
            <h3 className="font-medium text-md">Subscribers</h3>
            <p className="text-pretty text-muted">{moves}</p>
          </section>
          {failed !== null && (
            <div className="rounded-md bg-critical-soft">
              <ErrorState compact error={failed} />
            </div>
          )}
        </div>
      )}
    </Dialog>
  );
}
