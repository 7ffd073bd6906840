import 'server-only';
import * as op from '@/lib/api/events';
import type { InputOf } from '@/lib/api/operation';
import { urlOf } from '@/lib/api/url';
import { problem } from '@/lib/problem';
import { converter } from '@/lib/wire';
import { eventStream } from '../event-stream';
import { eventsPage } from '../events';
import { ingest, requireRoom } from '../ingest';
import { readEvents } from '../ingest-body';
import { bindRaw, type Route } from './edge';
import { authorise, bodyText, input } from './request';

const SHAPES = {
  'application/cloudevents+json': 'single',
  'application/cloudevents-batch+json': 'batch',
  'application/json': 'either',
} as const;

const BODY_MAX = 10 * 1024 * 1024;

const headers = (requestId: string) => ({ 'x-request-id': requestId, 'cache-control': 'no-store' });

export const eventRoutes: Route[] = [
  bindRaw(op.ingestEvents, async (c, principal, requestId) => {
    const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
    const shape = SHAPES[type as keyof typeof SHAPES];
    if (!shape) throw problem('unsupported_media_type', `Send events as ${Object.keys(SHAPES).join(', ')}${type ? `, not ${type}` : ''}.`);
    requireRoom(Math.min(Number(c.req.header('content-length') ?? 0), BODY_MAX)); // a larger one is refused for that below
    const now = new Date().toISOString();
    const text = await bodyText(c);
    await ingest(principal.workspace, readEvents(text, shape, now), text.length);
    return new Response(null, { status: 202, headers: headers(requestId) });
  }),
  {
    ...bindRaw(op.listEvents, async (c, principal, requestId) => {
      const { query } = await input(c, op.listEvents);
      const text = await eventsPage(principal.workspace.id, query, c.req.path, new URL(c.req.url).searchParams);
      return new Response(text, { headers: { ...headers(requestId), 'content-type': 'application/json' } });
    }),
    async local(who, given) {
      const principal = authorise(who, op.listEvents.permission);
      const { query } = given as InputOf<typeof op.listEvents>;
      const search = new URLSearchParams(urlOf(op.listEvents, { query }).split('?')[1]);
      const text = await eventsPage(principal.workspace.id, query, op.listEvents.path, search);
      return { data: converter(op.listEvents.result).fromWire(JSON.parse(text)) };
    },
  },
  bindRaw(op.streamEvents, async (c, principal, requestId) => {
    const { query } = await input(c, op.streamEvents);
    return new Response(eventStream(principal.workspace.id, query.filter ?? {}), {
      headers: { ...headers(requestId), 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' },
    });
  }),
];
