import { z } from 'zod';
import { operation, V1 } from './operation';

export const ingestKong = operation({
  id: 'ingest-kong',
  method: 'post',
  path: `${V1}/ingest/kong`,
  tag: 'Events',
  summary:
    'Take log entries of the Kong Gateway http-log plugin: each request becomes an event, and each AI plugin’s token statistics another',
  permission: 'events:write',
  query: z.strictObject({ subject: z.string().min(1).max(200).optional() }),
  body: z.union([z.record(z.string(), z.unknown()), z.array(z.record(z.string(), z.unknown()))]),
  status: 202,
});
