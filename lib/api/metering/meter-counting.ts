import { z } from 'zod';
import { operation, V1 } from '@/lib/api/operation';
import { Ulid } from '@/lib/fields';

/** Counting progress of a meter: one that came after its events, or changed, catches up in the background. */
export const MeterCounting = z
  .strictObject({ meterId: Ulid, percent: z.number().int().min(0).max(100), isComplete: z.boolean() })
  .meta({ id: 'MeterCounting' });

export const listMeterCounting = operation({
  id: 'list-meter-counting',
  method: 'get',
  path: `${V1}/meters/counting`,
  tag: 'Meters',
  summary: 'How far each meter has been counted; answers are complete before that, and faster after it',
  permission: 'catalog:read',
  result: z.strictObject({ data: z.array(MeterCounting) }).meta({ id: 'ListMeterCountingResponse' }),
});
