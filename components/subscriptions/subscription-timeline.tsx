'use client';

import clsx from 'clsx';
import { type ReactNode, useState } from 'react';
import { useClock } from '@/components/ui/clock';
import { dayText } from '@/components/ui/time-text';
import type { ScheduledChange, SubscriptionTimeline as Timeline } from '@/lib/api/subscription/state';
import { itemSentence } from './item-words';
import { axisOf, type Bar, type ItemBar } from './timeline-lanes';

interface Props {
  timeline: Timeline;
  changes: readonly ScheduledChange[];
  currency: string;
  timeZone: string;
}

const STATE: Record<Bar['state'], string> = {
  past: 'border-border-strong bg-hover text-muted',
  current: 'border-accent bg-accent-soft text-accent-text',
  future: 'border-accent border-dashed text-accent-text',
};

/** Shows a subscription on a time axis: phases, a lane for each rate card, pauses, what is scheduled, and now. */
export function SubscriptionTimeline({ timeline, changes, currency, timeZone }: Props) {
  const clock = useClock();
  const [now] = useState(() => new Date(clock()).toISOString());
  const axis = axisOf(timeline, changes, now);
  return (
    <figure aria-label="Timeline of the subscription" className="flex flex-col gap-1">
      <div className="grid grid-cols-[minmax(5rem,11rem)_minmax(0,1fr)] gap-x-3">
        <ol className="flex flex-col gap-1 pt-5 pb-1">
          <LaneName>Phase</LaneName>
          {axis.lanes.map(({ key, name }) => (
            <LaneName key={key}>{name}</LaneName>
          ))}
        </ol>
        <div className="relative flex flex-col gap-1 overflow-hidden pt-5 pb-1">
          <Row>
            {axis.phases.map((phase) => (
              <Span key={phase.id} bar={phase} className="font-medium" />
            ))}
          </Row>
          {axis.lanes.map(({ key, bars }) => (
            <Row key={key}>
              {bars.map((bar) => (
                <ItemSpan key={bar.id} bar={bar} currency={currency} timeZone={timeZone} />
              ))}
            </Row>
          ))}
          {axis.pauses.map((pause) => (
            <span
              key={pause.id}
              title="Paused: nothing is billed or granted."
              style={{ left: `${pause.from * 100}%`, width: `max(${(pause.to - pause.from) * 100}%, 2px)` }}
              className="absolute top-5 bottom-1 border-warning border-x bg-warning-soft/70"
            />
          ))}
          {axis.marks.map((mark) => (
            <span
              key={mark.id}
              aria-hidden="true"
              style={{ left: `${mark.at * 100}%` }}
              className="absolute inset-y-4 w-px border-warning border-l border-dashed"
            />
          ))}
          <span
            aria-hidden="true"
            style={{ left: `${axis.now * 100}%` }}
            className={clsx(
              'absolute inset-y-0 w-px bg-critical before:absolute before:top-0 before:text-critical before:text-xs before:content-["now"]',
              axis.now > 0.9 ? 'before:right-1.5' : 'before:left-1.5',
            )}
          />
        </div>
      </div>
      <figcaption className="flex justify-between gap-3 pl-[calc(min(11rem,30%)+0.75rem)] text-muted text-xs">
        <span>{dayText(axis.from, timeZone)}</span>
        <span>{dayText(axis.to, timeZone)}</span>
      </figcaption>
    </figure>
  );
}

const LaneName = ({ children }: { children: string }) => (
  <li className="flex h-7 items-center truncate text-muted text-sm">
    <span className="truncate">{children}</span>
  </li>
);

const Row = ({ children }: { children: ReactNode }) => <div className="relative h-7">{children}</div>;

function Span({ bar, title, className, children }: { bar: Bar; title?: string; className?: string; children?: ReactNode }) {
  return (
    <span
      title={title ?? bar.label}
      style={{ left: `${bar.from * 100}%`, width: `max(calc(${(bar.to - bar.from) * 100}% - 2px), 3px)` }}
      className={clsx(
        'num absolute inset-y-0 flex items-center overflow-hidden whitespace-nowrap border px-1.5 text-sm',
        bar.open ? 'rounded-l-sm border-r-0' : 'rounded-sm',
        STATE[bar.state],
        className,
      )}
    >
      {children ?? bar.label}
    </span>
  );
}

function ItemSpan({ bar, currency, timeZone }: { bar: ItemBar; currency: string; timeZone: string }) {
  const words = itemSentence(bar.item, currency);
  const until = bar.item.to ? ` to ${dayText(bar.item.to, timeZone)}` : ' on';
  return (
    <Span bar={bar} title={`${words}. From ${dayText(bar.item.from, timeZone)}${until}.`}>
      {words}
    </Span>
  );
}
