import 'server-only';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** The longest body that a page takes: the form of the sign-in. Everything else goes to the API. */
export const FORM_MAX = 16 * 1024;
/** Time in which a body must arrive from somebody without a key or a session, or after its answer was written. */
export const STRANGER_MS = 30_000;

/** Methods that the pages' framework cannot even represent: it would fail. */
const NO_METHODS = new Set(['TRACE', 'TRACK', 'CONNECT']);

/** Why a request to a page is refused before anything reads it, or undefined. A body says how long it is: a browser always does. */
export function refusedForm(request: Pick<IncomingMessage, 'headers' | 'method'>): { status: number; reason: string } | undefined {
  if (NO_METHODS.has(request.method ?? '')) return { status: 405, reason: `Nothing here answers ${request.method}.` };
  if (request.headers['transfer-encoding'] !== undefined) return { status: 411, reason: 'Send the form with its Content-Length.' };
  if (Number(request.headers['content-length'] ?? 0) > FORM_MAX)
    return { status: 413, reason: `A form has at most ${FORM_MAX / 1024} kB.` };
  return undefined;
}

/** Answers with a plain sentence and closes the connection, so that what is still on its way is not read. */
export function refuse(request: IncomingMessage, response: ServerResponse, { status, reason }: { status: number; reason: string }): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  response.end(`${reason}\n`, () => request.destroy());
}

const hasCredential = ({ headers }: IncomingMessage) => headers.authorization !== undefined || /session-token/.test(headers.cookie ?? '');

/**
 * Ends a request whose body is still on its way when its time is over: one without a key or session, or one that was answered already. What
 * is no operation looks at no credential before it reads, so there all are strangers.
 */
export function limitSlowBody(request: IncomingMessage, response: ServerResponse, isOperation: boolean, ms = STRANGER_MS): void {
  if (request.complete) return;
  let timer: NodeJS.Timeout | undefined;
  const end = () => {
    if (request.complete) return;
    if (!response.headersSent) refuse(request, response, { status: 408, reason: 'The body did not arrive in time.' });
    else request.destroy();
  };
  const arm = () => {
    clearTimeout(timer);
    timer = setTimeout(end, ms);
    timer.unref();
  };
  if (!isOperation || !hasCredential(request)) arm();
  else response.once('finish', arm);
  request.once('close', () => clearTimeout(timer));
}
