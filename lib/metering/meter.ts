import { z } from 'zod';
import { DateTime, described, mapOf, ResourceKey, stored } from '@/lib/fields';
import { pageOf } from '@/lib/paging';
import { critical, type Issue } from '@/lib/problem';
import { jsonPathSteps } from './json-path';

export const MeterAggregation = z.enum(['sum', 'count', 'unique_count', 'avg', 'min', 'max', 'latest']).meta({ id: 'MeterAggregation' });
export type MeterAggregation = z.infer<typeof MeterAggregation>;

/** Wider than the rule on dimensions, which says how many are too many. */
const Dimensions = mapOf(z.string(), 100);

const definition = {
  key: ResourceKey,
  aggregation: MeterAggregation,
  eventType: z.string().min(1),
  eventsFrom: DateTime.optional(),
  valueProperty: z.string().min(1).optional(),
  dimensions: Dimensions.optional(),
};

/** Definition of a meter over events of one type: an aggregation over a property, split by dimensions. */
export const Meter = z.strictObject({ ...stored, ...described, ...definition }).meta({ id: 'Meter' });
export type Meter = z.infer<typeof Meter>;

export const CreateMeterRequest = z.strictObject({ ...described, ...definition }).meta({ id: 'CreateMeterRequest' });
export type CreateMeterRequest = z.infer<typeof CreateMeterRequest>;

/** Fields that may change once events have been counted; the rest would silently re-write what customers were told. */
export const UpdateMeterRequest = z
  .strictObject({ ...described, name: described.name.optional(), dimensions: Dimensions.optional() })
  .meta({ id: 'UpdateMeterRequest' });
export type UpdateMeterRequest = z.infer<typeof UpdateMeterRequest>;

export const MeterPagePaginatedResponse = pageOf(Meter, 'MeterPagePaginatedResponse');

export const DIMENSIONS_MAX = 20;

/** Dimensions that every meter has without naming them: who the event is about, as sent and as attributed. */
export const IMPLICIT_DIMENSIONS = ['subject', 'customer_id'] as const;

/** Event types with this prefix are the product's own (balance snapshots and the like) and cannot be metered. */
export const RESERVED_EVENT_TYPE_PREFIX = 'ratebook.';

const NOT_ONE_PLACE = `does not point at one place in the event's data. Write it like $.usage.tokens, $['two words'] or $.items[0].size.`;

const DIMENSION_KEY = /^[a-zA-Z_][0-9a-zA-Z_]*$/;

/** May a feature sell what a meter of this aggregation counts? Averages and extremes do not add up to something billable. */
export function isBillable(aggregation: MeterAggregation): boolean {
  return aggregation === 'sum' || aggregation === 'count' || aggregation === 'unique_count' || aggregation === 'latest';
}

/** May a period of this aggregation be billed in parts, before it has ended? */
export function isBillableInParts(aggregation: MeterAggregation): boolean {
  return aggregation === 'sum' || aggregation === 'count' || aggregation === 'unique_count' || aggregation === 'max';
}

/**
 * Returns the issues of a meter's definition; nothing when it can count. All are critical: a meter that cannot count has no draft state.
 * Rules of the reference on value property, dimensions and reserved event types; the limit on dimensions is ours.
 */
export function meterIssues(meter: Pick<CreateMeterRequest, 'aggregation' | 'eventType' | 'valueProperty' | 'dimensions'>): Issue[] {
  const issues: Issue[] = [];
  const add = (field: string, code: string, message: string) => issues.push(critical([field], code, message));

  if (meter.eventType.startsWith(RESERVED_EVENT_TYPE_PREFIX)) {
    add(
      'eventType',
      'meter_event_type_reserved',
      `Event types that start with "${RESERVED_EVENT_TYPE_PREFIX}" are reserved. Choose the type that your own events carry.`,
    );
  }
  if (meter.aggregation === 'count') {
    if (meter.valueProperty !== undefined) {
      add('valueProperty', 'meter_value_property_not_allowed', 'A count counts events and reads no value. Remove the value property.');
    }
  } else if (meter.valueProperty === undefined) {
    add(
      'valueProperty',
      'meter_value_property_required',
      `The aggregation "${meter.aggregation}" needs a value property: where in the event's data the value stands, such as $.tokens.`,
    );
  }
  if (meter.valueProperty !== undefined && !meter.valueProperty.startsWith('$')) {
    add('valueProperty', 'meter_value_property_not_a_path', 'The value property is a JSON path and starts with "$", such as $.tokens.');
  } else if (meter.valueProperty !== undefined && !jsonPathSteps(meter.valueProperty)) {
    add('valueProperty', 'meter_value_property_not_one_place', `${meter.valueProperty} ${NOT_ONE_PLACE}`);
  }
  return [...issues, ...dimensionIssues(meter)];
}

function dimensionIssues(meter: Pick<CreateMeterRequest, 'valueProperty' | 'dimensions'>): Issue[] {
  const dimensions = Object.entries(meter.dimensions ?? {});
  const issues: Issue[] = [];
  if (dimensions.length > DIMENSIONS_MAX) {
    const message = `A meter has at most ${DIMENSIONS_MAX} dimensions; this one has ${dimensions.length}. Remove ${dimensions.length - DIMENSIONS_MAX}.`;
    issues.push(critical(['dimensions'], 'meter_too_many_dimensions', message, { maximum: DIMENSIONS_MAX }));
  }
  const keyOfPath = new Map<string, string>();
  for (const [key, jsonPath] of dimensions) {
    const add = (code: string, message: string) => issues.push(critical(['dimensions'], code, message, { dimension: key }));
    if (!DIMENSION_KEY.test(key)) {
      add(
        'meter_dimension_key_invalid',
        `"${key}" cannot name a dimension: use letters, digits and underscores, and start with a letter or underscore.`,
      );
    }
    if (IMPLICIT_DIMENSIONS.some((implicit) => implicit === key)) {
      add('meter_dimension_key_implicit', `Every meter already has the dimension "${key}". Choose another key.`);
    }
    if (!jsonPath.startsWith('$')) {
      add('meter_dimension_not_a_path', `The dimension "${key}" is a JSON path and starts with "$", such as $.model.`);
    } else if (!jsonPathSteps(jsonPath)) {
      add('meter_dimension_not_one_place', `The dimension "${key}": ${jsonPath} ${NOT_ONE_PLACE}`);
    }
    if (jsonPath === meter.valueProperty) {
      add('meter_dimension_is_value', `The dimension "${key}" reads ${jsonPath}, which is the value being added up. Point it elsewhere.`);
    }
    const twin = keyOfPath.get(jsonPath);
    if (twin !== undefined) add('meter_dimension_duplicated', `"${twin}" and "${key}" both read ${jsonPath}. Keep one of them.`);
    keyOfPath.set(jsonPath, key);
  }
  return issues;
}

/**
 * Returns the issues of changing a meter's dimensions, on top of `meterIssues`: a dimension on which a feature filters must stay.
 * Takes the filters of the features that use the meter.
 */
export function meterUpdateIssues(
  dimensionsNext: Record<string, string>,
  features: readonly { key: string; filteredDimensions: readonly string[] }[],
): Issue[] {
  return features.flatMap((feature) =>
    feature.filteredDimensions
      .filter((key) => !(key in dimensionsNext) && !IMPLICIT_DIMENSIONS.some((implicit) => implicit === key))
      .map((key) => {
        const message = `The feature "${feature.key}" filters on "${key}". Keep the dimension, or archive the feature first.`;
        return critical(['dimensions'], 'meter_dimension_in_use', message, { dimension: key, feature: feature.key });
      }),
  );
}
