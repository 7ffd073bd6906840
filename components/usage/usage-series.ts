import type { ChartData, Series } from '@/components/ui/series';
import { decimal, divide, HUNDRED, sum, text } from '@/lib/decimal';
import type { MeterAggregation } from '@/lib/metering/meter';
import type { MeterQueryRow } from '@/lib/metering/meter-query';
import { addsUp } from './aggregation';
import type { Every, Window } from './usage-range';

const X_LABEL = { hour: 'Hour', day: 'Day', month: 'Month' } as const;
const MOST_GROUPS = 7;
const REST = 'rest of them';

interface Figures {
  aggregation: MeterAggregation;
  every: Every;
  timeZone: string;
  windows: readonly Window[];
  /** In milliseconds: windows that begin later have no figure yet. */
  now: number;
}

/** Usage over time as one series, with that of an earlier range of as many windows as a second one where it is given. */
export function totalSeries(
  rows: readonly MeterQueryRow[],
  figures: Figures,
  before?: { rows: readonly MeterQueryRow[]; windows: readonly Window[] },
): ChartData {
  const current = byWindow(rows);
  const earlier = before && byWindow(before.rows);
  const quiet = emptyValue(figures.aggregation);
  return {
    x: figures.every,
    xLabel: X_LABEL[figures.every],
    timeZone: figures.timeZone,
    series: [
      { key: 'now', label: before ? 'This range' : 'Usage' },
      ...(before ? [{ key: 'before', label: 'Range before', color: 8, ghost: true }] : []),
    ],
    rows: figures.windows.map(({ x, from }, index) => ({
      x,
      values: {
        now: from > figures.now ? null : (current.get(from)?.value ?? quiet),
        ...(before && { before: before.windows[index] ? (earlier?.get(before.windows[index].from)?.value ?? quiet) : null }),
      },
    })),
  };
}

const byWindow = (rows: readonly MeterQueryRow[]) => new Map(rows.map((row) => [Date.parse(row.from), row]));

/** Returns the value of a window without events: nothing was used, or for averages and extremes nothing is known. */
const emptyValue = (aggregation: MeterAggregation) => (addsUp(aggregation) || aggregation === 'unique_count' ? '0' : null);

/**
 * Usage over time split by a dimension: the largest values as series of their own, the rest as one more where figures add up and left
 * out where they do not. `label` names a value; the empty value is that of events which do not carry the dimension.
 */
export function groupedSeries(rows: readonly MeterQueryRow[], by: string, figures: Figures, label: (value: string) => string): ChartData {
  const totals = new Map<string, number>();
  for (const row of rows) {
    const value = row.dimensions[by] ?? '';
    totals.set(value, (totals.get(value) ?? 0) + Math.abs(Number(row.value)));
  }
  const ranked = [...totals].sort((a, b) => b[1] - a[1]).map(([value]) => value);
  const shown = ranked.slice(0, ranked.length > MOST_GROUPS ? MOST_GROUPS : undefined);
  const rest = new Set(ranked.slice(shown.length));
  const adds = addsUp(figures.aggregation);
  const series: Series[] = shown.map((value) => ({ key: `v:${value}`, label: label(value) }));
  if (rest.size > 0 && adds) series.push({ key: REST, label: `${rest.size} others`, color: 8 });

  const values = new Map<number, Record<string, string>>();
  const others = new Map<number, string[]>();
  for (const row of rows) {
    const at = Date.parse(row.from);
    const value = row.dimensions[by] ?? '';
    if (rest.has(value)) others.set(at, [...(others.get(at) ?? []), row.value]);
    else values.set(at, { ...values.get(at), [`v:${value}`]: row.value });
  }
  const quiet = emptyValue(figures.aggregation);
  return {
    x: figures.every,
    xLabel: X_LABEL[figures.every],
    timeZone: figures.timeZone,
    series,
    rows: figures.windows.map(({ x, from }) => {
      if (from > figures.now) return { x, values: {} };
      const left = others.get(from);
      const row: Record<string, string | null> = {};
      for (const { key } of series) row[key] = values.get(from)?.[key] ?? quiet;
      if (adds && rest.size > 0) row[REST] = left ? text(sum(left.map(decimal))) : '0';
      return { x, values: row };
    }),
  };
}

/** The difference between two figures, exactly, and in percent of the earlier one to one digit; null percent where that was zero. */
export function changeBetween(now: string, before: string): { difference: string; percent: string | null } {
  const earlier = decimal(before);
  const difference = decimal(now).minus(earlier);
  const isZero = !/[1-9]/.test(before);
  return { difference: text(difference), percent: isZero ? null : text(divide(difference.times(HUNDRED), earlier.abs(), 1)) };
}
