import { accountsAt } from '../credit/balance';
import { Book } from '../credit/book';
import {
  acceptGrant,
  CreateCreditGrantRequest,
  externalSettlement,
  type GrantDates,
  grantStatusAt,
  type PaymentStatus,
} from '../credit/credit-grant';
import { issueGrant } from '../credit/issuing';
import type { Funding } from '../credit/ledger';
import { type Currency, findFiatCurrency } from '../currency';
import { invalidParameters } from '../invalid-parameters';
import { dottedPath, wirePath } from '../problem';
import { compareInstants, type Instant } from '../time';
import { converter } from '../wire';
import { NotApplicable } from './figure';

interface CreateInput {
  now: Instant;
  body: Record<string, unknown>;
  existingKeys?: string[];
  customCurrency?: boolean;
}

/** Asks for a grant with a body as it comes over the wire. */
export function createGrant({ now, body, existingKeys = [], customCurrency = false }: CreateInput) {
  const parsed = CreateCreditGrantRequest.safeParse(converter(CreateCreditGrantRequest).fromWire(body));
  // A list is wrong as a whole for who reads these figures, not at one of its items.
  const field = (path: string) => path.replace(/\.\d+$/, '');
  if (!parsed.success)
    return { status: 400, invalid: [...new Set(invalidParameters(parsed.error.issues, 'body', body).map((fault) => field(fault.field)))] };
  const request = parsed.data;
  if (!findFiatCurrency(request.currency) && !customCurrency) return { status: 400, invalid: ['currency'] };
  const currency: Currency = findFiatCurrency(request.currency) ?? { code: request.currency, precision: 2 };
  const accepted = acceptGrant(request, { now, currency, timeZone: 'UTC' });
  if (!accepted.ok) {
    const { issues } = accepted;
    return { status: 400, invalid: issues.map(({ path }) => dottedPath(wirePath(path))), codes: issues.map(({ code }) => code) };
  }
  if (request.key !== undefined && existingKeys.includes(request.key)) return { status: 409 };
  const { grant } = accepted;
  return {
    status: 201,
    amount: grant.amount,
    priority: grant.priority,
    effective_at: grant.effectiveAt,
    expires_at: grant.expiresAt,
    features: grant.features,
    purchase_amount: grant.purchaseAmount,
    cost_basis: grant.costBasis,
    per_unit_cost_basis: grant.costBasis,
    funding_method: grant.funding,
    settlement_status: grant.funding === 'none' ? null : 'pending',
    grant_status: grantStatusAt(grant, now),
    grant,
  };
}

interface StatusInput {
  at: Instant;
  grant?: GrantDates & { id: string };
  grants?: (GrantDates & { id: string; createdAt?: Instant; currency?: string; key?: string })[];
  filter?: { status?: string; currency?: string; key?: string | { eq?: string } };
}

/** Returns the status of a grant, or the grants of a status. */
export function grantStatus({ at, grant, grants = [], filter = {} }: StatusInput) {
  if (grant) return { status: grantStatusAt(grant, at) };
  const key = typeof filter.key === 'string' ? filter.key : filter.key?.eq;
  const found = grants.filter(
    (one) =>
      (filter.status === undefined || grantStatusAt(one, at) === filter.status) &&
      (filter.currency === undefined || one.currency === filter.currency) &&
      (key === undefined || one.key === key),
  );
  // The newest first.
  found.sort((a, b) => (a.createdAt && b.createdAt ? compareInstants(b.createdAt, a.createdAt) : 0));
  return { ids: found.map(({ id }) => id) };
}

interface SettlementInput {
  grant: { funding_method: Funding; settlement_status: PaymentStatus | null };
  body: { status: PaymentStatus };
}

/** Tells a grant that is paid outside of its payment. */
export function settlement({ grant, body }: SettlementInput) {
  const done = externalSettlement(grant.funding_method, grant.settlement_status ?? 'pending', body.status);
  return done.ok ? { status: 200, settlement_status: done.status } : { status: 400, code: done.code };
}

/** Asks for a grant and then tells it of its payments. */
export function grantWithPayments({ request, steps }: { request: Record<string, unknown>; steps: PaymentStatus[] }) {
  const now = '2026-01-15T12:00:00Z';
  const created = createGrant({ now, body: request });
  if ('codes' in created && created.codes?.includes('credit_grant_purchase_amount_zero'))
    return new NotApplicable(
      'A purchase that rounds to nothing is refused: bought credit that costs nothing is a gift, and is to be given as one.',
    );
  if (!('grant' in created) || created.grant === undefined) return { http_status: created.status };
  const { grant } = created;
  const book = new Book(findFiatCurrency(String(request.currency)) ?? { code: 'USD', precision: 2 });
  issueGrant(book, { ...grant, id: 'grant', createdAt: now });
  const statuses: PaymentStatus[] = grant.funding === 'none' ? [] : ['pending'];
  let refused: { settlement_http_status?: number; code?: string } = {};
  for (const to of steps) {
    const done = externalSettlement(grant.funding, statuses.at(-1) ?? 'pending', to);
    if (done.ok) statuses.push(done.status);
    else refused = { settlement_http_status: 400, code: done.code };
  }
  return {
    http_status: 201,
    status: created.grant_status,
    available: accountsAt(book.transactions, now).grants.grant ?? '0',
    purchase: { amount: grant.purchaseAmount, settlement_status: statuses },
    ...refused,
  };
}

/** Says which of several requests for grants are taken: a key serves a customer once. */
export function grantKeys({ requests }: { requests: { customer: string; key?: string }[] }) {
  const used = new Map<string, string[]>();
  return {
    http_statuses: requests.map(({ customer, key }) => {
      const existingKeys = used.get(customer) ?? [];
      const body = { name: 'grant', currency: 'USD', amount: '10', funding_method: 'none', ...(key !== undefined && { key }) };
      const { status } = createGrant({ now: '2026-01-15T12:00:00Z', body, existingKeys });
      if (status === 201 && key !== undefined) used.set(customer, [...existingKeys, key]);
      return status;
    }),
  };
}
