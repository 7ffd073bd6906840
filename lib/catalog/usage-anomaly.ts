import { compare, type Decimal, decimal, divide, isZero, text, ZERO } from '../decimal';

/** A figure of one day (or any window), with the season it belongs to: the weekday, say. */
export interface SeasonalFigure {
  at: string;
  season: string | number;
  /** Decimal string; null where nothing is known, which is not zero. */
  value: string | null;
}

/** A figure far from what its season had before. Figures are decimal strings; the score has one digit after the point. */
export interface Anomaly {
  at: string;
  value: string;
  /** The median of the figures before it in its season. */
  expected: string;
  /** The modified z-score; its sign says above or below. */
  score: string;
  direction: 'above' | 'below';
  /** How many figures it was held against. */
  against: number;
}

/** Called this on the screen that marks anomalies. */
export const ANOMALY_STATISTIC = 'Modified z-score (Iglewicz and Hoaglin), by weekday';
/** Beyond this many a figure is marked: the limit that its authors recommend. */
export const ANOMALY_SCORE_MAX = '3.5';
/** A season with fewer figures says too little. */
export const ANOMALY_HISTORY_MIN = 4;
/** At most this many figures of a season are looked back at, so that growth does not look like an anomaly for ever. */
export const ANOMALY_HISTORY_MAX = 8;

// 0.6745 is the third quartile of the standard normal distribution: it makes the score of normal figures an ordinary z-score.
const QUARTILE = decimal('0.6745');
/** Figures that hardly vary would make every difference remarkable: spread counts as at least this share of the median. */
const SPREAD_MIN = decimal('0.05');
const HALF = decimal('0.5');
const LIMIT = decimal(ANOMALY_SCORE_MAX);

/**
 * Marks the figures that lie far from those before them of the same season. Takes figures in the order of time, of which those from `from` on are
 * judged and earlier ones are history; gives anomalies in the same order. The modified z-score is 0.6745 × (x − median) / MAD, where MAD
 * is the median of the distances from the median: neither moves much when one figure of the history was wild itself.
 * Source: Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993).
 */
export function anomaliesIn(figures: readonly SeasonalFigure[], from = 0): Anomaly[] {
  const seen = new Map<string | number, Decimal[]>();
  const found: Anomaly[] = [];
  for (const [index, { at, season, value }] of figures.entries()) {
    if (value === null) continue;
    const x = decimal(value);
    const history = (seen.get(season) ?? []).slice(-ANOMALY_HISTORY_MAX);
    seen.set(season, [...history, x]);
    if (index < from || history.length < ANOMALY_HISTORY_MIN) continue;
    const middle = median(history);
    const spread = larger(median(history.map((h) => h.minus(middle).abs())), middle.abs().times(SPREAD_MIN));
    const difference = x.minus(middle);
    if (isZero(difference)) continue;
    // A history of nothing but zeros has no spread at all: whatever comes then is remarkable.
    const score = isZero(spread)
      ? difference.s < 0
        ? LIMIT.times('-2')
        : LIMIT.times('2')
      : divide(QUARTILE.times(difference), spread, 1);
    if (compare(score.abs(), LIMIT) <= 0) continue;
    const direction = difference.s < 0 ? 'below' : 'above';
    found.push({ at, value, expected: text(middle), score: text(score), direction, against: history.length });
  }
  return found;
}

/** The middle one in order, or the mean of the middle two; zero of none. */
export function median(values: readonly Decimal[]): Decimal {
  const sorted = [...values].sort(compare);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? ZERO;
  if (sorted.length % 2 === 1) return upper;
  return upper.plus(sorted[sorted.length / 2 - 1] ?? ZERO).times(HALF);
}

const larger = (a: Decimal, b: Decimal): Decimal => (compare(a, b) >= 0 ? a : b);
