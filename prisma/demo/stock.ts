import { isSavable, planIssues } from '@/lib/catalog/checks/issues';
import { type PlanContent, withPaymentTerms } from '@/lib/catalog/plan';
import type { Tx } from '@/lib/server/core/db';
import { newId } from '@/lib/server/core/id';
import type { Prisma } from '@/lib/server/generated/prisma/client';
import { createAddOns, offerAddOns, type Sold } from './add-ons';
import { cardsOf, type DemoPlan, FEATURES, METERS, PLANS } from './catalog';
import type { DemoCustomer } from './customers';
import { CREDITS, TAX_CODES } from './money';

const json = (value: unknown) => value as Prisma.InputJsonValue;

/** Writes meters and features; gives what plans need to know of them. */
async function createCatalog(tx: Tx, workspaceId: string, createdAt: Date) {
  const stamp = { workspaceId, createdAt, updatedAt: createdAt };
  const meters = METERS.map((meter) => ({ ...meter, id: newId() }));
  await tx.meter.createMany({ data: meters.map((m) => ({ ...m, ...stamp, labels: {}, dimensions: m.dimensions ?? {} })) });
  const meterIds = new Map(meters.map((m) => [m.key, m.id]));
  const features = FEATURES.map(({ meterKey, model, unitCost, ...feature }) => ({
    ...feature,
    id: newId(),
    ...(meterKey && { meterId: meterIds.get(meterKey) as string }),
    ...(model && { meterFilters: { model: { eq: model } } }),
    ...(unitCost && { unitCost: json(unitCost) }),
  }));
  await tx.feature.createMany({ data: features.map((f) => ({ ...f, ...stamp, labels: {} })) });
  return {
    idOf: (key: string) => {
      const feature = features.find((f) => f.key === key);
      if (!feature) throw new Error(`the demo has no feature ${key}`);
      return feature.id;
    },
    context: {
      features: features.map((f) => ({ id: f.id, key: f.key, ...(f.meterId && { meter: { id: f.meterId } }) })),
      meters: meters.map((m) => ({ id: m.id })),
    },
  };
}

/** The first of the month, so many months before (or, negative, after) the month of `now`, in UTC. */
export const monthsBefore = (now: Date, months: number) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1));

async function createPlan(
  tx: Tx,
  workspaceId: string,
  plan: DemoPlan,
  catalog: Awaited<ReturnType<typeof createCatalog>>,
  addOns: ReadonlyMap<string, Sold>,
  now: Date,
) {
  const starts = plan.versions.map((v) => (v.monthsAgo === null ? null : monthsBefore(now, v.monthsAgo)));
  for (const [i, version] of plan.versions.entries()) {
    const start = starts[i] ?? null;
    const content: PlanContent = withPaymentTerms({
      currency: 'USD',
      billingCadence: 'P1M',
      proRatingEnabled: true,
      phases: version.phases(cardsOf(catalog.idOf)),
    });
    const issues = planIssues(content, catalog.context);
    if (!isSavable(issues) || (start && issues.length)) throw new Error(`demo plan ${plan.key} version ${i + 1}: ${issues[0]?.message}`);
    const written = start && start < now ? start : now;
    const id = newId();
    await tx.plan.create({
      data: {
        id,
        workspaceId,
        key: plan.key,
        version: i + 1,
        name: plan.name,
        description: plan.description,
        ...content,
        phases: json(content.phases),
        createdAt: written,
        updatedAt: written,
        updatedBy: 'Demo data',
      },
    });
    await offerAddOns(tx, { id, workspaceId, key: plan.key, version: i + 1, createdAt: written, content }, addOns, catalog.context);
    const period = { effectiveFrom: start, effectiveTo: (start && starts[i + 1]) ?? null };
    if (start) await tx.plan.update({ where: { id }, data: { ...period, updatedAt: written } });
  }
}

/** Writes tax codes with the defaults, and a currency of the company's own. */
async function createMoney(tx: Tx, workspaceId: string, start: Date, now: Date) {
  const stamp = { workspaceId, createdAt: start };
  const codes = TAX_CODES.map(({ key, name, appMappings }) => ({ id: newId(), key, name, appMappings: json(appMappings) }));
  await tx.taxCode.createMany({ data: codes.map((code) => ({ ...code, ...stamp, updatedAt: start })) });
  const [invoicing, creditGrant] = codes;
  if (!invoicing || !creditGrant) throw new Error('the demo has a tax code for invoices and one for credits');
  await tx.taxCodeDefault.create({
    data: { ...stamp, updatedAt: start, invoicingTaxCodeId: invoicing.id, creditGrantTaxCodeId: creditGrant.id },
  });
  const { worth, ...currency } = CREDITS;
  const currencyId = newId();
  await tx.customCurrency.create({ data: { ...currency, ...stamp, id: currencyId, decimalMark: '.', thousandSeparator: ',' } });
  await tx.costBasis.createMany({
    data: worth.map(({ monthsAgo, ...basis }) => {
      const effectiveFrom = monthsBefore(now, monthsAgo);
      return { ...basis, workspaceId, id: newId(), currencyId, effectiveFrom, createdAt: effectiveFrom };
    }),
  });
}

/** Writes everything of the demo but its usage. */
export async function createStock(tx: Tx, workspaceId: string, customers: readonly DemoCustomer[], start: Date, now: Date): Promise<void> {
  const catalog = await createCatalog(tx, workspaceId, start);
  await createMoney(tx, workspaceId, start, now);
  const addOns = await createAddOns(tx, workspaceId, catalog, (monthsAgo) => monthsBefore(now, monthsAgo));
  for (const plan of PLANS) await createPlan(tx, workspaceId, plan, catalog, addOns, now);
  const rows = customers.map((customer) => ({
    id: newId(),
    customer,
    createdAt: new Date(start.getTime() + customer.firstDay * 86_400_000),
  }));
  await tx.customer.createMany({
    data: rows.map(({ id, customer, createdAt }) => ({
      id,
      workspaceId,
      key: customer.key,
      name: customer.name,
      primaryEmail: customer.email,
      currency: 'USD',
      billingAddress: { country: customer.country },
      labels: { shape: customer.shape },
      createdAt,
      updatedAt: createdAt,
    })),
  });
  await tx.customerSubject.createMany({
    // The key is a subject of its own, at no position because nobody listed it.
    data: rows.flatMap(({ id, customer }) =>
      [customer.key, ...customer.subjects].map((subject, i) => ({ workspaceId, subject, customerId: id, position: i - 1 })),
    ),
  });
}
