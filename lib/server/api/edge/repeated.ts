import 'server-only';
import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { Operation } from '@/lib/api/operation';
import { problem } from '@/lib/problem';
import { sqlTransaction, type Tx } from '@/lib/server/core/db';
import { ifMatch } from './request';

/** Time that an answer is kept for a repeated request. */
const KEPT = '24 hours';
/** Number of older answers that one write removes. */
const REMOVED_AT_ONCE = 100;
const KEY_LENGTH_MAX = 200;
const KEPT_HEADERS = ['content-type', 'etag', 'location'] as const;

/** A request that names itself, so that it is done once however often it arrives. */
export interface Repeatable {
  /** The workspace that the key belongs to, or the person for what belongs to no workspace. */
  holder: string;
  key: string;
  /** Digest of the request; the same key with another request is refused. */
  hash: string;
  requestId: string;
}

type Rows = (sql: string, ...values: unknown[]) => Promise<Record<string, unknown>[]>;

/**
 * Returns the Idempotency-Key of a write; undefined without one, and for reads. Refused where the answer shows a secret, which is not kept,
 * and where nobody is signed in, so that there is nobody to keep it for.
 */
export function givenKey(c: Context, op: Operation): string | undefined {
  const key = op.method === 'get' ? undefined : c.req.header('idempotency-key');
  if (key === undefined) return undefined;
  if (op.secretAnswer || op.permission === 'none')
    throw problem('bad_request', 'The answer of this operation is not kept, so it cannot be repeated. Leave out Idempotency-Key.');
  if (key.length < 1 || key.length > KEY_LENGTH_MAX)
    throw problem('bad_request', `Idempotency-Key takes 1 to ${KEY_LENGTH_MAX} characters.`);
  return key;
}

/** Returns what tells one request from another: the operation, the copy it was made from, and what it says. */
export function hashOf(c: Context, op: Operation, said: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([op.id, ifMatch(c), said]))
    .digest('hex');
}

/** Does the work in `tx`, where its answer is kept too, unless the key was used before: then the first answer is given again. */
export const once = (tx: Tx, request: Repeatable, work: () => Promise<Response>): Promise<Response> =>
  onceIn((sql, ...values) => tx.$queryRawUnsafe(sql, ...values), request, work);

/**
 * The same for work that opens transactions of its own. The key is held on a plain connection meanwhile, which is of another pool than those
 * that the work needs.
 */
export const onceApart = (request: Repeatable, work: () => Promise<Response>): Promise<Response> =>
  sqlTransaction({ userId: request.holder }, (client) =>
    onceIn(async (sql, ...values) => (await client.query(sql, values)).rows, request, work),
  );

/**
 * Claims the key, which waits for a request with the same key that is under way. When that one fails its claim is rolled back with it, and
 * whoever waited does the work.
 */
async function onceIn(rows: Rows, { holder, key, hash, requestId }: Repeatable, work: () => Promise<Response>): Promise<Response> {
  await rows(
    `DELETE FROM idempotency_keys WHERE ctid = ANY(ARRAY(
       SELECT ctid FROM idempotency_keys WHERE holder = $1 AND key <> $2 AND created_at < now() - $3::interval
       LIMIT ${REMOVED_AT_ONCE} FOR UPDATE SKIP LOCKED))`,
    holder,
    key,
    KEPT,
  );
  const claimed = await rows(
    `INSERT INTO idempotency_keys AS kept (holder, key, request_hash) VALUES ($1, $2, $3)
     ON CONFLICT (holder, key) DO UPDATE SET request_hash = $3, created_at = now() WHERE kept.created_at < now() - $4::interval
     RETURNING key`,
    holder,
    key,
    hash,
    KEPT,
  );
  if (claimed.length === 0) return again(rows, { holder, key, hash, requestId });
  const response = await work();
  const headers = Object.fromEntries(KEPT_HEADERS.flatMap((name) => [[name, response.headers.get(name)]]).filter(([, value]) => value));
  await rows(
    `UPDATE idempotency_keys SET status = $3, headers = $4::text::jsonb, body = $5 WHERE holder = $1 AND key = $2`,
    holder,
    key,
    response.status,
    JSON.stringify(headers),
    response.body ? await response.clone().text() : null,
  );
  return response;
}

async function again(rows: Rows, { holder, key, hash, requestId }: Repeatable): Promise<Response> {
  const [kept] = await rows('SELECT request_hash, status, headers, body FROM idempotency_keys WHERE holder = $1 AND key = $2', holder, key);
  if (!kept) throw problem('conflict', 'This Idempotency-Key was removed this moment. Send the request again.');
  if (kept.request_hash !== hash) throw problem('conflict', 'This Idempotency-Key was used for a different request.');
  return new Response(kept.body as string | null, {
    status: kept.status as number,
    headers: {
      ...(kept.headers as Record<string, string>),
      'x-request-id': requestId,
      'idempotency-replayed': 'true',
      'cache-control': 'no-store',
    },
  });
}
