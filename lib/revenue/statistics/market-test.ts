import { fisherExact, normalBeyond, normalQuantile, studentBeyond, studentQuantile } from './distributions';

/** The customers who were assigned a version, and those of them who bought. Everybody assigned counts. */
export interface Arm {
  assigned: number;
  converted: number;
}

export type Range = [lower: number, upper: number];

/** Two arms of a test on conversion. Differences are B − A. */
export interface ConversionTest {
  rateA: number;
  rateB: number;
  wilsonA: Range;
  wilsonB: Range;
  difference: number;
  interval: Range;
  pValue: number;
  fisherP: number;
  sampleRatioP: number;
  /** The arms are not split as planned: something is broken, and nothing else counts. */
  sampleRatioMismatch: boolean;
  /** Too few to say: numbers are shown, a verdict is not. */
  smallSample: boolean;
}

const CELL_MIN = 10;
const ARM_MIN = 100;
const MISMATCH = 0.001;

/** Wilson's interval of a rate. */
function wilson({ assigned, converted }: Arm, z: number): Range {
  const rate = converted / assigned;
  const middle = rate + (z * z) / (2 * assigned);
  const reach = z * Math.sqrt((rate * (1 - rate)) / assigned + (z * z) / (4 * assigned * assigned));
  const whole = 1 + (z * z) / assigned;
  return [Math.max(0, (middle - reach) / whole), Math.min(1, (middle + reach) / whole)];
}

/** Compares two arms by the share that bought. `shareA` is the share of customers that A was to get; confidence is in percent. */
export function conversionTest(a: Arm, b: Arm, shareA: number, confidence: number): ConversionTest {
  const z = normalQuantile(1 - confidence / 100);
  const [rateA, rateB] = [a.converted / a.assigned, b.converted / b.assigned];
  const [wilsonA, wilsonB] = [wilson(a, z), wilson(b, z)];
  const difference = rateB - rateA;
  const all = a.assigned + b.assigned;
  const pooled = (a.converted + b.converted) / all;
  const spread = Math.sqrt(pooled * (1 - pooled) * (1 / a.assigned + 1 / b.assigned));
  const expected: Range = [all * shareA, all * (1 - shareA)];
  const chiSquare = (a.assigned - expected[0]) ** 2 / expected[0] + (b.assigned - expected[1]) ** 2 / expected[1];
  const sampleRatioP = normalBeyond(Math.sqrt(chiSquare));
  const cells = [a, b].flatMap(({ assigned, converted }) => [converted, assigned - converted]);
  return {
    rateA,
    rateB,
    wilsonA,
    wilsonB,
    difference,
    // Newcombe's interval, made of the two rates' own.
    interval: [
      difference - Math.hypot(rateB - wilsonB[0], wilsonA[1] - rateA),
      difference + Math.hypot(wilsonB[1] - rateB, rateA - wilsonA[0]),
    ],
    pValue: spread === 0 ? 1 : normalBeyond(difference / spread),
    fisherP: fisherExact(a.converted, a.assigned, b.converted, b.assigned),
    sampleRatioP,
    sampleRatioMismatch: sampleRatioP < MISMATCH,
    smallSample: cells.some((cell) => cell < CELL_MIN) || Math.min(a.assigned, b.assigned) < ARM_MIN,
  };
}

/** Two arms of a test on money per customer assigned, those who bought nothing as 0. Differences are B − A. */
export interface RevenueTest {
  meanA: number;
  meanB: number;
  difference: number;
  interval: Range;
  degreesOfFreedom: number;
  t: number;
  pValue: number;
  /** The larger of the arms' skews: heavy tails need many customers. */
  skewness: number;
  smallSample: boolean;
}

const SKEW_FACTOR = 355;

const mean = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0) / values.length;
const moment = (values: readonly number[], power: number, center = mean(values)): number =>
  mean(values.map((value) => (value - center) ** power));

function skewnessOf(values: readonly number[]): number {
  const variance = moment(values, 2);
  return variance === 0 ? 0 : moment(values, 3) / variance ** 1.5;
}

/** Compares two arms by money per customer, by Welch's t test. */
export function revenueTest(a: readonly number[], b: readonly number[], confidence: number): RevenueTest {
  const [meanA, meanB] = [mean(a), mean(b)];
  const [errorA, errorB] = [moment(a, 2) / (a.length - 1), moment(b, 2) / (b.length - 1)];
  const error = errorA + errorB;
  const degrees =
    error === 0 ? Math.max(1, a.length + b.length - 2) : error ** 2 / (errorA ** 2 / (a.length - 1) + errorB ** 2 / (b.length - 1));
  const difference = meanB - meanA;
  const reach = studentQuantile(1 - confidence / 100, degrees) * Math.sqrt(error);
  const t = error === 0 ? 0 : difference / Math.sqrt(error);
  const skewness = Math.max(Math.abs(skewnessOf(a)), Math.abs(skewnessOf(b)));
  return {
    meanA,
    meanB,
    difference,
    interval: [difference - reach, difference + reach],
    degreesOfFreedom: degrees,
    t,
    pValue: error === 0 ? (difference === 0 ? 1 : 0) : studentBeyond(t, degrees),
    skewness,
    smallSample: Math.min(a.length, b.length) < Math.max(ARM_MIN, SKEW_FACTOR * skewness ** 2),
  };
}

/** Customers that each arm needs so that a difference of this size is found with a chance of `power`, and none is seen by chance more often than `alpha`. */
export function sampleSize(baseline: number, difference: number, alpha: number, power: number): number {
  const other = baseline + difference;
  const pooled = (baseline + other) / 2;
  const underNull = normalQuantile(alpha) * Math.sqrt(2 * pooled * (1 - pooled));
  const apart = normalQuantile(2 * (1 - power)) * Math.sqrt(baseline * (1 - baseline) + other * (1 - other));
  return Math.ceil((underNull + apart) ** 2 / difference ** 2);
}

/** Holm's procedure for several metrics or variants: which p values count, if one wrong call among them all is to be rarer than `alpha`. */
export function holm(pValues: readonly number[], alpha: number): boolean[] {
  const order = pValues.map((_, i) => i).sort((i, j) => (pValues[i] as number) - (pValues[j] as number));
  const counts = pValues.map(() => false);
  for (const [rank, i] of order.entries()) {
    if ((pValues[i] as number) > alpha / (pValues.length - rank)) break;
    counts[i] = true;
  }
  return counts;
}
