import { reachedThresholds, type Standing, type Threshold } from '@/lib/rating/thresholds';
import type { Instant } from '@/lib/time';

/** Rule that somebody wants to be told by: at which figures, and of which features (all when absent). */
export interface ThresholdRule {
  id: string;
  thresholds: readonly Threshold[];
  features?: readonly string[] | undefined;
}

/** A balance as it is looked at: whose, of what, and in which usage period. */
export interface Reading {
  customer: string;
  entitlement: string;
  feature: string;
  periodFrom: Instant;
  standing: Standing;
}

/** Something to tell. `key` names what it is about; the last one told of a key decides whether the next is news. */
export interface ThresholdEvent {
  key: string;
  threshold: Threshold;
}

/**
 * Returns what is to be told of a reading: the highest threshold of usage and the lowest of the balance that are reached, each unless it is what
 * was told last of the same rule, entitlement and usage period. `lastOf` answers what was told last.
 */
export function thresholdEvents(
  { id, thresholds, features }: ThresholdRule,
  { customer, entitlement, feature, periodFrom, standing }: Reading,
  lastOf: (key: string) => Threshold | undefined,
): ThresholdEvent[] {
  if (features && !features.includes(feature)) return [];
  const reached = reachedThresholds(thresholds, standing);
  return (['usage', 'balance'] as const).flatMap((kind) => {
    const threshold = reached[kind];
    const key = JSON.stringify([id, kind, customer, entitlement, feature, periodFrom]);
    const last = lastOf(key);
    return threshold && !(last && last.type === threshold.type && last.value === threshold.value) ? [{ key, threshold }] : [];
  });
}
