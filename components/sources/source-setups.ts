/** Set-up of one kind of sender. */
export interface SourceSetup {
  id: string;
  label: string;
  /** Event type and subject of its usage. */
  about: string;
  /** The file or program that the text belongs to. */
  file: string;
  code: string;
}

/** Configurations to copy, with the address of this site. */
export function sourceSetups(origin: string): readonly SourceSetup[] {
  const ingest = `${origin}/api/v1/ingest`;
  return [
    {
      id: 'api',
      label: 'Your own code',
      about: 'CloudEvents, 1 to 10,000 per request. Sending the same source and ID again is safe.',
      file: 'From a terminal',
      code: `curl ${origin}/api/v3/openmeter/events \\
  -H "Authorization: Bearer $RATEBOOK_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{
    "specversion": "1.0", "id": "request-1", "source": "my-service",
    "type": "llm.request", "subject": "acme",
    "data": { "tokens": 374, "model": "small" }
  }'`,
    },
    {
      id: 'kong',
      label: 'Kong Gateway',
      about:
        'The http-log plugin. Each request becomes an event kong.request, the token statistics of AI plugins an event kong.ai. The subject is the consumer; another field with ?subject=request.headers.x-customer.',
      file: 'kong.yaml',
      code: `plugins:
  - name: http-log
    config:
      http_endpoint: ${ingest}/kong
      headers: { Authorization: Bearer rb_… }
      queue: { max_batch_size: 200, max_coalescing_delay: 1 }`,
    },
    {
      id: 'otlp',
      label: 'OpenTelemetry',
      about:
        'Metrics, logs and traces over OTLP/HTTP, as protobuf or JSON. Each data point becomes an event of the metric’s name; token counts of the GenAI conventions are found by themselves. The subject is customer.id, tenant.id, enduser.id, user.id or service.name.',
      file: 'OpenTelemetry Collector, config.yaml',
      code: `processors:
  cumulativetodelta: {} # running totals become amounts that add up
exporters:
  otlphttp/ratebook:
    endpoint: ${ingest}/otlp
    encoding: json
    compression: zstd
    headers: { Authorization: Bearer rb_… }
service:
  pipelines:
    metrics: { receivers: [otlp], processors: [cumulativetodelta], exporters: [otlphttp/ratebook] }
    logs: { receivers: [otlp], exporters: [otlphttp/ratebook] }`,
    },
    {
      id: 'openai',
      label: 'OpenAI',
      about:
        'Send the API response with a subject. It becomes an llm.usage event with input, cached and output tokens. Prompts and answers are not kept.',
      file: 'After each call',
      code: `await fetch('${ingest}/openai', {
  method: 'POST',
  headers: { authorization: \`Bearer \${process.env.RATEBOOK_API_KEY}\`, 'content-type': 'application/json' },
  body: JSON.stringify({
    id: completion.id,
    created: completion.created,
    model: completion.model,
    usage: completion.usage,
    subject: 'acme',
  }),
});`,
    },
    {
      id: 'anthropic',
      label: 'Anthropic',
      about:
        'Send the message with a subject. It becomes an llm.usage event with input, output, cache read and cache write tokens. Prompts and answers are not kept.',
      file: 'After each call',
      code: `await fetch('${ingest}/anthropic', {
  method: 'POST',
  headers: { authorization: \`Bearer \${process.env.RATEBOOK_API_KEY}\`, 'content-type': 'application/json' },
  body: JSON.stringify({ id: message.id, model: message.model, usage: message.usage, subject: 'acme' }),
});`,
    },
  ];
}

/** Set-ups that send lines through a saved mapping: by a shipper, and once by hand. */
export const mappedAddress = (origin: string, key: string): string => `${origin}/api/v1/ingest/mapped/${key}`;

export const shipperSetup = (origin: string, key: string, format: 'csv' | 'ndjson'): string =>
  format === 'csv'
    ? `curl ${mappedAddress(origin, key)} \\
  -H "Authorization: Bearer $RATEBOOK_API_KEY" \\
  -H "Content-Type: text/csv" \\
  --data-binary @usage.csv`
    : `# vector.yaml
sources:
  lines: { type: file, include: [/var/log/${key}.log] }
transforms:
  parsed: { type: remap, inputs: [lines], source: '. = parse_json!(string!(.message))' }
sinks:
  ratebook:
    type: http
    inputs: [parsed]
    uri: ${mappedAddress(origin, key)}
    encoding: { codec: json }
    framing: { method: newline_delimited }
    compression: zstd
    request: { headers: { Authorization: Bearer rb_…, Content-Type: application/x-ndjson } }`;
