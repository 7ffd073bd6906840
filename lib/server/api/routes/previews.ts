import 'server-only';
import { createBurnDownCalculation } from '@/lib/api/rating/burn-down-calculations';
import { createInvoicePreview } from '@/lib/api/rating/previews';
import { createPriceCalculation } from '@/lib/api/rating/price-calculations';
import { bind, bindRead } from '@/lib/server/api/edge/edge';
import { calculateBurnDown } from '@/lib/server/previews/burn-down-calculations';
import * as previews from '@/lib/server/previews/previews';
import { calculate } from '@/lib/server/previews/price-calculations';

export const previewRoutes = [
  bindRead(createInvoicePreview, (ctx, { body }) => previews.createInvoicePreview(ctx, body)),
  bind(createPriceCalculation, async (_ctx, { body }) => calculate(body)),
  bind(createBurnDownCalculation, async (_ctx, { body }) => calculateBurnDown(body)),
];
