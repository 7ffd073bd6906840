'use client';

import clsx from 'clsx';
import { Pause, Play } from 'lucide-react';
import { Button } from '@/components/ui/button';
import type { LiveState } from './live-events';

const WORDS: Record<LiveState, string> = {
  opening: 'Connecting…',
  live: 'Live: events appear as they arrive',
  waiting: 'Connection lost. Reconnecting; no events are lost',
  paused: 'Paused',
};

interface Props {
  state: LiveState;
  skipped: boolean;
  /** Number of events that came while paused. */
  waiting: number;
  most: number;
  onPausedChange: (paused: boolean) => void;
}

/** Above events that arrive: whether they do, and a button to hold them. */
export function LiveBar({ state, skipped, waiting, most, onPausedChange }: Props) {
  const paused = state === 'paused';
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md border border-border px-3 py-1.5">
      <span
        aria-hidden="true"
        className={clsx('size-2 rounded-full', state === 'live' ? 'bg-positive' : state === 'waiting' ? 'bg-warning' : 'bg-border-strong')}
      />
      <p role="status" className={clsx('min-w-0', state === 'waiting' ? 'text-warning' : 'text-muted')}>
        {WORDS[state]}
        {paused && waiting > 0 && `, ${waiting >= most ? `${most} or more` : waiting} new`}.
        {skipped && !paused && ' Not all new events fit here. See the list for all.'}
      </p>
      <Button size="sm" icon={paused ? <Play /> : <Pause />} onClick={() => onPausedChange(!paused)} className="ml-auto">
        {paused ? 'Resume' : 'Pause'}
      </Button>
    </div>
  );
}
