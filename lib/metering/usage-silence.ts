/** Quiet in minutes that is never reported by itself, however busy a sender was. */
export const SILENCE_MINUTES_MIN = 60;
/** So many times its usual gap a sender may be quiet. */
export const SILENCE_FACTOR = 2;
/** The share of the time that lies within usual gaps. */
const USUAL_SHARE = 0.9;
/** Fewer gaps are no rhythm. */
const GAPS_MIN = 3;
/** Called this on the screens that warn. */
export const SILENCE_RULE = 'twice the gap within which 90 % of its time lies (a time-weighted quantile)';

const MINUTE_MS = 60_000;

/** When a sender's silence is told: by its own rhythm, after so many minutes, or never. */
export type QuietWatch = { mode: 'automatic' } | { mode: 'after'; minutes: number } | { mode: 'never' };

/** Silence of a sender compared with its own rhythm. All in whole minutes. */
export interface Silence {
  minutes: number;
  /** The gap that is usual: 90 % of its time lay in gaps as long as this, or shorter. Without it there is no rhythm yet. */
  usualMinutes?: number;
  /** From here on it is told; never without one. */
  limitMinutes?: number;
  isUnusual: boolean;
}

/**
 * Returns the length of a silence, and whether it is unusual. Takes the starts of the hours in which events arrived (ISO, in order), when the last one
 * came, now, and what was set for the sender. By itself it is unusual beyond twice the usual gap, and an hour: the usual gap is the
 * time-weighted 90th percentile of those between hours with events, that is the gap which a moment picked at random lay in or below nine times
 * of ten. Nights and weekends are thus usual for who works by day, and a single outage of a day within four weeks changes nothing.
 */
export function silenceOf(
  hours: readonly string[],
  lastReceivedAt: string,
  now: string,
  watch: QuietWatch = { mode: 'automatic' },
): Silence {
  const minutes = Math.max(0, Math.floor((Date.parse(now) - Date.parse(lastReceivedAt)) / MINUTE_MS));
  const usualMinutes = usualGap(hours);
  const limitMinutes =
    watch.mode === 'after'
      ? watch.minutes
      : watch.mode === 'automatic' && usualMinutes !== undefined
        ? Math.max(SILENCE_MINUTES_MIN, SILENCE_FACTOR * usualMinutes)
        : undefined;
  return {
    minutes,
    ...(usualMinutes !== undefined && { usualMinutes }),
    ...(limitMinutes !== undefined && { limitMinutes }),
    isUnusual: limitMinutes !== undefined && minutes > limitMinutes,
  };
}

function usualGap(hours: readonly string[]): number | undefined {
  const starts = hours.map((hour) => Date.parse(hour));
  const gaps = starts.slice(1).map((start, i) => start - (starts[i] as number));
  if (gaps.length < GAPS_MIN) return undefined;
  gaps.sort((a, b) => a - b);
  const whole = gaps.reduce((sum, gap) => sum + gap, 0);
  let passed = 0;
  const usual = gaps.find((gap) => {
    passed += gap;
    return passed >= USUAL_SHARE * whole;
  });
  return Math.ceil((usual ?? 0) / MINUTE_MS);
}
