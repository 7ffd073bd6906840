import 'server-only';
import * as op from '@/lib/api/catalog/llm-cost';
import * as listOp from '@/lib/api/catalog/llm-price-list';
import { problem } from '@/lib/problem';
import { bind, bindBody } from '@/lib/server/api/edge/edge';
import { bodyText, input } from '@/lib/server/api/edge/request';
import * as llmCost from '@/lib/server/money/llm-cost';
import * as lists from '@/lib/server/money/uploaded-prices';

const TYPES: Record<string, 'csv' | 'json'> = { 'text/csv': 'csv', 'application/csv': 'csv', 'application/json': 'json' };

export const llmCostRoutes = [
  bind(op.listLlmPrices, (ctx, { query }) => llmCost.listLlmPrices(ctx, query)),
  bind(op.searchLlmPrices, (ctx, { query }) => llmCost.searchLlmPrices(ctx, query)),
  bind(op.getLlmPrice, (ctx, { params }) => llmCost.getLlmPrice(ctx, params.priceId)),
  bind(op.listLlmOverrides, (ctx, { query }) => llmCost.listLlmOverrides(ctx, query)),
  bind(op.createLlmOverride, (ctx, { body }) => llmCost.createLlmOverride(ctx, body)),
  bind(listOp.getPriceList, (ctx) => lists.getPriceList(ctx)),
  bindBody(
    listOp.uploadPriceList,
    async (c) => {
      const { query } = await input(c, listOp.uploadPriceList);
      const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
      const format = TYPES[type];
      if (!format) throw problem('unsupported_media_type', `Send the list as text/csv or application/json${type && `, not ${type}`}.`);
      const { fileName = 'upload', effectiveFrom, dryRun } = query;
      return { text: await bodyText(c), isCsv: format === 'csv', fileName, effectiveFrom, dryRun: dryRun === 'true' };
    },
    (ctx, upload) => lists.uploadPriceList(ctx, upload),
  ),
  bind(listOp.removePriceList, (ctx) => lists.removePriceList(ctx)),
  bind(op.deleteLlmOverride, (ctx, { params }) => llmCost.deleteLlmOverride(ctx, params.priceId)),
];
