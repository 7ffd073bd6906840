import 'server-only';
import * as op from '@/lib/api/catalog/currencies';
import { bind } from '@/lib/server/api/edge/edge';
import * as costBases from '@/lib/server/money/cost-bases';
import * as currencies from '@/lib/server/money/currencies';

export const currencyRoutes = [
  bind(op.listCurrencies, (ctx, { query }) => currencies.listCurrencies(ctx, query)),
  bind(op.searchCurrencies, (ctx, { query }) => currencies.searchCurrencies(ctx, query)),
  bind(op.createCustomCurrency, (ctx, { body }) => currencies.createCustomCurrency(ctx, body)),
  bind(op.getCustomCurrency, (ctx, { params }) => currencies.getCustomCurrency(ctx, params.currencyId)),
  bind(op.listCostBases, (ctx, { params, query }) => costBases.listCostBases(ctx, params.currencyId, query)),
  bind(op.createCostBasis, (ctx, { params, body }) => costBases.createCostBasis(ctx, params.currencyId, body)),
];
