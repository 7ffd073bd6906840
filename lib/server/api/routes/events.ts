import 'server-only';
import type { Context } from 'hono';
import { getEventLife, searchEvents } from '@/lib/api/metering/event-life';
import * as op from '@/lib/api/metering/events';
import type { InputOf } from '@/lib/api/operation';
import { urlOf } from '@/lib/api/url';
import { problem } from '@/lib/problem';
import { answerHeaders, JSON_TYPE } from '@/lib/server/api/edge/answer-headers';
import { bindRaw, type Route } from '@/lib/server/api/edge/edge';
import { authorise, input, usageText } from '@/lib/server/api/edge/request';
import { whileAllowed } from '@/lib/server/api/edge/while-allowed';
import type { Principal } from '@/lib/server/core/ctx';
import { mediaType } from '@/lib/server/core/media-type';
import { workspaceNow } from '@/lib/server/core/run';
import { envelopeOfBinary, isBinaryEvent } from '@/lib/server/metering/binary-event';
import { eventLife } from '@/lib/server/metering/event-life';
import { eventStream } from '@/lib/server/metering/event-stream';
import { eventsPage } from '@/lib/server/metering/events';
import { ingest, requireRoom } from '@/lib/server/metering/ingest';
import { readEvents } from '@/lib/server/metering/ingest-body';
import { converter } from '@/lib/wire';

const SHAPES = {
  'application/cloudevents+json': 'single',
  'application/cloudevents-batch+json': 'batch',
  'application/json': 'either',
} as const;

const BODY_MAX = 10 * 1024 * 1024;

/** A list of events, over HTTP and for pages; its text is written without parsing the data of events. */
const listed = (list: typeof op.listEvents | typeof searchEvents): Route => ({
  ...bindRaw(list, async (c, principal, requestId) => {
    const { query } = await input(c, list);
    const text = await eventsPage(principal.workspace.id, query, c.req.path, new URL(c.req.url).searchParams);
    return new Response(text, { headers: answerHeaders(requestId, JSON_TYPE) });
  }),
  async local(who, given) {
    const principal = authorise(who, list.permission);
    const { query } = given as InputOf<typeof list>;
    const search = new URLSearchParams(urlOf(list, { query }).split('?')[1]);
    const text = await eventsPage(principal.workspace.id, query, list.path, search);
    return { data: converter(list.result).fromWire(JSON.parse(text)) };
  },
});

/**
 * Takes a request of events, in structured, batched or binary mode, and answers once they are durable. `foreign` senders write for another
 * API: attributes of extensions are left out, and times without an offset are in UTC.
 */
export async function takeEvents(
  c: Context,
  principal: Principal,
  requestId: string,
  { status, foreign }: { status: 202 | 204; foreign: boolean },
): Promise<Response> {
  const header = (name: string) => c.req.header(name);
  const type = mediaType(header('content-type'));
  const isBinary = isBinaryEvent(header) && !type.startsWith('application/cloudevents');
  const shape = isBinary ? 'single' : SHAPES[type as keyof typeof SHAPES];
  if (!shape) throw problem('unsupported_media_type', `Send events as ${Object.keys(SHAPES).join(', ')}${type ? `, not ${type}` : ''}.`);
  requireRoom(Math.min(Number(header('content-length') ?? 0), BODY_MAX)); // a larger one is refused for that below
  const now = await workspaceNow(principal);
  const body = await usageText(c);
  const text = isBinary ? envelopeOfBinary(header, body) : body;
  await ingest(principal.workspace, readEvents(text, shape, now, foreign || isBinary), text.length);
  return new Response(null, { status, headers: answerHeaders(requestId) });
}

export const eventRoutes: Route[] = [
  bindRaw(op.ingestEvents, (c, principal, requestId) => takeEvents(c, principal, requestId, { status: 202, foreign: false })),
  listed(op.listEvents),
  listed(searchEvents),
  bindRaw(getEventLife, async (c, principal, requestId) => {
    const { query } = await input(c, getEventLife);
    const text = await eventLife(principal, query.source, query.id, await workspaceNow(principal));
    return new Response(text, { headers: answerHeaders(requestId, JSON_TYPE) });
  }),
  bindRaw(op.streamEvents, async (c, principal, requestId) => {
    const { query } = await input(c, op.streamEvents);
    const lastSeen = c.req.header('last-event-id');
    const stream = eventStream(principal.workspace.id, query, /^\d{1,18}$/.test(lastSeen ?? '') ? lastSeen : undefined);
    const answer = new Response(stream, {
      headers: { ...answerHeaders(requestId, 'text/event-stream'), 'x-accel-buffering': 'no' },
    });
    return whileAllowed(c, op.streamEvents, answer);
  }),
];
