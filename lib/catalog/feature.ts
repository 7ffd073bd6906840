import { z } from 'zod';
import { described, ResourceKey, stored, Ulid } from '@/lib/fields';
import { DimensionFilters } from '@/lib/metering/dimension-filter';
import { IMPLICIT_DIMENSIONS, isBillable, type Meter } from '@/lib/metering/meter';
import { pageOf } from '@/lib/paging';
import { critical, type Issue } from '@/lib/problem';
import { BillingFeatureUnitCost, unitCostIssues } from './unit-cost';

/** The meter behind a feature, and which of its usage counts for this feature. */
export const FeatureMeterReference = z
  .strictObject({ id: Ulid, filters: DimensionFilters.optional() })
  .meta({ id: 'FeatureMeterReference' });
export type FeatureMeterReference = z.infer<typeof FeatureMeterReference>;

const definition = { key: ResourceKey, meter: FeatureMeterReference.optional(), unitCost: BillingFeatureUnitCost.optional() };

/** Something that can be sold or granted; with a meter, something whose use is counted. */
export const Feature = z.strictObject({ ...stored, ...described, ...definition }).meta({ id: 'Feature' });
export type Feature = z.infer<typeof Feature>;

export const CreateFeatureRequest = z.strictObject({ ...described, ...definition }).meta({ id: 'CreateFeatureRequest' });
export type CreateFeatureRequest = z.infer<typeof CreateFeatureRequest>;

/** Only the cost of a feature may change: its meter and filters define what customers have been billed for. Null removes the cost. */
export const UpdateFeatureRequest = z
  .strictObject({ unitCost: BillingFeatureUnitCost.nullable().optional() })
  .meta({ id: 'UpdateFeatureRequest' });
export type UpdateFeatureRequest = z.infer<typeof UpdateFeatureRequest>;

export const FeaturePagePaginatedResponse = pageOf(Feature, 'FeaturePagePaginatedResponse');

/** A feature by id, as rate cards name it. */
export const FeatureReference = z.strictObject({ id: Ulid }).meta({ id: 'FeatureReference' });

/**
 * Returns the issues of a feature, given the meter it names (undefined when there is none of that id). All are critical.
 * Rules of the reference: the meter's aggregation must be billable, filters must be on its dimensions, and a key must not look
 * like an id, because resources are looked up by either.
 */
export function featureIssues(
  feature: Pick<CreateFeatureRequest, 'key' | 'meter' | 'unitCost'>,
  meter: Pick<Meter, 'key' | 'aggregation' | 'dimensions'> | undefined,
): Issue[] {
  const issues: Issue[] = [];
  const add = (path: Issue['path'], code: string, message: string) => issues.push(critical(path, code, message));

  if (Ulid.safeParse(feature.key.toUpperCase()).success) {
    add(['key'], 'feature_key_like_id', 'This key looks like an id, and features are looked up by either. Choose a word.');
  }
  if (feature.meter && !meter) {
    add(['meter', 'id'], 'feature_meter_not_found', 'There is no such meter. Choose one of the meters, or create it first.');
  }
  if (feature.meter && meter && !isBillable(meter.aggregation)) {
    add(
      ['meter', 'id'],
      'feature_meter_aggregation_not_billable',
      `The meter "${meter.key}" computes "${meter.aggregation}", which cannot be sold. Choose one that computes a sum, count, unique count or latest value.`,
    );
  }
  const dimensions = [...Object.keys(meter?.dimensions ?? {}), ...IMPLICIT_DIMENSIONS];
  if (meter) {
    for (const key of Object.keys(feature.meter?.filters ?? {}).filter((key) => !dimensions.includes(key))) {
      const message = `The meter "${meter.key}" has no dimension "${key}". Add it to the meter, or remove the filter.`;
      issues.push(critical(['meter', 'filters'], 'feature_filter_dimension_unknown', message, { dimension: key }));
    }
  }
  if (feature.unitCost) issues.push(...unitCostIssues(feature.unitCost, dimensions));
  return issues;
}
