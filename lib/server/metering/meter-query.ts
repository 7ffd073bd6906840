import 'server-only';
import { METERS_ASKED_MAX, type MetersQueryResult } from '@/lib/api/metering/meter-query';
import { csvLine } from '@/lib/csv';
import type { Meter } from '@/lib/metering/meter';
import { type MeterQueryRequest, type MeterQueryResult, meterQueryIssues } from '@/lib/metering/meter-query';
import { critical, problem } from '@/lib/problem';
import type { Ctx } from '@/lib/server/core/ctx';
import type { UsageReading } from '@/lib/server/usage/store';
import { isTimeZone } from '@/lib/time';
import { usageStore } from './choose-store';
import { meterOf } from './meters';

/** Answers a meter query after checking it. Rows come in the order of their windows, then of their dimensions. */
export const queryMeter = (workspaceId: string, meter: Meter, request: MeterQueryRequest, now: string): Promise<MeterQueryResult> =>
  usageStore().read(workspaceId, (reading) => queryIn(reading, meter, request, now));

/**
 * Asks every meter of the workspace the same question, in one snapshot. Only the dimensions that all meters have may be named. Meters that
 * counted nothing are left out.
 */
export async function queryMeters(ctx: Ctx, request: MeterQueryRequest): Promise<MetersQueryResult> {
  refuse(request, undefined);
  const living = { where: { deletedAt: null } };
  const rows = await ctx.tx.meter.findMany({ ...living, orderBy: [{ name: 'asc' }, { id: 'asc' }], take: METERS_ASKED_MAX });
  const all = await ctx.tx.meter.count(living);
  const data = await usageStore().read(ctx.workspace.id, async (reading) => {
    const found: MetersQueryResult['data'] = [];
    for (const row of rows) {
      const answer = await queryIn(reading, meterOf(row), request, ctx.now);
      if (answer.data.length > 0) found.push({ meterId: row.id, rows: answer.data });
    }
    return found;
  });
  return { data, metersLeftOut: all - rows.length };
}

/** Refuses a question that cannot be answered for a meter with these dimensions. */
function refuse(request: MeterQueryRequest, dimensions: Meter['dimensions']): void {
  const issues = meterQueryIssues(request, dimensions);
  if (!isTimeZone(request.timeZone)) {
    issues.push(
      critical(['timeZone'], 'time_zone_unknown', `There is no time zone "${request.timeZone}". Use an IANA name such as Europe/Berlin.`),
    );
  }
  if (issues.length) throw problem('validation_failed', issues[0]?.message ?? 'The query cannot be answered.', { issues });
}

/** The same within a reading, for answers that take several queries. */
export async function queryIn(
  reading: Pick<UsageReading, 'query'>,
  meter: Meter,
  request: MeterQueryRequest,
  now: string,
): Promise<MeterQueryResult> {
  refuse(request, meter.dimensions);
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
