import 'server-only';
import type { Context } from 'hono';
import * as op from '@/lib/api/metering/ingest-sources';
import type { Operation } from '@/lib/api/operation';
import { problem } from '@/lib/problem';
import { bindRaw } from '@/lib/server/api/edge/edge';
import { bodyText } from '@/lib/server/api/edge/request';
import { ingest, requireRoom, storeEvents } from '@/lib/server/metering/ingest';
import { readKongLog } from '@/lib/server/sources/kong';
import { readLlmUsage } from '@/lib/server/sources/llm-usage';
import type { OtlpRead } from '@/lib/server/sources/otlp';
import { readOtlpLogs } from '@/lib/server/sources/otlp-logs';
import { readOtlpMetrics } from '@/lib/server/sources/otlp-metrics';
import type { NewEvent } from '@/lib/server/usage/store';

const headers = (requestId: string) => ({ 'x-request-id': requestId, 'cache-control': 'no-store' });

function subjectPath(c: Context): string | undefined {
  const subject = new URL(c.req.url).searchParams.get('subject') ?? undefined;
  if (subject === undefined || op.ingestKong.query.safeParse({ subject }).success) return subject;
  throw problem('bad_request', 'subject takes the name of a field, such as consumer.username.');
}

type Read<R> = (body: string, subject: string | undefined, now: string) => R;

/** A source whose senders are answered 202 without a body, as for events. */
const entries = (operation: Operation, read: Read<NewEvent[]>) =>
  bindRaw(operation, async (c, principal, requestId) => {
    const subject = subjectPath(c);
    requireRoom(0);
    const text = await bodyText(c);
    await ingest(principal.workspace, read(text, subject, new Date().toISOString()), text.length);
    return new Response(null, { status: 202, headers: headers(requestId) });
  });

/** An OTLP exporter sends a refused request again for ever, so what cannot be kept is told in the answer of a success. */
const otlp = (operation: Operation, left: 'rejectedDataPoints' | 'rejectedLogRecords', read: Read<OtlpRead>) =>
  bindRaw(operation, async (c, principal, requestId) => {
    const subject = subjectPath(c);
    const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
    if (type !== 'application/json')
      throw problem('unsupported_media_type', 'Send OTLP as JSON: set "encoding: json" on the collector’s otlphttp exporter.');
    requireRoom(0);
    const text = await bodyText(c);
    const { events, refused } = read(text, subject, new Date().toISOString());
    const reasons = [...refused, ...(await storeEvents(principal.workspace, events, text.length)).map(({ message }) => message)];
    const answer = reasons.length ? { partialSuccess: { [left]: String(reasons.length), errorMessage: reasons[0] } } : {};
    return Response.json(answer, { headers: headers(requestId) });
  });

export const ingestSourceRoutes = [
  entries(op.ingestKong, readKongLog),
  entries(op.ingestOpenAi, (...given) => readLlmUsage('openai', ...given)),
  entries(op.ingestAnthropic, (...given) => readLlmUsage('anthropic', ...given)),
  otlp(op.ingestOtlpMetrics, 'rejectedDataPoints', readOtlpMetrics),
  otlp(op.ingestOtlpLogs, 'rejectedLogRecords', readOtlpLogs),
];
