import 'server-only';
import type { Context } from 'hono';
import { parse as parseCookies } from 'hono/utils/cookie';
import type { InputOf, Operation } from '@/lib/api/operation';
import { may } from '@/lib/api/role';
import { clientAddress, trustedProxies } from '@/lib/client-address';
import { parseJson } from '@/lib/exact-json';
import { invalidParameters } from '@/lib/invalid-parameters';
import { problem } from '@/lib/problem';
import type { Principal } from '@/lib/server/core/ctx';
import { env } from '@/lib/server/core/env';
import { mediaType } from '@/lib/server/core/media-type';
import {
  chosenOf,
  lacksSecondFactor,
  principalOf,
  principalOfKey,
  type SignedIn,
  sessionCookieName,
  signedIn,
  WORKSPACE_COOKIE,
} from '@/lib/server/identity/principal';
import { requireStorable } from '@/lib/storable';
import { converter } from '@/lib/wire';
import { BODY_VALUES_MAX, FAULTS_MAX, isHeavierThan, NESTING_MAX, USAGE_VALUES_MAX } from '@/lib/work-limits';
import { STRANGER_MS } from './front-guard';
import { readQuery } from './query-string';
import { unzstd } from './zstd';

/** Caller of a request: a principal of a workspace, a person who may have none, or nobody. */
export interface Caller {
  principal: Principal | null;
  person: SignedIn | null;
  /** They asked for a workspace that is not theirs (any more), and nothing else must be done in its place. */
  strayed?: boolean;
  /** The workspace wants a second factor that they have not. */
  barred?: boolean;
}

const STRAYED =
  'You are not a member of the workspace that this page shows, or no longer. Nothing was changed. Reload the page to go on in another one.';

const KB = 1024;
const MB = 1024 * KB;
/** A body of usage. */
export const BODY_MAX = 10 * MB;
/** The body of any other operation. */
const JSON_BODY_MAX = 4 * MB;
/** A body that is read before anybody is known to have signed in. */
const OPEN_BODY_MAX = 16 * KB;
/** A compressed body may be this many times as large when it is unpacked; below `UNPACKED_FREE` nobody counts. */
const RATIO_MAX = 250;
const UNPACKED_FREE = 2 * MB;

/** Finds out who asks. A bearer key wins over a cookie; a cookie counts for a write only when the page is our own. */
export async function caller(c: Context): Promise<Caller> {
  const authorization = c.req.header('authorization');
  if (authorization !== undefined) {
    const key = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    if (!key) throw problem('unauthenticated', 'Send the API key as "Authorization: Bearer …".');
    return { principal: await principalOfKey(key), person: null };
  }
  const cookies = parseCookies(c.req.header('cookie') ?? '');
  const named = c.req.header('x-workspace');
  const chosen = named ?? cookies[WORKSPACE_COOKIE];
  const person = await signedIn(cookies[sessionCookieName()], chosen);
  if (!person) return { principal: null, person: null };
  if (c.req.method !== 'GET' && !sameOrigin(c)) throw problem('forbidden', 'A signed-in browser may write only from pages of this site.');
  // A page that reads may open another workspace than the one a cookie remembers. What a page shows, or wants to write to, it gets or not.
  const strayed = chosen !== undefined && !chosenOf(person, chosen) && (named !== undefined || c.req.method !== 'GET');
  return { principal: strayed ? null : principalOf(person, chosen), person, strayed, barred: lacksSecondFactor(person, chosen) };
}

function sameOrigin(c: Context): boolean {
  const origin = c.req.header('origin');
  if (!origin || !URL.canParse(origin)) return false;
  const { protocol, host } = new URL(origin);
  // A page that came unencrypted may be anybody's, also under our own name.
  if (protocol !== 'https:' && env().NEXTAUTH_URL.startsWith('https:')) return false;
  return host === (c.req.header('x-forwarded-host') ?? c.req.header('host'));
}

/** The person who asks, for what belongs to people and not to workspaces. */
export function personOf(who: Caller): SignedIn {
  if (!who.person) throw problem('unauthenticated', 'Sign in first. An API key belongs to a workspace, not to a person.');
  return who.person;
}

/** The caller as a principal that holds the permission; otherwise 401 or 403, each saying why. */
export function authorise(who: Caller, permission: Operation['permission']): Principal {
  if (!who.principal) {
    if (who.strayed) throw problem('not_a_member', STRAYED);
    if (who.barred) throw problem('second_factor_needed', 'This workspace needs a second factor. Turn yours on under Your account.');
    if (who.person) throw problem('forbidden', 'You are signed in but not a member of any workspace. Ask an owner to add you.');
    throw problem('unauthenticated', 'Sign in, or send an API key as "Authorization: Bearer …".');
  }
  if (permission !== 'none' && permission !== 'session' && !may(who.principal.role, permission)) {
    throw problem('forbidden', `The role "${who.principal.role}" does not include ${permission}.`);
  }
  return who.principal;
}

/** Reads and checks parameters, query and body against the operation's shapes. Every fault of a part is told at once. */
export async function input<O extends Operation>(c: Context, op: O): Promise<InputOf<O>> {
  const result: Record<string, unknown> = {};
  if (op.params) {
    const parsed = op.params.safeParse(c.req.param());
    // An id that no resource can have is an id that no resource has.
    if (!parsed.success) throw problem('not_found', `There is nothing at ${c.req.path}.`);
    result.params = parsed.data;
  }
  const search = new URL(c.req.url).searchParams;
  if (op.query) result.query = queryOf(search, op.query);
  else if (search.size > 0) throw problem('invalid_parameters', 'This operation takes no query parameters.');
  if (op.body)
    result.body =
      hasNoBody(c) && mayBeLeftOut(op.body)
        ? undefined
        : parse(op.body, await (op.permission === 'none' ? inTime(json(c, OPEN_BODY_MAX)) : json(c, JSON_BODY_MAX)), 'body');
  return result as InputOf<O>;
}

/** Parameters of one query string. */
const PARAMETERS_MAX = 200;

/** Reads and checks a query against its shape. */
export function queryOf(search: URLSearchParams, schema: NonNullable<Operation['query']>): unknown {
  if (search.size > PARAMETERS_MAX)
    throw problem('invalid_parameters', `A query has at most ${PARAMETERS_MAX} parameters; this one has ${search.size}.`);
  for (const [name, value] of search) requireStorable([name, value], name);
  return parse(schema, readQuery(search, schema), 'query');
}

/** May a request come without this body? */
export const mayBeLeftOut = (body: NonNullable<Operation['body']>): boolean => body.safeParse(undefined).success;

const hasNoBody = (c: Context) => c.req.raw.body === null && Number(c.req.header('content-length') ?? 0) === 0;

function parse(schema: NonNullable<Operation['body']>, wire: unknown, source: 'body' | 'query'): unknown {
  const code = converter(schema).fromWire(wire);
  const parsed = schema.safeParse(code);
  if (parsed.success) return parsed.data;
  const parameters = invalidParameters(parsed.error.issues, source, code);
  const first = parameters[0];
  const rest = parameters.length > FAULTS_MAX ? 'more' : `${parameters.length - 1} more`;
  const more = parameters.length > 1 ? ` (and ${rest})` : '';
  throw problem('invalid_parameters', `${first?.field || source}: ${first?.reason ?? 'not valid'}${more}`, {
    invalidParameters: parameters,
  });
}

const sizeText = (bytes: number) => (bytes < MB ? `${bytes / KB} kB` : `${bytes / MB} MB`);

/** The text of a body of usage, which holds no more values than the process can take in one go. */
export async function usageText(c: Context): Promise<string> {
  const text = await bodyText(c);
  if (isHeavierThan(text, USAGE_VALUES_MAX))
    throw problem(
      'limit_exceeded',
      `The body holds more than ${USAGE_VALUES_MAX} values, the limit. Nothing was stored. Send it in parts.`,
    );
  return text;
}

/** The request's body as text; see `bodyBytes`. */
export const bodyText = async (c: Context, limit = BODY_MAX): Promise<string> => utf8(await bodyBytes(c, limit));

/** The request's body, refused as soon as it is larger than `limit` bytes; a compressed one by what is in it. */
export async function bodyBytes(c: Context, limit = BODY_MAX): Promise<Uint8Array> {
  const tooLarge = () => problem('body_too_large', `The body is larger than ${sizeText(limit)}, the limit of this operation.`);
  const tooDense = () =>
    problem('body_too_large', `The body is more than ${RATIO_MAX} times as large as what was sent. Send it less compressed, or in parts.`);
  if (Number(c.req.header('content-length') ?? 0) > limit) throw tooLarge();
  const encoding = encodingOf(c);
  // A body whose length was told is no longer than that, so it is read at once: a stream costs more than all else of a small request.
  if (encoding === 'identity' && c.req.header('content-length') !== undefined) return new Uint8Array(await c.req.raw.arrayBuffer());
  let arrived = 0;
  const counted = c.req.raw.body?.pipeThrough(
    counter((bytes) => {
      arrived += bytes;
    }),
  );
  const isDense = (unpacked: number) => unpacked > Math.max(UNPACKED_FREE, arrived * RATIO_MAX);
  const reader = decompressed(counted ?? null, encoding)?.getReader();
  if (!reader) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const damaged = (cause: unknown) =>
    problem('bad_request', 'The body is not compressed as its Content-Encoding says, or it did not arrive whole.', { cause });
  try {
    for (let part = await reader.read(); !part.done && size <= limit && !isDense(size); part = await reader.read()) {
      size += part.value.byteLength;
      chunks.push(part.value);
    }
  } catch (e) {
    if (encoding === 'identity') throw e;
    throw damaged(e);
  }
  if (size > limit || isDense(size)) {
    await reader.cancel().catch(() => {}); // what is left of it is of no interest, nor is a fault in it
    throw size > limit ? tooLarge() : tooDense();
  }
  let body: Uint8Array | null = Buffer.concat(chunks);
  if (encoding === 'zstd') {
    try {
      body = unzstd(body, Math.min(limit, Math.max(UNPACKED_FREE, arrived * RATIO_MAX)));
    } catch (e) {
      throw damaged(e);
    }
    if (!body) throw arrived * RATIO_MAX < limit && UNPACKED_FREE < limit ? tooDense() : tooLarge();
  }
  return body;
}

function utf8(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch (e) {
    throw problem('malformed_json', 'The body is not valid UTF-8.', { cause: e });
  }
}

const ENCODINGS = ['identity', 'gzip', 'deflate', 'zstd'] as const;

function encodingOf(c: Context): (typeof ENCODINGS)[number] {
  const given = c.req.header('content-encoding')?.trim().toLowerCase() || 'identity';
  const encoding = ENCODINGS.find((known) => known === given);
  if (!encoding) throw problem('unsupported_media_type', `Content-Encoding may be gzip, deflate or zstd, not ${given}.`);
  return encoding;
}

/** Zstandard is unpacked when the body is there: this runtime's streams do not know it. */
function decompressed(body: ReadableStream<Uint8Array> | null, encoding: (typeof ENCODINGS)[number]): ReadableStream<Uint8Array> | null {
  if (!body || encoding === 'identity' || encoding === 'zstd') return body;
  return body.pipeThrough(new DecompressionStream(encoding) as unknown as ReadableWritablePair<Uint8Array, Uint8Array>);
}

const counter = (count: (bytes: number) => void) =>
  new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      count(chunk.byteLength);
      controller.enqueue(chunk);
    },
  });

/** Waits for a body no longer than a stranger may take. The front guard lets who shows a credential take longer, and nobody has looked at it yet. */
async function inTime(body: Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, refuse) => {
    timer = setTimeout(() => refuse(problem('bad_request', `The body did not arrive within ${STRANGER_MS / 1000} seconds.`)), STRANGER_MS);
  });
  try {
    return await Promise.race([body, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function json(c: Context, limit: number): Promise<unknown> {
  const type = mediaType(c.req.header('content-type'));
  if (type !== 'application/json') {
    throw problem('unsupported_media_type', `Send the body as application/json${type ? `, not ${type}` : ''}.`);
  }
  const text = await bodyText(c, limit);
  const heavy = isHeavierThan(text, BODY_VALUES_MAX, NESTING_MAX);
  if (heavy === 'levels') throw problem('malformed_json', `The body is nested more than ${NESTING_MAX} levels deep.`);
  if (heavy) throw problem('limit_exceeded', `The body holds more than ${BODY_VALUES_MAX} values, the limit of this operation.`);
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (e) {
    throw problem('malformed_json', `The body is not valid JSON: ${(e as Error).message}.`, { cause: e });
  }
  if (/__proto__|\\u/.test(text)) requireStorable(value, '$');
  return value;
}

/** Tells whether whoever asks would rather read CSV. */
export const wantsCsv = (c: Context): boolean => /\btext\/csv\b/i.test(c.req.header('accept') ?? '');

/** The revision in an If-Match header, or undefined when there is none. */
export function ifMatch(c: Context): number | undefined {
  const header = c.req.header('if-match');
  if (header === undefined || header === '*') return undefined;
  const revision = /^(?:W\/)?"(\d+)"$/.exec(header)?.[1];
  if (revision === undefined) throw problem('bad_request', 'If-Match takes the ETag of an earlier answer, such as "3".');
  return Number(revision);
}

/** Returns the network address of whoever sends a request: of the connection, or what our own proxies noted. */
export function sourceOf(c: Context): string {
  const incoming = (c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming;
  // Inside Next there is no connection to look at; our own server noted the address there.
  if (!incoming) return c.req.header('x-client-address') ?? 'unknown';
  return clientAddress(incoming.socket?.remoteAddress, c.req.header('x-forwarded-for'), trustedProxies(process.env.TRUST_PROXY));
}
