import 'server-only';
import type * as op from '@/lib/api/catalog/currencies';
import type { InputOf } from '@/lib/api/operation';
import { CostBasis, type CreateCostBasisRequest, costBasisIssues, withEnds } from '@/lib/catalog/cost-basis';
import { problem } from '@/lib/problem';
import { audit } from '@/lib/server/audit/audit';
import { type Ctx, notFound } from '@/lib/server/core/ctx';
import { newId } from '@/lib/server/core/id';
import { pageResult, pageWindow } from '@/lib/server/core/listing';
import { instant, lockRow } from '@/lib/server/core/stored-values';
import type { CostBasis as Row } from '@/lib/server/generated/prisma/client';
import { emit } from '@/lib/server/outbox/emit';

/** A stored row as the catalog's shape. */
const costBasisOf = (row: Row) => {
  const basis = CostBasis.parse({
    id: row.id,
    fiatCode: row.fiatCode,
    rate: row.rate.toFixed(),
    effectiveFrom: instant(row.effectiveFrom),
    effectiveTo: instant(row.effectiveTo),
    createdAt: instant(row.createdAt),
  });
  return { ...basis, effectiveFrom: row.effectiveFrom.toISOString() };
};

/** The histories of some currencies, by the currency's id, the newest first, with the end that each has had since the next one came. */
export async function basesOf(ctx: Pick<Ctx, 'tx'>, currencyIds: readonly string[]): Promise<Map<string, CostBasis[]>> {
  if (currencyIds.length === 0) return new Map();
  const rows = await ctx.tx.costBasis.findMany({
    where: { currencyId: { in: [...currencyIds] } },
    orderBy: [{ effectiveFrom: 'desc' }, { fiatCode: 'asc' }],
  });
  return new Map(currencyIds.map((id) => [id, withEnds(rows.filter((row) => row.currencyId === id).map(costBasisOf))]));
}

async function currencyCode(ctx: Ctx, id: string): Promise<string> {
  const currency = await ctx.tx.customCurrency.findUnique({ where: { id } });
  if (!currency) throw notFound('currency', id);
  return currency.code;
}

export async function listCostBases(ctx: Ctx, currencyId: string, query: InputOf<typeof op.listCostBases>['query']) {
  await currencyCode(ctx, currencyId);
  const window = pageWindow(query.page);
  const wanted = query.filter?.fiatCode;
  const bases = ((await basesOf(ctx, [currencyId])).get(currencyId) ?? []).filter((b) => wanted === undefined || b.fiatCode === wanted);
  return pageResult(bases.slice(window.skip, window.skip + window.take), bases.length, window);
}

/** Adds a rate to a currency's history. Without a start it begins now; the one before it ends where it begins. */
export async function createCostBasis(ctx: Ctx, currencyId: string, input: CreateCostBasisRequest): Promise<CostBasis> {
  await lockRow(ctx, 'custom_currencies', currencyId); // one after the other, so that history is only appended to
  const code = await currencyCode(ctx, currencyId);
  const effectiveFrom = new Date(input.effectiveFrom ?? ctx.now).toISOString();
  const newest = await ctx.tx.costBasis.findFirst({
    where: { currencyId, fiatCode: input.fiatCode },
    orderBy: { effectiveFrom: 'desc' },
  });
  const issues = costBasisIssues({ ...input, effectiveFrom }, newest?.effectiveFrom.toISOString());
  if (issues.length) throw problem('validation_failed', issues[0]?.message ?? 'The cost basis cannot be added.', { issues });
  const row = await ctx.tx.costBasis.create({
    data: { ...input, effectiveFrom, id: newId(), workspaceId: ctx.workspace.id, currencyId, createdAt: ctx.now },
  });
  const after = costBasisOf(row);
  const resourceName = `1 ${code} = ${after.rate} ${after.fiatCode}`;
  const payload = { id: row.id, currency: code, fiatCode: after.fiatCode, rate: after.rate, effectiveFrom };
  await emit(ctx, { type: 'cost_basis.created', subject: `currency/${code}`, payload });
  await audit(ctx, { action: 'cost_basis.create', resourceType: 'cost_basis', resourceId: row.id, resourceName, after });
  return after;
}
