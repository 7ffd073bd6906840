import 'server-only';
import { isoOf } from '@/lib/exact-time';
import { problem } from '@/lib/problem';
import { DAY_MINUTES, lit, QUARTER_MINUTES } from '@/lib/server/usage/counting';
import type { MeterState } from '@/lib/server/usage/meter-state';
import { type Cover, cover, type Span } from '@/lib/server/usage/windows';

const LITERAL_MAX = 40;

export const times = (spans: readonly Span[], edge: 'from' | 'to') =>
  `ARRAY[${spans.map((s) => lit(isoOf(s[edge]))).join(',')}]::timestamptz[]`;

/** Sources of the windows: rollups, events where rollups are too coarse, and `later` events that rollups do not hold yet. */
export function coverFor(state: MeterState, windows: readonly Span[]): Cover & { later: Span[] } {
  const found = coveredBy(state, windows);
  requireKept(state, found.events);
  return found;
}

function coveredBy(state: MeterState, windows: readonly Span[]): Cover & { later: Span[] } {
  if (state.doneSeq === '0') return { days: [], quarters: [], events: [...windows], later: [] };
  const covered = cover(windows);
  const counted = [...covered.days, ...covered.quarters].sort((a, b) => a.from - b.from);
  return { ...covered, later: state.behind ? counted : [] };
}

/** Refuses what would have to be read from events that were archived: their figures are there in quarters of an hour, as they are now. */
function requireKept(state: MeterState, events: readonly Span[]): void {
  for (const month of state.archived) {
    const from = Date.parse(`${month}T00:00:00Z`);
    const to = new Date(from).setUTCMonth(new Date(from).getUTCMonth() + 1);
    if (!events.some((s) => s.from < to && s.to > from)) continue;
    const asked = 'Of that time whole quarters of an hour can be asked for, as they stand now.';
    throw problem(
      'gone',
      `The events of ${month.slice(0, 7)} were archived, and the meter "${state.key}" keeps no finer figures of them. ${asked}`,
    );
  }
}

/** The two kinds of events of a cover, each as spans and a condition that keeps them from being counted twice. */
export const eventParts = (state: MeterState, covered: { events: Span[]; later: Span[] }): { spans: Span[]; more: string }[] =>
  [
    { spans: covered.events, more: '' },
    { spans: covered.later, more: `AND e.seq > ${state.doneSeq}` },
  ].filter((part) => part.spans.length);

/** The buckets `r` of a cover, as a join and a condition: literal ranges while they are few, which the planner can estimate. */
export function bucketsSql({ days, quarters }: Cover): { join: string; where: string } | null {
  const grains = [...days.map((s) => ({ ...s, grain: DAY_MINUTES })), ...quarters.map((s) => ({ ...s, grain: QUARTER_MINUTES }))];
  if (!grains.length) return null;
  if (grains.length <= LITERAL_MAX) {
    const each = grains.map((g) => `(r.grain = ${g.grain} AND r.bucket >= ${lit(isoOf(g.from))} AND r.bucket < ${lit(isoOf(g.to))})`);
    return { join: '', where: `(${each.join(' OR ')})` };
  }
  return {
    join: `CROSS JOIN unnest(ARRAY[${grains.map((g) => g.grain)}]::int[], ${times(grains, 'from')}, ${times(grains, 'to')}) AS n(grain, f, t)`,
    where: '(r.grain = n.grain AND r.bucket >= n.f AND r.bucket < n.t)',
  };
}

/** The events `e` of spans, likewise. */
export function spansSql(spans: readonly Span[]): { join: string; where: string } {
  if (spans.length <= LITERAL_MAX) {
    const each = spans.map((s) => `(e.time >= ${lit(isoOf(s.from))} AND e.time < ${lit(isoOf(s.to))})`);
    return { join: '', where: `(${each.join(' OR ')})` };
  }
  return {
    join: `CROSS JOIN unnest(${times(spans, 'from')}, ${times(spans, 'to')}) AS n(f, t)`,
    where: '(e.time >= n.f AND e.time < n.t)',
  };
}
