import 'server-only';
import { Temporal } from 'temporal-polyfill';
import {
  METERS_IN_OVERVIEW_MAX,
  type MeterUsage,
  type getUsageOverview as op,
  type UsageOverview,
} from '@/lib/api/metering/usage-overview';
import type { UsageSender } from '@/lib/api/metering/usage-senders';
import type { InputOf } from '@/lib/api/operation';
import type { Meter } from '@/lib/metering/meter';
import { meterKind } from '@/lib/metering/meter-kind';
import { ANOMALY_HISTORY_MAX, ANOMALY_STATISTIC, anomaliesIn } from '@/lib/metering/usage-anomaly';
import { SILENCE_RULE } from '@/lib/metering/usage-silence';
import type { Ctx } from '@/lib/server/core/ctx';
import { badQuery } from '@/lib/server/core/listing';
import type { UsageReading } from '@/lib/server/usage/store';
import { usageStore } from './choose-store';
import { meterOf } from './meters';
import { usageSenders } from './usage-senders';

const DAYS_MAX = 190;
const DAY_MS = 86_400_000;

interface Asked {
  timeZone: string;
  from: string;
  to: string;
  previousFrom: string;
  now: string;
  /** Event types with their rhythm, by name. */
  types: ReadonlyMap<string, UsageSender>;
}

/** Every meter over a period of days, with what stands out of its own past. Meters beyond a bound are counted and left out. */
export async function usageOverview(ctx: Ctx, query: InputOf<typeof op>['query']): Promise<UsageOverview> {
  const [from, to, before] = [query.from, query.to, query.previousFrom].map((text) => Date.parse(text)) as [number, number, number];
  if (!(before < from && from < to)) throw badQuery('to', 'The period before must begin first, then the period, then its end.');
  if (to - from > DAYS_MAX * DAY_MS) throw badQuery('to', `At most ${DAYS_MAX} days.`);
  const rows = await ctx.tx.meter.findMany({
    where: { deletedAt: null },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: METERS_IN_OVERVIEW_MAX,
  });
  const all = await ctx.tx.meter.count({ where: { deletedAt: null } });
  const { workspace, now } = ctx;
  const senders = await usageSenders(ctx.tx, workspace.id, now);
  const asked: Asked = {
    types: new Map(senders.filter(({ kind }) => kind === 'type').map((sender) => [sender.name, sender])),
    timeZone: workspace.timeZone,
    now,
    from: query.from,
    to: query.to,
    previousFrom: query.previousFrom,
  };
  const meters = await usageStore().read(workspace.id, async (reading) => {
    const found: MeterUsage[] = [];
    for (const row of rows) found.push(await overviewOf(reading, asked, meterOf(row)));
    return found;
  });
  return {
    quietSources: senders.filter(({ kind, silence }) => kind === 'source' && silence.isUnusual),
    silenceRule: SILENCE_RULE,
    statistic: ANOMALY_STATISTIC,
    timeZone: workspace.timeZone,
    metersLeftOut: all - rows.length,
    meters,
  };
}

async function overviewOf(reading: UsageReading, asked: Asked, meter: Meter): Promise<MeterUsage> {
  const { timeZone, now } = asked;
  const ask = (from: string, to: string, granularity?: 'P1D') =>
    reading.query({ meter, from, to, granularity, timeZone, groupBy: [], filters: {}, now }).then(({ rows }) => rows);
  const history = new Date(Date.parse(asked.from) - (ANOMALY_HISTORY_MAX * 7 + 1) * DAY_MS).toISOString();
  const total = (await ask(asked.from, asked.to))[0]?.value ?? null;
  const previous = (await ask(asked.previousFrom, asked.from))[0]?.value ?? null;
  const days = daysOf(meter, await ask(startOfDay(history, timeZone), asked.to, 'P1D'), { ...asked, from: history });
  const first = days.findIndex(({ day }) => day >= localDay(asked.from, timeZone));
  const today = localDay(now, timeZone);
  const over = days.filter(({ day }) => day < today); // the day that is under way says nothing yet
  const figures = over.map(({ day, value }) => ({ at: day, season: Temporal.PlainDate.from(day).dayOfWeek, value }));
  const sender = asked.types.get(meter.eventType);
  const { id, key, name, aggregation, eventType } = meter;
  return {
    meter: { id, key, name, aggregation, eventType },
    kind: meterKind(meter),
    total,
    previous,
    days: first < 0 ? [] : days.slice(first),
    anomalies: first < 0 ? [] : anomaliesIn(figures, first).map(({ at, ...anomaly }) => ({ day: at, ...anomaly })),
    ...(sender && { lastReceivedAt: sender.lastAt, silence: sender.silence, watch: sender.watch }),
  };
}

/**
 * Every day up to the end or today, whichever is first. A day without a row had no usage: zero where figures add up, unknown where they do
 * not. Before the first usage ever seen here nothing is known of any.
 */
function daysOf(meter: Meter, rows: readonly { from: string; value: string }[], { from, to, now, timeZone }: Asked) {
  const values = new Map(rows.map((row) => [localDay(row.from, timeZone), row.value]));
  const adds = meter.aggregation === 'sum' || meter.aggregation === 'count' || meter.aggregation === 'unique_count';
  const end = [to, now].map((text) => localDay(new Date(Date.parse(text) - 1).toISOString(), timeZone)).sort()[0] as string;
  const days: { day: string; value: string | null }[] = [];
  let known = false;
  for (let at = Temporal.PlainDate.from(localDay(from, timeZone)); at.toString() <= end; at = at.add({ days: 1 })) {
    const value = values.get(at.toString());
    known ||= value !== undefined;
    days.push({ day: at.toString(), value: value ?? (known && adds ? '0' : null) });
  }
  return days;
}

const localDay = (instant: string, timeZone: string) =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString();

const startOfDay = (instant: string, timeZone: string) =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).startOfDay().toInstant().toString();
