import { startWords } from '@/lib/catalog/cadence';
import { approximateSeconds, isPositiveDuration } from '@/lib/time';

/** A phase as a segment of the time axis. */
export interface PhaseBar<T> {
  phase: T;
  /** Its part of the axis' width, above 0; those of all phases add up to 1. */
  share: number;
  /** When it begins, in words; null where the length of a phase before it is not known. */
  start: string | null;
  /** It has no end, so it goes on beyond the axis. */
  open: boolean;
}

// So that a day stays readable and can be hit beside a year.
const SHARE_MIN = 0.12;

/**
 * Phases one after the other on an axis, each as long as it lasts, and none below a minimum share. A phase without a length that can be
 * read is drawn as long as the longest of the others: nobody knows how long it will be.
 */
export function phaseBars<T extends { duration?: string }>(phases: readonly T[]): PhaseBar<T>[] {
  const known = phases.map(({ duration }) =>
    duration !== undefined && isPositiveDuration(duration) ? approximateSeconds(duration) : null,
  );
  const longest = Math.max(...known.map((length) => length ?? 0)) || 1;
  const shares = sharesOf(known.map((length) => length ?? longest));
  return phases.map((phase, i) => ({
    phase,
    share: shares[i] ?? 0,
    start: startWords(phases.slice(0, i).map(({ duration }) => duration ?? '')),
    open: phase.duration === undefined && i === phases.length - 1,
  }));
}

/** Bars that would be too narrow get the minimum, and the others divide what is left by their lengths, until none is too narrow. */
function sharesOf(lengths: readonly number[]): number[] {
  const least = Math.min(SHARE_MIN, 1 / lengths.length);
  const narrow = new Set<number>();
  for (;;) {
    const total = lengths.reduce((sum, length, i) => (narrow.has(i) ? sum : sum + length), 0);
    const room = 1 - narrow.size * least;
    const shares = lengths.map((length, i) => (narrow.has(i) ? least : (length / total) * room));
    const more = shares.flatMap((share, i) => (share < least && !narrow.has(i) ? [i] : []));
    if (more.length === 0 || narrow.size + more.length === lengths.length)
      return more.length === 0 ? shares : lengths.map(() => 1 / lengths.length);
    for (const i of more) narrow.add(i);
  }
}

/** A length of one unit (months, weeks, days …) made longer or shorter by so many of them, at least one; null for a length of several units. */
export function stretched(duration: string, by: number): string | null {
  const [, before, count, unit] = /^(PT?)(\d{1,6})([YMWDH])$/.exec(duration) ?? [];
  return before && count && unit ? `${before}${Math.max(1, Number.parseInt(count, 10) + by)}${unit}` : null;
}
