'use client';

import { Check, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Spinner } from '@/components/ui/spinner';

/** Something that is done to each of the chosen rows, one after the other. */
export interface BulkAct<Row> {
  /** "Delete" */
  label: string;
  icon: ReactNode;
  critical?: boolean;
  /** Effect, and the number of things affected. */
  warning: (count: number) => string;
  run: (row: Row) => Promise<unknown>;
}

interface Props<Row> {
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  rowName: (row: Row) => string;
  /** "features" */
  noun: string;
  acts: readonly BulkAct<Row>[];
  /** Afterwards only what could not be done stays chosen. */
  onSelect: (keys: ReadonlySet<string>) => void;
  onDone: () => void;
}

/** While rows are chosen: how many, and what can be done with all of them. Each has its own result, and none stops the others. */
export function BulkActs<Row>(props: Props<Row>) {
  const { rows, acts, noun, onSelect } = props;
  const [act, setAct] = useState<BulkAct<Row> | null>(null);
  if (rows.length === 0 && !act) return null;
  return (
    <section
      aria-label={`Chosen ${noun}`}
      className="sticky bottom-4 z-20 flex flex-wrap items-center gap-2 rounded-md border border-border-strong bg-raised px-3 py-2 shadow-float"
    >
      <span className="num mr-auto" aria-live="polite">
        {rows.length} {noun} chosen
      </span>
      {acts.map((offered) => (
        <Button key={offered.label} icon={offered.icon} onClick={() => setAct(offered)}>
          {offered.label}
        </Button>
      ))}
      <Button variant="ghost" onClick={() => onSelect(new Set())}>
        Clear selection
      </Button>
      {act && <Run {...props} act={act} onClose={() => setAct(null)} />}
    </section>
  );
}

type Result = { state: 'waiting' | 'running' | 'done' } | { state: 'refused'; reason: string };

function Run<Row>({
  rows: chosen,
  rowKey,
  rowName,
  noun,
  act,
  onSelect,
  onDone,
  onClose,
}: Props<Row> & { act: BulkAct<Row>; onClose: () => void }) {
  const [rows] = useState(chosen);
  const [results, setResults] = useState<readonly Result[] | null>(null);
  const busy = results?.some(({ state }) => state === 'waiting' || state === 'running') ?? false;

  const run = async () => {
    const made: Result[] = rows.map(() => ({ state: 'waiting' }));
    const set = (i: number, result: Result) => {
      made[i] = result;
      setResults([...made]);
    };
    for (const [i, row] of rows.entries()) {
      set(i, { state: 'running' });
      try {
        await act.run(row);
        set(i, { state: 'done' });
      } catch (error) {
        set(i, { state: 'refused', reason: error instanceof Error ? error.message : String(error) });
      }
    }
    onSelect(new Set(rows.filter((_, i) => made[i]?.state === 'refused').map(rowKey)));
    onDone();
  };
  const count = (state: Result['state']) => results?.filter((result) => result.state === state).length ?? 0;

  return (
    <Dialog
      open
      busy={busy}
      size="md"
      title={`${act.label} ${rows.length} ${noun}${results ? '' : '?'}`}
      description={results ? undefined : act.warning(rows.length)}
      onOpenChange={(open) => !open && onClose()}
      footer={
        results ? (
          <Button disabled={busy} onClick={onClose}>
            Close
          </Button>
        ) : (
          <>
            <Button variant="ghost" onClick={onClose}>
              Cancel
            </Button>
            <Button variant={act.critical ? 'critical' : 'primary'} onClick={() => void run()}>
              {act.label} {rows.length} {noun}
            </Button>
          </>
        )
      }
    >
      <div className="flex flex-col gap-2">
        {results && (
          <p role="status">
            {busy ? `${count('done') + count('refused')} of ${rows.length}…` : `${count('done')} done, ${count('refused')} refused.`}
          </p>
        )}
        <ul className="flex max-h-80 flex-col divide-y divide-border overflow-y-auto border-border border-y">
          {rows.map((row, i) => (
            <li key={rowKey(row)} className="flex items-start gap-2 py-1.5">
              <Mark result={results?.[i]} />
              <span className="min-w-0 flex-1">
                {rowName(row)}
                <Reason result={results?.[i]} />
              </span>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}

function Reason({ result }: { result: Result | undefined }) {
  return result?.state === 'refused' ? <span className="block text-pretty text-critical text-sm">{result.reason}</span> : null;
}

function Mark({ result }: { result: Result | undefined }) {
  const mark = 'mt-0.5 size-3.5 shrink-0';
  if (result?.state === 'running') return <Spinner />;
  if (result?.state === 'done') return <Check aria-label="Done" className={`${mark} text-positive`} />;
  if (result?.state === 'refused') return <X aria-label="Refused" className={`${mark} text-critical`} />;
  return <span className={mark} />;
}
