import 'server-only';
import { sqlTransaction } from '@/lib/server/core/db';
import { meterStates } from '@/lib/server/usage/meter-state';
import type { Counted, UsageStore } from '@/lib/server/usage/store';
import { ask } from './client';
import { quoted } from './literal';

/** Figures of two stores for the same day, where they differ. */
export interface DayDifference {
  what: string;
  day: string;
  here: string;
  there: string;
}

/** Compares a copy with the original: events by type and day, and every meter's figure of every day (UTC). */
export async function differences(
  workspaceId: string,
  from: UsageStore,
  to: UsageStore,
  now: string,
): Promise<{ compared: number; found: DayDifference[] }> {
  const { counts, meters } = await sqlTransaction({ workspaceId }, async (client) => ({
    counts: (
      await client.query<Day>(
        `SELECT type AS what, to_char(time AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, count(*)::text || ' events, ' || count(voided_at)::text || ' void' AS value
         FROM usage_events WHERE workspace_id = $1 GROUP BY 1, 2`,
        [workspaceId],
      )
    ).rows,
    meters: await meterStates(client, workspaceId),
  }));
  const copied = await ask<Day>(
    `SELECT toString(type) AS what, toString(toDate(time)) AS day, concat(toString(count()), ' events, ', toString(count(voided_at)), ' void') AS value
     FROM usage_events FINAL WHERE workspace_id = ${quoted(workspaceId)} GROUP BY what, day`,
  );
  const pairs = [compare('events of type ', counts, copied)];
  for (const meter of meters) {
    const [here, there] = await Promise.all([days(from, workspaceId, meter, now), days(to, workspaceId, meter, now)]);
    pairs.push(compare('meter ', here, there));
  }
  return { compared: pairs.reduce((sum, p) => sum + p.compared, 0), found: pairs.flatMap((p) => p.found) };
}

interface Day {
  what: string;
  day: string;
  value: string;
}

async function days(store: UsageStore, workspaceId: string, meter: Counted & { key: string }, now: string): Promise<Day[]> {
  const { rows } = await store.query(workspaceId, { meter, granularity: 'P1D', timeZone: 'UTC', groupBy: [], filters: {}, now });
  return rows.map((row) => ({ what: meter.key, day: row.from.slice(0, 10), value: row.value }));
}

function compare(kind: string, here: readonly Day[], there: readonly Day[]): { compared: number; found: DayDifference[] } {
  const name = (d: Day) => `${d.what}\n${d.day}`;
  const [a, b] = [here, there].map((days) => new Map(days.map((d) => [name(d), d]))) as [Map<string, Day>, Map<string, Day>];
  const names = [...new Set([...a.keys(), ...b.keys()])].sort();
  const found = names.flatMap((n) => {
    const { what, day } = (a.get(n) ?? b.get(n)) as Day;
    const [x, y] = [a.get(n)?.value ?? 'nothing', b.get(n)?.value ?? 'nothing'];
    return x === y ? [] : [{ what: kind + what, day, here: x, there: y }];
  });
  return { compared: names.length, found };
}
