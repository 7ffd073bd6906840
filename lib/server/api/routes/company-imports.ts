import 'server-only';
import * as op from '@/lib/api/subscription/company-imports';
import { bind, type Route } from '@/lib/server/api/edge/edge';
import { importCompany } from '@/lib/server/onboarding/import-company';

export const companyImportRoutes: Route[] = [
  bind(op.importCompany, (ctx, { body, query }) => importCompany(ctx, body, query.preview === true)),
];
