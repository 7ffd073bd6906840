import 'server-only';
import { invalidParameters } from '@/lib/invalid-parameters';
import { EVENTS_PER_BATCH_MAX, MeteringEvent } from '@/lib/metering/event';
import { type InvalidParameter, problem } from '@/lib/problem';
import { RawJson } from '@/lib/server/usage/raw-json';
import type { NewEvent } from '@/lib/server/usage/store';
import { isPlainEnvelope } from './plain-envelope';

/** Texts of an event that are part of a key: beyond this an index cannot hold them. In UTF-16 units, at most three bytes each. */
const KEY_LENGTH_MAX = 400;
const KEYED = ['id', 'source', 'subject', 'type'] as const;
const FAULTS_MAX = 100;

/**
 * Reads a body of CloudEvents. All of it is refused when any envelope is malformed, and every fault is told with the index of its event;
 * `data` is cut out as text, so that no number in it passes through a float. Envelopes of `foreign` senders may have attributes of extensions,
 * which are left out, and times without an offset, which are in UTC.
 */
export function readEvents(text: string, shape: 'single' | 'batch' | 'either', now: string, foreign = false): NewEvent[] {
  const { items, list } = itemsOf(text, shape);
  const raw = new RawJson(text);
  const faults: InvalidParameter[] = [];
  const events: NewEvent[] = [];
  raw.forEach((index) => {
    raw.fault = undefined;
    const data = raw.member('data');
    const at = list ? `${index}` : '';
    if (raw.fault)
      faults.push({ field: at, rule: 'invalid', reason: `The event ${(raw.fault as { reason: string }).reason}.`, source: 'body' });
    const item = items[index];
    const isPlain = isPlainEnvelope(item);
    const parsed = isPlain
      ? { success: true as const, data: item }
      : MeteringEvent.safeParse(foreign ? familiar(withDefault(item)) : withDefault(item));
    if (!parsed.success) {
      const path = list ? [index] : [];
      faults.push(
        ...invalidParameters(
          parsed.error.issues.map((i) => ({ ...i, path: [...path, ...i.path] })),
          'body',
          list ? items : item,
        ),
      );
      return;
    }
    const e = parsed.data;
    const long = KEYED.find((field) => e[field].length > KEY_LENGTH_MAX);
    if (long)
      faults.push({
        field: list ? `${at}.${long}` : long,
        rule: 'max_length',
        reason: `At most ${KEY_LENGTH_MAX} characters.`,
        source: 'body',
        maximum: KEY_LENGTH_MAX,
      });
    if (!isPlain && e.specversion !== '1.0')
      faults.push({
        field: list ? `${at}.specversion` : 'specversion',
        rule: 'enum',
        reason: 'Only CloudEvents 1.0 is read.',
        source: 'body',
        choices: ['1.0'],
      });
    const dataText = data && text.slice(data.start, data.end);
    events.push({
      source: e.source,
      id: e.id,
      type: e.type,
      subject: e.subject,
      time: e.time ? (isPlain ? e.time : toMicroseconds(e.time)) : now,
      timeGiven: Boolean(e.time),
      data: dataText === undefined || dataText === 'null' ? null : dataText,
      dataschema: e.dataschema ?? null,
      ingestedAt: now,
    });
  });
  if (faults.length) throw refused(faults, items.length);
  return events;
}

/** Reads the events of a body as they stand there, and whether they came as a list. */
function itemsOf(text: string, shape: 'single' | 'batch' | 'either'): { items: unknown[]; list: boolean } {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (e) {
    throw problem('malformed_json', `The body is not valid JSON: ${(e as Error).message}.`, { cause: e });
  }
  const list = Array.isArray(body);
  if (shape === 'single' && list)
    throw refused([{ field: '', rule: 'type', reason: 'Send one event, or a batch as application/cloudevents-batch+json.' }]);
  if (shape === 'batch' && !list) throw refused([{ field: '', rule: 'type', reason: 'A batch is a JSON array of events.' }]);
  const items: unknown[] = list ? (body as unknown[]) : [body];
  if (items.length > EVENTS_PER_BATCH_MAX) {
    throw problem(
      'limit_exceeded',
      `The batch has ${items.length} events; the limit is ${EVENTS_PER_BATCH_MAX}. Nothing was stored. Send it in parts.`,
    );
  }
  return { items, list };
}

function refused(faults: InvalidParameter[], count = 1) {
  const first = faults[0];
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
  const all = count > 1 ? ` None of the ${count} events was stored.` : '';
  return problem('invalid_parameters', `${first?.field}: ${first?.reason}${more}${all}`, {
    invalidParameters: faults.slice(0, FAULTS_MAX),
  });
}

const withDefault = (item: unknown) =>
  typeof item === 'object' && item !== null && !Array.isArray(item) && !('specversion' in item) ? { ...item, specversion: '1.0' } : item;

const ATTRIBUTES = new Set(Object.keys(MeteringEvent.shape));
const WALL_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?$/;

/** The envelope of a foreign sender without attributes of extensions (lower-case letters and digits), its time with an offset. */
function familiar(item: unknown): unknown {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return item;
  const known = Object.entries(item).filter(([name]) => ATTRIBUTES.has(name) || !/^[a-z0-9]{1,20}$/.test(name));
  return Object.fromEntries(
    known.map(([name, value]) => [name, name === 'time' && typeof value === 'string' && WALL_TIME.test(value) ? `${value}Z` : value]),
  );
}

/** The same instant in UTC, cut (not rounded) to the microseconds that the database keeps. */
export function toMicroseconds(time: string): string {
  const fraction = /\.(\d+)/.exec(time)?.[1]?.slice(0, 6) ?? '';
  const whole = new Date(time.replace(/\.\d+/, '')).toISOString().replace(/\.\d+Z$/, '');
  return `${whole}${fraction ? `.${fraction}` : ''}Z`;
}
