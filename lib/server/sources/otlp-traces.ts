import 'server-only';
import { z } from 'zod';
import type { NewEvent } from '../usage/store';
import {
  Attributes,
  attributesOf,
  digestOf,
  genAiOf,
  type Named,
  Nanos,
  type OtlpRead,
  objectText,
  Resource,
  readOtlp,
  Scope,
  sourceOf,
  subjectOf,
  timeOf,
} from './otlp';

const Span = z.looseObject({
  traceId: z.string().optional(),
  spanId: z.string().optional(),
  name: z.string().optional(),
  endTimeUnixNano: Nanos,
  attributes: Attributes,
});
const Request = z.looseObject({
  resourceSpans: z
    .array(
      z.looseObject({
        resource: Resource,
        scopeSpans: z.array(z.looseObject({ scope: Scope, spans: z.array(Span).optional() })).optional(),
      }),
    )
    .optional(),
});

const count = ({ resourceSpans = [] }: z.infer<typeof Request>) =>
  resourceSpans.flatMap(({ scopeSpans = [] }) => scopeSpans.map(({ spans = [] }) => spans.length)).reduce((all, n) => all + n, 0);

/** The type of event that a span with a language model's usage becomes. */
const GEN_AI_SPAN = 'gen_ai.span';

/**
 * Reads an ExportTraceServiceRequest: an event for each span that says how many tokens a language model used (`gen_ai.usage.…`), at the span's
 * end. Other spans have nothing to bill and are told as refused.
 */
export function readOtlpTraces(body: unknown, subject: string | undefined, now: string): OtlpRead {
  const request = readOtlp(body, Request, count);
  const read: OtlpRead = { events: [], refused: [] };
  for (const { resource, scopeSpans = [] } of request.resourceSpans ?? []) {
    const of = attributesOf(resource?.attributes);
    for (const span of scopeSpans.flatMap(({ spans = [] }) => spans)) {
      const made = eventOf(span, of, subject, now);
      if (typeof made === 'string') read.refused.push(made);
      else read.events.push(made);
    }
  }
  return read;
}

/** The event of a span, or a sentence that says why there is none. */
function eventOf(span: z.infer<typeof Span>, resource: Named, subject: string | undefined, now: string): NewEvent | string {
  const attributes = attributesOf(span.attributes);
  if (![...attributes.keys()].some((key) => key.startsWith('gen_ai.usage.')))
    return 'Spans without gen_ai.usage attributes carry no usage and were left out.';
  const time = timeOf(span.endTimeUnixNano);
  if (time === null) return 'a span has no endTimeUnixNano.';
  if (!span.traceId || !span.spanId) return 'a span has no traceId or no spanId.';
  const data: Named = genAiOf(attributes);
  data.set('attributes', objectText(attributes));
  data.set('resource', objectText(resource));
  return {
    source: sourceOf(resource),
    id: digestOf('span', span.traceId.toLowerCase(), span.spanId.toLowerCase()),
    type: GEN_AI_SPAN,
    subject: subjectOf(subject, attributes, resource),
    time,
    timeGiven: true,
    data: objectText(data),
    dataschema: null,
    ingestedAt: now,
  };
}
