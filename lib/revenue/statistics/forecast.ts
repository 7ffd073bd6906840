import { projectFrom, type Smoothing, type SmoothingState, smooth } from './smoothing';

/** A band that future values are expected in. */
export interface Band {
  lower: number;
  upper: number;
}

/** A forecast with its bands by level in percent; null without enough past errors to know how far off it is. */
export interface Forecast {
  values: number[];
  seasonal: boolean;
  /** Past errors that the bands are made from. */
  errors: number;
  bands: Map<number, Band[]> | null;
}

/** Months of a year, which seasons repeat after. */
export const YEAR = 12;

/** Past errors below which no band is drawn. */
export const ERRORS_NEEDED = 6;

/** Months below which there is nothing to smooth. */
const SHORT = 3;

const range = (from: number, to: number, parts: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => (from + i) / parts);

/** Candidates of one method: pairs of how quickly level and slope follow. */
interface Method {
  phi: number;
  hasTrend: boolean;
  candidates: Smoothing[];
}

const methods: Method[] = [
  { phi: 1, hasTrend: false, candidates: range(1, 20, 20).map((alpha) => ({ alpha, beta: 0, gamma: 0, phi: 1 })) },
  ...[1, 0.9].map((phi) => ({
    phi,
    hasTrend: true,
    candidates: range(1, 10, 10).flatMap((alpha) => range(0, 5, 10).map((beta) => ({ alpha, beta: alpha * beta, gamma: 0, phi }))),
  })),
];

/**
 * Forecasts by the average of simple, linear-trend and damped-trend exponential smoothing, never below zero. Each method takes the candidate with
 * the least squared error of the next value. Two years or more with a season in them are forecast without it, which is put back afterwards.
 */
export function combinedForecast(series: readonly number[], horizon: number): { values: number[]; seasonal: boolean } {
  const last = series.at(-1) ?? 0;
  if (series.length < SHORT) return { values: Array.from({ length: horizon }, () => Math.max(0, last)), seasonal: false };
  const indices = hasSeason(series) ? seasonIndices(series) : null;
  const plain = indices ? series.map((value, i) => value / (indices[i % YEAR] as number)) : series;
  const paths = methods.map((method) => bestPath(plain, horizon, method));
  const values = Array.from({ length: horizon }, (_, h) => {
    const mean = paths.reduce((total, path) => total + (path[h] as number), 0) / paths.length;
    return Math.max(0, indices ? mean * (indices[(series.length + h) % YEAR] as number) : mean);
  });
  return { values, seasonal: indices !== null };
}

function bestPath(series: readonly number[], horizon: number, { phi, hasTrend, candidates }: Method): number[] {
  const [first, ...rest] = series as [number, ...number[]];
  const ahead = series.length < 4 ? 1 : 3;
  const start: SmoothingState = { level: first, slope: hasTrend ? ((series[ahead] as number) - first) / ahead : 0, seasons: [] };
  let best = { state: start, squaredError: Number.POSITIVE_INFINITY };
  for (const candidate of candidates) {
    const run = smooth(rest, start, candidate);
    if (run.squaredError < best.squaredError) best = run;
  }
  return projectFrom(best.state, horizon, phi);
}

/** True when the values of a year ago tell of those now, beyond what chance does nine times in ten. */
function hasSeason(series: readonly number[]): boolean {
  if (series.length < 2 * YEAR || series.some((value) => value <= 0)) return false;
  const mean = series.reduce((total, value) => total + value, 0) / series.length;
  const off = series.map((value) => value - mean);
  const spread = off.reduce((total, value) => total + value * value, 0);
  if (spread === 0) return false;
  const correlation = (lag: number) => off.slice(lag).reduce((total, value, i) => total + value * (off[i] as number), 0) / spread;
  const nearer = range(1, YEAR - 1, 1).reduce((total, lag) => total + correlation(lag) ** 2, 0);
  return Math.abs(correlation(YEAR)) > 1.645 * Math.sqrt((1 + 2 * nearer) / series.length);
}

/** Share of each month of the year in its moving average of a year, on average 1. The first index is that of the first value. */
function seasonIndices(series: readonly number[]): number[] {
  const half = YEAR / 2;
  const ratios = Array.from({ length: YEAR }, (): number[] => []);
  for (let i = half; i < series.length - half; i++) {
    const inside = series.slice(i - half + 1, i + half).reduce((total, value) => total + value, 0);
    const average = (inside + ((series[i - half] as number) + (series[i + half] as number)) / 2) / YEAR;
    ratios[i % YEAR]?.push((series[i] as number) / average);
  }
  const means = ratios.map((some) => some.reduce((total, value) => total + value, 0) / some.length);
  const whole = means.reduce((total, value) => total + value, 0) / YEAR;
  return means.map((value) => value / whole);
}

/** Errors of forecasts that would have been made in the last year, each divided by the root of how far ahead it looked; in order of size. */
function pastErrors(series: readonly number[]): number[] {
  const errors: number[] = [];
  for (let origin = Math.max(4, series.length - YEAR); origin < series.length; origin++) {
    const ahead = Math.min(6, series.length - origin);
    const { values } = combinedForecast(series.slice(0, origin), ahead);
    for (const [h, value] of values.entries()) errors.push(Math.abs((series[origin + h] as number) - value) / Math.sqrt(h + 1));
  }
  return errors.sort((a, b) => a - b);
}

/** Forecasts with a band per level in percent: as wide as past errors were, at that level. */
export function forecastWithBands(series: readonly number[], horizon: number, levels: readonly number[]): Forecast {
  const { values, seasonal } = combinedForecast(series, horizon);
  const errors = series.length < SHORT ? [] : pastErrors(series);
  if (errors.length < ERRORS_NEEDED) return { values, seasonal, errors: errors.length, bands: null };
  const bands = levels.map((level) => {
    const rank = Math.ceil(((errors.length + 1) * level) / 100);
    const reach = rank > errors.length ? (errors.at(-1) as number) * 1.25 : (errors[rank - 1] as number);
    const band = values.map((value, h) => {
      const width = reach * Math.sqrt(h + 1);
      return { lower: Math.max(0, value - width), upper: value + width };
    });
    return [level, band] as const;
  });
  return { values, seasonal, errors: errors.length, bands: new Map(bands) };
}
