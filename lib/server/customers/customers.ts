import 'server-only';
import type * as op from '@/lib/api/metering/customers';
import type { InputOf } from '@/lib/api/operation';
import { type CreateCustomerRequest, Customer, customerIssues, subjectsOf, type UpsertCustomerRequest } from '@/lib/metering/customer';
import { type Issue, problem } from '@/lib/problem';
import { audit } from '@/lib/server/audit/audit';
import { type Ctx, deleted, notFound, requireFresh } from '@/lib/server/core/ctx';
import { newId } from '@/lib/server/core/id';
import { orderOf, pageResult, pageWindow, textWhere, wordsWhere } from '@/lib/server/core/listing';
import { subscriptionUses, type Use, usedBy } from '@/lib/server/core/references';
import { absent, instant, json, lockRow } from '@/lib/server/core/stored-values';
import type { Prisma, Customer as Row } from '@/lib/server/generated/prisma/client';
import { emitThing } from '@/lib/server/outbox/emit';
import { converter } from '@/lib/wire';
import { holdCustomer } from './hold';
import { attributeSubjects, holdSubjects } from './subjects';

type RowWithSubjects = Row & { subjects: { subject: string; position: number }[] };

const include = {
  subjects: { where: { belongsTo: null }, select: { subject: true, position: true }, orderBy: { position: 'asc' } },
} as const;

/** Position of the customer's own key among its subjects when it is not listed there. */
const UNLISTED = -1;

/** A stored row as the catalog's shape. */
export function customerOf(row: RowWithSubjects): Customer {
  const listed = row.subjects.filter((s) => s.position !== UNLISTED).map((s) => s.subject);
  return Customer.parse({
    id: row.id,
    key: row.key,
    name: row.name,
    description: absent(row.description),
    labels: row.labels,
    usageAttribution: listed.length ? { subjectKeys: listed } : undefined,
    primaryEmail: absent(row.primaryEmail),
    currency: absent(row.currency),
    billingAddress: absent(row.billingAddress),
    createdAt: instant(row.createdAt),
    updatedAt: instant(row.updatedAt),
    deletedAt: instant(row.deletedAt),
  });
}

/** One customer, a deleted one too, with its `deletedAt`; its revision goes to `ctx`. */
export async function getCustomer(ctx: Ctx, id: string): Promise<Customer> {
  const row = await ctx.tx.customer.findUnique({ where: { id }, include });
  if (!row) throw notFound('customer', id);
  ctx.revision = row.revision;
  return customerOf(row);
}

/** The customers who are on a plan of a key now. */
function onPlan(filter: Parameters<typeof textWhere>[1], now: Date): Prisma.CustomerWhereInput[] {
  const running = { deletedAt: null, activeFrom: { lte: now }, OR: [{ activeTo: null }, { activeTo: { gt: now } }] };
  if (typeof filter === 'object' && 'exists' in filter && filter.exists !== undefined)
    return [
      {
        subscriptions: filter.exists ? { some: { ...running, NOT: { planKey: null } } } : { none: { ...running, NOT: { planKey: null } } },
      },
    ];
  const plan = textWhere('planKey', filter);
  return plan.length ? [{ subscriptions: { some: { ...running, AND: plan } } }] : [];
}

/** A condition on what no customer has yet (a billing profile of their own): only its absence can be true. */
const nothingHasIt = (filter: string | { exists?: boolean | undefined } | undefined): Prisma.CustomerWhereInput[] =>
  filter === undefined || (typeof filter === 'object' && filter.exists === false) ? [] : [{ id: { in: [] } }];

function filtered(f: NonNullable<InputOf<typeof op.listCustomers>['query']['filter']> = {}, now: Date): Prisma.CustomerWhereInput[] {
  const subject = textWhere('subject', f.usageAttributionSubjectKey);
  return [
    ...textWhere('key', f.key),
    ...textWhere('name', f.name),
    ...textWhere('primaryEmail', f.primaryEmail),
    ...(subject.length ? [{ subjects: { some: { belongsTo: null, AND: subject } } }] : []),
    ...onPlan(f.planKey, now),
    ...nothingHasIt(f.billingProfileId as string | undefined),
  ];
}

export async function listCustomers(ctx: Ctx, query: InputOf<typeof op.listCustomers>['query']) {
  return page(ctx, { deletedAt: null, AND: filtered(query.filter, new Date(ctx.now)) }, orderOf(query.sort, SORTED, 'key'), query.page);
}

/** The customers that hold every word of a search. */
export async function searchCustomers(ctx: Ctx, query: InputOf<typeof op.searchCustomers>['query']) {
  const words = wordsWhere(query.q, ['name', 'key', 'description', 'primaryEmail', 'subjects.some.subject']);
  const where = { deletedAt: null, AND: [...filtered(query.filter, new Date(ctx.now)), ...words] };
  return page(ctx, where, orderOf(query.sort, [...SORTED, 'currency'], 'name'), query.page);
}

const SORTED = ['key', 'name', 'primaryEmail', 'createdAt', 'updatedAt'] as const;

async function page(
  ctx: Ctx,
  where: Prisma.CustomerWhereInput,
  orderBy: Prisma.CustomerOrderByWithRelationInput[],
  asked: Parameters<typeof pageWindow>[0],
) {
  const window = pageWindow(asked);
  const rows = await ctx.tx.customer.findMany({ where, orderBy, skip: window.skip, take: window.take, include });
  return pageResult(rows.map(customerOf), await ctx.tx.customer.count({ where }), window);
}

const TAKEN = new Set(['customer_key_taken', 'customer_key_is_subject', 'customer_subject_taken']);

/** Refuses a customer whose key or subjects lead to another one already, and says to which. */
async function requireOwnSubjects(ctx: Ctx, customer: Pick<Customer, 'key' | 'usageAttribution'>, id: string) {
  const others = await ctx.tx.customer.findMany({
    where: { id: { not: id }, deletedAt: null, subjects: { some: { belongsTo: null, subject: { in: subjectsOf(customer) } } } },
    include,
  });
  const issues: Issue[] = customerIssues(customer, others.map(customerOf));
  const first = issues.find((issue) => TAKEN.has(issue.code));
  if (first) throw problem('conflict', first.message, { issues });
  if (issues.length) throw problem('validation_failed', 'The customer cannot be saved like this.', { issues });
}

/** The subjects of a customer with their places in its list; its own key is one, unless listed at UNLISTED. */
function positionsOf(customer: Pick<Customer, 'key' | 'usageAttribution'>): Map<string, number> {
  const listed = customer.usageAttribution?.subjectKeys ?? [];
  return new Map(subjectsOf(customer).map((subject) => [subject, listed.indexOf(subject)]));
}

/** The columns of what a person says about a customer; what is left out becomes empty. */
function columns(input: UpsertCustomerRequest) {
  return {
    name: input.name,
    description: input.description ?? null,
    labels: input.labels ?? {},
    primaryEmail: input.primaryEmail ?? null,
    currency: input.currency ?? null,
    billingAddress: json(input.billingAddress),
  };
}

export async function createCustomer(ctx: Ctx, input: CreateCustomerRequest): Promise<Customer> {
  const id = newId();
  await holdSubjects(ctx);
  await requireOwnSubjects(ctx, input, id);
  const data = { ...columns(input), id, key: input.key, workspaceId: ctx.workspace.id, createdAt: ctx.now, updatedAt: ctx.now };
  await ctx.tx.customer.create({ data });
  await attributeSubjects(ctx, id, positionsOf(input));
  const customer = await getCustomer(ctx, id);
  await emitThing(ctx, 'customer', 'created', { id, key: input.key, name: input.name });
  await audit(ctx, { action: 'customer.create', resourceType: 'customer', resourceId: id, resourceName: input.name, after: customer });
  return customer;
}

/** Refuses another currency while a subscription is invoiced in the one there is. */
export async function requireCurrency(ctx: Ctx, row: Pick<Row, 'id' | 'key' | 'currency'>, currency: string | null): Promise<void> {
  if (currency === row.currency || row.currency === null) return;
  const uses = await subscriptionUses(ctx, { customerId: row.id, invoiceCurrency: row.currency });
  if (uses.length > 0) throw usedBy(`The currency ${row.currency} of "${row.key}"`, uses, 'It can be changed when these are over.');
}

/** Replaces everything but the key, by which other systems know the customer. */
export async function upsertCustomer(ctx: Ctx, id: string, input: UpsertCustomerRequest): Promise<Customer> {
  await holdCustomer(ctx, id);
  await lockRow(ctx, 'customers', id);
  const row = await ctx.tx.customer.findUnique({ where: { id }, include });
  if (!row) throw notFound('customer', id);
  if (row.deletedAt) throw deleted('customer', row.key, row.deletedAt);
  const before = customerOf(row);
  requireFresh(ctx, row, () => converter(Customer).toWire(before));
  await requireCurrency(ctx, row, input.currency ?? null);
  const changed = { ...input, key: row.key };
  await holdSubjects(ctx);
  await requireOwnSubjects(ctx, changed, id);
  await ctx.tx.customer.update({
    where: { id },
    data: { ...columns(input), revision: { increment: 1 }, updatedAt: ctx.now },
  });
  await attributeSubjects(ctx, id, positionsOf(changed));
  const after = await getCustomer(ctx, id);
  await emitThing(ctx, 'customer', 'updated', { id, key: row.key, name: after.name });
  await audit(ctx, { action: 'customer.update', resourceType: 'customer', resourceId: id, resourceName: after.name, before, after });
  return after;
}

/** Refuses to take away a customer whose subscriptions are not over, or of whom others are a part. */
export async function requireUnused(ctx: Ctx, { id, key }: Pick<Row, 'id' | 'key'>): Promise<void> {
  const uses = await subscriptionUses(ctx, { customerId: id });
  if (uses.length > 0) throw usedBy(`The customer "${key}"`, uses, 'Cancel them first, or wait until they are over.');
  const parts = await ctx.tx.customer.findMany({ where: { parentId: id, deletedAt: null }, orderBy: { key: 'asc' } });
  const below = parts.map(
    (part): Use => ({ type: 'customer', id: part.id, key: part.key, words: `the customer "${part.key}", a part of it` }),
  );
  if (below.length > 0) throw usedBy(`The customer "${key}"`, below, 'Put them under another customer first.');
}

export async function deleteCustomer(ctx: Ctx, id: string): Promise<undefined> {
  await holdCustomer(ctx, id);
  await lockRow(ctx, 'customers', id);
  const row = await ctx.tx.customer.findUnique({ where: { id }, include });
  if (!row) throw notFound('customer', id);
  if (row.deletedAt) throw deleted('customer', row.key, row.deletedAt);
  const before = customerOf(row);
  requireFresh(ctx, row, () => converter(Customer).toWire(before));
  await requireUnused(ctx, row);
  await holdSubjects(ctx);
  await ctx.tx.customer.update({ where: { id }, data: { deletedAt: ctx.now, updatedAt: ctx.now, revision: { increment: 1 } } });
  await attributeSubjects(ctx, id, new Map());
  await emitThing(ctx, 'customer', 'deleted', row);
  await audit(ctx, { action: 'customer.delete', resourceType: 'customer', resourceId: id, resourceName: row.name, before });
}
