import 'server-only';
import { Temporal } from 'temporal-polyfill';
import type { MeterQueryGranularity } from '@/lib/metering/meter-query';
import { problem } from '@/lib/problem';

/** Milliseconds since 1970, [from, to), with fractions: a microsecond is a thousandth. */
export interface Span {
  from: number;
  to: number;
}

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const DAY = 1440 * MINUTE;

export const WINDOWS_MAX = 50_000;

/**
 * The windows of a granularity that touch [from, to), in the calendar of the time zone, clipped to it, in order and without gaps. Days and
 * months follow the wall clock (a day has 23 hours when clocks go forward); hours start at each full local hour and at each change of the
 * offset, so that none is counted twice when clocks go back. `wholeFirst` leaves the first window unclipped.
 */
export function windowsOf(span: Span, granularity: MeterQueryGranularity | undefined, timeZone: string, wholeFirst = false): Span[] {
  if (span.from >= span.to) return [];
  if (granularity === undefined) return [span];
  const starts =
    granularity === 'PT1M' ? minutes(span) : granularity === 'PT1H' ? hours(span, timeZone) : dates(span, granularity, timeZone);
  return starts.map((start, i) => ({
    from: wholeFirst ? start : Math.max(start, span.from),
    to: Math.min(starts[i + 1] ?? span.to, span.to),
  }));
}

function limited(starts: number[]): number[] {
  if (starts.length <= WINDOWS_MAX) return starts;
  const detail = `The range has more than ${WINDOWS_MAX} windows of this granularity. Ask for a shorter range or a coarser granularity.`;
  throw problem('invalid_parameters', detail, {
    invalidParameters: [{ field: '$.granularity', rule: 'invalid', reason: detail, source: 'body' }],
  });
}

function steps(first: number, to: number, step: number): number[] {
  return limited(Array.from({ length: Math.min(Math.ceil((to - first) / step), WINDOWS_MAX + 1) }, (_, i) => first + i * step));
}

// No zone has had an offset with seconds since 1972, so minutes are the same everywhere.
const minutes = ({ from, to }: Span) => steps(Math.floor(from / MINUTE) * MINUTE, to, MINUTE);

function hours({ from, to }: Span, timeZone: string): number[] {
  const starts: number[] = [];
  let at = Temporal.Instant.fromEpochMilliseconds(Math.floor(from)).toZonedDateTimeISO(timeZone);
  while (at.epochMilliseconds < to) {
    const next = at.getTimeZoneTransition('next');
    const end = Math.min(next?.epochMilliseconds ?? to, to);
    const offset = at.offsetNanoseconds / 1e6;
    const hour = 60 * MINUTE;
    const first = Math.floor((at.epochMilliseconds + offset) / hour) * hour - offset;
    starts.push(...steps(first, end, hour).map((start, i) => (i === 0 && starts.length ? at.epochMilliseconds : start)));
    limited(starts);
    if (!next || end === to) break;
    at = next;
  }
  return starts;
}

function dates({ from, to }: Span, granularity: 'P1D' | 'P1M', timeZone: string): number[] {
  let date = Temporal.Instant.fromEpochMilliseconds(Math.floor(from)).toZonedDateTimeISO(timeZone).toPlainDate();
  if (granularity === 'P1M') date = date.with({ day: 1 });
  const starts: number[] = [];
  for (;;) {
    const start = date.toZonedDateTime(timeZone).epochMilliseconds;
    if (start >= to) return starts;
    // A date that a zone skipped whole (Samoa, 30 December 2011) starts where the next one does.
    if (starts.at(-1) !== start) starts.push(start);
    limited(starts);
    date = date.add(granularity === 'P1D' ? { days: 1 } : { months: 1 });
  }
}

/** Cuts windows (given in order) at some instants (in order), so that no bucket is used across them. */
export function cutAt(windows: readonly Span[], instants: readonly number[]): Span[] {
  if (!instants.length) return [...windows];
  return windows.flatMap(({ from, to }) => {
    const edges = [from, ...instants.filter((at) => from < at && at < to), to];
    return edges.slice(1).map((edge, i) => ({ from: edges[i] as number, to: edge }));
  });
}

/** Which parts of some windows whole days of UTC answer, which quarter hours, and which only the events themselves. Neighbours are joined. */
export interface Cover {
  days: Span[];
  quarters: Span[];
  events: Span[];
}

/** Cuts each window (given in order) into what rollups hold of it and what they do not: no bucket is used across the edge of a window. */
export function cover(windows: readonly Span[]): Cover {
  const result: Cover = { days: [], quarters: [], events: [] };
  for (const window of windows) {
    const quarters = whole(window, QUARTER);
    if (!quarters) {
      append(result.events, window);
      continue;
    }
    append(result.events, { from: window.from, to: quarters.from });
    const days = whole(quarters, DAY);
    if (days) {
      append(result.quarters, { from: quarters.from, to: days.from });
      append(result.days, days);
      append(result.quarters, { from: days.to, to: quarters.to });
    } else append(result.quarters, quarters);
    append(result.events, { from: quarters.to, to: window.to });
  }
  return result;
}

function whole(span: Span, size: number): Span | null {
  const from = Math.ceil(span.from / size) * size;
  const to = Math.floor(span.to / size) * size;
  return from < to ? { from, to } : null;
}

function append(spans: Span[], span: Span): void {
  if (span.from >= span.to) return;
  const last = spans.at(-1);
  if (last?.to === span.from) last.to = span.to;
  else spans.push({ ...span });
}
