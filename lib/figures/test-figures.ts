import { estimateOf, estimateText } from '../revenue/statistics/estimate';
import { type Arm, conversionTest, type Range, revenueTest, sampleSize } from '../revenue/statistics/market-test';
import { type Kinds, kind } from './figure';

type TestInput = { confidence: number } & (
  | { metric: 'conversion'; expected_share_a: number; a: Arm; b: Arm }
  | { metric: 'revenue_per_customer'; a: string[]; b: string[] }
);

const written = (range: Range): string[] => range.map((value) => estimateText(value));

function marketTestFigures(input: TestInput) {
  if (input.metric === 'conversion') {
    const { sampleRatioMismatch, smallSample, ...test } = conversionTest(input.a, input.b, input.expected_share_a, input.confidence);
    return {
      rate_a: estimateText(test.rateA),
      rate_b: estimateText(test.rateB),
      wilson_a: written(test.wilsonA),
      wilson_b: written(test.wilsonB),
      difference: estimateText(test.difference),
      interval: written(test.interval),
      p_value: estimateText(test.pValue),
      fisher_p: estimateText(test.fisherP),
      sample_ratio_p: estimateText(test.sampleRatioP),
      sample_ratio_mismatch: sampleRatioMismatch,
      small_sample: smallSample,
    };
  }
  const test = revenueTest(input.a.map(estimateOf), input.b.map(estimateOf), input.confidence);
  return {
    mean_a: estimateText(test.meanA),
    mean_b: estimateText(test.meanB),
    difference: estimateText(test.difference),
    interval: written(test.interval),
    degrees_of_freedom: estimateText(test.degreesOfFreedom),
    t: estimateText(test.t),
    p_value: estimateText(test.pValue),
    skewness: estimateText(test.skewness),
    small_sample: test.smallSample,
  };
}

interface SampleSizeInput {
  baseline_rate: string;
  minimum_difference: string;
  alpha: string;
  power: string;
}

/** Rules for figures of market tests. */
export const testFigures: Kinds = {
  market_test: kind(marketTestFigures),
  sample_size: kind(({ baseline_rate, minimum_difference, alpha, power }: SampleSizeInput) => ({
    per_arm: sampleSize(estimateOf(baseline_rate), estimateOf(minimum_difference), estimateOf(alpha), estimateOf(power)),
  })),
};
