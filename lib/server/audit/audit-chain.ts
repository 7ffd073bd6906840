import 'server-only';
import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import { sqlTransaction } from '@/lib/server/core/db';

/** Result of `verifyAuditChain`. The head is what to note outside the database: only such a note shows that a tail was cut off with care. */
export interface ChainReport {
  entries: number;
  head: { sequence: number; hash: string };
  broken?: { sequence: number; id?: string | undefined; reason: string };
}

/** An earlier head, as noted outside the database. */
export interface NotedHead {
  sequence: number;
  hash: string;
}

const GENESIS = '0'.repeat(64);
const BATCH = 1000;

/** The columns of an entry as text, in the order in which they are hashed. */
const PARTS = [
  ...['e.id', 'e.workspace_id'],
  `to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  ...['e.actor_type', 'e.actor_id', 'e.actor_name', 'e.action', 'e.resource_type', 'e.resource_id', 'e.resource_name'],
  ...['e.before::text', 'e.after::text', 'e.request_id'],
];

interface Link {
  sequence: string | null;
  previous_hash: string | null;
  hash: string | null;
  parts: (string | null)[];
  head_sequence: string | null;
  head_hash: string | null;
}

/** The columns of a change of an act as text, in the order in which they are hashed. */
const CHANGE_PARTS = [
  ...['id', 'entry_id', 'workspace_id', 'action', 'resource_type', 'resource_id', 'resource_name'],
  ...['before::text', 'after::text'],
];

/** Changes listed in the entry of an act. */
interface Act {
  changes: number;
  digest: string;
}

const RESOURCE_TYPE = 7;
const AFTER = 11;

/** The hashes of the changes of acts, by the ids of their entries. */
async function changesOf(client: PoolClient, links: readonly Link[]): Promise<Map<string, string[]>> {
  const { rows } = await client.query<{ entry: string; parts: (string | null)[] }>(
    `SELECT entry_id AS entry, ARRAY[${CHANGE_PARTS.join(', ')}] AS parts FROM audit_changes WHERE entry_id = ANY($1) ORDER BY id COLLATE "C"`,
    [links.map((link) => link.parts[0])],
  );
  const hashes = new Map<string, string[]>();
  for (const { entry, parts } of rows) hashes.set(entry, [...(hashes.get(entry) ?? []), hashOf(parts)]);
  return hashes;
}

/** Why the changes of an act are not those that its entry was made with, or undefined. Entries of one change have none. */
function actFault(parts: Link['parts'], hashes: readonly string[] = []): string | undefined {
  if (parts[RESOURCE_TYPE] !== 'act') return hashes.length ? 'changes were added to it' : undefined;
  const { changes, digest } = JSON.parse(parts[AFTER] ?? '{}') as Act;
  if (hashes.length !== changes) return `it was made with ${changes} changes, and has ${hashes.length}`;
  return digest === hashOf(hashes) ? undefined : 'one of its changes was changed after it was written';
}

/** The hash of an entry, from its sequence, the hash before it and its columns; each part is led by its length in bytes. */
function hashOf(parts: readonly (string | null)[]): string {
  const text = parts.map((part) => (part === null ? '-' : `${Buffer.byteLength(part)}:${part}`)).join(',');
  return createHash('sha256').update(text).digest('hex');
}

/** Why an entry does not follow the one before, or undefined when it does. */
function fault(link: Link, after: NotedHead): string | undefined {
  if (link.sequence === null) return 'it was written past the chain';
  if (Number(link.sequence) !== after.sequence + 1) {
    const missing = after.sequence + 1;
    const last = Number(link.sequence) - 1;
    return missing === last ? `entry ${missing} before it is missing` : `entries ${missing} to ${last} before it are missing`;
  }
  if (link.previous_hash !== after.hash) return 'it does not follow the entry before it';
  return link.hash === hashOf([link.sequence, link.previous_hash, ...link.parts]) ? undefined : 'it was changed after it was written';
}

/**
 * Recomputes the chain of a workspace from its first entry on, in one snapshot, and compares it with the stored head and, if one is given,
 * with a head that was noted earlier. Stops at the first entry that does not fit.
 */
export function verifyAuditChain(workspaceId: string, noted?: NotedHead): Promise<ChainReport> {
  return sqlTransaction({ workspaceId }, async (client) => {
    await client.query(
      `DECLARE links NO SCROLL CURSOR FOR
       SELECT e.sequence, e.previous_hash, e.hash, ARRAY[${PARTS.join(', ')}] AS parts, h.sequence AS head_sequence, h.hash AS head_hash
       FROM (SELECT 1) AS one LEFT JOIN audit_heads h ON true LEFT JOIN audit_entries e ON true ORDER BY e.sequence NULLS FIRST`,
    );
    return walk(client, noted);
  });
}

/** Reads the cursor to its end or to the first fault. */
async function walk(client: PoolClient, noted: NotedHead | undefined): Promise<ChainReport> {
  let last: NotedHead = { sequence: 0, hash: GENESIS };
  let head = last;
  let passed = noted === undefined || noted.sequence === 0;
  let entries = 0;
  const broken = (reason: string, id?: string | null) => ({
    entries,
    head,
    broken: { sequence: last.sequence, id: id ?? undefined, reason },
  });
  for (let rows: Link[] | undefined; rows === undefined || rows.length === BATCH; ) {
    rows = (await client.query<Link>(`FETCH ${BATCH} FROM links`)).rows;
    const changes = await changesOf(client, rows);
    for (const link of rows) {
      head = { sequence: Number(link.head_sequence ?? 0), hash: link.head_hash ?? GENESIS };
      const id = link.parts[0];
      if (id === null) break; // the one row of a log without entries
      entries++;
      const reason = fault(link, last) ?? actFault(link.parts, changes.get(String(id)));
      if (reason) return broken(`after entry ${last.sequence}, entry ${link.sequence ?? 'without a number'}: ${reason}`, id);
      last = { sequence: Number(link.sequence), hash: String(link.hash) };
      if (noted?.sequence !== last.sequence) continue;
      passed = true;
      if (noted.hash !== last.hash) return broken(`entry ${last.sequence}: its hash is not the one that was noted`, id);
    }
  }
  if (last.sequence !== head.sequence || last.hash !== head.hash)
    return broken(`the chain ends at entry ${last.sequence}, but its head names entry ${head.sequence}: entries were removed at the end`);
  if (!passed)
    return broken(`the chain ends at entry ${last.sequence}, before the noted entry ${noted?.sequence}: entries were removed at the end`);
  return { entries, head };
}
