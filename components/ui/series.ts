import { groupDigits } from '@/lib/money';
import { dayWords, monthWords } from './calendar';

/** Type of a position on the x axis. Times are instants or days; `text` is anything else. */
export type AxisKind = 'hour' | 'day' | 'month' | 'text';

/** One position with a decimal string per series. Null, or nothing, is a gap: not known, which is not zero. */
export type SeriesRow = { x: string; values: Readonly<Record<string, string | null | undefined>> };

export type Series = {
  key: string;
  label: string;
  /** Its place in the palette, 1 to 8; by default its place in the list. Give it to keep a thing's colour from chart to chart. */
  color?: number;
  /** Drawn thinner and dashed: a comparison, a forecast. */
  ghost?: boolean;
};

export type ChartData = {
  x: AxisKind;
  /** Names the x column of the table and the CSV: "Day". */
  xLabel: string;
  rows: readonly SeriesRow[];
  series: readonly Series[];
  /** After figures: "tokens". In front: "$". */
  unit?: string;
  sign?: string;
  /** The zone in which hours are shown. */
  timeZone?: string;
};

export type PlotKind = 'line' | 'area' | 'bar';

const MAX_DIRECT_LABELS = 5;

/** Whether series are named at the end of their lines rather than in a legend. */
export const hasDirectLabels = (kind: PlotKind, series: readonly Series[]): boolean =>
  kind === 'line' && series.length > 1 && series.length <= MAX_DIRECT_LABELS;

export const colorOf = (series: Series, index: number): string => `var(--chart-${series.color ?? (index % 8) + 1})`;

/** A position as it is written under the axis ("5 Nov", "09:00"). */
export function tickWords(x: string, { x: kind, timeZone = 'UTC' }: ChartData): string {
  if (kind === 'text') return x;
  if (kind === 'hour') return hourWords(x, timeZone);
  const day = x.slice(0, 10);
  return kind === 'month' ? monthWords(day) : dayWords(day).slice(0, -5);
}

/** A position written in full, for the tooltip and the table. */
export function positionWords(x: string, data: ChartData): string {
  if (data.x === 'text') return x;
  if (data.x === 'hour') return `${dayWords(localDay(x, data.timeZone ?? 'UTC'))}, ${hourWords(x, data.timeZone ?? 'UTC')}`;
  return data.x === 'month' ? monthWords(x.slice(0, 10)) : dayWords(x.slice(0, 10));
}

const hourWords = (instant: string, timeZone: string) =>
  new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(Date.parse(instant));
const localDay = (instant: string, timeZone: string) =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(Date.parse(instant));

/** A figure in full: "$1,234.50", "1,204,331 tokens". */
export function exactWords(value: string, { sign = '', unit }: Pick<ChartData, 'sign' | 'unit'>): string {
  const size = groupDigits(value.replace(/^-/, ''));
  return `${value.startsWith('-') ? '−' : ''}${sign}${size}${unit ? ` ${unit}` : ''}`;
}

const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 3 });

/** A figure on an axis: "1.2M". For drawing only; what is read exactly is in the tooltip and the table. */
export const compactWords = (value: number, sign = ''): string => `${value < 0 ? '−' : ''}${sign}${compact.format(Math.abs(value))}`;

/** Head and rows of the table behind a chart. */
export function tableOf(data: ChartData): { head: string[]; rows: (string | null)[][] } {
  return {
    head: [data.xLabel, ...data.series.map((series) => series.label)],
    rows: data.rows.map((row) => [row.x, ...data.series.map((series) => row.values[series.key] ?? null)]),
  };
}

/**
 * Three to five round positions that cover all figures and zero: 1.9M → 0, 500k, 1M, 1.5M, 2M. `stacked` adds the series of a position up.
 */
export function axisTicks(data: ChartData, stacked: boolean): number[] {
  let low = 0;
  let high = 0;
  for (const row of data.rows) {
    const values = data.series.map(({ key }) => Number(row.values[key] ?? 0));
    const ups = values.filter((value) => value > 0);
    const downs = values.filter((value) => value < 0);
    const total = (list: number[]) => list.reduce((sum, value) => sum + value, 0);
    high = Math.max(high, stacked ? total(ups) : Math.max(0, ...ups));
    low = Math.min(low, stacked ? total(downs) : Math.min(0, ...downs));
  }
  if (low === high) return [0, 1];
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10) * power;
  const from = Math.floor(low / step + 1e-9);
  const to = Math.ceil(high / step - 1e-9);
  return Array.from({ length: to - from + 1 }, (_, i) => (from + i) * step);
}

/** Moves labels apart so that none covers another: each at least `gap` below the one before, all within [top, bottom] where they fit. */
export function spread(wanted: readonly number[], gap: number, top: number, bottom: number): number[] {
  const order = wanted.map((y, index) => ({ y, index })).sort((a, b) => a.y - b.y);
  let floor = top;
  for (const label of order) {
    label.y = Math.max(label.y, floor);
    floor = label.y + gap;
  }
  let ceiling = bottom;
  for (const label of order.toReversed()) {
    label.y = Math.min(label.y, ceiling);
    ceiling = label.y - gap;
  }
  const placed = [...wanted];
  for (const label of order) placed[label.index] = label.y;
  return placed;
}
