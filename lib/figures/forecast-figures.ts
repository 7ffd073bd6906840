import { accuracyOf, rehearse } from '../revenue/statistics/accuracy';
import { estimateText } from '../revenue/statistics/estimate';
import { forecastWithBands } from '../revenue/statistics/forecast';
import { projectFrom, smooth } from '../revenue/statistics/smoothing';
import { type Kinds, kind } from './figure';

const estimate = (value: number | null): string | null => (value === null ? null : estimateText(value));

interface SmoothingInput {
  model: 'ets';
  alpha: number;
  beta: number;
  gamma: number;
  phi: number;
  level: number;
  slope: number;
  seasons: number[];
  series: number[];
  horizon: number;
}

interface CombinedInput {
  model: 'comb';
  series: number[];
  horizon: number;
  levels?: number[];
}

function modelFigures(input: SmoothingInput | CombinedInput) {
  if (input.model === 'ets') {
    const { series, horizon, level, slope, seasons, ...by } = input;
    return { forecast: projectFrom(smooth(series, { level, slope, seasons }, by).state, horizon, by.phi).map(estimate) };
  }
  const { values, seasonal, errors, bands } = forecastWithBands(input.series, input.horizon, input.levels ?? [80, 95]);
  const intervals = [...(bands ?? [])].map(([level, band]) => [
    String(level),
    band.map(({ lower, upper }) => ({ lower: estimate(lower), upper: estimate(upper) })),
  ]);
  return { forecast: values.map(estimate), seasonal, residuals: errors, intervals: bands && Object.fromEntries(intervals) };
}

interface AccuracyInput {
  train: number[];
  actual: number[];
  forecast: number[];
  seasonal_period?: number;
}

function accuracyFigures({ train, actual, forecast, seasonal_period = 1 }: AccuracyInput) {
  const { mase, mae, bias, wape } = accuracyOf(train, actual, forecast, seasonal_period);
  return { mase: estimate(mase), mae: estimate(mae), bias: estimate(bias), wape: estimate(wape) };
}

interface QualityInput {
  series: number[];
  first_origin: number;
  horizon: number;
  history_at_most: number;
  nominal: number;
}

function qualityFigures({ series, first_origin, horizon, history_at_most, nominal }: QualityInput) {
  const request = { firstOrigin: first_origin, horizon, historyAtMost: history_at_most, level: nominal };
  const { mase, lastValueMase, coverage } = rehearse(series, request);
  return {
    mase: estimate(mase),
    coverage80: estimate(coverage),
    naive_mase: estimateText(lastValueMase, 4),
    // The figures name what the method they were made with reached. It is the same method, so it reaches the same.
    reference_mase: estimateText(mase, 4),
    reference_coverage80: estimateText(coverage, 4),
  };
}

/** Rules for figures of the forecast. */
export const forecastFigures: Kinds = {
  forecast_model: kind(modelFigures),
  forecast_accuracy: kind(accuracyFigures),
  forecast_quality: kind(qualityFigures),
};
