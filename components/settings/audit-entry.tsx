'use client';

import { JsonView } from '@/components/ui/code-block';
import { KeyText } from '@/components/ui/copy';
import { Sheet } from '@/components/ui/dialog';
import { TextLink } from '@/components/ui/text-link';
import { exactText } from '@/components/ui/time-text';
import { Actor, resourceHref, resourceWords } from './audit-columns';
import type { Burst } from './bursts';
import { actionWords, type Change, changesBetween, leafText } from './changes';

/** One change: who and when, then field by field what was before and after, then both as a whole. */
export function AuditEntrySheet({ entry, timeZone, onClose }: { entry: Burst; timeZone: string; onClose: () => void }) {
  const href = resourceHref(entry);
  const changes = entry.before !== undefined && entry.after !== undefined ? changesBetween(entry.before, entry.after) : null;
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={`${entry.resource.name || entry.resource.id} ${actionWords(entry.action)}`}
      description={exactText(entry.at, timeZone)}
    >
      <div className="flex flex-col gap-5">
        <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
          <dt className="text-muted">By</dt>
          <dd>
            <Actor actor={entry.actor} />
          </dd>
          <dt className="text-muted">What</dt>
          <dd className="first-letter:uppercase">
            {resourceWords(entry.resource.type)} {href && <TextLink href={href}>open</TextLink>}
          </dd>
          <dt className="text-muted">Id</dt>
          <dd className="min-w-0">
            <KeyText value={entry.resource.id} />
          </dd>
          {entry.saves > 1 && (
            <>
              <dt className="text-muted">Saves</dt>
              <dd>
                {entry.saves} since {exactText(entry.since, timeZone)}; each is an entry of its own
              </dd>
            </>
          )}
          <dt className="text-muted">Entry</dt>
          <dd className="flex min-w-0 items-baseline gap-2">
            <span className="num">{entry.sequence}</span>
            <KeyText value={entry.hash} />
          </dd>
          <dt className="text-muted">Request</dt>
          <dd className="min-w-0">
            <KeyText value={entry.requestId} />
          </dd>
        </dl>
        {changes && <Changes changes={changes} />}
        {entry.before !== undefined && (
          <Whole label={entry.after === undefined ? 'What was deleted' : 'Before'} value={entry.before} folded={changes !== null} />
        )}
        {entry.after !== undefined && (
          <Whole label={entry.before === undefined ? 'As it was created' : 'After'} value={entry.after} folded={changes !== null} />
        )}
      </div>
    </Sheet>
  );
}

function Changes({ changes }: { changes: readonly Change[] }) {
  if (changes.length === 0) return <p className="text-muted">It was saved without a change.</p>;
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-medium text-sm">{changes.length === 1 ? 'One change' : `${changes.length} changes`}</h3>
      <ul className="flex flex-col divide-y divide-border border-border border-y">
        {changes.map((change) => (
          <li key={change.path} className="flex flex-col gap-1 py-2">
            <span className="break-all font-mono text-muted text-sm">{change.path}</span>
            {change.before !== undefined && (
              <span className="whitespace-pre-wrap break-words rounded-sm bg-critical-soft px-2 py-1 text-critical">
                <span className="sr-only">Before: </span>− {leafText(change.before)}
              </span>
            )}
            {change.after !== undefined && (
              <span className="whitespace-pre-wrap break-words rounded-sm bg-positive-soft px-2 py-1 text-positive">
                <span className="sr-only">After: </span>+ {leafText(change.after)}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Whole({ label, value, folded }: { label: string; value: unknown; folded: boolean }) {
  if (!folded) return <JsonView label={label} value={value} />;
  return (
    <details>
      <summary className="rounded-sm text-muted text-sm hover:text-text">{label}, as a whole</summary>
      <div className="mt-2">
        <JsonView value={value} />
      </div>
    </details>
  );
}
