import 'server-only';
import { EVENTS_PER_BATCH_MAX } from '@/lib/metering/event';
import { type InvalidParameter, problem } from '@/lib/problem';
import { flatten } from '@/lib/server/usage/flatten';
import { RawJson } from '@/lib/server/usage/raw-json';
import type { NewEvent } from '@/lib/server/usage/store';

/** One object of a body of somebody else's making. */
export interface Entry {
  /** Its scalars by path, numbers with the digits of the text. */
  cells: Map<string, string>;
  text: string;
}

/** Texts of an event that are part of a key, in characters. */
export const KEY_LENGTH_MAX = 400;
const FAULTS_MAX = 100;

/** Why an object gives no event: the field in it, and a sentence. */
export class EntryFault extends Error {
  constructor(
    readonly field: string,
    readonly reason: string,
  ) {
    super(reason);
  }
}

/** Reads a body of one object or an array of them; `read` gives the events of one, or throws EntryFault. All are refused when any is at fault. */
export function readEntries(body: string, read: (entry: Entry) => NewEvent[]): NewEvent[] {
  const parsed = parseJson(body);
  const entries = Array.isArray(parsed) ? parsed.length : 1;
  if (entries > EVENTS_PER_BATCH_MAX)
    throw problem('limit_exceeded', `The body has ${entries} entries; the limit is ${EVENTS_PER_BATCH_MAX}.`);
  const raw = new RawJson(body);
  const events: NewEvent[] = [];
  const faults: InvalidParameter[] = [];
  raw.forEach((index) => {
    const span = raw.element();
    const text = body.slice(span.start, span.end);
    try {
      events.push(...read({ cells: flatten(text), text }));
    } catch (e) {
      if (!(e instanceof EntryFault)) throw e;
      const at = Array.isArray(parsed) ? `$[${index}]` : '$';
      faults.push({ field: `${at}${e.field && '.'}${e.field}`, rule: 'required', reason: e.reason, source: 'body' });
    }
  });
  if (faults.length)
    throw problem('invalid_parameters', `${faults[0]?.field}: ${faults[0]?.reason} Nothing was stored.`, {
      invalidParameters: faults.slice(0, FAULTS_MAX),
    });
  return events;
}

/** The value of a JSON text; a fault of it is the caller's. */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (e) {
    throw problem('malformed_json', `The body is not valid JSON: ${(e as Error).message}.`, { cause: e });
  }
}

/** Without what no database text holds: gateways and collectors pass on what others sent, and nobody could repair it. */
export const storable = (value: string): string => value.replaceAll('\u0000', '').toWellFormed();

/** The same, short enough for a key. */
export const keyText = (value: string): string => storable(value).slice(0, KEY_LENGTH_MAX).toWellFormed();
