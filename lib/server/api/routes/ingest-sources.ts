import 'server-only';
import type { Context } from 'hono';
import * as op from '@/lib/api/metering/ingest-sources';
import type { Operation } from '@/lib/api/operation';
import { problem } from '@/lib/problem';
import { answerHeaders } from '@/lib/server/api/edge/answer-headers';
import { bindRaw } from '@/lib/server/api/edge/edge';
import { problemResponse } from '@/lib/server/api/edge/problem-response';
import { bodyBytes, usageText } from '@/lib/server/api/edge/request';
import { mediaType } from '@/lib/server/core/media-type';
import { workspaceNow } from '@/lib/server/core/run';
import { ingest, requireRoom, storeEvents } from '@/lib/server/metering/ingest';
import { parseJson } from '@/lib/server/sources/entries';
import { readKongLog } from '@/lib/server/sources/kong';
import { readLlmUsage } from '@/lib/server/sources/llm-usage';
import type { OtlpRead } from '@/lib/server/sources/otlp';
import { readOtlpLogs } from '@/lib/server/sources/otlp-logs';
import { readOtlpMetrics } from '@/lib/server/sources/otlp-metrics';
import { exportResponse, type OtlpSignal, otlpOfProtobuf, statusMessage } from '@/lib/server/sources/otlp-protobuf';
import { readOtlpTraces } from '@/lib/server/sources/otlp-traces';
import type { NewEvent } from '@/lib/server/usage/store';

function subjectPath(c: Context): string | undefined {
  const subject = new URL(c.req.url).searchParams.get('subject') ?? undefined;
  if (subject === undefined || op.ingestKong.query.safeParse({ subject }).success) return subject;
  throw problem('bad_request', 'subject takes the name of a field, such as consumer.username.');
}

type Read<R, B = string> = (body: B, subject: string | undefined, now: string) => R;

/** A source whose senders are answered 202 without a body, as for events. */
const entries = (operation: Operation, read: Read<NewEvent[]>) =>
  bindRaw(operation, async (c, principal, requestId) => {
    const subject = subjectPath(c);
    requireRoom(0);
    const text = await usageText(c);
    await ingest(principal.workspace, read(text, subject, await workspaceNow(principal)), text.length);
    return new Response(null, { status: 202, headers: answerHeaders(requestId) });
  });

const LEFT = { metrics: 'rejectedDataPoints', logs: 'rejectedLogRecords', traces: 'rejectedSpans' } as const;
const BAD_ARGUMENT = 3; // of google.rpc.Code; the status of HTTP says the rest

/**
 * An OTLP exporter sends a refused request again for ever, so what cannot be kept is told in the answer of a success. It is answered in the
 * form it wrote in: JSON, or protobuf.
 */
const otlp = (operation: Operation, signal: OtlpSignal, read: Read<OtlpRead, unknown>) =>
  bindRaw(operation, async (c, principal, requestId) => {
    const type = mediaType(c.req.header('content-type'));
    const isProtobuf = type === 'application/x-protobuf' || type === 'application/protobuf';
    const protobuf = (body: Uint8Array, init: ResponseInit = {}) => {
      const all = new Headers(init.headers ?? answerHeaders(requestId));
      all.set('content-type', 'application/x-protobuf');
      return new Response(Uint8Array.from(body), { ...init, headers: all });
    };
    const take = async () => {
      const subject = subjectPath(c);
      if (!isProtobuf && type !== 'application/json')
        throw problem('unsupported_media_type', 'Send OTLP as application/json or application/x-protobuf.');
      requireRoom(0);
      const body = isProtobuf ? await bodyBytes(c) : await usageText(c);
      const value = typeof body === 'string' ? parseJson(body) : otlpOfProtobuf(signal, body);
      const { events, refused } = read(value, subject, await workspaceNow(principal));
      return [...refused, ...(await storeEvents(principal.workspace, events, body.length)).map(({ message }) => message)];
    };
    if (isProtobuf) {
      try {
        const reasons = await take();
        return protobuf(exportResponse(reasons.length, reasons[0] ?? ''));
      } catch (e) {
        const refusal = problemResponse(e, requestId);
        const { detail } = (await refusal.json()) as { detail: string };
        return protobuf(statusMessage(BAD_ARGUMENT, detail), { status: refusal.status, headers: refusal.headers });
      }
    }
    const reasons = await take();
    const partialSuccess = { [LEFT[signal]]: String(reasons.length), errorMessage: reasons[0] };
    return Response.json(reasons.length ? { partialSuccess } : {}, { headers: answerHeaders(requestId) });
  });

export const ingestSourceRoutes = [
  entries(op.ingestKong, readKongLog),
  entries(op.ingestOpenAi, (...given) => readLlmUsage('openai', ...given)),
  entries(op.ingestAnthropic, (...given) => readLlmUsage('anthropic', ...given)),
  otlp(op.ingestOtlpMetrics, 'metrics', readOtlpMetrics),
  otlp(op.ingestOtlpLogs, 'logs', readOtlpLogs),
  otlp(op.ingestOtlpTraces, 'traces', readOtlpTraces),
];
