import { cursorPage } from '@/lib/cursor';
import { compareInstants, type Instant } from '@/lib/time';
import type { Template } from './template';

/** Reasons for which a customer may not use a feature, by the names of the API. */
export type DenialReason = 'feature_not_found' | 'feature_unavailable' | 'usage_limit_reached' | 'no_credit_available';

/** Whether a customer may use a feature now. */
export interface Access {
  type: Template['type'] | null;
  hasAccess: boolean;
  reason: DenialReason | null;
  /** Of a static entitlement. */
  config?: unknown;
}

/** Decides from what a customer has of a feature, and from whether its account has something left. Nothing there is no access. */
export function accessTo(template: Template | null, accountHasAccess: boolean): Access {
  if (template === null) return { type: null, hasAccess: false, reason: 'feature_unavailable' };
  if (template.type === 'static') return { type: 'static', hasAccess: true, reason: null, config: template.config };
  if (template.type === 'boolean') return { type: 'boolean', hasAccess: true, reason: null };
  return { type: 'metered', hasAccess: accountHasAccess, reason: accountHasAccess ? null : 'usage_limit_reached' };
}

/** Denies access to a feature that only credit pays for when none is left for it. A limit that is reached comes first. */
export function withCredit(access: Access, spendable: string | null): Access {
  if (!access.hasAccess || spendable === null || isAboveZero(spendable)) return access;
  return { ...access, hasAccess: false, reason: 'no_credit_available' };
}

const isAboveZero = (amount: string): boolean => !amount.startsWith('-') && /[1-9]/.test(amount);

/** A customer as the question about access needs it. */
export interface AskedCustomer {
  id: string;
  key: string | null;
  subjects: readonly string[];
  createdAt: Instant;
  deletedAt?: Instant | null | undefined;
}

export interface AccessQuestion {
  /** Keys of customers, or of their subjects. */
  customers: readonly string[];
  /** Every feature that is not archived when absent. */
  features?: readonly string[] | undefined;
  page: { size?: number | undefined; after?: string | undefined; before?: string | undefined };
}

const KEYS_MAX = 100;
const SIZE_MAX = 100;

/** Returns what is wrong with a question, or null. */
export function questionError({ customers, features, page }: AccessQuestion): 'keys' | 'page_size' | 'page_cursors' | null {
  const fits = (keys: readonly string[]) => keys.length >= 1 && keys.length <= KEYS_MAX;
  if (!fits(customers) || (features && !fits(features))) return 'keys';
  const { size = SIZE_MAX, after, before } = page;
  if (!Number.isInteger(size) || size < 1 || size > SIZE_MAX) return 'page_size';
  return after !== undefined && before !== undefined ? 'page_cursors' : null;
}

/** Customers that keys lead to, by age and then id, with the keys that led there; and the keys that lead nowhere. */
export interface Matched<C extends AskedCustomer> {
  found: { customer: C; matched: string[] }[];
  missing: string[];
}

/** Finds the customers of keys: a customer's own key goes before a subject of another one. Several keys of one customer are one entry. */
export function matchCustomers<C extends AskedCustomer>(keys: readonly string[], customers: readonly C[]): Matched<C> {
  const there = customers.filter(({ deletedAt }) => !deletedAt);
  const found = new Map<string, { customer: C; matched: string[] }>();
  const missing: string[] = [];
  for (const key of new Set(keys)) {
    const customer = there.find((one) => one.key === key) ?? there.find(({ subjects }) => subjects.includes(key));
    const entry = customer && (found.get(customer.id) ?? { customer, matched: [] });
    if (entry) found.set(entry.customer.id, { ...entry, matched: [...entry.matched, key] });
    else missing.push(key);
  }
  return { found: [...found.values()].sort((a, b) => compareCustomers(a.customer, b.customer)), missing };
}

type Placed = Pick<AskedCustomer, 'createdAt' | 'id'>;
const compareCustomers = (a: Placed, b: Placed): number =>
  compareInstants(a.createdAt, b.createdAt) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Cuts the page that is asked for out of the customers found. `placeOf` reads a cursor. */
export function accessPage<C extends AskedCustomer>(
  { found }: Matched<C>,
  { size = SIZE_MAX, after, before }: AccessQuestion['page'],
  placeOf: (cursor: string) => Placed,
): { items: Matched<C>['found']; hasNext: boolean; hasPrevious: boolean } {
  return cursorPage(found, { size, after, before }, ({ customer }, cursor) => compareCustomers(customer, placeOf(cursor)));
}

/** Answers for the features that were asked about, or all: one that does not exist is told as such, one that a customer has not as well. */
export function featureAccess(
  asked: readonly string[] | undefined,
  known: readonly { key: string; archived?: boolean | undefined }[],
  accessOf: (featureKey: string) => Access,
): Record<string, Access> {
  const keys = asked ?? known.filter(({ archived }) => !archived).map(({ key }) => key);
  const exists = new Set(known.map(({ key }) => key));
  const missing: Access = { type: null, hasAccess: false, reason: 'feature_not_found' };
  return Object.fromEntries(keys.map((key) => [key, exists.has(key) ? accessOf(key) : missing]));
}
