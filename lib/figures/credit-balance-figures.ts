import { creditBalance, type OpenCharge, type PendingGrant, type View } from '../credit/balance';
import { Book } from '../credit/book';
import { bookCharges } from '../credit/charging';
import { issueGrant } from '../credit/issuing';
import type { Charge, Settlement } from '../credit/ledger';
import { decimal, text } from '../decimal';
import type { Instant, Period } from '../time';
import { ALWAYS, grantOf, usd } from './credit-draw-figures';

interface GrantInput {
  amount: string;
  createdAt?: Instant;
  effectiveAt?: Instant;
  expiresAt?: Instant;
  deletedAt?: Instant;
  features?: string[];
  priority?: number;
  consumed?: string;
  /** Its invoice is not written yet, so that it is not booked. */
  awaited?: boolean;
}

interface BalanceInput {
  at: Instant;
  grants: GrantInput[];
  openCharges: (Partial<OpenCharge> & { settlementMode?: Settlement; booked?: string })[];
  timestamp?: Instant;
  featureFilter?: string | null;
  advance?: string;
}

/** Returns the balance of a customer with grants and charges that run. */
export function balance({ at, grants, openCharges, timestamp, featureFilter, advance }: BalanceInput) {
  const book = new Book(usd);
  const awaited: PendingGrant[] = [];
  for (const [i, grant] of grants.entries()) {
    const { amount, features = [], createdAt = ALWAYS, effectiveAt = createdAt, expiresAt, deletedAt } = grant;
    if (grant.awaited && deletedAt === undefined) awaited.push({ amount, features, createdAt, effectiveAt });
    if (grant.awaited || deletedAt !== undefined) continue;
    const source = { id: `${i}`, amount, features, createdAt, availableFrom: effectiveAt, ...(expiresAt && { expiresAt }) };
    issueGrant(book, grantOf({ ...source, priority: grant.priority ?? 10 }));
    if (grant.consumed === undefined) continue;
    const charge: Charge = {
      id: `used ${i}`,
      amount: grant.consumed,
      at: effectiveAt,
      settlement: 'credit_only',
      feature: features[0] ?? null,
    };
    bookCharges(book, [charge]);
  }
  const bookCreditOnly = (id: string, amount: string, feature: string | null) =>
    bookCharges(book, [{ id, amount, at, settlement: 'credit_only', feature }]);
  if (advance !== undefined) bookCreditOnly('advance', advance, null);
  const open = openCharges.map((charge, i) => openCharge(charge, i, at));
  for (const [i, { booked }] of openCharges.entries())
    if (booked !== undefined) bookCreditOnly(`booked ${i}`, booked, open[i]?.feature ?? null);
  const view: View = featureFilter === undefined ? { all: true } : { feature: featureFilter };
  return creditBalance(book, { now: at, timestamp, view, openCharges: open, awaited });
}

function openCharge(
  { type, amount = '0', settlementMode, settlement, feature, servicePeriod, invoiceAt }: BalanceInput['openCharges'][number],
  i: number,
  at: Instant,
): OpenCharge {
  return {
    id: `${i}`,
    type: type ?? 'usage',
    amount,
    settlement: settlementMode ?? settlement ?? 'credit_then_invoice',
    feature: feature ?? null,
    servicePeriod: servicePeriod ?? { from: at, to: at },
    ...(invoiceAt && { invoiceAt }),
  };
}

interface BilledBalanceInput {
  now: Instant;
  grants: {
    amount: string;
    currency?: string;
    effective_at: Instant;
    expires_at?: Instant;
    features?: string[];
    priority?: number;
    deleted?: boolean;
    invoice_status?: string;
  }[];
  open_charges: {
    type: 'flat_fee' | 'usage_based';
    amount?: string;
    price?: { type: string; amount: string };
    usage_so_far?: string;
    feature_key?: string;
    settlement_mode: Settlement;
    service_period: Period;
    invoice_at?: Instant;
    realized_credits?: string;
  }[];
  filter?: {
    feature_key?: string | { eq?: string; oeq?: string[]; exists?: boolean; [operator: string]: unknown };
    currency?: { eq?: string };
  };
  timestamp?: Instant;
}

/** Reads a filter by feature: one key, or none at all; undefined for what cannot be asked. */
function viewIn(filter: NonNullable<BilledBalanceInput['filter']>['feature_key']): 'all' | { key: string | null } | undefined {
  if (filter === undefined) return 'all';
  const { eq, oeq, exists, ...others } = typeof filter === 'string' ? { eq: filter } : filter;
  if (Object.keys(others).length > 0 || [eq, oeq, exists].filter((operator) => operator !== undefined).length !== 1) return undefined;
  if (exists !== undefined) return exists ? undefined : { key: null };
  const keys = oeq ?? [eq ?? ''];
  return keys.length === 1 && keys[0]?.trim() ? { key: keys[0] } : undefined;
}

/** The same question in the shape of the wire. */
export function billedBalance({ now, grants, open_charges, filter, timestamp }: BilledBalanceInput) {
  const feature = viewIn(filter?.feature_key);
  if (feature === undefined) return { status: 400 };
  const code = filter?.currency?.eq;
  return balance({
    at: now,
    grants: grants
      .filter(({ currency }) => code === undefined || currency === code)
      .map(({ effective_at, expires_at, deleted, invoice_status, ...grant }) => ({
        ...grant,
        effectiveAt: effective_at,
        createdAt: effective_at < now ? effective_at : now,
        ...(expires_at && { expiresAt: expires_at }),
        ...(deleted && { deletedAt: now }),
        ...(invoice_status === 'not_drafted' && { awaited: true }),
      })),
    openCharges: open_charges.map(({ type, amount, price, usage_so_far, feature_key, realized_credits, ...charge }) => {
      const full = amount ?? text(decimal(price?.amount ?? '0').times(decimal(usage_so_far ?? '0')));
      return {
        type: type === 'usage_based' ? 'usage' : type,
        amount: text(decimal(full).minus(decimal(realized_credits ?? '0'))),
        settlement: charge.settlement_mode,
        feature: feature_key ?? null,
        servicePeriod: charge.service_period,
        ...(charge.invoice_at && { invoiceAt: charge.invoice_at }),
        ...(realized_credits !== undefined && { booked: realized_credits }),
      };
    }),
    ...(timestamp && { timestamp }),
    ...(feature !== 'all' && { featureFilter: feature.key }),
  });
}
