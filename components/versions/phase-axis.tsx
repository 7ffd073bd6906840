'use client';

import clsx from 'clsx';
import { ArrowRight } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { durationWords } from '@/lib/catalog/cadence';
import { phaseBars, stretched } from './phase-bars';
import { PhaseBoundary } from './phase-boundary';

type AxisPhase = { key: string; name: string; duration?: string };

type Props<T extends AxisPhase> = {
  phases: readonly T[];
  /** The place of the phase that is open; none where none is. */
  current?: number;
  onOpen: (phase: T) => void;
  /** Makes a phase longer or shorter; without it the boundaries are fixed. */
  onStretch?: (phase: T, duration: string) => void;
};

const STEPS: Record<string, (at: number, last: number) => number> = {
  ArrowRight: (at, last) => Math.min(at + 1, last),
  ArrowLeft: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_, last) => last,
};

/** The phases of a plan one after the other in time, each as long as it lasts. Arrows walk them; a click or Enter opens one. Boundaries are dragged. */
export function PhaseAxis<T extends AxisPhase>({ phases, current, onOpen, onStretch }: Props<T>) {
  const [walked, setWalked] = useState<number | null>(null);
  if (phases.length < 2) return null;
  const last = phases.length - 1;
  const tabStop = Math.min(walked ?? current ?? 0, last);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = STEPS[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    const buttons = [...event.currentTarget.querySelectorAll('button')];
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    if (at < 0) return;
    event.preventDefault();
    buttons[step(at, last)]?.focus();
  };
  return (
    <nav aria-label="Phases in time" className="-m-1 overflow-x-auto p-1">
      <ol className="flex gap-0.5" onKeyDown={onKeyDown}>
        {phaseBars(phases).map(({ phase, share, start, open }, i) => {
          const name = phase.name || 'Unnamed phase';
          const length = open ? 'no end' : phase.duration ? durationWords(phase.duration) : 'length not set';
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: keys of phases may be alike or empty while they are typed
            <li key={i} style={{ flexGrow: share * 100 }} className="relative min-w-24 basis-0">
              <button
                type="button"
                tabIndex={i === tabStop ? 0 : -1}
                aria-current={i === current ? 'step' : undefined}
                aria-label={[name, length, start].filter(Boolean).join(', ')}
                title={name}
                onFocus={() => setWalked(i)}
                onBlur={() => setWalked(null)}
                onClick={() => onOpen(phase)}
                className={clsx(
                  'num flex w-full flex-col border px-2 py-1 text-left transition-colors focus-visible:-outline-offset-2',
                  i === 0 && 'rounded-l-md',
                  open ? 'border-r-0' : i === last && 'rounded-r-md',
                  i === current ? 'border-accent bg-accent-soft text-accent-text' : 'border-border-strong bg-surface hover:bg-hover',
                )}
              >
                <span className="flex w-full items-center gap-1">
                  <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
                  {open && <ArrowRight aria-hidden="true" className="size-3.5 shrink-0" />}
                </span>
                <span className="w-full truncate text-sm">{length}</span>
                <span className={clsx('w-full truncate text-xs', i !== current && 'text-muted')}>{start ?? '\u00a0'}</span>
              </button>
              {onStretch && i < last && stretched(phase.duration ?? '', 0) !== null && (
                <PhaseBoundary name={name} duration={phase.duration ?? ''} onChange={(duration) => onStretch(phase, duration)} />
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
