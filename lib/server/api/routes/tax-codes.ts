import 'server-only';
import * as op from '@/lib/api/catalog/tax-codes';
import { bind } from '@/lib/server/api/edge/edge';
import * as defaults from '@/lib/server/money/tax-code-defaults';
import * as taxCodes from '@/lib/server/money/tax-codes';

export const taxCodeRoutes = [
  bind(op.createTaxCode, (ctx, { body }) => taxCodes.createTaxCode(ctx, body)),
  bind(op.listTaxCodes, (ctx, { query }) => taxCodes.listTaxCodes(ctx, query)),
  bind(op.searchTaxCodes, (ctx, { query }) => taxCodes.searchTaxCodes(ctx, query)),
  bind(op.getTaxCode, (ctx, { params }) => taxCodes.getTaxCode(ctx, params.taxCodeId)),
  bind(op.upsertTaxCode, (ctx, { params, body }) => taxCodes.upsertTaxCode(ctx, params.taxCodeId, body)),
  bind(op.deleteTaxCode, (ctx, { params }) => taxCodes.deleteTaxCode(ctx, params.taxCodeId)),
  bind(op.getDefaultTaxCodes, (ctx) => defaults.getDefaultTaxCodes(ctx)),
  bind(op.findDefaultTaxCodes, async (ctx) => ({ defaults: await defaults.findDefaultTaxCodes(ctx) })),
  bind(op.updateDefaultTaxCodes, (ctx, { body }) => defaults.updateDefaultTaxCodes(ctx, body)),
];
