// The process of `npm start`: the API answers in front of Next, in the same process and on the same port. A route handler of
// Next costs twenty times as much as the API itself; what has no need of Next does not pass through it.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { parseArgs } from 'node:util';
import { getRequestListener } from '@hono/node-server';
import next from 'next';
import { clientAddress, trustedProxies } from '@/lib/client-address';
import { limitSlowBody, refuse, refusedForm } from '@/lib/server/api/edge/front-guard';

const GRACE_MS = 8_000;
const UPLOAD_MS = 30 * 60_000; // a usage file of many gigabytes on a slow line

const dev = parseArgs({ options: { dev: { type: 'boolean', default: false } } }).values.dev;
const port = Number(process.env.PORT ?? 3000);
const hostname = process.env.HOST ?? '127.0.0.1';
const secure = process.env.NEXTAUTH_URL?.startsWith('https://') ?? false;

const server = createServer({ keepAliveTimeout: 75_000, headersTimeout: 20_000, requestTimeout: UPLOAD_MS, maxHeaderSize: 32_768 });
const app = next({ dev, dir: process.cwd(), hostname, port, httpServer: server });
await app.prepare();
const pages = app.getRequestHandler();
const api = dev ? undefined : await apiListener();

/** In development Next serves the API as well (app/api), because Next reloads what has changed. */
async function apiListener(): Promise<RequestListener> {
  const { api } = await import('@/lib/server/api/app');
  return getRequestListener(api.fetch, { overrideGlobalObjects: false });
}

/** The workers of this process, unless JOBS_CONCURRENCY=0 leaves jobs to `npm run worker`. */
async function workers() {
  const { env } = await import('@/lib/server/core/env');
  if (env().JOBS_CONCURRENCY === 0) return undefined;
  const { startWork } = await import('@/lib/server/work/start-work');
  return startWork();
}

const isApi = (url: string) => url.startsWith('/api/') && !url.startsWith('/api/auth/');

const forwarded = (request: IncomingMessage) => [request.headers['x-forwarded-for'] ?? []].flat().join(',');

/** Every page has an id, the caller's own where it gave a plain one; the API gives its answers theirs. */
function identify(request: IncomingMessage, response: ServerResponse) {
  const given = request.headers['x-request-id'];
  const id = typeof given === 'string' && /^[\w.:-]{1,128}$/.test(given) ? given : randomUUID();
  request.headers['x-request-id'] = id;
  response.setHeader('x-request-id', id);
  request.headers['x-client-address'] = clientAddress(
    request.socket.remoteAddress,
    forwarded(request),
    trustedProxies(process.env.TRUST_PROXY),
  );
}

server.on('request', (request, response) => {
  response.setHeader('x-content-type-options', 'nosniff');
  if (secure) response.setHeader('strict-transport-security', 'max-age=31536000; includeSubDomains');
  const url = request.url ?? '/';
  const toApi = isApi(url);
  limitSlowBody(request, response, toApi);
  // The policy of whatever Next gives none: redirects, files, refusals. A page has its own in place of it.
  response.setHeader('content-security-policy', "default-src 'none'; base-uri 'none'; frame-ancestors 'none'");
  if (api && toApi) return api(request, response);
  const refusal = toApi ? undefined : refusedForm(request);
  if (refusal) return refuse(request, response, refusal);
  identify(request, response);
  return pages(request, response);
});

server.listen(port, hostname, () => process.send?.('ready'));
const work = await workers();

let stopping = false;
function stop() {
  if (stopping) return;
  stopping = true;
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  void Promise.allSettled([closed, work?.stop()]).then(() => process.exit(0));
  setTimeout(() => process.exit(0), GRACE_MS).unref();
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
process.on('disconnect', () => process.exit(1)); // whoever started us is gone, even by SIGKILL: do not live on with the port
