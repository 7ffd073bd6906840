// Probabilities of the normal, Student's t and hypergeometric distributions, to about twelve digits.

const TINY = 1e-300;
const ENOUGH = 1e-15;

// Lanczos' approximation, g = 7.
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

/** The logarithm of the gamma function, for arguments above zero. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const [first, ...rest] = LANCZOS;
  const base = x + 6.5;
  const series = rest.reduce((total, coefficient, i) => total + coefficient / (x + i), first as number);
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(series);
}

/** The continued fraction of the incomplete beta function, by Lentz. */
function betaFraction(x: number, a: number, b: number): number {
  const away = (value: number) => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m <= 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    result *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    result *= d * c;
    if (Math.abs(d * c - 1) < ENOUGH) break;
  }
  return result;
}

/** The regularised incomplete beta function. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x));
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

/** Chance that a Student's t of so many degrees of freedom is farther from zero than `t`. */
export const studentBeyond = (t: number, degrees: number): number => incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);

/** Chance that a standard normal is farther from zero than `z`. */
export function normalBeyond(z: number): number {
  const x = (z * z) / 2;
  return x === 0 ? 1 : 1 - incompleteGammaHalf(x);
}

/** The regularised lower incomplete gamma function of one half. */
function incompleteGammaHalf(x: number): number {
  const a = 0.5;
  const front = Math.exp(-x + a * Math.log(x) - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let total = term;
    for (let n = 1; n <= 10_000 && Math.abs(term) > Math.abs(total) * ENOUGH; n++) {
      term *= x / (a + n);
      total += term;
    }
    return front * total;
  }
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let result = d;
  for (let n = 1; n <= 10_000; n++) {
    const an = -n * (n - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    result *= d * c;
    if (Math.abs(d * c - 1) < ENOUGH) break;
  }
  return 1 - front * result;
}

/** The value above zero beyond which, on both sides together, lies the chance `both`. */
function quantileOf(beyond: (value: number) => number, both: number): number {
  let [low, high] = [0, 1];
  while (beyond(high) > both && high < 1e9) high *= 2;
  for (let i = 0; i < 200 && high - low > 1e-13 * high; i++) {
    const middle = (low + high) / 2;
    if (beyond(middle) > both) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The z that leaves `both` outside, half on each side: 1.96 for 0.05. */
export const normalQuantile = (both: number): number => quantileOf(normalBeyond, both);

/** The t that leaves `both` outside, half on each side. */
export const studentQuantile = (both: number, degrees: number): number => quantileOf((t) => studentBeyond(t, degrees), both);

const logChoose = (n: number, k: number): number => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);

/** Fisher's exact test on both sides: the chance of a split of successes as unlikely as this one, or more so. */
export function fisherExact(successesA: number, ofA: number, successesB: number, ofB: number): number {
  const successes = successesA + successesB;
  const whole = logChoose(ofA + ofB, successes);
  const chance = (inA: number) => Math.exp(logChoose(ofA, inA) + logChoose(ofB, successes - inA) - whole);
  const seen = chance(successesA);
  let total = 0;
  for (let inA = Math.max(0, successes - ofB); inA <= Math.min(ofA, successes); inA++) {
    const one = chance(inA);
    if (one <= seen * (1 + 1e-7)) total += one;
  }
  return Math.min(1, total);
}
