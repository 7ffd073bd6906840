import 'server-only';
import { Hono } from 'hono';
import { problem } from '@/lib/problem';
import { newId } from '../id';
import { log } from '../log';
import { addOnRoutes } from './add-ons';
import { apiKeyRoutes } from './api-keys';
import { auditLogRoutes } from './audit-log';
import { catalogRoutes } from './catalog';
import { currencyRoutes } from './currencies';
import { customerRoutes } from './customers';
import { demoDataRoutes } from './demo-data';
import type { Route } from './edge';
import { eventVoidRoutes } from './event-voids';
import { eventRoutes } from './events';
import { featureCostRoutes } from './feature-cost';
import { featureRoutes } from './features';
import { healthRoutes } from './health';
import { ingestMappingRoutes } from './ingest-mappings';
import { ingestSourceRoutes } from './ingest-sources';
import { listRoutes } from './lists';
import { llmCostRoutes } from './llm-cost';
import { memberRoutes } from './members';
import { meterCountingRoutes } from './meter-counting';
import { meterQueryRoutes } from './meter-query';
import { meterRoutes } from './meters';
import { openApiDocument } from './openapi';
import { planRoutes } from './plans';
import { previewRoutes } from './previews';
import { problemResponse } from './problem-response';
import { sessionRoutes } from './session';
import { taxCodeRoutes } from './tax-codes';
import { usageImportRoutes } from './usage-imports';
import { usageSenderRoutes } from './usage-senders';
import { workspaceRoutes } from './workspaces';

/** Every operation that is served. A resource adds its routes here and nowhere else. */
export const routes: Route[] = [
  // one line each, so that two additions never meet
  ...healthRoutes,
  ...sessionRoutes,
  ...meterRoutes,
  ...meterCountingRoutes,
  ...usageSenderRoutes,
  ...meterQueryRoutes,
  ...eventRoutes,
  ...eventVoidRoutes,
  ...ingestSourceRoutes,
  ...ingestMappingRoutes,
  ...usageImportRoutes,
  ...featureRoutes,
  ...featureCostRoutes,
  ...taxCodeRoutes,
  ...currencyRoutes,
  ...llmCostRoutes,
  ...customerRoutes,
  ...planRoutes,
  ...catalogRoutes,
  ...addOnRoutes,
  ...workspaceRoutes,
  ...memberRoutes,
  ...apiKeyRoutes,
  ...auditLogRoutes,
  ...listRoutes,
  ...previewRoutes,
  ...demoDataRoutes,
];

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);

function build(): Hono {
  const app = new Hono({ strict: false });
  const paths = new Map<string, string[]>();
  for (const route of routes) {
    const path = route.op.path.replace(/\{(\w+)\}/g, ':$1');
    paths.set(path, [...(paths.get(path) ?? []), route.op.method.toUpperCase()]);
    app.on(route.op.method.toUpperCase(), path, async (c) => {
      const requestId = incomingRequestId(c.req.header('x-request-id'));
      const started = performance.now();
      const response = await route.handle(c, requestId).catch((e: unknown) => problemResponse(e, requestId));
      const ms = Math.round((performance.now() - started) * 10) / 10;
      log().debug({ requestId, operation: route.op.id, status: response.status, ms }, 'request');
      return response;
    });
  }
  app.get('/api/openapi.json', (c) => c.json(openApiDocument(routes)));
  for (const [path, methods] of paths) {
    app.all(path, (c) => {
      const response = problemResponse(
        problem('method_not_allowed', `${c.req.method} is not offered here. Offered: ${methods.join(', ')}.`),
        newId(),
      );
      response.headers.set('allow', methods.join(', '));
      return response;
    });
  }
  app.all('*', (c) =>
    problemResponse(problem(METHODS.has(c.req.method) ? 'not_found' : 'method_not_allowed', `There is nothing at ${c.req.path}.`), newId()),
  );
  app.onError((e) => problemResponse(e, newId()));
  return app;
}

/** A caller may name its request, so that both logs can be read together; anything odd is replaced. */
const incomingRequestId = (given: string | undefined) => (given && /^[\w.:-]{1,128}$/.test(given) ? given : newId());

/** The HTTP API: the same app answers in front of Next and inside it. */
export const api = build();
