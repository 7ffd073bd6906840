import { z } from 'zod';
import { BillingCurrencyCode } from '@/lib/catalog/currency';
import { TaxBehavior, TaxCodeReference } from '@/lib/catalog/tax-code';
import { type Currency, findFiatCurrency } from '@/lib/currency';
import { CurrencyCode } from '@/lib/currency-code';
import { decimal, isPositive, text } from '@/lib/decimal';
import { DateTime, Duration, described, ExternalResourceKey, ResourceKey } from '@/lib/fields';
import { roundMoney } from '@/lib/money';
import { Numeric } from '@/lib/pricing/numeric';
import { critical, type Issue } from '@/lib/problem';
import { addDuration, compareInstants, type Instant, isPositiveDuration, normalizeInstant } from '@/lib/time';
import type { Funding, Grant } from './ledger';

const DEFAULT_PRIORITY = 10;

/** A grant of credit as somebody asks for it. */
export const CreateCreditGrantRequest = z
  .strictObject({
    ...described,
    fundingMethod: z.enum(['none', 'invoice', 'external']).meta({ id: 'BillingCreditFundingMethod' }),
    currency: BillingCurrencyCode,
    amount: Numeric,
    purchase: z
      .strictObject({
        currency: CurrencyCode,
        perUnitCostBasis: Numeric.default('1'),
        availabilityPolicy: z.enum(['on_creation']).default('on_creation').meta({ id: 'BillingCreditAvailabilityPolicy' }),
      })
      .meta({ id: 'CreateCreditGrantPurchase' })
      .optional(),
    taxConfig: z
      .strictObject({ behavior: TaxBehavior.optional(), taxCode: TaxCodeReference.optional() })
      .meta({ id: 'CreateCreditGrantTaxConfig' })
      .optional(),
    filters: z
      .strictObject({ features: z.array(ResourceKey).optional() })
      .meta({ id: 'CreateCreditGrantFilters' })
      .optional(),
    priority: z.int().min(1).max(1000).default(DEFAULT_PRIORITY),
    effectiveAt: DateTime.optional(),
    expiresAfter: Duration.optional(),
    key: ExternalResourceKey.optional(),
  })
  .meta({ id: 'CreateCreditGrantRequest' });
export type CreateCreditGrantRequest = z.infer<typeof CreateCreditGrantRequest>;

/** Circumstances that a request for a grant is judged by. */
export interface GrantContext {
  now: Instant;
  currency: Currency;
  timeZone: string;
}

/** A grant that was asked for, with everything written out; `purchaseAmount` is what it costs, null when it is given away. */
export type AcceptedGrant = Omit<Grant, 'id' | 'createdAt'> & { purchaseAmount: string | null };

const wrong = (path: string[], code: string, message: string) => critical(path, `credit_grant_${code}`, message);

/**
 * Returns the grant that a request asks for, or what is wrong with it. The amount is rounded to its currency, dates go to the second, an expiry
 * counts from the beginning in the workspace's calendar. A grant that is given away has no purchase, whatever the request says.
 */
export function acceptGrant(
  request: CreateCreditGrantRequest,
  { now, currency, timeZone }: GrantContext,
): { ok: true; grant: AcceptedGrant } | { ok: false; issues: Issue[] } {
  const amount = roundMoney(decimal(request.amount), currency);
  const features = request.filters?.features ?? [];
  const issues: Issue[] = [];
  if (!isPositive(amount))
    issues.push(wrong(['amount'], 'amount_not_positive', `Enter an amount of at least the smallest ${currency.code}.`));
  if (request.expiresAfter !== undefined && !isPositiveDuration(request.expiresAfter))
    issues.push(wrong(['expiresAfter'], 'expiry_not_positive', 'Credit must be there for some time before it expires.'));
  if (new Set(features).size < features.length)
    issues.push(wrong(['filters', 'features'], 'features_not_distinct', 'Name each feature once.'));
  const bought = request.fundingMethod !== 'none';
  if (bought) issues.push(...purchaseIssues(request, amount, currency));
  if (issues.length > 0) return { ok: false, issues };
  const effectiveAt = normalizeInstant(request.effectiveAt ?? now);
  const costBasis = bought ? (request.purchase?.perUnitCostBasis ?? '1') : '0';
  const grant: AcceptedGrant = {
    amount: text(amount),
    priority: request.priority,
    features: [...features].sort(),
    effectiveAt,
    expiresAt: request.expiresAfter === undefined ? null : addDuration(effectiveAt, request.expiresAfter, 1, timeZone),
    funding: request.fundingMethod,
    costBasis,
    purchaseAmount: bought ? text(roundMoney(amount.times(decimal(costBasis)), moneyOf(request, currency))) : null,
  };
  return { ok: true, grant };
}

function purchaseIssues(request: CreateCreditGrantRequest, amount: ReturnType<typeof decimal>, currency: Currency): Issue[] {
  const { purchase } = request;
  if (!purchase) return [wrong(['purchase'], 'purchase_missing', 'Say in which money the credit is bought, and at what price.')];
  const isMoney = findFiatCurrency(currency.code) !== null;
  if (!findFiatCurrency(purchase.currency) || (isMoney && purchase.currency !== currency.code)) {
    const which = isMoney ? `${currency.code}, as the credit is` : 'money of ISO 4217 such as USD';
    return [wrong(['purchase', 'currency'], 'purchase_currency_invalid', `The purchase must be in ${which}.`)];
  }
  const basis = decimal(purchase.perUnitCostBasis);
  const path = ['purchase', 'perUnitCostBasis'];
  if (!isPositive(basis)) return [wrong(path, 'cost_basis_not_positive', 'Enter a price above 0, or give the credit away.')];
  if (isPositive(amount) && !isPositive(roundMoney(amount.times(basis), moneyOf(request, currency))))
    return [wrong(path, 'purchase_amount_zero', 'At this price the whole purchase costs nothing.')];
  return [];
}

const moneyOf = ({ purchase }: CreateCreditGrantRequest, currency: Currency): Currency =>
  (purchase && findFiatCurrency(purchase.currency)) ?? currency;

export type GrantStatus = 'voided' | 'expired' | 'pending' | 'active';

/** Dates that make up the status of a grant. */
export type GrantDates = Pick<Grant, 'effectiveAt'> & { expiresAt?: Instant | null | undefined; voidedAt?: Instant | null | undefined };

/** Returns the status of a grant at an instant: the first of voided, expired, pending and active that is true. */
export function grantStatusAt({ effectiveAt, expiresAt, voidedAt }: GrantDates, at: Instant): GrantStatus {
  const isBy = (instant: Instant | null | undefined) => instant != null && compareInstants(instant, at) <= 0;
  if (isBy(voidedAt)) return 'voided';
  if (isBy(expiresAt)) return 'expired';
  return isBy(effectiveAt) ? 'active' : 'pending';
}

export type PaymentStatus = 'pending' | 'authorized' | 'settled';
const PAYMENT_STATUSES: readonly PaymentStatus[] = ['pending', 'authorized', 'settled'];

/** Returns the payment status that a grant paid outside takes on when it is told of one, or why it does not. The same again changes nothing. */
export function externalSettlement(
  funding: Funding,
  from: PaymentStatus,
  to: PaymentStatus,
):
  | { ok: true; status: PaymentStatus }
  | { ok: false; code: 'credit_grant_external_settlement_not_supported' | 'credit_grant_external_settlement_status_invalid' } {
  if (funding !== 'external') return { ok: false, code: 'credit_grant_external_settlement_not_supported' };
  const isForward = PAYMENT_STATUSES.indexOf(to) >= PAYMENT_STATUSES.indexOf(from);
  return to === 'pending' || !isForward ? { ok: false, code: 'credit_grant_external_settlement_status_invalid' } : { ok: true, status: to };
}
