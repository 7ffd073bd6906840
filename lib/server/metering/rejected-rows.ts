import 'server-only';
import { createHash } from 'node:crypto';
import { sqlTransaction } from '@/lib/server/core/db';
import { newId } from '@/lib/server/core/id';
import type { NewEvent } from '@/lib/server/usage/store';

export interface Rejected {
  event: NewEvent;
  code: string;
  message: string;
}

/** The event as it was sent, as JSON text. */
function sent(e: NewEvent): string {
  const envelope = JSON.stringify({
    id: e.id,
    source: e.source,
    specversion: '1.0',
    type: e.type,
    subject: e.subject,
    ...(e.timeGiven && { time: e.time }),
    ...(e.dataschema !== null && { dataschema: e.dataschema }),
  });
  return e.data === null ? envelope : `${envelope.slice(0, -1)},"data":${e.data}}`;
}

/** Keeps refused events where people can see them. The same content refused again is counted, not kept twice. */
export async function rejectEvents(workspaceId: string, rejected: readonly Rejected[]): Promise<void> {
  const rows = new Map(
    rejected.map((r) => {
      const text = sent(r.event);
      const digest = createHash('sha256').update(`${r.code}\n${text}`).digest('hex').slice(0, 32);
      return [digest, { ...r, text }];
    }),
  );
  const all = [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
  await sqlTransaction({ workspaceId }, (client) =>
    client.query(
      `INSERT INTO usage_rejections AS r (id, workspace_id, digest, source, event_id, code, message, event, first_at, last_at)
       SELECT id, $1, digest, source, event_id, code, message, event::jsonb, at, at
       FROM unnest($2::text[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[])
            AS t(id, digest, source, event_id, code, message, event, at)
       ON CONFLICT (workspace_id, digest) DO UPDATE SET times = r.times + 1, last_at = excluded.last_at, resolved_at = NULL`,
      [
        workspaceId,
        all.map(() => newId()),
        all.map(([digest]) => digest),
        all.map(([, r]) => r.event.source),
        all.map(([, r]) => r.event.id),
        all.map(([, r]) => r.code),
        all.map(([, r]) => r.message),
        all.map(([, r]) => r.text),
        all.map(([, r]) => r.event.ingestedAt),
      ],
    ),
  );
}
