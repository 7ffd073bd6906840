import 'server-only';
import type { Context } from 'hono';
import * as op from '@/lib/api/catalog/catalog';
import { getPlanAsOf as getPlanAsOfOp } from '@/lib/api/catalog/plan-as-of';
import { documentText } from '@/lib/catalog/document/document-text';
import { problem } from '@/lib/problem';
import { bind, bindBody, bindOpen, bindRaw, reply, replyText } from '@/lib/server/api/edge/edge';
import { authorise, bodyText, type Caller, input, personOf } from '@/lib/server/api/edge/request';
import { catalogDocument, plansAt } from '@/lib/server/catalog/catalog-state';
import { getPlanAsOf } from '@/lib/server/catalog/plan-as-of';
import { mediaType } from '@/lib/server/core/media-type';
import { run } from '@/lib/server/core/run';
import { applyDocument } from '@/lib/server/document/catalog-apply';
import { readDocument } from '@/lib/server/document/catalog-document';
import { chosenParts, promoteCatalog, reviewPromotion } from '@/lib/server/document/catalog-promotion';
import { reviewAnswer, reviewDocument } from '@/lib/server/document/catalog-review';
import { removalsOf } from '@/lib/server/document/catalog-trial';

const TYPES = new Set(['application/yaml', 'application/x-yaml', 'text/yaml', 'text/x-yaml', 'text/plain', 'application/json']);

/** The body as a text: YAML, or JSON, which is YAML too. */
async function documentBody(c: Context) {
  const type = mediaType(c.req.header('content-type'));
  if (!TYPES.has(type))
    throw problem('unsupported_media_type', `Send the catalog as application/yaml or application/json${type && `, not ${type}`}.`);
  return readDocument(await bodyText(c));
}

const promotion = (who: Caller, requestId: string) => ({ person: personOf(who), from: authorise(who, 'catalog:read'), requestId });

export const catalogRoutes = [
  bind(getPlanAsOfOp, (ctx, { params, query }) => getPlanAsOf(ctx, params.planId, query.asOf)),
  bind(op.listPlansAsOf, (ctx, { query }) => plansAt(ctx, query.asOf)),
  bindRaw(op.exportCatalog, async (c, principal, requestId) => {
    const { query } = await input(c, op.exportCatalog);
    const all = await run(principal, { requestId }, (ctx) => catalogDocument(ctx, query.asOf));
    const document = query.parts ? chosenParts(all, query.parts.split(',')).document : all;
    if (query.format === 'json') return reply(op.exportCatalog, document, requestId);
    const response = replyText(op.exportCatalog, documentText(document), requestId);
    response.headers.set('content-type', 'application/yaml; charset=utf-8');
    response.headers.set('content-disposition', `attachment; filename="catalog-${principal.workspace.key}.yaml"`);
    return response;
  }),
  bindRaw(op.reviewCatalog, async (c, principal, requestId) => {
    const { query } = await input(c, op.reviewCatalog);
    const wanted = await documentBody(c);
    const answer = await run(principal, { requestId }, async (ctx) => {
      const review = await reviewDocument(ctx, wanted);
      const asked = { listed: wanted.document, publish: query.publish === 'true', archive: true };
      return reviewAnswer(review, wanted.document, query.removals === 'true' ? await removalsOf(ctx, wanted, review, asked) : undefined);
    });
    return reply(op.reviewCatalog, answer, requestId);
  }),
  bindBody(
    op.applyCatalog,
    async (c) => {
      const { query } = await input(c, op.applyCatalog);
      const prune = query.prune === 'all' ? ('all' as const) : query.prune?.split(',').filter(Boolean);
      return { wanted: await documentBody(c), options: { publish: query.publish === 'true', base: query.base, prune } };
    },
    (ctx, { wanted, options }) => applyDocument(ctx, wanted, options),
  ),
  bindOpen(op.reviewPromotion, (who, { body }, requestId) => reviewPromotion(promotion(who, requestId), body)),
  bindOpen(op.promoteCatalog, (who, { body }, requestId) => promoteCatalog(promotion(who, requestId), body)),
];
