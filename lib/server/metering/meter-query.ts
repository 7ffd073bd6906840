import 'server-only';
import { csvLine } from '@/lib/csv';
import type { Meter } from '@/lib/metering/meter';
import { type MeterQueryRequest, type MeterQueryResult, meterQueryIssues } from '@/lib/metering/meter-query';
import { critical, problem } from '@/lib/problem';
import type { UsageReading } from '@/lib/server/usage/store';
import { isTimeZone } from '@/lib/time';
import { usageStore } from './choose-store';

/** Answers a meter query after checking it. Rows come in the order of their windows, then of their dimensions. */
export const queryMeter = (workspaceId: string, meter: Meter, request: MeterQueryRequest, now: string): Promise<MeterQueryResult> =>
  usageStore().read(workspaceId, (reading) => queryIn(reading, meter, request, now));

/** The same within a reading, for answers that take several queries. */
export async function queryIn(
  reading: Pick<UsageReading, 'query'>,
  meter: Meter,
  request: MeterQueryRequest,
  now: string,
): Promise<MeterQueryResult> {
  const issues = meterQueryIssues(request, meter.dimensions);
  if (!isTimeZone(request.timeZone)) {
    issues.push(
      critical(['timeZone'], 'time_zone_unknown', `There is no time zone "${request.timeZone}". Use an IANA name such as Europe/Berlin.`),
    );
  }
  if (issues.length) throw problem('validation_failed', issues[0]?.message ?? 'The query cannot be answered.', { issues });
  const answer = await reading.query({
    meter,
    from: request.from,
    to: request.to,
    granularity: request.granularity,
    timeZone: request.timeZone,
    groupBy: [...new Set(request.groupByDimensions ?? [])],
    filters: request.filters?.dimensions ?? {},
    now,
  });
  return { from: answer.from, to: answer.to, data: answer.rows };
}

/** The same answer as a table: the window, the dimensions asked for, the value. */
export function resultCsv(result: MeterQueryResult, dimensions: readonly string[]): string {
  const columns = [...new Set(dimensions)];
  return [
    csvLine(['from', 'to', ...columns, 'value']),
    ...result.data.map((row) => csvLine([row.from, row.to, ...columns.map((key) => row.dimensions[key] ?? ''), row.value])),
  ].join('');
}
