import type { SubscriptionTimeline, TimelineItem } from '@/lib/api/subscription/state';

/** A span on the time axis, in shares of its width from 0 to 1. */
export interface Bar {
  id: string;
  label: string;
  from: number;
  to: number;
  /** It goes on beyond the axis. */
  open: boolean;
  state: 'past' | 'current' | 'future';
}

export interface ItemBar extends Bar {
  item: TimelineItem;
}

/** One lane for each rate card: its stretches one behind the other. */
export interface Lane {
  key: string;
  name: string;
  bars: ItemBar[];
}

export interface Axis {
  phases: Bar[];
  lanes: Lane[];
  pauses: Bar[];
  /** Start of each future change. */
  marks: { id: string; label: string; at: number }[];
  now: number;
  from: string;
  to: string;
}

const DAY_MS = 86_400_000;
/** Room ahead of the last thing that is known, as a share of the whole. */
const AHEAD = 0.15;

interface Mark {
  id: string;
  at: string;
  sentence: string;
}

/**
 * Lays a subscription out on one axis of time: phases, then a lane for each rate card. The axis begins with the subscription and ends a little
 * after the last known instant or now, whichever is later. Takes the instant `now`.
 */
export function axisOf({ phases, items, pauses }: SubscriptionTimeline, changes: readonly Mark[], now: string): Axis {
  const at = Date.parse(now);
  const spans = [...phases, ...items, ...pauses];
  const known = spans.flatMap(({ from, to }) => [Date.parse(from), ...(to ? [Date.parse(to)] : [])]);
  const first = Math.min(...known, at);
  const last = Math.max(...known, ...changes.map((change) => Date.parse(change.at)), at, first + 30 * DAY_MS);
  const end = spans.some(({ to }) => to === undefined) ? last + (last - first) * AHEAD : last;
  const share = (instant: number) => Math.min(Math.max((instant - first) / (end - first), 0), 1);
  const bar = (id: string, label: string, span: { from: string; to?: string | undefined }): Bar => ({
    id,
    label,
    from: share(Date.parse(span.from)),
    to: span.to === undefined ? 1 : share(Date.parse(span.to)),
    open: span.to === undefined,
    state: span.to !== undefined && Date.parse(span.to) <= at ? 'past' : Date.parse(span.from) > at ? 'future' : 'current',
  });
  const keys = [...new Set(items.map(({ key }) => key))];
  return {
    phases: phases.map((phase) => bar(phase.id, phase.name, phase)),
    lanes: keys.map((key) => {
      const own = items.filter((item) => item.key === key).toSorted((a, b) => (a.from < b.from ? -1 : 1));
      return {
        key,
        name: own.at(-1)?.name ?? key,
        bars: own.map((item) => ({ ...bar(item.id, item.name, item), item })),
      };
    }),
    pauses: pauses.map((pause) => bar(pause.from, 'Paused', pause)),
    marks: changes.map(({ id, at: when, sentence }) => ({ id, label: sentence, at: share(Date.parse(when)) })),
    now: share(at),
    from: new Date(first).toISOString(),
    to: new Date(end).toISOString(),
  };
}
