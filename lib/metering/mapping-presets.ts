import type { UsageMapping } from './usage-mapping';

/** A mapping to begin with, and a sample of what its system writes. */
export interface MappingPreset {
  id: string;
  label: string;
  /** Set-up needed at the sender. */
  setup: string;
  /** The configuration that writes these fields. */
  config?: { file: string; code: string };
  mapping: UsageMapping;
  sample: string;
}

const ndjson = { format: 'ndjson', delimiter: ',' } as const;
const iso = (value: string) => ({ value, format: 'iso', timeZone: 'UTC' });
const seconds = (value: string) => ({ value, format: 'unix_seconds', timeZone: 'UTC' });
const text = (value: string) => ({ value, type: 'string' as const });
const number = (value: string) => ({ value, type: 'number' as const });

const line = (fields: Record<string, unknown>) => JSON.stringify(fields);

/**
 * Mappings for what people have at hand. The fields are those of the configurations in docs/metering.md, of NGINX's log variables, Envoy's
 * command operators, and the answers of the OpenAI and Anthropic APIs.
 */
export const MAPPING_PRESETS: readonly MappingPreset[] = [
  {
    id: 'nginx',
    label: 'NGINX access log',
    setup: 'A log format of JSON, shipped line by line. The subject is a header by which requests say whose they are.',
    config: {
      file: 'nginx.conf',
      code: `log_format ratebook escape=json '{"time":"$time_iso8601","request_id":"$request_id","host":"$host","customer":"$http_x_customer",'
  '"method":"$request_method","uri":"$uri","status":"$status","bytes":$bytes_sent,"request_bytes":$request_length,"duration":"$request_time"}';
access_log /var/log/nginx/usage.log ratebook;`,
    },
    mapping: {
      ...ndjson,
      type: 'http.request',
      source: 'nginx/{host}',
      id: '{request_id}',
      subject: '{customer}',
      time: iso('{time}'),
      data: {
        method: text('{method}'),
        route: text('{uri}'),
        status: text('{status}'),
        response_bytes: number('{bytes}'),
        request_bytes: number('{request_bytes}'),
        duration_seconds: number('{duration}'),
      },
    },
    sample: [
      { time: '2026-11-01T10:00:00+00:00', request_id: 'd2a7c6f1e5b84f0f', host: 'api.example.com', customer: 'acme', method: 'POST' },
      { time: '2026-11-01T10:00:02+00:00', request_id: '7b0d94c2aa1e4c35', host: 'api.example.com', customer: 'zen', method: 'GET' },
      { time: '2026-11-01T10:00:03+00:00', request_id: '09f3b1de77aa4410', host: 'api.example.com', customer: '', method: 'GET' },
    ]
      .map((fields, i) => line({ ...fields, uri: '/v1/chat', status: '200', bytes: 512 + i, request_bytes: 1024, duration: '0.042' }))
      .join('\n'),
  },
  {
    id: 'envoy',
    label: 'Envoy access log',
    setup: 'An access log of JSON, shipped line by line. The subject is a header by which requests say whose they are.',
    config: {
      file: 'envoy.yaml, access_log of the HTTP connection manager',
      code: `- name: envoy.access_loggers.file
  typed_config:
    '@type': type.googleapis.com/envoy.extensions.access_loggers.file.v3.FileAccessLog
    path: /var/log/envoy/usage.log
    log_format:
      json_format:
        start_time: '%START_TIME%'
        request_id: '%REQ(X-REQUEST-ID)%'
        customer: '%REQ(X-CUSTOMER)%'
        method: '%REQ(:METHOD)%'
        path: '%REQ(:PATH)%'
        response_code: '%RESPONSE_CODE%'
        bytes_sent: '%BYTES_SENT%'
        bytes_received: '%BYTES_RECEIVED%'
        duration: '%DURATION%'
        upstream_cluster: '%UPSTREAM_CLUSTER%'`,
    },
    mapping: {
      ...ndjson,
      type: 'http.request',
      source: 'envoy/{upstream_cluster}',
      id: '{request_id}',
      subject: '{customer}',
      time: iso('{start_time}'),
      data: {
        method: text('{method}'),
        route: text('{path}'),
        status: text('{response_code}'),
        response_bytes: number('{bytes_sent}'),
        request_bytes: number('{bytes_received}'),
        duration_ms: number('{duration}'),
      },
    },
    sample: ['acme', 'zen']
      .map((customer, i) =>
        line({
          start_time: `2026-11-01T10:00:0${i}.123Z`,
          request_id: `2c3f6b1a-9d0e-4c55-8f7a-0b6d5e4c3b2${i}`,
          customer,
          method: 'POST',
          path: '/v1/embeddings',
          response_code: 200,
          bytes_sent: 734,
          bytes_received: 2048,
          duration: 87,
          upstream_cluster: 'inference',
        }),
      )
      .join('\n'),
  },
  {
    id: 'openai',
    label: 'OpenAI usage',
    setup: 'Chat completions as your proxy logs them. To send answers as they are, /api/v1/ingest/openai needs no mapping.',
    mapping: {
      ...ndjson,
      type: 'llm.usage',
      source: 'openai',
      id: '{id}',
      subject: '{user}',
      time: seconds('{created}'),
      data: {
        model: text('{model}'),
        prompt_tokens: number('{usage.prompt_tokens}'),
        cached_tokens: number('{usage.prompt_tokens_details.cached_tokens}'),
        completion_tokens: number('{usage.completion_tokens}'),
      },
    },
    sample: line({
      id: 'chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT',
      object: 'chat.completion',
      created: 1793527260,
      model: 'gpt-4.1-2025-04-14',
      user: 'acme',
      usage: { prompt_tokens: 2006, completion_tokens: 300, total_tokens: 2306, prompt_tokens_details: { cached_tokens: 1920 } },
    }),
  },
  {
    id: 'anthropic',
    label: 'Anthropic usage',
    setup: 'Messages as your proxy logs them, with their time. To send answers as they are, /api/v1/ingest/anthropic needs no mapping.',
    mapping: {
      ...ndjson,
      type: 'llm.usage',
      source: 'anthropic',
      id: '{id}',
      subject: '{metadata.user_id}',
      time: iso('{time}'),
      data: {
        model: text('{model}'),
        input_tokens: number('{usage.input_tokens}'),
        cached_input_tokens: number('{usage.cache_read_input_tokens}'),
        cache_write_tokens: number('{usage.cache_creation_input_tokens}'),
        output_tokens: number('{usage.output_tokens}'),
      },
    },
    sample: line({
      id: 'msg_01XFDUDYJgAACzvnptvVoYEL',
      type: 'message',
      model: 'claude-sonnet-4-5',
      time: '2026-11-01T10:01:00Z',
      metadata: { user_id: 'acme' },
      usage: { input_tokens: 50, cache_creation_input_tokens: 1000, cache_read_input_tokens: 9000, output_tokens: 503 },
    }),
  },
];
