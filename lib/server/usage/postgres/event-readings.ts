import 'server-only';
import { sqlTransaction } from '@/lib/server/core/db';
import { dimensionKeys, dimensionValues, valueSql } from '@/lib/server/usage/counting';
import { type MeterState, meterStates } from '@/lib/server/usage/meter-state';
import type { StoredEvent } from '@/lib/server/usage/store';

/** Reading of one meter from an event: the quantity (or the text that a unique count tells apart), null where it counts nothing. */
export interface EventReading {
  meterId: string;
  value: string | null;
  dimensions: Record<string, string>;
}

/** Returns the reading of each active meter of the event's type, with every digit. Asked of PostgreSQL whatever store keeps the event. */
export async function eventReadings(workspaceId: string, event: Pick<StoredEvent, 'type' | 'time' | 'data'>): Promise<EventReading[]> {
  return sqlTransaction({ workspaceId, pool: 'reads' }, async (client) => {
    const meters = (await meterStates(client, workspaceId)).filter((m) => m.eventType === event.type);
    if (!meters.length) return [];
    const columns = meters.map((m, i) => `${readingSql(m)} AS v${i}, ${dimensionValues(m)} AS d${i}`);
    const { rows } = await client.query<Record<string, unknown>>(
      `SELECT ${columns.join(', ')} FROM (SELECT $1::jsonb AS data, $2::timestamptz AS time) e`,
      [event.data, event.time],
    );
    return meters.map((m, i): EventReading => {
      const texts = rows[0]?.[`d${i}`] as string[];
      return {
        meterId: m.id,
        value: rows[0]?.[`v${i}`] as string | null,
        dimensions: Object.fromEntries(dimensionKeys(m).map((key, at) => [key, texts[at] ?? ''])),
      };
    });
  });
}

/** A unique count keeps digests: what it tells apart is shown as it stands in the event. */
function readingSql(meter: MeterState): string {
  if (meter.aggregation !== 'unique_count') return `${valueSql(meter)}::text`;
  return `CASE WHEN ${valueSql(meter)} IS NOT NULL THEN (${dimensionValues({ dimensions: { value: meter.valueProperty ?? '' } })})[1] END`;
}
