import { z } from 'zod';
import { operation, V1 } from '@/lib/api/operation';

const query = z.strictObject({ subject: z.string().min(1).max(200).optional() });
const Entry = z.record(z.string(), z.unknown());
const entries = z.union([Entry, z.array(Entry)]);
const shared = { method: 'post', tag: 'Sources', permission: 'events:write', query } as const;

export const ingestKong = operation({
  ...shared,
  id: 'ingest-kong',
  path: `${V1}/ingest/kong`,
  summary:
    'Take log entries of the Kong Gateway http-log plugin: each request becomes an event, and each AI plugin’s token statistics another',
  body: entries,
  status: 202,
  refusals: [413, 415, 422, 429],
});

export const ingestOpenAi = operation({
  ...shared,
  id: 'ingest-openai',
  path: `${V1}/ingest/openai`,
  summary:
    'Take answers of OpenAI’s API (chat completions, responses, embeddings, batch lines): each becomes an event with its token counts',
  body: entries,
  status: 202,
  refusals: [413, 415, 422, 429],
});

export const ingestAnthropic = operation({
  ...shared,
  id: 'ingest-anthropic',
  path: `${V1}/ingest/anthropic`,
  summary: 'Take answers of Anthropic’s API (messages, batch lines): each becomes an event with its token counts',
  body: entries,
  status: 202,
  refusals: [413, 415, 422, 429],
});

/** Answer to an OpenTelemetry exporter: empty, or how many points were left out and why. OTLP names its fields in camelCase. */
const Exported = z
  .looseObject({ partialSuccess: z.looseObject({ errorMessage: z.string() }).optional() })
  .meta({ id: 'OtlpExportResponse' });

const PROTOBUF = 'application/x-protobuf';

export const ingestOtlpMetrics = operation({
  ...shared,
  id: 'ingest-otlp-metrics',
  path: `${V1}/ingest/otlp/v1/metrics`,
  alsoTakes: { [PROTOBUF]: z.string() },
  alsoGives: { [PROTOBUF]: z.string() },
  summary: 'Take OpenTelemetry metrics (OTLP/HTTP, JSON or protobuf): each data point becomes an event of the metric’s name',
  body: Entry,
  result: Exported,
  refusals: [413, 415, 422, 429],
});

export const ingestOtlpLogs = operation({
  ...shared,
  id: 'ingest-otlp-logs',
  path: `${V1}/ingest/otlp/v1/logs`,
  alsoTakes: { [PROTOBUF]: z.string() },
  alsoGives: { [PROTOBUF]: z.string() },
  summary: 'Take OpenTelemetry logs (OTLP/HTTP, JSON or protobuf): each record becomes an event of its event name',
  body: Entry,
  result: Exported,
  refusals: [413, 415, 422, 429],
});

export const ingestOtlpTraces = operation({
  ...shared,
  id: 'ingest-otlp-traces',
  path: `${V1}/ingest/otlp/v1/traces`,
  alsoTakes: { [PROTOBUF]: z.string() },
  alsoGives: { [PROTOBUF]: z.string() },
  summary: 'Take OpenTelemetry traces (OTLP/HTTP, JSON or protobuf): each span with the usage of a language model becomes an event',
  body: Entry,
  result: Exported,
  refusals: [413, 415, 422, 429],
});
