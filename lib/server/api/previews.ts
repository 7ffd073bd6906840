import 'server-only';
import { createBurnDownCalculation } from '@/lib/api/burn-down-calculations';
import { createInvoicePreview } from '@/lib/api/previews';
import { createPriceCalculation } from '@/lib/api/price-calculations';
import { calculateBurnDown } from '../burn-down-calculations';
import * as previews from '../previews';
import { calculate } from '../price-calculations';
import { bind } from './edge';

export const previewRoutes = [
  bind(createInvoicePreview, (ctx, { body }) => previews.createInvoicePreview(ctx, body)),
  bind(createPriceCalculation, async (_ctx, { body }) => calculate(body)),
  bind(createBurnDownCalculation, async (_ctx, { body }) => calculateBurnDown(body)),
];
