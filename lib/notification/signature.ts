import { hmacSha256 } from './sha256';

/** Headers by which a receiver knows who sent a webhook. They follow the Standard Webhooks. */
export interface SignedHeaders {
  /** Id of the event: the same however often it is sent. */
  'webhook-id': string;
  /** When it was sent, in seconds since 1970. */
  'webhook-timestamp': string;
  /** One signature for each secret, separated by blanks, so that a secret can be exchanged without a gap. */
  'webhook-signature': string;
}

const PREFIX = 'whsec_';
/** Seconds a webhook may be old, or ahead of the receiver's clock. */
const TOLERANCE = 300;

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
const base64Of = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes));
const encoder = new TextEncoder();

/** Signs a webhook with each secret. The body must be sent exactly as it is here. */
export function signWebhook(
  secrets: readonly string[],
  { id, timestamp, body }: { id: string; timestamp: number; body: string },
): SignedHeaders {
  const content = encoder.encode(`${id}.${timestamp}.${body}`);
  const signatures = secrets.map((secret) => `v1,${base64Of(hmacSha256(keyOf(secret), content))}`);
  return { 'webhook-id': id, 'webhook-timestamp': `${timestamp}`, 'webhook-signature': signatures.join(' ') };
}

/** Returns the key of a secret as it is handed out: "whsec_" and base64. */
const keyOf = (secret: string) => bytesOf(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret);

/** Writes a key as a secret to hand out. Throws for one of fewer than 24 or more than 64 bytes. */
export function secretOf(key: Uint8Array): string {
  if (key.length < 24 || key.length > 64) throw new Error('a secret has 24 to 64 bytes');
  return PREFIX + base64Of(key);
}

/** True when a webhook was signed with the secret and is not older, or newer, than five minutes. */
export function isSigned(secret: string, headers: SignedHeaders, body: string, now: number): boolean {
  const timestamp = /^\d{1,12}$/.test(headers['webhook-timestamp']) ? +headers['webhook-timestamp'] : Number.NaN;
  if (!(Math.abs(now - timestamp) <= TOLERANCE)) return false;
  const expected = signWebhook([secret], { id: headers['webhook-id'], timestamp, body })['webhook-signature'];
  return headers['webhook-signature'].split(' ').some((signature) => isSame(signature, expected));
}

/** Compares without telling by its time where two texts differ. */
function isSame(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}
