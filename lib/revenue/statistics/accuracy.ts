import { forecastWithBands } from './forecast';

/** Quality of forecasts, held against what happened. */
export interface Accuracy {
  /** Mean error over the mean change of the past: 1 is no better than taking the last value. Null when nothing ever changed. */
  mase: number | null;
  mae: number;
  /** Above zero, forecasts were too high. */
  bias: number;
  /** Sum of errors over the sum of what happened; null when that was nothing. */
  wape: number | null;
}

const mean = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0) / values.length;

/** Mean change from one value to that of `lag` before. */
function meanChange(series: readonly number[], lag: number): number {
  return mean(series.slice(lag).map((value, i) => Math.abs(value - (series[i] as number))));
}

/** Measures forecasts of what came after a series. */
export function accuracyOf(past: readonly number[], actual: readonly number[], forecast: readonly number[], season = 1): Accuracy {
  const errors = forecast.map((value, i) => value - (actual[i] as number));
  const mae = mean(errors.map(Math.abs));
  const [scale, happened] = [meanChange(past, season), actual.reduce((total, value) => total + Math.abs(value), 0)];
  return {
    mase: scale > 0 ? mae / scale : null,
    mae,
    bias: mean(errors),
    wape: happened > 0 ? (mae * errors.length) / happened : null,
  };
}

/** Record the method would have over the past of a series, against taking the last value, and how often its band held. */
export interface Rehearsal {
  mase: number;
  lastValueMase: number;
  coverage: number;
}

/** Forecasts from every origin of a series in turn, `horizon` values each, with at most so much history. */
export function rehearse(
  series: readonly number[],
  request: { firstOrigin: number; horizon: number; historyAtMost: number; level: number },
): Rehearsal {
  const { firstOrigin, horizon, historyAtMost, level } = request;
  const [errors, naive, held]: [number[], number[], number[]] = [[], [], []];
  for (let origin = firstOrigin; origin + horizon <= series.length; origin++) {
    const past = series.slice(Math.max(0, origin - historyAtMost), origin);
    const actual = series.slice(origin, origin + horizon);
    const { values, bands } = forecastWithBands(past, horizon, [level]);
    const last = actual.map(() => past.at(-1) as number);
    const [own, simple] = [accuracyOf(past, actual, values).mase, accuracyOf(past, actual, last).mase];
    if (own === null || simple === null) continue;
    errors.push(own);
    naive.push(simple);
    const band = bands?.get(level);
    if (band) held.push(...actual.map((value, h) => (band[h] && band[h].lower <= value && value <= band[h].upper ? 1 : 0)));
  }
  return { mase: mean(errors), lastValueMase: mean(naive), coverage: mean(held) };
}
