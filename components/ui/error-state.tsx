'use client';

import clsx from 'clsx';
import { CircleAlert, Lock } from 'lucide-react';
import { Button } from './button';
import { KeyText } from './copy';
import { problemWords } from './problem-words';

export type ErrorStateProps = {
  /** Error that was thrown; a problem document says most. */
  error: unknown;
  onRetry?: () => void;
  retrying?: boolean;
  /** Beside a control or inside a card, rather than in place of a page. */
  compact?: boolean;
};

export function ErrorState({ error, onRetry, retrying, compact = false }: ErrorStateProps) {
  const words = problemWords(error);
  const Icon = words.status === 403 ? Lock : CircleAlert;
  return (
    <div role="alert" className={clsx('flex gap-3', compact ? 'items-start p-3' : 'flex-col items-center px-4 py-14 text-center')}>
      <span className={clsx('shrink-0 text-critical', compact ? 'mt-0.5' : 'grid size-9 place-items-center rounded-md bg-critical-soft')}>
        <Icon aria-hidden="true" />
      </span>
      <div className={clsx('flex min-w-0 max-w-120 flex-col gap-1', !compact && 'items-center')}>
        <p className="font-medium text-md">{words.title}</p>
        <p className="text-pretty text-muted">{words.detail}</p>
        {words.requestId && (
          <p className="flex items-center gap-1.5 text-faint text-sm">
            Request <KeyText value={words.requestId} />
          </p>
        )}
        {onRetry && words.worthRetrying && (
          <Button size="sm" loading={retrying} onClick={onRetry} className="mt-2 self-auto">
            Try again
          </Button>
        )}
      </div>
    </div>
  );
}
