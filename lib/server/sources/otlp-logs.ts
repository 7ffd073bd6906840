import 'server-only';
import { z } from 'zod';
import type { NewEvent } from '../usage/store';
import { keyText, storable } from './entries';
import {
  AnyValue,
  Attributes,
  attributesOf,
  digestOf,
  genAiOf,
  jsonOf,
  type Named,
  Nanos,
  numbered,
  type OtlpRead,
  objectText,
  Resource,
  readOtlp,
  Scope,
  sourceOf,
  subjectOf,
  textOf,
  timeOf,
} from './otlp';

const Log = z.looseObject({
  timeUnixNano: Nanos,
  observedTimeUnixNano: Nanos,
  severityText: z.string().optional(),
  eventName: z.string().optional(),
  body: AnyValue,
  attributes: Attributes,
  traceId: z.string().optional(),
  spanId: z.string().optional(),
});
const Request = z.looseObject({
  resourceLogs: z
    .array(
      z.looseObject({
        resource: Resource,
        scopeLogs: z.array(z.looseObject({ scope: Scope, logRecords: z.array(Log).optional() })).optional(),
      }),
    )
    .optional(),
});

const count = ({ resourceLogs = [] }: z.infer<typeof Request>) =>
  resourceLogs.flatMap(({ scopeLogs = [] }) => scopeLogs.map(({ logRecords = [] }) => logRecords.length)).reduce((all, n) => all + n, 0);

/** Events of records that carry no name of their own. */
const OTEL_LOG = 'otel.log';
const BODY_MAX = 2_000;

/** Reads an ExportLogsServiceRequest: an event for each record, of the record's event name as its type. Prompts and answers are not kept. */
export function readOtlpLogs(body: unknown, subject: string | undefined, now: string): OtlpRead {
  const request = readOtlp(body, Request, count);
  const read: OtlpRead = { events: [], refused: [] };
  const nameOf = numbered();
  for (const { resource, scopeLogs = [] } of request.resourceLogs ?? []) {
    const of = attributesOf(resource?.attributes);
    for (const { scope, logRecords = [] } of scopeLogs) {
      for (const log of logRecords) {
        const made = eventOf(log, of, scope?.name, subject, now, nameOf);
        if (made) read.events.push(made);
        else read.refused.push('a record has neither timeUnixNano nor observedTimeUnixNano.');
      }
    }
  }
  return read;
}

function eventOf(
  log: z.infer<typeof Log>,
  resource: Named,
  scope: string | undefined,
  subject: string | undefined,
  now: string,
  nameOf: (id: string) => string,
): NewEvent | null {
  const time = timeOf(log.timeUnixNano) ?? timeOf(log.observedTimeUnixNano);
  if (time === null) return null;
  const attributes = attributesOf(log.attributes);
  const name = log.eventName || textOf(attributes, 'event.name');
  const data: Named = genAiOf(attributes);
  const isGenAi = data.size > 0 || Boolean(name?.startsWith('gen_ai.'));
  const body = log.body?.stringValue === undefined ? jsonOf(log.body) : JSON.stringify(storable(log.body.stringValue.slice(0, BODY_MAX)));
  if (body !== undefined && body !== '""' && !isGenAi) data.set('body', body);
  if (log.severityText) data.set('severity', JSON.stringify(storable(log.severityText)));
  data.set('attributes', objectText(attributes));
  data.set('resource', objectText(resource));
  return {
    source: sourceOf(resource),
    id:
      keyText(textOf(attributes, 'log.record.uid') ?? '') ||
      nameOf(
        digestOf(
          name,
          scope,
          String(log.timeUnixNano ?? ''),
          String(log.observedTimeUnixNano ?? ''),
          log.traceId,
          log.spanId,
          JSON.stringify(log.body ?? null),
          resource,
          attributes,
        ),
      ),
    type: keyText(name ?? '') || OTEL_LOG,
    subject: subjectOf(subject, attributes, resource),
    time,
    timeGiven: true,
    data: objectText(data),
    dataschema: null,
    ingestedAt: now,
  };
}
