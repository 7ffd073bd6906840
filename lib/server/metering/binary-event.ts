import 'server-only';
import { problem } from '@/lib/problem';
import { mediaType } from '@/lib/server/core/media-type';

const ATTRIBUTES = ['specversion', 'id', 'source', 'type', 'subject', 'time', 'dataschema'] as const;

/** Does a request carry one event in CloudEvents' binary mode: its attributes in `ce-…` headers, its data as the body? */
export const isBinaryEvent = (header: (name: string) => string | undefined): boolean =>
  header('ce-specversion') !== undefined || (header('ce-id') !== undefined && header('ce-type') !== undefined);

/**
 * Returns the envelope of a binary-mode event as JSON text, with the digits of its data. Header values are percent-encoded UTF-8
 * (CloudEvents HTTP binding 1.0, 3.1.3.2); attributes of extensions are left out, as they are not kept.
 */
export function envelopeOfBinary(header: (name: string) => string | undefined, body: string): string {
  const envelope: Record<string, string> = {};
  for (const name of ATTRIBUTES) {
    const value = header(`ce-${name}`);
    if (value !== undefined) envelope[name] = decoded(value);
  }
  const text = JSON.stringify(envelope);
  if (body.trim() === '') return text;
  const type = mediaType(header('content-type')) || 'application/json';
  if (type !== 'application/json' && !type.endsWith('+json'))
    throw problem('unsupported_media_type', `The data of an event is JSON: send it as application/json, not ${type}.`);
  try {
    JSON.parse(body); // so that nothing of it can become a part of the envelope
  } catch (e) {
    throw problem('malformed_json', `The event’s data is not valid JSON: ${(e as Error).message}.`, { cause: e });
  }
  return `${text === '{}' ? '{' : `${text.slice(0, -1)},`}"data":${body}}`;
}

function decoded(value: string): string {
  // Text beyond ASCII arrives as bytes of UTF-8, which HTTP reads as Latin-1.
  const bytes = Buffer.from(value, 'latin1');
  const text = [...value].every((c) => c.charCodeAt(0) < 256) ? bytes.toString('utf8') : value;
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a sender that does not encode, and uses the percent sign as itself
  }
}
