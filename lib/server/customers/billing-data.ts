import 'server-only';
import { CustomerBillingData, type ReplaceCustomerBillingDataRequest } from '@/lib/api/subscription/customer-billing';
import type { Customer } from '@/lib/metering/customer';
import { invalidField, problem } from '@/lib/problem';
import { asOneAct, audit } from '@/lib/server/audit/audit';
import { type Ctx, deleted, notFound, requireFresh } from '@/lib/server/core/ctx';
import { absent, json, jsonValue, lockRow } from '@/lib/server/core/stored-values';
import type { Prisma } from '@/lib/server/generated/prisma/client';
import { emitThing } from '@/lib/server/outbox/emit';
import { converter } from '@/lib/wire';
import { deleteCustomer, getCustomer, requireCurrency, upsertCustomer } from './customers';
import { holdCustomer } from './hold';

const include = { parent: { select: { id: true, key: true, name: true } } } as const;
type Found = Prisma.CustomerGetPayload<{ include: typeof include }>;

const billingDataOf = ({ currency, billingAddress, taxIds, department, tags, parent }: Found): CustomerBillingData =>
  CustomerBillingData.parse({
    currency: absent(currency),
    billingAddress: absent(billingAddress),
    taxIds,
    department: absent(department),
    tags,
    parent: absent(parent),
  });

async function found(ctx: Ctx, id: string): Promise<Found> {
  const row = await ctx.tx.customer.findUnique({ where: { id }, include });
  if (!row) throw notFound('customer', id);
  ctx.revision = row.revision;
  return row;
}

export async function getBillingData(ctx: Ctx, id: string): Promise<CustomerBillingData> {
  return billingDataOf(await found(ctx, id));
}

export async function replaceBillingData(ctx: Ctx, id: string, input: ReplaceCustomerBillingDataRequest): Promise<CustomerBillingData> {
  await holdCustomer(ctx, id);
  await lockRow(ctx, 'customers', id);
  const row = await found(ctx, id);
  if (row.deletedAt) throw deleted('customer', row.key, row.deletedAt);
  const before = billingDataOf(row);
  requireFresh(ctx, row, () => converter(CustomerBillingData).toWire(before));
  const { currency, billingAddress, taxIds, department, tags, parentId } = input;
  await requireCurrency(ctx, row, currency ?? null);
  if (parentId !== undefined) await requireAbove(ctx, id, parentId);
  await ctx.tx.customer.update({
    where: { id },
    data: {
      currency: currency ?? null,
      billingAddress: json(billingAddress),
      taxIds: jsonValue(taxIds),
      department: department ?? null,
      tags: [...new Set(tags)],
      parentId: parentId ?? null,
      revision: { increment: 1 },
      updatedAt: ctx.now,
    },
  });
  const after = billingDataOf(await found(ctx, id));
  await emitThing(ctx, 'customer', 'updated', row);
  const about = { resourceType: 'customer_billing_data', resourceId: id, resourceName: row.name } as const;
  await audit(ctx, { action: 'customer.billing_data', ...about, before, after });
  return after;
}

const LEVELS_MAX = 20;

/** Refuses a parent that is not there, or is a part of the customer itself. Parents change one at a time. */
async function requireAbove(ctx: Ctx, id: string, parentId: string): Promise<void> {
  await ctx.tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`parents:${ctx.workspace.id}`}, 0))`;
  let above: string | null = parentId;
  for (let level = 0; above !== null; level++) {
    if (above === id) throw invalidField('$.parent_id', 'A customer is no part of itself, nor of one of its own parts.');
    if (level > LEVELS_MAX) throw invalidField('$.parent_id', `Customers are parts of each other over at most ${LEVELS_MAX} levels.`);
    const row: { parentId: string | null; deletedAt: Date | null } | null = await ctx.tx.customer.findUnique({
      where: { id: above },
      select: { parentId: true, deletedAt: true },
    });
    if (!row || (row.deletedAt && above === parentId)) throw invalidField('$.parent_id', 'There is no such customer.');
    above = row.parentId;
  }
}

/** Gives the subjects of a customer to another one from now on, and deletes it. What it used stays its own; its subscriptions must be over. */
export async function mergeCustomer(ctx: Ctx, id: string, { into }: { into: string }): Promise<Customer> {
  if (id === into) throw invalidField('$.into', 'A customer is merged into another one.');
  for (const one of [id, into].sort()) await holdCustomer(ctx, one);
  const target = await ctx.tx.customer.findUnique({ where: { id: into }, select: { key: true, deletedAt: true } });
  if (!target) throw invalidField('$.into', 'There is no such customer.');
  if (target.deletedAt) throw problem('resource_deleted', `The customer "${target.key}" was deleted. Nothing can be merged into it.`);
  const leaving = await getCustomer(ctx, id);
  const staying = await getCustomer(ctx, into);
  const subjects = [
    ...(staying.usageAttribution?.subjectKeys ?? []),
    ...[leaving.key, ...(leaving.usageAttribution?.subjectKeys ?? [])].filter((subject) => subject !== staying.key),
  ];
  const words = () => `${leaving.name} into ${staying.name}`;
  return asOneAct(ctx, { action: 'customer.merge', words }, async (inAct) => {
    await deleteCustomer(inAct, id);
    const { name, description, labels, primaryEmail, currency, billingAddress } = staying;
    const kept = { name, description, labels, primaryEmail, currency, billingAddress };
    const merged = await upsertCustomer(unconditional(inAct), into, { ...kept, usageAttribution: { subjectKeys: [...new Set(subjects)] } });
    ctx.revision = undefined;
    return merged;
  });
}

/** The context without the revision that the caller named, which was that of the customer that leaves. */
const unconditional = (ctx: Ctx): Ctx => ({ ...ctx, ifMatch: undefined });
