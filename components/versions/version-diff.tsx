'use client';

import { ArrowRight } from 'lucide-react';
import { ErrorState } from '@/components/ui/error-state';
import { Select } from '@/components/ui/select';
import { Skeleton } from '@/components/ui/skeleton';
import type { PlanVersion } from '@/lib/api/catalog/plan-versions';
import type { Difference } from '@/lib/catalog/diff/diff-sentences';
import { jsonText } from '@/lib/exact-json';

type Props = {
  versions: readonly PlanVersion[];
  from: string;
  to: string;
  onChoose: (choice: { from?: string; to?: string }) => void;
  /** Undefined while the two are read. */
  changes: readonly Difference[] | undefined;
  error: unknown;
};

/** Shows the changes between any two versions: in words, and each opens to before and after. */
export function VersionDiff({ versions, from, to, onChoose, changes, error }: Props) {
  const options = versions.map(({ id, version, status }) => ({ value: id, label: `Version ${version}, ${status}` }));
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-center gap-2">
        <Select
          aria-label="Compare from"
          value={from}
          options={options}
          onValueChange={(id) => onChoose({ from: id })}
          className="max-w-52"
        />
        <ArrowRight aria-label="with" className="text-muted" />
        <Select aria-label="Compare with" value={to} options={options} onValueChange={(id) => onChoose({ to: id })} className="max-w-52" />
      </div>
      {error ? (
        <ErrorState compact error={error} />
      ) : changes ? (
        <ul className="flex flex-col" aria-live="polite">
          {changes.map((change) => (
            <li key={`${change.kind} ${change.path.join('.')}`} className="border-border border-b">
              <Row change={change} />
            </li>
          ))}
          {changes.length === 0 && <li className="py-2 text-muted">No differences.</li>}
        </ul>
      ) : (
        <Skeleton className="h-24 w-full" />
      )}
    </div>
  );
}

const MARKS = {
  added: { sign: '+', tone: 'text-positive', word: 'Added: ' },
  removed: { sign: '−', tone: 'text-critical', word: 'Removed: ' },
  changed: { sign: '~', tone: 'text-muted', word: 'Changed: ' },
} as const;

function Row({ change }: { change: Difference }) {
  const { sign, tone, word } = MARKS[change.kind];
  return (
    <details className="group/diff">
      <summary className="flex list-none items-baseline gap-2 rounded-sm py-1.5 hover:bg-hover [&::-webkit-details-marker]:hidden">
        <span className={`w-3 text-center font-mono ${tone}`} aria-hidden="true">
          {sign}
        </span>
        <span className="min-w-0 flex-1 text-pretty">
          <span className="sr-only">{word}</span>
          {change.sentence}
        </span>
      </summary>
      <div className="grid gap-3 pt-1 pb-3 pl-5 sm:grid-cols-2">
        <Side label="Before" value={change.before} />
        <Side label="After" value={change.after} />
      </div>
    </details>
  );
}

function Side({ label, value }: { label: string; value: unknown }) {
  return (
    <div className="min-w-0">
      <p className="pb-1 text-muted text-xs">{label}</p>
      <pre className="overflow-x-auto rounded-sm bg-surface p-2 font-mono text-sm">
        {value === undefined ? <span className="text-faint">not there</span> : jsonText(value, 2)}
      </pre>
    </div>
  );
}
