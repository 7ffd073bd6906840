import 'server-only';
import { createInvoicePreview } from '@/lib/api/previews';
import { createPriceCalculation } from '@/lib/api/price-calculations';
import * as previews from '../previews';
import { calculate } from '../price-calculations';
import { bind } from './edge';

export const previewRoutes = [
  bind(createInvoicePreview, (ctx, { body }) => previews.createInvoicePreview(ctx, body)),
  bind(createPriceCalculation, async (_ctx, { body }) => calculate(body)),
];
