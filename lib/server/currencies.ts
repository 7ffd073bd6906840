import 'server-only';
import type * as op from '@/lib/api/currencies';
import type { InputOf } from '@/lib/api/operation';
import type { CostBasis } from '@/lib/catalog/cost-basis';
import { type BillingCurrency, type CreateCurrencyCustomRequest, CustomCurrency, customCurrencyIssues } from '@/lib/catalog/currency';
import { fiatCurrency } from '@/lib/catalog/fiat';
import { matchesText } from '@/lib/catalog/filter-match';
import { fiatCurrencies } from '@/lib/currency';
import { problem } from '@/lib/problem';
import { audit } from './audit';
import { basesOf } from './cost-bases';
import { type Ctx, notFound } from './ctx';
import type { CustomCurrency as Row } from './generated/prisma/client';
import { newId } from './id';
import { orderOf, pageResult, pageWindow, sorted } from './listing';
import { absent, instant } from './row';

/** A stored row as the catalog's shape. */
function customCurrencyOf(row: Row, costBasis?: CostBasis[]): CustomCurrency {
  return CustomCurrency.parse({
    type: 'custom',
    id: row.id,
    code: row.code,
    name: row.name,
    symbol: absent(row.symbol),
    precision: row.precision,
    decimalMark: row.decimalMark,
    thousandSeparator: row.thousandSeparator,
    createdAt: instant(row.createdAt),
    costBasis,
  });
}

/** Money and the workspace's own, as one list. It is short, so that it is filtered and sorted here. */
export async function listCurrencies(ctx: Ctx, query: InputOf<typeof op.listCurrencies>['query']) {
  const window = pageWindow(query.page);
  const order = orderOf(query.sort, ['code', 'name', 'type'], 'code');
  const { type, code } = query.filter ?? {};
  const rows = type === 'fiat' ? [] : await ctx.tx.customCurrency.findMany();
  const bases = query.expand?.includes('cost_basis')
    ? await basesOf(
        ctx,
        rows.map((row) => row.id),
      )
    : undefined;
  const all: BillingCurrency[] = [
    ...(type === 'custom' ? [] : fiatCurrencies.map(fiatCurrency)),
    ...rows.map((row) => customCurrencyOf(row, bases && (bases.get(row.id) ?? []))),
  ].filter((currency) => matchesText(code, currency.code));
  const page = sorted(all, order, (currency, field) => String(currency[field as 'code'] ?? '')).slice(
    window.skip,
    window.skip + window.take,
  );
  return pageResult(page, all.length, window);
}

export async function getCustomCurrency(ctx: Ctx, id: string): Promise<CustomCurrency> {
  const row = await ctx.tx.customCurrency.findUnique({ where: { id } });
  if (!row) throw notFound('currency', id);
  return customCurrencyOf(row);
}

export async function createCustomCurrency(ctx: Ctx, input: CreateCurrencyCustomRequest): Promise<CustomCurrency> {
  const issues = customCurrencyIssues(input);
  if (issues.length) throw problem('validation_failed', issues[0]?.message ?? 'The currency cannot be created.', { issues });
  if (await ctx.tx.customCurrency.findFirst({ where: { code: input.code } }))
    throw problem('conflict', `A currency with the code "${input.code}" exists.`);
  const row = await ctx.tx.customCurrency.create({ data: { ...input, id: newId(), workspaceId: ctx.workspace.id, createdAt: ctx.now } });
  const after = customCurrencyOf(row);
  await audit(ctx, { action: 'currency.create', resourceType: 'currency', resourceId: row.id, resourceName: row.code, after });
  return after;
}
