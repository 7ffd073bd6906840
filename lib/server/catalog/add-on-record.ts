import 'server-only';
import { AddOn, type AddOnContent, addOnStatusAt } from '@/lib/catalog/add-on';
import { addOnIssues } from '@/lib/catalog/checks/issues';
import { withPaymentTerm } from '@/lib/catalog/rate-card';
import { validationErrorOf } from '@/lib/catalog/validation-error';
import { isEditable, statusAt } from '@/lib/catalog/version';
import type { Ctx } from '@/lib/server/core/ctx';
import { absent, instant, jsonValue } from '@/lib/server/core/stored-values';
import type { AddOn as Row } from '@/lib/server/generated/prisma/client';
import { converter } from '@/lib/wire';
import { loadContext, storedCard } from './catalog-context';
import { refusal } from './version-record';
import type { VersionStore } from './versions';

export type AddOnRow = Row;

/** The content as it is stored: payment terms written out, tiers in ascending order. */
export const storedContent = ({ currency, instanceType, rateCards }: AddOnContent): AddOnContent => ({
  currency,
  instanceType,
  rateCards: rateCards.map(withPaymentTerm).map(storedCard),
});

/** The columns of a content. */
export const columnsOf = (content: AddOnContent) => ({ ...content, rateCards: jsonValue(content.rateCards) });

/** A stored row as the catalog's shape. */
export function addOnOf(row: Row, now: string): AddOn {
  const period = { effectiveFrom: instant(row.effectiveFrom), effectiveTo: instant(row.effectiveTo) };
  return AddOn.parse({
    id: row.id,
    key: row.key,
    version: row.version,
    name: row.name,
    description: absent(row.description),
    labels: row.labels,
    instanceType: row.instanceType,
    currency: row.currency,
    rateCards: row.rateCards,
    ...period,
    status: addOnStatusAt(period, now),
    createdAt: instant(row.createdAt),
    updatedAt: instant(row.updatedAt),
    deletedAt: instant(row.deletedAt),
  });
}

export const isOpen = (addOn: Pick<AddOn, 'effectiveFrom' | 'effectiveTo'>, now: string) => isEditable(statusAt(addOn, now));

/** Versions as they are shown: those that can still change with what is wrong with them. */
export async function withIssues(ctx: Ctx, addOns: readonly AddOn[]): Promise<AddOn[]> {
  const context = await loadContext(
    ctx,
    addOns.filter((addOn) => isOpen(addOn, ctx.now) && addOn.deletedAt === undefined),
  );
  return addOns.map((addOn) => {
    const issues = isOpen(addOn, ctx.now) && addOn.deletedAt === undefined ? addOnIssues(addOn, context) : [];
    return issues.length ? { ...addOn, validationErrors: issues.map(validationErrorOf) } : addOn;
  });
}

/** Describes how versions of add-ons are stored. */
export const addOnStore: VersionStore<Row, AddOn> = {
  noun: 'addon',
  find: (ctx, id) => ctx.tx.addOn.findUnique({ where: { id } }),
  versions: (ctx, key) => ctx.tx.addOn.findMany({ where: { key }, orderBy: { version: 'asc' } }),
  save: (ctx, id, data) => ctx.tx.addOn.update({ where: { id }, data }),
  shapeOf: addOnOf,
  wire: (addOn) => converter(AddOn).toWire(addOn),
  async shown(ctx, row) {
    ctx.revision = row.revision;
    const [addOn] = await withIssues(ctx, [addOnOf(row, ctx.now)]);
    if (!addOn) throw new Error('one add-on in, none out');
    return addOn;
  },
};

/** Refuses content with anything wrong at all, as customers would be billed by it. */
export async function requirePublishable(ctx: Ctx, addOn: AddOnContent & Pick<AddOn, 'key' | 'name'>): Promise<void> {
  const issues = addOnIssues(addOn, await loadContext(ctx, [addOn], true));
  if (issues.length) throw refusal('The add-on cannot be published before every issue is resolved.', issues);
}
