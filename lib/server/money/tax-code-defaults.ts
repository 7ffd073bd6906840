import 'server-only';
import { OrganizationDefaultTaxCodes, type UpdateOrganizationDefaultTaxCodesRequest } from '@/lib/catalog/tax-code';
import { critical, problem } from '@/lib/problem';
import { audit } from '@/lib/server/audit/audit';
import { type Ctx, requireFresh } from '@/lib/server/core/ctx';
import { instant, lockRow } from '@/lib/server/core/stored-values';
import type { TaxCodeDefault as Row } from '@/lib/server/generated/prisma/client';
import { emit } from '@/lib/server/outbox/emit';
import { converter } from '@/lib/wire';

const defaultsOf = (row: Row): OrganizationDefaultTaxCodes =>
  OrganizationDefaultTaxCodes.parse({
    invoicingTaxCode: { id: row.invoicingTaxCodeId },
    creditGrantTaxCode: { id: row.creditGrantTaxCodeId },
    createdAt: instant(row.createdAt),
    updatedAt: instant(row.updatedAt),
  });

const findRow = (ctx: Ctx) => ctx.tx.taxCodeDefault.findUnique({ where: { workspaceId: ctx.workspace.id } });

/** The defaults as they are stored, or null; whoever asks does not mean to change them. */
export async function storedDefaults(ctx: Ctx): Promise<OrganizationDefaultTaxCodes | null> {
  const row = await findRow(ctx);
  return row && defaultsOf(row);
}

/** The defaults, or null as long as nobody has set them. */
export async function findDefaultTaxCodes(ctx: Ctx): Promise<OrganizationDefaultTaxCodes | null> {
  const row = await findRow(ctx);
  if (!row) return null;
  ctx.revision = row.revision;
  return defaultsOf(row);
}

/** The same, but not found as long as nobody has set them. */
export async function getDefaultTaxCodes(ctx: Ctx): Promise<OrganizationDefaultTaxCodes> {
  const defaults = await findDefaultTaxCodes(ctx);
  if (!defaults) throw problem('not_found', 'No default tax codes are set.');
  return defaults;
}

/** Sets the defaults. What is left out stays as it is; the first time there is nothing that could stay. */
export async function updateDefaultTaxCodes(
  ctx: Ctx,
  input: UpdateOrganizationDefaultTaxCodesRequest,
): Promise<OrganizationDefaultTaxCodes> {
  await lockRow(ctx, 'workspaces', ctx.workspace.id);
  const row = await findRow(ctx);
  if (row) requireFresh(ctx, row, () => converter(OrganizationDefaultTaxCodes).toWire(defaultsOf(row)));
  const invoicing = await chosen(ctx, 'invoicingTaxCode', input.invoicingTaxCode?.id ?? row?.invoicingTaxCodeId);
  const creditGrant = await chosen(ctx, 'creditGrantTaxCode', input.creditGrantTaxCode?.id ?? row?.creditGrantTaxCodeId);
  const data = { invoicingTaxCodeId: invoicing, creditGrantTaxCodeId: creditGrant, updatedAt: ctx.now };
  const saved = row
    ? await ctx.tx.taxCodeDefault.update({ where: { workspaceId: ctx.workspace.id }, data: { ...data, revision: { increment: 1 } } })
    : await ctx.tx.taxCodeDefault.create({ data: { ...data, workspaceId: ctx.workspace.id, createdAt: ctx.now } });
  ctx.revision = saved.revision;
  const payload = { invoicingTaxCodeId: invoicing, creditGrantTaxCodeId: creditGrant };
  await emit(ctx, { type: 'tax_code_defaults.updated', subject: 'tax_code_defaults', payload });
  await audit(ctx, {
    action: 'tax_code_defaults.update',
    resourceType: 'tax_code_defaults',
    resourceId: ctx.workspace.id,
    resourceName: 'Default tax codes',
    ...(row && { before: defaultsOf(row) }),
    after: defaultsOf(saved),
  });
  return defaultsOf(saved);
}

async function chosen(ctx: Ctx, field: string, id: string | undefined): Promise<string> {
  const refuse = (code: string, message: string) =>
    problem('validation_failed', message, { issues: [critical(id === undefined ? [field] : [field, 'id'], code, message)] });
  if (id === undefined)
    throw refuse('default_tax_code_required', 'No default is set yet. Choose a tax code for invoices and one for credit grants.');
  await ctx.tx.$queryRaw`SELECT 1 FROM tax_codes WHERE id = ${id} FOR SHARE`;
  if (await ctx.tx.taxCode.findFirst({ where: { id, deletedAt: null } })) return id;
  throw refuse('tax_code_not_found', `There is no tax code with the id ${id}.`);
}
