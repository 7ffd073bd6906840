import 'server-only';
import type { OpenMeterFilter, OpenMeterQuestion } from '@/lib/api/metering/openmeter';
import { csvLine } from '@/lib/csv';
import type { QueryFilterStringMapItem } from '@/lib/metering/dimension-filter';
import type { Meter } from '@/lib/metering/meter';
import { MeterQueryRequest, type MeterQueryResult } from '@/lib/metering/meter-query';
import { problem } from '@/lib/problem';
import { queryMeter } from './meter-query';

const GRANULARITY = { MINUTE: 'PT1M', HOUR: 'PT1H', DAY: 'P1D', MONTH: 'P1M' } as const;

/** Returns the question of an address as a body has it: lists repeat their name, and the advanced filters are JSON. */
export function questionOfSearch(search: URLSearchParams): unknown {
  const question: Record<string, unknown> = {};
  const groups: Record<string, string[]> = {};
  for (const name of new Set(search.keys())) {
    const values = search.getAll(name);
    const group = /^filterGroupBy\[(.+)\]$/.exec(name)?.[1];
    if (group !== undefined) groups[group] = values;
    else if (name === 'subject' || name === 'groupBy' || name === 'filterCustomerId') question[name] = values;
    else if (name === 'advancedMeterGroupByFilters') question[name] = jsonOf(name, values[0] ?? '');
    else question[name] = values.length === 1 ? values[0] : values;
  }
  return Object.keys(groups).length ? { ...question, filterGroupBy: groups } : question;
}

function jsonOf(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (e) {
    const reason = `This is not valid JSON: ${(e as Error).message}.`;
    throw problem('invalid_parameters', `${name}: ${reason}`, {
      invalidParameters: [{ field: name, rule: 'type', reason, source: 'query' }],
      cause: e,
    });
  }
}

const conditionOf = ({ $eq, $ne, $in, $nin, $and, $or }: OpenMeterFilter): QueryFilterStringMapItem => ({
  ...($eq !== undefined && { eq: $eq }),
  ...($ne !== undefined && { neq: $ne }),
  ...($in && { in: $in }),
  ...($nin && { nin: $nin }),
  ...($and && { and: $and.map(conditionOf) }),
  ...($or && { or: $or.map(conditionOf) }),
});

/** An OpenMeter question as ours: filtering by subject or customer also splits by it, as it does there. */
function requestOf(question: OpenMeterQuestion): MeterQueryRequest {
  const { subject, filterCustomerId, groupBy = [], filterGroupBy = {}, advancedMeterGroupByFilters = {} } = question;
  const conditions = new Map<string, QueryFilterStringMapItem[]>();
  const add = (key: string, condition: QueryFilterStringMapItem) => conditions.set(key, [...(conditions.get(key) ?? []), condition]);
  if (subject?.length) add('subject', { in: subject });
  if (filterCustomerId?.length) add('customer_id', { in: filterCustomerId });
  for (const [key, values] of Object.entries(filterGroupBy)) add(key, { in: values });
  for (const [key, filter] of Object.entries(advancedMeterGroupByFilters)) add(key, conditionOf(filter));
  const dimensions = Object.fromEntries(
    [...conditions].map(([key, all]) => [key, all.length === 1 ? (all[0] as QueryFilterStringMapItem) : { and: all }]),
  );
  const split = [...groupBy, ...(subject?.length ? ['subject'] : []), ...(filterCustomerId?.length ? ['customer_id'] : [])];
  return MeterQueryRequest.parse({
    from: question.from,
    to: question.to,
    granularity: question.windowSize && GRANULARITY[question.windowSize],
    timeZone: question.windowTimeZone ?? 'UTC',
    groupByDimensions: split.length ? [...new Set(split)] : undefined,
    filters: { dimensions },
  });
}

/** Answers a question in OpenMeter's shape, as JSON text: a value is a number there, and keeps every digit. */
export async function openMeterAnswer(workspaceId: string, meter: Meter, question: OpenMeterQuestion, now: string): Promise<string> {
  const { from, to, data } = await queryMeter(workspaceId, meter, requestOf(question), now);
  const head = JSON.stringify({ from, to, windowSize: question.windowSize });
  return `${head === '{}' ? '{' : `${head.slice(0, -1)},`}"data":[${data.map(rowText).join(',')}]}`;
}

function rowText({ value, from, to, dimensions }: MeterQueryResult['data'][number]): string {
  const { subject, customer_id: customerId, ...others } = dimensions;
  const groupBy = Object.fromEntries(Object.entries(others).map(([key, text]) => [key, text || null]));
  const rest = JSON.stringify({ windowStart: from, windowEnd: to, subject: subject || null, ...(customerId && { customerId }), groupBy });
  return `{"value":${value},${rest.slice(1)}`;
}

/** The same answer as a table. */
export async function openMeterCsv(workspaceId: string, meter: Meter, question: OpenMeterQuestion, now: string): Promise<string> {
  const request = requestOf(question);
  const { data } = await queryMeter(workspaceId, meter, request, now);
  const keys = request.groupByDimensions ?? [];
  return [
    csvLine(['window_start', 'window_end', ...keys, 'value']),
    ...data.map((row) => csvLine([row.from, row.to, ...keys.map((key) => row.dimensions[key] ?? ''), row.value])),
  ].join('');
}
