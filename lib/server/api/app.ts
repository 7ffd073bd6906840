import 'server-only';
import { Hono } from 'hono';
import { problem } from '@/lib/problem';
import type { Route } from '@/lib/server/api/edge/edge';
import { noteRefusal } from '@/lib/server/api/edge/note-refusal';
import { problemResponse } from '@/lib/server/api/edge/problem-response';
import { sourceOf } from '@/lib/server/api/edge/request';
import { accountRoutes } from '@/lib/server/api/routes/account';
import { addOnRoutes } from '@/lib/server/api/routes/add-ons';
import { apiKeyRoutes } from '@/lib/server/api/routes/api-keys';
import { auditLogRoutes } from '@/lib/server/api/routes/audit-log';
import { catalogRoutes } from '@/lib/server/api/routes/catalog';
import { companyImportRoutes } from '@/lib/server/api/routes/company-imports';
import { currencyRoutes } from '@/lib/server/api/routes/currencies';
import { customerRoutes } from '@/lib/server/api/routes/customers';
import { demoDataRoutes } from '@/lib/server/api/routes/demo-data';
import { eventVoidRoutes } from '@/lib/server/api/routes/event-voids';
import { eventRoutes } from '@/lib/server/api/routes/events';
import { featureCostRoutes } from '@/lib/server/api/routes/feature-cost';
import { featureRoutes } from '@/lib/server/api/routes/features';
import { healthRoutes } from '@/lib/server/api/routes/health';
import { ingestMappingRoutes } from '@/lib/server/api/routes/ingest-mappings';
import { ingestSourceRoutes } from '@/lib/server/api/routes/ingest-sources';
import { jobRoutes } from '@/lib/server/api/routes/jobs';
import { listRoutes } from '@/lib/server/api/routes/lists';
import { llmCostRoutes } from '@/lib/server/api/routes/llm-cost';
import { memberRoutes } from '@/lib/server/api/routes/members';
import { meterCountingRoutes } from '@/lib/server/api/routes/meter-counting';
import { meterQueryRoutes } from '@/lib/server/api/routes/meter-query';
import { meterRoutes } from '@/lib/server/api/routes/meters';
import { openMeterRoutes } from '@/lib/server/api/routes/openmeter';
import { planMigrationRoutes } from '@/lib/server/api/routes/plan-migrations';
import { planRoutes } from '@/lib/server/api/routes/plans';
import { previewRoutes } from '@/lib/server/api/routes/previews';
import { sessionRoutes } from '@/lib/server/api/routes/session';
import { subscriptionRoutes } from '@/lib/server/api/routes/subscriptions';
import { taxCodeRoutes } from '@/lib/server/api/routes/tax-codes';
import { testClockRoutes } from '@/lib/server/api/routes/test-clock';
import { usageImportRoutes } from '@/lib/server/api/routes/usage-imports';
import { usageSenderRoutes } from '@/lib/server/api/routes/usage-senders';
import { workspaceRoutes } from '@/lib/server/api/routes/workspaces';
import { newId } from '@/lib/server/core/id';
import { log } from '@/lib/server/core/log';
import { withSource } from '@/lib/server/core/request-source';
import { openApiDocument } from './openapi';

/** Every operation that is served. A resource adds its routes here and nowhere else. */
export const routes: Route[] = [
  // one line each, so that two additions never meet
  ...healthRoutes,
  ...sessionRoutes,
  ...accountRoutes,
  ...meterRoutes,
  ...meterCountingRoutes,
  ...usageSenderRoutes,
  ...meterQueryRoutes,
  ...eventRoutes,
  ...eventVoidRoutes,
  ...openMeterRoutes,
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
  ...companyImportRoutes,
  ...planMigrationRoutes,
  ...subscriptionRoutes,
  ...catalogRoutes,
  ...addOnRoutes,
  ...workspaceRoutes,
  ...memberRoutes,
  ...apiKeyRoutes,
  ...auditLogRoutes,
  ...jobRoutes,
  ...testClockRoutes,
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
      const response = await withSource(sourceOf(c), () =>
        route.handle(c, requestId).catch((e: unknown) => {
          noteRefusal(c, route.op, e, requestId);
          return problemResponse(e, requestId);
        }),
      );
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
