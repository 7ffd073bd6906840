import 'server-only';
import pg from 'pg';
import { sqlTransaction } from '@/lib/server/core/db';
import { contentSql, keySql } from '@/lib/server/usage/event-identity';
import type { Inserted, NewEvent } from '@/lib/server/usage/store';
import { countSoon } from './count-behind';
import { keepUp } from './keep-up';
import { makeRoom } from './months';

// The data of all events is one JSON array: one text to read, with nothing to be escaped on the way.
const INPUT = `(SELECT t.*, nullif(t.given, 'null') AS data, ${keySql('$1', 't.source', 't.id')} AS key
  FROM ROWS FROM (
    unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::text[], $8::timestamptz[], $9::bool[]), jsonb_array_elements($10::jsonb)
  ) WITH ORDINALITY AS t(source, id, type, subject, time, dataschema, ingested_at, time_given, given, n) OFFSET 0)`;
const CONTENT = contentSql('type', 'subject', 'dataschema', 'data');

// Named, so that a connection plans it once: planning takes longer than writing a handful of events. Identities go in by the order of their
// keys: two writers of the same events then wait for each other and never in a circle. Of two equal ones in a batch the first goes in.
const INSERT = {
  name: 'usage_insert',
  text: `WITH given AS MATERIALIZED (SELECT *, nextval('usage_events_seq_seq') AS seq FROM ${INPUT} i ORDER BY n),
    fresh AS (INSERT INTO usage_ids (key, content, seq, time, workspace_id)
      SELECT key, ${CONTENT}, seq, time, $1 FROM given ORDER BY key, seq ON CONFLICT DO NOTHING RETURNING seq)
    INSERT INTO usage_events (workspace_id, source, id, seq, type, subject, time, data, dataschema, ingested_at, stored_at)
    SELECT $1, source, id, seq, type, subject, time, data, dataschema, ingested_at, statement_timestamp() FROM given JOIN fresh USING (seq)`,
};

// Equal data may be written differently (1.0 and 1), which a digest does not know; while the event is there it is asked itself.
const CONFLICTS = {
  name: 'usage_conflicts',
  text: `SELECT i.n FROM ${INPUT} i
    JOIN LATERAL (SELECT content, seq, time FROM usage_ids WHERE usage_ids.key = i.key LIMIT 1) d ON true
    WHERE (i.time_given AND d.time <> i.time) OR (d.content <> ${contentSql('i.type', 'i.subject', 'i.dataschema', 'i.data')} AND NOT EXISTS (
      SELECT FROM usage_events e WHERE e.workspace_id = $1 AND e.time = d.time AND e.seq = d.seq AND e.type = i.type AND e.subject = i.subject
        AND e.dataschema IS NOT DISTINCT FROM i.dataschema AND e.data IS NOT DISTINCT FROM i.data OFFSET 0))
    ORDER BY i.n`,
};

/** Stores events and drops those already there, in one transaction. They count at once: questions read what is not counted yet. */
export async function insertEvents(workspaceId: string, events: readonly NewEvent[]): Promise<Inserted> {
  if (!events.length) return { stored: 0, duplicates: 0, conflicts: [] };
  await makeRoom(events);
  const values = [
    workspaceId,
    events.map((e) => e.source),
    events.map((e) => e.id),
    events.map((e) => e.type),
    events.map((e) => e.subject),
    events.map((e) => e.time),
    events.map((e) => e.dataschema),
    events.map((e) => e.ingestedAt),
    events.map((e) => e.timeGiven),
    `[${events.map((e) => e.data ?? 'null').join(',')}]`,
  ];
  const inserted = await sqlTransaction({ workspaceId }, async (client) => {
    // A counting step waits for this lock, so that no number before the ones it counts is still to come.
    await client.query(`SELECT pg_advisory_xact_lock_shared(usage_lock(${pg.escapeLiteral(workspaceId)}))`);
    const { rowCount } = await client.query({ ...INSERT, values });
    const stored = rowCount ?? 0;
    if (stored === events.length) return { stored, duplicates: 0, conflicts: [] };
    const { rows } = await client.query<{ n: string }>({ ...CONFLICTS, values });
    return { stored, duplicates: events.length - stored - rows.length, conflicts: rows.map((r) => Number(r.n) - 1) };
  });
  if (inserted.stored) {
    countSoon(workspaceId);
    await keepUp(workspaceId, events);
  }
  return inserted;
}
