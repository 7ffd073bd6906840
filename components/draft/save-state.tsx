'use client';

import clsx from 'clsx';
import { Check, CloudOff } from 'lucide-react';
import { Spinner } from '@/components/ui/spinner';
import { type SaveStatus, saveWords } from './autosave';

/** Shows the save state beside the title. Always one line of the same height, so that nothing jumps. */
export function SaveState({ status, onRetry }: { status: SaveStatus; onRetry: () => void }) {
  const bad = status.kind === 'failed' || status.kind === 'stale' || status.kind === 'blocked';
  return (
    <span
      role="status"
      title={saveWords(status)}
      className={clsx('flex h-6 min-w-0 items-center gap-1.5 text-sm', bad ? 'text-warning' : 'text-muted')}
    >
      {status.kind === 'saving' ? (
        <Spinner className="size-3.5" />
      ) : bad ? (
        <CloudOff aria-hidden="true" className="size-3.5" />
      ) : (
        <Check aria-hidden="true" className="size-3.5" />
      )}
      <span className="truncate">{saveWords(status)}</span>
      {status.kind === 'failed' && (
        <button type="button" onClick={onRetry} className="shrink-0 rounded-sm text-accent-text hover:underline">
          Try now
        </button>
      )}
    </span>
  );
}
