import 'server-only';
import { createHash } from 'node:crypto';
import { problem } from '@/lib/problem';
import type { NewEvent } from '@/lib/server/usage/store';
import { type JsonCells, jsonCells } from './json-cells';
import { plainTime } from './literal';

/** Stored event of a known id. Times are ISO. */
export interface Identity {
  source: string;
  id: string;
  seq: string;
  type: string;
  subject: string;
  time: string;
  ingestedAt: string;
  storedAt: string;
  /** A digest of what may not change when the event is sent again. */
  content: string;
}

/** An event whose data has been taken apart. */
export type ReadEvent = Pick<NewEvent, 'source' | 'id' | 'type' | 'subject' | 'time' | 'dataschema' | 'ingestedAt'> & {
  cells: JsonCells | null;
  content: string;
};

/** Takes an event's data apart. Throws for a time that ClickHouse cannot hold. */
export function readEvent<E extends Omit<ReadEvent, 'cells' | 'content'> & { data: string | null }>(event: E): E & ReadEvent {
  const year = Number(event.time.slice(0, 4));
  if (!(year >= 1900 && year < 2299))
    throw problem('invalid_parameters', `The event "${event.id}" is of ${event.time}: only 1900 to 2298 can be kept.`);
  const cells = event.data === null ? null : jsonCells(event.data);
  const said = JSON.stringify([event.type, event.subject, event.dataschema, cells?.comparable ?? null]);
  return { ...event, cells, content: createHash('sha256').update(said).digest('hex').slice(0, 32) };
}

const envelope = (workspaceId: string, as: Identity) => ({
  workspace_id: workspaceId,
  source: as.source,
  id: as.id,
  seq: as.seq,
  type: as.type,
  subject: as.subject,
  time: plainTime(as.time),
  ingested_at: plainTime(as.ingestedAt),
  stored_at: plainTime(as.storedAt),
});

export const idRow = (workspaceId: string, as: Identity) => ({ ...envelope(workspaceId, as), content: as.content });

/** The row of an event as its id calls for it; a void one is a newer version of it. */
export const eventRow = (
  workspaceId: string,
  { cells, dataschema }: ReadEvent,
  as: Identity,
  voided: { at: string; id: string } | null = null,
) => ({
  ...envelope(workspaceId, as),
  data: cells?.text ?? null,
  dataschema,
  scalars: cells?.scalars ?? {},
  numbers: cells?.numbers ?? {},
  nested: cells?.nested ?? {},
  voided_at: voided && plainTime(voided.at),
  void_id: voided?.id ?? '',
  version: voided ? 1 : 0,
});
