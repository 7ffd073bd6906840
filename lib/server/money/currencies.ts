import 'server-only';
import type * as op from '@/lib/api/catalog/currencies';
import type { InputOf } from '@/lib/api/operation';
import type { CostBasis } from '@/lib/catalog/cost-basis';
import { type BillingCurrency, type CreateCurrencyCustomRequest, CustomCurrency, customCurrencyIssues } from '@/lib/catalog/currency';
import { fiatCurrency } from '@/lib/catalog/fiat';
import { fiatCurrencies } from '@/lib/currency';
import { matchesText } from '@/lib/filter-match';
import { problem } from '@/lib/problem';
import { audit } from '@/lib/server/audit/audit';
import { type Ctx, notFound } from '@/lib/server/core/ctx';
import { newId } from '@/lib/server/core/id';
import { byText, type Comparison, holdsWords, orderOf, pageResult, pageWindow, sorted } from '@/lib/server/core/listing';
import { absent, instant } from '@/lib/server/core/stored-values';
import type { CustomCurrency as Row } from '@/lib/server/generated/prisma/client';
import { emit } from '@/lib/server/outbox/emit';
import { basesOf } from './cost-bases';

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

type Kind = 'fiat' | 'custom' | undefined;

/** Money and the workspace's own, as one list: the own ones first, and each kind by code. It is short, so that it is filtered and sorted here. */
async function all(ctx: Ctx, type: Kind, valued: boolean): Promise<BillingCurrency[]> {
  const rows = type === 'fiat' ? [] : await ctx.tx.customCurrency.findMany({ orderBy: { code: 'asc' } });
  const bases = valued
    ? await basesOf(
        ctx,
        rows.map((row) => row.id),
      )
    : undefined;
  return [
    ...rows.map((row) => customCurrencyOf(row, bases && (bases.get(row.id) ?? []))),
    ...(type === 'custom' ? [] : sorted(fiatCurrencies.map(fiatCurrency), [{ code: 'asc' }, { id: 'asc' }], FIELDS)),
  ];
}

const FIELDS: Record<string, Comparison<BillingCurrency>> = {
  code: byText(({ code }) => code),
  name: byText(({ name }) => name.toLowerCase()),
  type: byText(({ type }) => type),
  precision: (a, b) => a.precision - b.precision,
};

function page(currencies: readonly BillingCurrency[], order: Parameters<typeof sorted>[1], asked: Parameters<typeof pageWindow>[0]) {
  const window = pageWindow(asked);
  return pageResult(sorted(currencies, order, FIELDS).slice(window.skip, window.skip + window.take), currencies.length, window);
}

export async function listCurrencies(ctx: Ctx, query: InputOf<typeof op.listCurrencies>['query']) {
  const order = orderOf(query.sort, ['code', 'name', 'type'], 'code');
  const { type, code } = query.filter ?? {};
  const currencies = await all(ctx, type, query.expand?.includes('cost_basis') ?? false);
  return page(
    currencies.filter((currency) => matchesText(code, currency.code)),
    order,
    query.page,
  );
}

/** The currencies that hold every word of a search. */
export async function searchCurrencies(ctx: Ctx, query: InputOf<typeof op.searchCurrencies>['query']) {
  const order = orderOf(query.sort, ['code', 'name', 'type', 'precision'], 'type,code');
  const currencies = await all(ctx, query.filter?.type, true);
  return page(
    currencies.filter(({ code, name, symbol }) => holdsWords(query.q, [code, name, symbol])),
    order,
    query.page,
  );
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
  const { id, code, name } = after;
  await emit(ctx, { type: 'currency.created', subject: `currency/${code}`, payload: { id, code, name } });
  await audit(ctx, { action: 'currency.create', resourceType: 'currency', resourceId: row.id, resourceName: row.code, after });
  return after;
}
