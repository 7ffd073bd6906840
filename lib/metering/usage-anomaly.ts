/** A figure of one day (or any window of equal length), with the season it belongs to: the weekday, say. */
export interface SeasonalFigure {
  at: string;
  season: string | number;
  /** Decimal string; null where nothing is known, which is not zero. */
  value: string | null;
}

/** A figure far from where its trend and its season lead. `value` is exact; `expected` is an estimate of four digits, the score has one after the point. */
export interface Anomaly {
  at: string;
  value: string;
  /** Value expected from the trend and season of the weeks before. */
  expected: string;
  /** The modified z-score; its sign says above or below. */
  score: string;
  direction: 'above' | 'below';
  /** Number of figures of the same season that it is compared with. */
  against: number;
}

/** Called this on the screen that marks anomalies. */
export const ANOMALY_STATISTIC = 'Hampel identifier around a seasonal Theil–Sen trend, by weekday';
/** Beyond this many robust deviations a figure is marked: the limit that Iglewicz and Hoaglin recommend. */
export const ANOMALY_SCORE_MAX = 3.5;
/** A season with fewer figures says too little. */
export const ANOMALY_HISTORY_MIN = 4;
/** At most this many figures of a season are looked back at: a trend holds for weeks, not for ever. */
export const ANOMALY_HISTORY_MAX = 8;

// The third quartile of the standard normal distribution: it makes the score of normal figures an ordinary z-score.
const QUARTILE = 0.6745;
/** Figures that hardly vary would make every difference remarkable: they count as varying by this share at least. */
const SPREAD_MIN = 0.05;
/** Below this share of what is usual a figure is next to nothing, and the scale turns from ratios to differences. */
const NEXT_TO_NOTHING = 0.01;
/** The score of what comes where there was never anything, which has no spread to be measured by. */
const FROM_NOTHING = '7';

interface Point {
  index: number;
  season: string | number;
  size: number;
}

/**
 * Marks the figures that lie far from where those before them lead. Takes figures in the order of time at equal distances, of which those from
 * `from` on are judged and earlier ones are history; gives anomalies in the same order.
 *
 * Each figure is held against up to eight earlier ones of every season, on a logarithmic scale (asinh, which zero and less are on too), where steady
 * growth is a straight line and a weekday's share of the week a constant. The slope is the median of all slopes between two figures of
 * one season (seasonal Kendall slope: Hirsch, Slack and Smith 1982, after Theil 1950 and Sen 1968); a season's level is the median of its figures
 * without the trend; the spread is the median distance of all figures from their levels (MAD), or of the own season's where that is larger. The score
 * is 0.6745 × (x − expected) / MAD, marked beyond 3.5 (Hampel 1974; Iglewicz and Hoaglin 1993). Medians: neither a spike nor a lost day before moves it.
 *
 * Floats on purpose: an estimate, of which nobody is billed. The figure itself is passed through as it was given.
 */
export function anomaliesIn(figures: readonly SeasonalFigure[], from = 0): Anomaly[] {
  const seen = new Map<string | number, Point[]>();
  const found: Anomaly[] = [];
  for (const [index, { at, season, value }] of figures.entries()) {
    if (value === null) continue;
    const point = { index, season, size: Number(value) };
    const own = seen.get(season) ?? [];
    const judged = index >= from && own.length >= ANOMALY_HISTORY_MIN && judge(point, [...seen.values()]);
    if (judged) found.push({ at, value, ...judged, against: own.length });
    seen.set(season, [...own, point].slice(-ANOMALY_HISTORY_MAX));
  }
  return found;
}

function judge(point: Point, seasons: readonly (readonly Point[])[]): Pick<Anomaly, 'expected' | 'score' | 'direction'> | null {
  const { small, slope } = trendOf(seasons);
  if (small === 0) {
    if (point.size === 0) return null;
    const below = point.size < 0;
    return { expected: '0', score: below ? `-${FROM_NOTHING}` : FROM_NOTHING, direction: below ? 'below' : 'above' };
  }
  const flat = (p: Point) => Math.asinh(p.size / small) - slope * p.index;
  let level = 0;
  let ownSpread = 0;
  const distances = seasons.flatMap((points) => {
    const middle = median(points.map(flat));
    const apart = points.map((p) => Math.abs(flat(p) - middle));
    if (points[0]?.season === point.season) [level, ownSpread] = [middle, median(apart)];
    return apart;
  });
  const spread = Math.max(median(distances), ownSpread, SPREAD_MIN);
  const score = (QUARTILE * (flat(point) - level)) / spread;
  if (Math.abs(score) <= ANOMALY_SCORE_MAX) return null;
  const expected = small * Math.sinh(level + slope * point.index);
  return {
    expected: written(expected, { maximumSignificantDigits: 4 }),
    score: written(score, { maximumFractionDigits: 1 }),
    direction: score < 0 ? 'below' : 'above',
  };
}

/** The growth that figures of the same season have from one to the next, on the scale that begins at `small`; zero and zero of nothing but zeros. */
function trendOf(seasons: readonly (readonly Point[])[]): { small: number; slope: number } {
  const sizes = seasons.flat().map(({ size }) => Math.abs(size));
  const small = NEXT_TO_NOTHING * median(sizes.filter((size) => size > 0));
  if (small === 0) return { small, slope: 0 };
  const slopes = seasons.flatMap((points) =>
    points.flatMap((b, i) =>
      points.slice(0, i).map((a) => (Math.asinh(b.size / small) - Math.asinh(a.size / small)) / (b.index - a.index)),
    ),
  );
  return { small, slope: median(slopes) };
}

/** The middle one in order, or the mean of the middle two; zero of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[sorted.length / 2 - 1] ?? 0)) / 2;
}

const written = (value: number, digits: Intl.NumberFormatOptions): string =>
  value.toLocaleString('en-US', { ...digits, useGrouping: false }).replace(/^-0$/, '0');
