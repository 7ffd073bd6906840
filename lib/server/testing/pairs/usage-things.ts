import 'server-only';
import { createFeature } from '@/lib/api/catalog/features';
import * as customerOps from '@/lib/api/metering/customers';
import * as voidOps from '@/lib/api/metering/event-voids';
import { ingestEvents } from '@/lib/api/metering/events';
import * as mappingOps from '@/lib/api/metering/ingest-mappings';
import * as sourceOps from '@/lib/api/metering/ingest-sources';
import * as meterOps from '@/lib/api/metering/meters';
import { ingestOpenMeterEvents } from '@/lib/api/metering/openmeter';
import { createUsageImport } from '@/lib/api/metering/usage-imports';
import { watchUsageSender } from '@/lib/api/metering/usage-senders';
import type { TestWorkspace } from '@/lib/server/testing/workspace';
import { act, made, type Thing } from './act';

const USAGE = 'usage is not in the audit log';
const NDJSON = 'application/x-ndjson';
const mapping = {
  ...{ format: 'ndjson', type: '{type}', source: 's', id: '{id}', subject: '{who}' },
  time: { value: '{at}', format: 'iso' },
  data: { v: { value: '{v}', type: 'number' } },
};
const AT = '2026-11-01T00:00:00Z';
const event = (id: string, v: number, type: string) => ({ specversion: '1.0', id, source: 's', type, subject: 'a', time: AT, data: { v } });
const line = (id: string, v: number, type: string) => `${JSON.stringify({ id, type, who: 'a', at: AT, v })}\n`;
const meterOf = (key: string) => ({
  ...{ key, name: 'M', aggregation: 'sum', event_type: key, value_property: '$.v' },
  dimensions: { m: '$.m' },
});

/** Compares what every meter of a workspace says with the events that are stored and count. */
async function uncounted(w: TestWorkspace): Promise<string[]> {
  const { data } = await made(w, 'GET', '/meters?page[size]=1000');
  const faults = (data as { id: string; event_type: string }[]).map(async ({ id, event_type }) => {
    const [row] = (await made(w, 'POST', `/meters/${id}/query`, {})).data;
    const [stored] = await w.run(
      ({ tx }) => tx.$queryRaw<{ sum: string | null }[]>`
      SELECT trim_scale(sum((data->>'v')::numeric))::text AS sum FROM usage_events WHERE type = ${event_type} AND void_id IS NULL`,
    );
    const [says, is] = [row?.value ?? '0', stored?.sum ?? '0'];
    return says === is ? [] : [`a meter of ${event_type} says ${says}, and ${is} is stored`];
  });
  return (await Promise.all(faults)).flat();
}

/** One event, and everything by which it can arrive, be taken back, or be counted. */
const oneEvent: Thing = {
  name: 'usage event',
  faults: uncounted,
  async make(w, key) {
    const through = `map_${key}`;
    await made(w, 'POST', '/api/v1/ingest-mappings', { key: through, name: 'M', mapping });
    await made(w, 'POST', '/events', event(`${key}-before`, 1, key));
    const { id: meterId } = await made(w, 'POST', '/meters', meterOf(`${key}_known`));
    const void_ = (name: string, id: string) =>
      act(w, voidOps.createEventVoid, { name, body: { selection: { events: [{ source: 's', id }] }, reason: 'a mistake' }, once: true });
    const query = `?mapping=${encodeURIComponent(JSON.stringify(mapping))}&file_name=f`;
    return [
      act(w, ingestEvents, { body: event(key, 1, key), unlogged: USAGE }),
      act(w, ingestEvents, { name: 'other figures under the same id', body: event(key, 10, key), unlogged: USAGE }),
      act(w, ingestOpenMeterEvents, { body: event(key, 1, key), unlogged: USAGE }),
      act(w, mappingOps.ingestMapped, { params: { mappingKey: through }, text: [line(key, 1, key), NDJSON], unlogged: USAGE }),
      act(w, createUsageImport, { query, text: [line(key, 1, key), NDJSON] }),
      void_('void what is there', `${key}-before`),
      act(w, meterOps.createMeter, { body: meterOf(key), once: true }),
      act(w, meterOps.deleteMeter, { params: { meterId }, once: true }),
    ];
  },
};

/** An event that was refused because its id has other figures: it can be sent again under another id. */
const refusedEvent: Thing = {
  name: 'refused event',
  alone: true,
  faults: async (w) => {
    const [{ stored }] = (await w.run(({ tx }) => tx.$queryRaw`SELECT sum((data->>'v')::int)::int AS stored FROM usage_events`)) as [
      { stored: number },
    ];
    return [1, 11, 21].includes(stored) ? uncounted(w) : [`a refused event is stored twice: ${stored}`];
  },
  async make(w, key) {
    await made(w, 'POST', '/meters', meterOf(key));
    for (const v of [1, 10]) await w.call('POST', '/events', event(key, v, key));
    const { data } = await made(w, 'GET', '/api/v1/events/rejections');
    const params = { rejectionId: data[0].id };
    return [
      act(w, voidOps.replayEventRejection, { params, body: { id: `${key}-r` }, once: true }),
      act(w, voidOps.replayEventRejection, { name: 'replay under another id', params, body: { id: `${key}-s` }, once: true }),
      act(w, voidOps.replayEventRejections, { body: { filter: {}, ending: '-all' }, idle: true }),
      act(w, ingestEvents, { body: event(`${key}-t`, 10, key), unlogged: USAGE }),
    ];
  },
};

const attributes = (list: Record<string, string>) => Object.entries(list).map(([key, stringValue]) => ({ key, value: { stringValue } }));
const resource = { attributes: attributes({ 'service.name': 'chat', 'customer.id': 'acme' }) };
const [START, END] = ['1793527200000000000', '1793527260123456789'];
const usage = { prompt_tokens: 20, completion_tokens: 3, total_tokens: 23 };
const REPORTS = {
  kong: {
    ...{
      request: { id: 'r', method: 'GET', uri: '/', size: '75', headers: {} },
      response: { status: 200, size: '4' },
      started_at: 1_793_527_260_000,
    },
    ...{ consumer: { id: 'c', username: 'acme' }, latencies: { request: 9 }, route: { name: 'chat' }, service: { name: 'llm' } },
  },
  openAi: { id: 'chatcmpl-1', object: 'chat.completion', created: 1_793_527_260, model: 'gpt', usage, user: 'acme' },
  anthropic: {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude',
    usage: { input_tokens: 50, output_tokens: 5 },
    metadata: { user_id: 'acme' },
  },
  metrics: {
    resourceMetrics: [
      {
        resource,
        scopeMetrics: [
          {
            scope: { name: 's' },
            metrics: [
              {
                ...{ name: 'calls', unit: '1' },
                sum: {
                  ...{ aggregationTemporality: 1, isMonotonic: true },
                  dataPoints: [{ attributes: attributes({ 'http.route': '/' }), startTimeUnixNano: START, timeUnixNano: END, asInt: '3' }],
                },
              },
            ],
          },
        ],
      },
    ],
  },
  logs: {
    resourceLogs: [
      {
        resource,
        scopeLogs: [{ logRecords: [{ timeUnixNano: END, traceId: 'aa', spanId: 'bb', attributes: attributes({ 'event.name': 'call' }) }] }],
      },
    ],
  },
  traces: {
    resourceSpans: [
      {
        resource,
        scopeSpans: [
          {
            spans: [
              {
                ...{ traceId: '5b8efff798038103d269b633813fc60c', spanId: 'eee19b7ec3c1b174', name: 'chat' },
                ...{ startTimeUnixNano: START, endTimeUnixNano: END, attributes: attributes({ 'gen_ai.operation.name': 'chat' }) },
              },
            ],
          },
        ],
      },
    ],
  },
};

/** Reports of other systems, each with an id of its own: sent twice at once it counts once. */
const report: Thing = {
  name: 'report of another system',
  alone: true,
  faults: async (w) => {
    const twice = await w.run(
      ({ tx }) => tx.$queryRaw<{ type: string }[]>`
      SELECT type FROM usage_events GROUP BY source, id, type HAVING count(*) > 1`,
    );
    return twice.map(({ type }) => `an event of the type ${type} is stored twice`);
  },
  async make(w) {
    const sent: [op: Parameters<typeof act>[1], body: object][] = [
      [sourceOps.ingestKong, REPORTS.kong],
      [sourceOps.ingestOpenAi, REPORTS.openAi],
      [sourceOps.ingestAnthropic, REPORTS.anthropic],
      [sourceOps.ingestOtlpMetrics, REPORTS.metrics],
      [sourceOps.ingestOtlpLogs, REPORTS.logs],
      [sourceOps.ingestOtlpTraces, REPORTS.traces],
    ];
    return sent.map(([op, body]) => act(w, op, { body, unlogged: USAGE }));
  },
};

const meter: Thing = {
  name: 'meter',
  async make(w, key) {
    const { id: meterId } = await made(w, 'POST', '/meters', meterOf(key));
    const params = { meterId };
    return [
      act(w, meterOps.createMeter, { body: meterOf(`${key}_n`), once: true }),
      act(w, meterOps.updateMeter, { params, body: { dimensions: {} } }),
      act(w, meterOps.deleteMeter, { params, once: true }),
      act(w, createFeature, { body: { key, name: 'F', meter: { id: meterId, filters: { m: { eq: 'x' } } } }, once: true }),
    ];
  },
};

const customer: Thing = {
  name: 'customer',
  async make(w, key) {
    const subjects = (...subject_keys: string[]) => ({ usage_attribution: { subject_keys } });
    const { id: customerId } = await made(w, 'POST', '/customers', { name: 'C', key, ...subjects(key) });
    const params = { customerId };
    return [
      act(w, customerOps.createCustomer, { body: { name: 'N', key: `${key}-n`, ...subjects() }, once: true }),
      act(w, customerOps.createCustomer, { name: 'another of the subject', body: { name: 'D', key: `${key}-d`, ...subjects(`${key}-b`) } }),
      act(w, customerOps.upsertCustomer, { params, body: { name: 'C', ...subjects(`${key}-b`) } }),
      act(w, customerOps.deleteCustomer, { params, once: true }),
    ];
  },
};

const ingestMapping: Thing = {
  name: 'saved mapping',
  async make(w, key) {
    const { id: mappingId } = await made(w, 'POST', '/api/v1/ingest-mappings', { key, name: 'M', mapping });
    const params = { mappingId };
    return [
      act(w, mappingOps.createIngestMapping, { body: { key: `${key}_b`, name: 'M', mapping }, once: true }),
      act(w, mappingOps.updateIngestMapping, { params, body: { name: 'N', mapping } }),
      act(w, mappingOps.deleteIngestMapping, { params, once: true }),
      act(w, mappingOps.ingestMapped, { params: { mappingKey: key }, text: [line(key, 1, key), NDJSON], unlogged: USAGE }),
    ];
  },
};

const sender: Thing = {
  name: 'sender of usage',
  async make(w, key) {
    const at = new Date('2026-11-01T00:00:00Z');
    await w.run(({ tx }) =>
      tx.usageSender.create({ data: { workspaceId: w.id, kind: 'type', name: key, events: 1, firstAt: at, lastAt: at } }),
    );
    const watch = (mode: object) => ({ kind: 'type', name: key, watch: mode });
    return [
      act(w, watchUsageSender, { body: watch({ mode: 'never' }) }),
      act(w, watchUsageSender, { name: 'watch by minutes', body: watch({ mode: 'after', minutes: 5 }) }),
      act(w, ingestEvents, { body: event(key, 1, key), unlogged: USAGE }),
    ];
  },
};

/** All by which usage arrives and is counted. */
export const usageThings: readonly Thing[] = [oneEvent, refusedEvent, report, meter, customer, ingestMapping, sender];
