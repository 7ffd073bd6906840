import type { UsageMapping } from '@/lib/metering/usage-mapping';

export type FieldType = 'number' | 'string' | 'boolean' | 'json';

/** A mapping as its form has it: everything typed, nothing missing. Texts are templates in which `{column}` stands for a cell. */
export interface ImportValues {
  format: 'csv' | 'ndjson';
  delimiter: string;
  /** Kept as it was given: only files with decimal commas have one. */
  decimalMark?: UsageMapping['decimalMark'];
  type: string;
  source: string;
  id: string;
  subject: string;
  time: string;
  timeFormat: string;
  timeZone: string;
  /** Whether the event carries the whole row rather than the fields below. */
  wholeRow: boolean;
  data: { key: number; name: string; value: string; type: FieldType }[];
}

export const mappingOf = (values: ImportValues): UsageMapping => ({
  format: values.format,
  delimiter: values.delimiter,
  ...(values.decimalMark && { decimalMark: values.decimalMark }),
  type: values.type.trim(),
  source: values.source.trim(),
  id: values.id.trim(),
  subject: values.subject.trim(),
  time: { value: values.time.trim(), format: values.timeFormat.trim() || 'iso', timeZone: values.timeZone },
  data: values.wholeRow
    ? undefined
    : Object.fromEntries(
        values.data.filter(({ name }) => name.trim()).map(({ name, value, type }) => [name.trim(), { value: value.trim(), type }]),
      ),
});

/** A mapping that was used before, as the form has it. */
export const valuesOf = (mapping: UsageMapping): ImportValues => ({
  format: mapping.format,
  delimiter: mapping.delimiter,
  ...(mapping.decimalMark && { decimalMark: mapping.decimalMark }),
  type: mapping.type,
  source: mapping.source,
  id: mapping.id,
  subject: mapping.subject,
  time: mapping.time.value,
  timeFormat: mapping.time.format,
  timeZone: mapping.time.timeZone,
  wholeRow: mapping.data === undefined,
  data: Object.entries(mapping.data ?? {}).map(([name, { value, type }], key) => ({ key, name, value, type })),
});

/** Lists the fields still missing before the mapping can be tried, in the form's own words. */
export function missingParts(values: ImportValues): string[] {
  const parts: [string, string][] = [
    ['event type', values.type],
    ['subject', values.subject],
    ['id', values.id],
    ['source', values.source],
    ['time', values.time],
  ];
  return [
    ...parts.filter(([, text]) => text.trim() === '').map(([name]) => name),
    ...values.data.filter(({ name, value }) => name.trim() && !value.trim()).map(({ name }) => `value of ${name.trim()}`),
  ];
}
