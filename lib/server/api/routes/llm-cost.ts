import 'server-only';
import * as op from '@/lib/api/catalog/llm-cost';
import { bind } from '@/lib/server/api/edge/edge';
import * as llmCost from '@/lib/server/money/llm-cost';

export const llmCostRoutes = [
  bind(op.listLlmPrices, (ctx, { query }) => llmCost.listLlmPrices(ctx, query)),
  bind(op.searchLlmPrices, (ctx, { query }) => llmCost.searchLlmPrices(ctx, query)),
  bind(op.getLlmPrice, (ctx, { params }) => llmCost.getLlmPrice(ctx, params.priceId)),
  bind(op.listLlmOverrides, (ctx, { query }) => llmCost.listLlmOverrides(ctx, query)),
  bind(op.createLlmOverride, (ctx, { body }) => llmCost.createLlmOverride(ctx, body)),
  bind(op.deleteLlmOverride, (ctx, { params }) => llmCost.deleteLlmOverride(ctx, params.priceId)),
];
