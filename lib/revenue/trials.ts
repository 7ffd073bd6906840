import { addDuration, type Instant, type Period } from '../time';
import { shareText } from './ratio';

/** A trial, and since when its customer pays; null for who does not. */
export interface Trial {
  trialEnd: Instant;
  paidFrom: Instant | null;
}

/** The time in which a trial may still turn into payment. */
const GRACE = 'P7D';

/** Counts the trials that ended in a period and those of them that were paying within a week. */
export function trialConversion(trials: readonly Trial[], { from, to }: Period, timeZone: string) {
  const ended = trials.filter(({ trialEnd }) => from <= trialEnd && trialEnd < to);
  const converted = ended.filter(({ trialEnd, paidFrom }) => paidFrom !== null && paidFrom <= addDuration(trialEnd, GRACE, 1, timeZone));
  return { ended: ended.length, converted: converted.length, conversion: shareText(converted.length, ended.length) };
}
