import { AGGREGATION } from '@/components/usage/aggregation';
import type { CreateMeterRequest, Meter, MeterAggregation } from '@/lib/metering/meter';

/** A meter as its form has it: everything typed, nothing missing. */
export interface MeterValues {
  name: string;
  key: string;
  description: string;
  eventType: string;
  aggregation: MeterAggregation;
  valueProperty: string;
  dimensions: { key: string; path: string }[];
}

export const NEW_METER: MeterValues = {
  name: '',
  key: '',
  description: '',
  eventType: '',
  aggregation: 'sum',
  valueProperty: '',
  dimensions: [],
};

export const meterValues = (meter: Meter): MeterValues => ({
  name: meter.name,
  key: meter.key,
  description: meter.description ?? '',
  eventType: meter.eventType,
  aggregation: meter.aggregation,
  valueProperty: meter.valueProperty ?? '',
  dimensions: Object.entries(meter.dimensions ?? {}).map(([key, path]) => ({ key, path })),
});

const trimmed = (text: string) => text.trim() || undefined;

/** Rows that are still empty are not dimensions. */
const dimensionsOf = (rows: MeterValues['dimensions']) =>
  Object.fromEntries(rows.filter((row) => row.key.trim() || row.path.trim()).map((row) => [row.key.trim(), row.path.trim()]));

export const createMeterRequest = (values: MeterValues) => ({
  name: values.name.trim(),
  key: values.key.trim(),
  description: trimmed(values.description),
  eventType: values.eventType.trim(),
  aggregation: values.aggregation,
  valueProperty: AGGREGATION[values.aggregation].value ? trimmed(values.valueProperty) : undefined,
  dimensions: dimensionsOf(values.dimensions),
});

export const updateMeterRequest = (values: MeterValues, meter: Meter) => ({
  name: values.name.trim(),
  description: trimmed(values.description),
  labels: meter.labels,
  dimensions: dimensionsOf(values.dimensions),
});

/** The field of the form that a complaint about a request belongs to: one about a dimension goes to its row. */
export function meterField(path: string, values: MeterValues, attributes?: Record<string, unknown>): string | undefined {
  const key = attributes?.dimension ?? /^dimensions\.(.+)$/.exec(path)?.[1];
  const row = key === undefined ? -1 : values.dimensions.findIndex((dimension) => dimension.key.trim() === key);
  if (row < 0) return path === 'dimensions' ? 'root' : undefined;
  return `dimensions.${row}.key`;
}

/** Returns the meter as typed so far: for trying it on an event while the form is still incomplete. */
export const sketch = (values: MeterValues) => createMeterRequest(values) as Omit<CreateMeterRequest, 'name' | 'key'>;
