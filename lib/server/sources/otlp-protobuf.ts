import 'server-only';
import { problem } from '@/lib/problem';

// OTLP's messages in protobuf, read into the objects that its JSON form has: 64-bit integers as texts, ids in hex. The field numbers are
// those of opentelemetry-proto 1.x; what is not listed here is of no use to an event and skipped.

type Kind = 'text' | 'bool' | 'int64' | 'fixed64' | 'sfixed64' | 'double' | 'uint32' | 'hex' | 'base64';
type Field = [name: string, kind: Kind | Message, list?: 'list'];
interface Message {
  [number: number]: Field;
}

const AnyValue: Message = { 1: ['stringValue', 'text'], 2: ['boolValue', 'bool'], 3: ['intValue', 'int64'], 4: ['doubleValue', 'double'] };
const KeyValue: Message = { 1: ['key', 'text'], 2: ['value', AnyValue] };
AnyValue[5] = ['arrayValue', { 1: ['values', AnyValue, 'list'] }];
AnyValue[6] = ['kvlistValue', { 1: ['values', KeyValue, 'list'] }];
AnyValue[7] = ['bytesValue', 'base64'];

const resource: Field = ['resource', { 1: ['attributes', KeyValue, 'list'] }];
const scope: Field = ['scope', { 1: ['name', 'text'], 2: ['version', 'text'] }];
const start: Field = ['startTimeUnixNano', 'fixed64'];
const time: Field = ['timeUnixNano', 'fixed64'];
const attributes: Field = ['attributes', KeyValue, 'list'];
const flags: Field = ['flags', 'uint32'];
const counted: Message = { 2: start, 3: time, 4: ['count', 'fixed64'], 5: ['sum', 'double'] };

const points = (point: Message): Message => ({ 1: ['dataPoints', point, 'list'], 2: ['aggregationTemporality', 'uint32'] });
const NumberPoint: Message = { 2: start, 3: time, 4: ['asDouble', 'double'], 6: ['asInt', 'sfixed64'], 7: attributes, 8: flags };
const Histogram: Message = { ...counted, 9: attributes, 10: flags, 11: ['min', 'double'], 12: ['max', 'double'] };
const Exponential: Message = { ...counted, 1: attributes, 10: flags, 12: ['min', 'double'], 13: ['max', 'double'] };
const Summary: Message = { ...counted, 7: attributes, 8: flags };
const Metric: Message = {
  1: ['name', 'text'],
  3: ['unit', 'text'],
  5: ['gauge', points(NumberPoint)],
  7: ['sum', points(NumberPoint)],
  9: ['histogram', points(Histogram)],
  10: ['exponentialHistogram', points(Exponential)],
  11: ['summary', points(Summary)],
};
const Log: Message = {
  1: time,
  3: ['severityText', 'text'],
  5: ['body', AnyValue],
  6: attributes,
  9: ['traceId', 'hex'],
  10: ['spanId', 'hex'],
  11: ['observedTimeUnixNano', 'fixed64'],
  12: ['eventName', 'text'],
};
const Span: Message = {
  1: ['traceId', 'hex'],
  2: ['spanId', 'hex'],
  5: ['name', 'text'],
  7: start,
  8: ['endTimeUnixNano', 'fixed64'],
  9: attributes,
};

const request = (all: string, scoped: string, each: string, message: Message): Message => ({
  1: [all, { 1: resource, 2: [scoped, { 1: scope, 2: [each, message, 'list'] }, 'list'] }, 'list'],
});
const REQUESTS = {
  metrics: request('resourceMetrics', 'scopeMetrics', 'metrics', Metric),
  logs: request('resourceLogs', 'scopeLogs', 'logRecords', Log),
  traces: request('resourceSpans', 'scopeSpans', 'spans', Span),
};
export type OtlpSignal = keyof typeof REQUESTS;

const NESTING_MAX = 128; // two levels for each level of a value that is a map

/** Returns an export request in protobuf as the object that its JSON form is. Refuses what is cut off or no protobuf. */
export function otlpOfProtobuf(signal: OtlpSignal, body: Uint8Array): unknown {
  try {
    return messageOf(REQUESTS[signal], Buffer.from(body.buffer, body.byteOffset, body.byteLength), 0);
  } catch (e) {
    const detail = 'The body is not an OTLP request in protobuf, or did not arrive whole. Nothing was stored.';
    throw problem('bad_request', detail, { cause: e });
  }
}

function messageOf(message: Message, bytes: Buffer, depth: number): Record<string, unknown> {
  if (depth > NESTING_MAX) throw new Error('nested too deep');
  const result: Record<string, unknown> = {};
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes.readUInt8(at++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new Error('a number that does not end');
  };
  const span = (length: number): Buffer => {
    if (at + length > bytes.length) throw new Error('cut off');
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const raw = [varint, () => span(8), () => span(Number(varint())), undefined, undefined, () => span(4)][tag & 7]?.();
    const field = message[tag >>> 3];
    if (raw === undefined || tag >>> 3 === 0) throw new Error('an unknown kind of field');
    if (!field) continue;
    const [name, kind, list] = field;
    const value = typeof kind === 'object' ? messageOf(kind, raw as Buffer, depth + 1) : scalarOf(kind, raw);
    if (list) result[name] = listed(result[name], value);
    else result[name] = value;
  }
  return result;
}

/** Adds to the list in place: a request may have ten thousand points. */
function listed(list: unknown, value: unknown): unknown[] {
  if (!Array.isArray(list)) return [value];
  list.push(value);
  return list;
}

function scalarOf(kind: Kind, raw: bigint | Buffer): unknown {
  if (typeof raw === 'bigint') {
    if (kind === 'bool') return raw !== 0n;
    if (kind === 'int64') return String(BigInt.asIntN(64, raw));
    if (kind === 'uint32') return Number(raw);
    throw new Error(`a number in the place of ${kind}`);
  }
  switch (kind) {
    case 'text':
      return new TextDecoder('utf-8', { fatal: true }).decode(raw);
    case 'hex':
      return raw.toString('hex');
    case 'base64':
      return raw.toString('base64');
    case 'fixed64':
      return String(raw.readBigUInt64LE());
    case 'sfixed64':
      return String(raw.readBigInt64LE());
    case 'double': {
      const value = raw.readDoubleLE();
      return Number.isFinite(value) ? value : String(value);
    }
    default:
      throw new Error(`bytes in the place of ${kind}`);
  }
}

function varintBytes(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varintBytes(Math.floor(value / 128))];
}
const bytesField = (number: number, bytes: Uint8Array): Buffer => Buffer.from([(number << 3) | 2, ...varintBytes(bytes.length), ...bytes]);
const textField = (number: number, text: string): Buffer => (text ? bytesField(number, Buffer.from(text)) : Buffer.alloc(0));
const intField = (number: number, value: number): Buffer => Buffer.from(value ? [number << 3, ...varintBytes(value)] : []);

/** Returns an Export…ServiceResponse: empty, or with how many were left out and why (`partial_success`). */
export const exportResponse = (refused: number, message: string): Uint8Array =>
  refused ? bytesField(1, Buffer.concat([intField(1, refused), textField(2, message)])) : Buffer.alloc(0);

/** Returns a google.rpc.Status, which OTLP/HTTP answers a refused request with. */
export const statusMessage = (code: number, message: string): Uint8Array => Buffer.concat([intField(1, code), textField(2, message)]);
