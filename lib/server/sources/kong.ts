import 'server-only';
import { createHash } from 'node:crypto';
import { readTime } from '@/lib/metering/usage-time';
import type { NewEvent } from '../usage/store';
import { EntryFault, keyText, readEntries, storable } from './entries';

export const KONG_REQUEST = 'kong.request';
export const KONG_AI = 'kong.ai';

const SOURCE = 'kong';
/** Subject of the usage, by the first of these that an entry has. */
const SUBJECTS = ['consumer.custom_id', 'consumer.username', 'consumer.id', 'authenticated_entity.id'];
const NOBODY = 'anonymous';

type Fields = Record<string, { paths: string[]; number?: true }>;

const text = (...paths: string[]) => ({ paths });
const number = (...paths: string[]) => ({ paths, number: true as const });

const REQUEST: Fields = {
  method: text('request.method'),
  service: text('service.name', 'service.id'),
  route: text('route.name', 'route.id'),
  status: text('response.status'),
  request_bytes: number('request.size'),
  response_bytes: number('response.size'),
  latency_ms: number('latencies.request'),
  upstream_latency_ms: number('latencies.proxy'),
};

/** Versions of the gateway write token counts with and without an s. */
const AI: Fields = {
  provider: text('meta.provider_name'),
  model: text('meta.response_model', 'meta.request_model'),
  prompt_tokens: number('usage.prompt_tokens', 'usage.prompt_token'),
  completion_tokens: number('usage.completion_tokens', 'usage.completion_token'),
  total_tokens: number('usage.total_tokens'),
  cost: number('usage.cost'),
  llm_latency_ms: number('meta.llm_latency'),
  cache_status: text('cache.cache_status'),
};

/**
 * Reads log entries of Kong's http-log plugin (one, or an array when it batches). Prompts and answers that an entry may carry are not kept.
 * `subject` is a path in the entry to read the subject from instead of the consumer.
 */
export function readKongLog(body: string, subject: string | undefined, now: string): NewEvent[] {
  return readEntries(body, ({ cells, text: entry }) => {
    const time = readTime(cells.get('started_at') ?? '', 'unix_milliseconds', 'UTC');
    if (time === null) throw new EntryFault('started_at', 'A log entry of http-log has the time in milliseconds.');
    return eventsOf(cells, entry, time, subject, now);
  });
}

function eventsOf(entry: Map<string, string>, body: string, time: string, subject: string | undefined, now: string): NewEvent[] {
  const who = (subject === undefined ? SUBJECTS : [subject]).map((path) => entry.get(path)).find(Boolean) ?? NOBODY;
  // Entries of gateways before 3.5 have no request id: the same entry sent again has the same digest.
  const id = keyText(entry.get('request.id') ?? '') || createHash('sha256').update(body).digest('hex');
  const envelope = {
    source: SOURCE,
    subject: keyText(who) || NOBODY,
    time,
    timeGiven: true,
    dataschema: null,
    ingestedAt: now,
  };
  const request: NewEvent = { ...envelope, id, type: KONG_REQUEST, data: dataOf(entry, '', REQUEST) };
  const plugins = new Set([...entry.keys()].flatMap((path) => /^ai\.([^.]+)\.usage\./.exec(path)?.[1] ?? []));
  const ai = [...plugins].map((plugin): NewEvent => {
    const fields = dataOf(entry, `ai.${plugin}.`, AI);
    const where = dataOf(entry, '', { service: REQUEST.service as Fields[string], route: REQUEST.route as Fields[string] });
    const parts = [`"plugin":${JSON.stringify(storable(plugin))}`, where.slice(1, -1), fields.slice(1, -1)].filter(Boolean);
    return { ...envelope, id: keyText(`${id}/${plugin}`), type: KONG_AI, data: `{${parts.join(',')}}` };
  });
  return [request, ...ai];
}

/** Fields as JSON text; numbers with the digits of the entry. */
function dataOf(entry: Map<string, string>, prefix: string, fields: Fields): string {
  const parts = Object.entries(fields).flatMap(([name, { paths, number: isNumber }]) => {
    const value = paths.map((path) => entry.get(prefix + path)).find((v) => v !== undefined);
    if (value === undefined) return [];
    const plain = isNumber && /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d{1,2})?$/.test(value);
    return [`"${name}":${plain ? value : JSON.stringify(storable(value))}`];
  });
  return `{${parts.join(',')}}`;
}
