import 'server-only';
import type * as op from '@/lib/api/catalog/tax-codes';
import type { InputOf } from '@/lib/api/operation';
import { type CreateTaxCodeRequest, TaxCode, taxCodeIssues, type UpsertTaxCodeRequest } from '@/lib/catalog/tax-code';
import { problem } from '@/lib/problem';
import { audit } from '@/lib/server/audit/audit';
import { type Ctx, deleted, notFound, requireFresh } from '@/lib/server/core/ctx';
import { newId } from '@/lib/server/core/id';
import { likeText, orderOf, pageResult, pageWindow, wordsOf, wordsWhere } from '@/lib/server/core/listing';
import { usedBy } from '@/lib/server/core/references';
import { absent, instant, lockRow } from '@/lib/server/core/stored-values';
import type { TaxCode as Row } from '@/lib/server/generated/prisma/client';
import { emitThing } from '@/lib/server/outbox/emit';
import { converter } from '@/lib/wire';
import { usesOfTaxCode } from './tax-code-uses';

/** A stored row as the catalog's shape. */
export function taxCodeOf(row: Row): TaxCode {
  return TaxCode.parse({
    id: row.id,
    key: row.key,
    name: row.name,
    description: absent(row.description),
    labels: row.labels,
    appMappings: row.appMappings,
    createdAt: instant(row.createdAt),
    updatedAt: instant(row.updatedAt),
    deletedAt: instant(row.deletedAt),
  });
}

async function findRow(ctx: Ctx, id: string): Promise<Row> {
  const row = await ctx.tx.taxCode.findUnique({ where: { id } });
  if (!row) throw notFound('tax code', id);
  return row;
}

/** One tax code; its revision goes to `ctx`. */
export async function getTaxCode(ctx: Ctx, id: string): Promise<TaxCode> {
  const row = await findRow(ctx, id);
  ctx.revision = row.revision;
  return taxCodeOf(row);
}

export async function listTaxCodes(ctx: Ctx, query: InputOf<typeof op.listTaxCodes>['query']) {
  const where = query.includeDeleted ? {} : { deletedAt: null };
  const window = pageWindow(query.page);
  const rows = await ctx.tx.taxCode.findMany({ where, orderBy: [{ key: 'asc' }, { id: 'asc' }], skip: window.skip, take: window.take });
  return pageResult(rows.map(taxCodeOf), await ctx.tx.taxCode.count({ where }), window);
}

/** The tax codes that hold every word of a search, in their own fields or in the codes by which other systems know them. */
export async function searchTaxCodes(ctx: Ctx, query: InputOf<typeof op.searchTaxCodes>['query']) {
  const words = wordsOf(query.q);
  const mapped =
    words.length === 0
      ? []
      : await ctx.tx.$queryRaw<{ word: string; ids: string[] }[]>`
    SELECT word, array_agg(id) AS ids FROM unnest(${words.map(likeText)}::text[], ${words}::text[]) AS searched(pattern, word)
    JOIN tax_codes ON EXISTS (SELECT FROM jsonb_array_elements(app_mappings) AS mapping WHERE mapping->>'taxCode' ILIKE '%' || pattern || '%')
    GROUP BY word`;
  const where = {
    deletedAt: null,
    AND: words.map((word) => ({
      OR: [...wordsWhere(word, ['name', 'key', 'description']), { id: { in: mapped.find((found) => found.word === word)?.ids ?? [] } }],
    })),
  };
  const window = pageWindow(query.page);
  const orderBy = orderOf(query.sort, ['name', 'key', 'createdAt', 'updatedAt'], 'name');
  const rows = await ctx.tx.taxCode.findMany({ where, orderBy, skip: window.skip, take: window.take });
  return pageResult(rows.map(taxCodeOf), await ctx.tx.taxCode.count({ where }), window);
}

function requireValid(input: Pick<TaxCode, 'appMappings'>): void {
  const issues = taxCodeIssues(input);
  if (issues.length) throw problem('validation_failed', issues[0]?.message ?? 'The tax code cannot be saved.', { issues });
}

export async function createTaxCode(ctx: Ctx, input: CreateTaxCodeRequest): Promise<TaxCode> {
  requireValid(input);
  if (await ctx.tx.taxCode.findFirst({ where: { key: input.key, deletedAt: null } }))
    throw problem('conflict', `A tax code with the key "${input.key}" exists.`);
  const row = await ctx.tx.taxCode.create({
    data: { ...input, id: newId(), workspaceId: ctx.workspace.id, createdAt: ctx.now, updatedAt: ctx.now },
  });
  const after = taxCodeOf(row);
  ctx.revision = row.revision;
  await emitThing(ctx, 'tax_code', 'created', row);
  await audit(ctx, { action: 'tax_code.create', resourceType: 'tax_code', resourceId: row.id, resourceName: row.name, after });
  return after;
}

/** Replaces everything but the key, by which catalog files name it. */
export async function upsertTaxCode(ctx: Ctx, id: string, input: UpsertTaxCodeRequest): Promise<TaxCode> {
  await lockRow(ctx, 'tax_codes', id);
  const row = await findRow(ctx, id);
  if (row.deletedAt) throw deleted('tax code', row.key, row.deletedAt);
  requireFresh(ctx, row, () => converter(TaxCode).toWire(taxCodeOf(row)));
  requireValid(input);
  const saved = await ctx.tx.taxCode.update({
    where: { id },
    data: {
      name: input.name,
      description: input.description ?? null,
      labels: input.labels ?? {},
      appMappings: input.appMappings,
      revision: { increment: 1 },
      updatedAt: ctx.now,
    },
  });
  ctx.revision = saved.revision;
  const [before, after] = [taxCodeOf(row), taxCodeOf(saved)];
  await emitThing(ctx, 'tax_code', 'updated', saved);
  await audit(ctx, { action: 'tax_code.update', resourceType: 'tax_code', resourceId: id, resourceName: saved.name, before, after });
  return after;
}

/** Deletes a tax code that nothing names. What names it is told: plans, add-ons and the defaults. */
export async function deleteTaxCode(ctx: Ctx, id: string): Promise<undefined> {
  await lockRow(ctx, 'tax_codes', id); // what is being published holds it, and is seen below when that is done
  const row = await findRow(ctx, id);
  if (row.deletedAt) throw deleted('tax code', row.key, row.deletedAt);
  requireFresh(ctx, row, () => converter(TaxCode).toWire(taxCodeOf(row)));
  const uses = await usesOfTaxCode(ctx, id);
  if (uses.length > 0) throw usedBy(`The tax code "${row.key}"`, uses, 'Choose another one there first.');
  await ctx.tx.taxCode.update({ where: { id }, data: { deletedAt: ctx.now, updatedAt: ctx.now, revision: { increment: 1 } } });
  const before = taxCodeOf(row);
  await emitThing(ctx, 'tax_code', 'deleted', row);
  await audit(ctx, { action: 'tax_code.delete', resourceType: 'tax_code', resourceId: id, resourceName: row.name, before });
}
