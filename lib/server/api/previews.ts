import 'server-only';
import * as op from '@/lib/api/previews';
import { createInvoicePreview } from '../previews';
import { bind } from './edge';

export const previewRoutes = [bind(op.createInvoicePreview, (ctx, { body }) => createInvoicePreview(ctx, body))];
