import type { PlanVersion } from '@/lib/api/catalog/plan-versions';

/** A version as a bar on the time axis, in shares of its width from 0 to 1. */
export interface VersionBar {
  version: PlanVersion;
  from: number;
  to: number;
  /** It goes on beyond the axis. */
  open: boolean;
}

export interface Timeline {
  bars: VersionBar[];
  now: number;
  from: string;
  to: string;
}

const HOUR_MS = 3_600_000;

/** Published versions on one axis, with room ahead of now; null while nothing was published. Takes the instant `now`. */
export function timelineOf(versions: readonly PlanVersion[], now: string): Timeline | null {
  const published = versions.filter((version) => version.effectiveFrom !== undefined);
  if (published.length === 0) return null;
  const at = Date.parse(now);
  const starts = published.map((version) => Date.parse(version.effectiveFrom ?? now));
  const ends = published.flatMap((version) => (version.effectiveTo ? Date.parse(version.effectiveTo) : []));
  const first = Math.min(...starts, at);
  const last = Math.max(...starts, ...ends, at);
  const span = Math.max(last - first, HOUR_MS);
  const end = last + span * 0.15;
  const share = (instant: number) => (instant - first) / (end - first);
  const bars = published.map((version): VersionBar => {
    const to = version.effectiveTo === undefined ? end : Date.parse(version.effectiveTo);
    return { version, from: share(Date.parse(version.effectiveFrom ?? now)), to: share(to), open: version.effectiveTo === undefined };
  });
  return {
    bars: bars.sort((a, b) => a.from - b.from),
    now: share(at),
    from: new Date(first).toISOString(),
    to: new Date(end).toISOString(),
  };
}
