import { decimal } from '../decimal';
import { type Access, type AskedCustomer, accessPage, accessTo, featureAccess, matchCustomers, questionError } from '../entitlement/access';
import { hasAccess } from '../entitlement/account';
import { isThere } from '../entitlement/lifetime';
import type { Template } from '../entitlement/template';
import type { Instant } from '../time';

interface EntitlementInput {
  id: string;
  featureKey: string;
  type: Template['type'];
  createdAt: Instant;
  deletedAt?: Instant;
  activeFrom?: Instant;
  activeTo?: Instant;
  config?: unknown;
  balance?: string;
  isSoftLimit?: boolean;
}

function accessOf(entitlement: EntitlementInput | undefined): Access {
  if (!entitlement) return accessTo(null, false);
  const { type, config, balance = '0', isSoftLimit = false } = entitlement;
  const limit = { from: entitlement.createdAt, units: null, isSoft: isSoftLimit };
  if (type === 'metered') return accessTo({ type, limit: null, isSoftLimit, usagePeriod: 'P1M' }, hasAccess(limit, decimal(balance)));
  return accessTo(type === 'static' ? { type, config } : { type: 'boolean', count: 1 }, true);
}

/** Lists what a customer may use now, by feature. The configuration goes out as JSON text. */
export function accessListFigure({ entitlements, at }: { entitlements: EntitlementInput[]; at: Instant }) {
  const active = entitlements.filter((entitlement) => isThere(entitlement, at));
  active.sort((a, b) => (a.featureKey < b.featureKey ? -1 : 1));
  const data = active.map((entitlement) => {
    const { type, hasAccess: may, config } = accessOf(entitlement);
    return { type, feature_key: entitlement.featureKey, has_access: may, ...(type === 'static' && { config: JSON.stringify(config) }) };
  });
  return { status: 200, data };
}

interface QueryInput {
  at: Instant;
  features: { key: string; archived?: boolean; archivedAt?: Instant }[];
  customers: (AskedCustomer & { entitlements: EntitlementInput[] })[];
  body: { customer?: { keys?: string[] }; feature?: { keys: string[] }; include_credits?: boolean };
  page?: { size?: number; after?: string; before?: string };
}

export function accessQueryFigure({ at, features, customers, body, page = {} }: QueryInput) {
  const question = { customers: body.customer?.keys ?? [], features: body.feature?.keys, page };
  const isClosed = Object.keys(body).every((field) => ['customer', 'feature', 'include_credits'].includes(field));
  const cursors = [page.after, page.before].filter((cursor) => cursor !== undefined);
  const placeOf = (cursor: string) => customers.find(({ id }) => id === cursor);
  if (!isClosed || questionError(question) || cursors.some((cursor) => !placeOf(cursor))) return { status: 400 };
  const matched = matchCustomers(question.customers, customers);
  const found = accessPage(matched, page, (cursor) => placeOf(cursor) ?? { createdAt: at, id: cursor });
  const known = features.map(({ key, archived, archivedAt }) => ({ key, archived: archived ?? archivedAt !== undefined }));
  return {
    status: 200,
    data: found.items.map(({ customer, matched: keys }) => ({
      customer: customer.id,
      matched: keys,
      features: onWire(
        featureAccess(question.features, known, (key) =>
          accessOf(customer.entitlements.find((entitlement) => entitlement.featureKey === key && isThere(entitlement, at))),
        ),
      ),
    })),
    errors: matched.missing.map((customer) => ({ code: 'customer_not_found', customer })),
    hasNext: found.hasNext,
    hasPrevious: found.hasPrevious,
  };
}

const onWire = (all: Record<string, Access>) =>
  Object.fromEntries(
    Object.entries(all).map(([key, { hasAccess: may, reason }]) => [key, { has_access: may, ...(reason !== null && { reason }) }]),
  );

interface ShortInput {
  customers: { key: string; subjects?: string[]; deleted?: boolean; entitlements: Record<string, string | ShortEntitlement> }[];
  features: string[];
  request: { customers: string[]; features?: string[]; page_size?: number; after?: string; before?: string };
}

interface ShortEntitlement {
  type: Template['type'];
  balance?: string;
  is_soft_limit?: boolean;
  config?: unknown;
}

const BEGINNING: Instant = '2026-01-01T00:00:00Z';

/** The same question, with customers and entitlements written shorter. A cursor is a customer's key. */
export function shortQueryFigure({ customers, features, request }: ShortInput) {
  const entitlementOf = ([featureKey, given]: [string, string | ShortEntitlement]): EntitlementInput => {
    const { type, balance, is_soft_limit, config } = typeof given === 'string' ? ({ type: given } as ShortEntitlement) : given;
    const metered = { ...(balance !== undefined && { balance }), ...(is_soft_limit !== undefined && { isSoftLimit: is_soft_limit }) };
    return { id: featureKey, featureKey, type, createdAt: BEGINNING, config, ...metered };
  };
  const { page_size: size, after, before } = request;
  const answer = accessQueryFigure({
    at: BEGINNING,
    features: features.map((key) => ({ key })),
    // Customers are given in the order of their age.
    customers: customers.map(({ key, subjects = [], deleted, entitlements }, i) => ({
      id: key,
      key,
      subjects,
      createdAt: `2026-01-01T00:00:${String(i % 60).padStart(2, '0')}Z`,
      ...(deleted && { deletedAt: BEGINNING }),
      entitlements: Object.entries(entitlements).map(entitlementOf),
    })),
    body: { customer: { keys: request.customers }, ...(request.features && { feature: { keys: request.features } }) },
    page: { ...(size !== undefined && { size }), ...(after !== undefined && { after }), ...(before !== undefined && { before }) },
  });
  if (answer.status !== 200) return answer;
  const { data = [], hasNext, hasPrevious } = answer;
  return { ...answer, matched_on_page: data.flatMap(({ matched }) => matched), has_next: hasNext, has_previous: hasPrevious };
}
