import { z } from 'zod';
import { mapOf } from '@/lib/fields';
import { isTimeZone } from '@/lib/time';
import { impossibleTime, isPossibleTime } from './event-bounds';
import { compileTemplate, type Row, type Template } from './usage-template';
import { readTime } from './usage-time';

/** Fields of an event's data that one mapping writes. */
const FIELDS_MAX = 200;

const Text = z.string().min(1).max(1000);

export const UsageFieldType = z.enum(['number', 'string', 'boolean', 'json']).meta({ id: 'UsageFieldType' });

/**
 * Mapping from rows of a CSV or NDJSON file to usage events. Texts are templates: `{column}` is a cell, `{row}` the number of the row (from 0),
 * `{row % 40:02}` its remainder, written with two digits; everything else stands for itself.
 */
export const UsageMapping = z
  .strictObject({
    format: z.enum(['csv', 'ndjson']).default('csv'),
    /** The separator of cells; a first line `sep=;` in the file says it better. */
    delimiter: z.string().length(1).default(','),
    /** The sign before the decimals of a number; with a comma, points and spaces group thousands. A point when left out. */
    decimalMark: z.enum(['.', ',']).optional(),
    type: Text,
    source: Text,
    id: Text,
    subject: Text,
    time: z.strictObject({
      value: Text,
      /** `iso`, `unix_seconds`, `unix_milliseconds`, or a pattern such as `DD.MM.YYYY HH:mm:ss` or `M/D/YYYY h:mm A`. */
      format: z.string().min(1).max(100).default('iso'),
      /** For times that do not say it themselves. */
      timeZone: z.string().default('UTC'),
    }),
    /** The event's data, by field; the whole row when left out. An empty cell gives no field. */
    data: mapOf(z.strictObject({ value: Text, type: UsageFieldType.default('string') }), FIELDS_MAX)
      .refine((data) => !('' in data), { error: 'A field needs a name.' })
      .optional(),
  })
  .meta({ id: 'UsageMapping' });
export type UsageMapping = z.infer<typeof UsageMapping>;

/** An event as a row gives it. `data` is JSON text, in which numbers have the digits of the file. */
export interface MappedEvent {
  type: string;
  source: string;
  id: string;
  subject: string;
  time: string;
  data: string;
}

export type MappedRow = { event: MappedEvent } | { reasons: string[] };

/** A mapping made ready for many rows. */
export interface CompiledMapping {
  /** Columns that the mapping names. */
  columns: string[];
  map(row: Row, whole: () => string): MappedRow;
}

const TEXT_MAX = 400;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?$/;

/**
 * Makes a mapping ready, or says what is wrong with it. `map` takes a row and, for mappings without `data`, its JSON text; it gives the
 * event, or every reason why the row is none.
 */
export function compileMapping(mapping: UsageMapping): CompiledMapping | { faults: { field: string; reason: string }[] } {
  const faults: { field: string; reason: string }[] = [];
  const columns = new Set<string>();
  const template = (field: string, text: string): Template => {
    const compiled = compileTemplate(text);
    if (typeof compiled === 'string') {
      faults.push({ field, reason: compiled });
      return { columns: [], fill: () => '' };
    }
    for (const column of compiled.columns) columns.add(column);
    return compiled;
  };
  const texts = (['type', 'source', 'id', 'subject'] as const).map((field) => ({ field, template: template(field, mapping[field]) }));
  const time = template('time.value', mapping.time.value);
  if (!isTimeZone(mapping.time.timeZone))
    faults.push({ field: 'time.timeZone', reason: `There is no time zone "${mapping.time.timeZone}".` });
  const data = Object.entries(mapping.data ?? {}).map(([name, f]) => ({
    name,
    type: f.type,
    template: template(`data.${name}.value`, f.value),
  }));
  if (faults.length) return { faults };
  return {
    columns: [...columns],
    map(row, whole) {
      const reasons: string[] = [];
      const event = { type: '', source: '', id: '', subject: '' };
      for (const { field, template: t } of texts) {
        const value = t.fill(row).trim();
        event[field] = value;
        if (value === '') reasons.push(`${field} is empty`);
        else if (value.length > TEXT_MAX) reasons.push(`${field} is longer than ${TEXT_MAX} characters`);
        else if (value.includes('\u0000')) reasons.push(`${field} contains a NUL character`);
      }
      const at = readTime(time.fill(row), mapping.time.format, mapping.time.timeZone);
      if (at === null) reasons.push(`"${time.fill(row)}" is not a time of the format ${mapping.time.format}`);
      else if (!isPossibleTime(at)) reasons.push(impossibleTime(at));
      const fields = data.flatMap(({ name, type, template: t }) => {
        const value = t.fill(row);
        if (value === '') return [];
        const json = jsonOf(value, type, mapping.decimalMark);
        if (json === null) reasons.push(`${name}: "${value.slice(0, 100)}" is not a ${type}`);
        return [`${JSON.stringify(name)}:${json}`];
      });
      const text = mapping.data ? `{${fields.join(',')}}` : whole();
      if (text.includes('\\u0000')) reasons.push('the data contains a NUL character');
      return reasons.length ? { reasons } : { event: { ...event, time: at as string, data: text } };
    },
  };
}

function jsonOf(value: string, type: z.infer<typeof UsageFieldType>, decimalMark: UsageMapping['decimalMark']): string | null {
  const trimmed = value.trim();
  switch (type) {
    case 'string':
      return JSON.stringify(value);
    case 'boolean':
      return /^(true|false)$/i.test(trimmed) ? trimmed.toLowerCase() : null;
    case 'number': {
      const number = decimalMark === ',' ? withPoint(trimmed) : trimmed;
      return number !== null && NUMBER.test(number) && number.length <= 80 ? plainNumber(number) : null;
    }
    case 'json':
      try {
        JSON.parse(trimmed);
        return trimmed;
      } catch {
        return null; // said by the caller, with the text
      }
  }
}

const COMMA_NUMBER = /^[+-]?(?:\d+|\d{1,3}(?:[.\u0020\u00a0\u202f]\d{3})+)?(?:,\d*)?(?:[eE][+-]?\d{1,2})?$/;

/** A number with a decimal comma as one with a point; null when it is none. "1.234,5" is 1234.5, and "1.5" is no number there. */
const withPoint = (text: string): string | null =>
  COMMA_NUMBER.test(text) ? text.replace(/[.\u0020\u00a0\u202f]/g, '').replace(',', '.') : null;

/** As JSON writes it: no plus, no leading zeros, a digit before and after the point. The digits themselves stay. */
function plainNumber(text: string): string {
  const [, sign = '', whole = '', fraction, exponent = ''] = /^([+-]?)(\d*)(?:\.(\d*))?([eE].*)?$/.exec(text) ?? [];
  const digits = whole.replace(/^0+(?=\d)/, '') || '0';
  return `${sign === '-' ? '-' : ''}${digits}${fraction ? `.${fraction}` : ''}${exponent}`;
}
