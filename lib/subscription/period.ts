import {
  billingPeriods,
  compareInstants,
  END_OF_TIME,
  epochSeconds,
  fromEpochSeconds,
  type Instant,
  intersect,
  type Period,
} from '@/lib/time';
import type { Life } from './life';
import type { Timeline } from './timeline';

/** Measure by which the periods of a subscription are counted. */
export interface Rhythm {
  anchor: Instant;
  cadence: string;
  timeZone: string;
}

/** Returns the rhythm of a subscription, which no act changes. */
export const rhythmOf = ({ start }: Pick<Life, 'start'>): Rhythm => ({
  anchor: start.anchor,
  cadence: start.content.billingCadence,
  timeZone: start.timeZone,
});

/**
 * Returns the billing period that an instant lies in: the recurrence of the cadence, cut where a phase begins or ends and where the
 * subscription ends. Null before the start, and at or after the end.
 */
export function periodAt(timeline: Pick<Timeline, 'phases'>, rhythm: Rhythm, at: Instant): Period | null {
  const phase = timeline.phases.find(({ from, to }) => compareInstants(from, at) <= 0 && compareInstants(at, to) < 0);
  return phase ? clip(rhythm, phase, at) : null;
}

function clip({ anchor, cadence, timeZone }: Rhythm, phase: Period, at: Instant): Period | null {
  if (compareInstants(at, END_OF_TIME) >= 0) return null;
  const [period] = billingPeriods(anchor, cadence, at, fromEpochSeconds(epochSeconds(at) + 1), timeZone);
  return period ? intersect(period, phase) : null;
}
