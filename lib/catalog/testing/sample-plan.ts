import type { AddOn } from '@/lib/catalog/add-on';
import type { CatalogContext } from '@/lib/catalog/checks/rate-card-issues';
import type { PlanContent, PlanPhase } from '@/lib/catalog/plan';
import type { RateCard } from '@/lib/catalog/rate-card';

// A plan in order, for tests to spoil. Ids end in what they stand for.

const id = (tail: string) => `01KAR2K6T0${tail.padStart(16, 'Z')}`;

export const ids = {
  tokens: id('TKNS'),
  tokensOld: id('TKNS0RD'),
  seats: id('SEATS'),
  sso: id('SS0'),
  meter: id('METER'),
  meterGone: id('METERG0NE'),
  unmetered: id('MMETERED'),
};

export const context: CatalogContext = {
  features: [
    { id: ids.tokens, key: 'tokens', meter: { id: ids.meter } },
    { id: ids.tokensOld, key: 'tokens', meter: { id: ids.meter }, deletedAt: '2026-01-01T00:00:00Z' },
    { id: ids.seats, key: 'seats', meter: { id: ids.meter } },
    { id: ids.sso, key: 'sso' },
    { id: ids.unmetered, key: 'unmetered', meter: { id: ids.meterGone } },
  ],
  meters: [{ id: ids.meter }, { id: ids.meterGone, deletedAt: '2026-01-01T00:00:00Z' }],
  customCurrencies: [
    { code: 'CREDITS', costBases: [{ fiatCode: 'USD' }] },
    { code: 'POINTS', costBases: [] },
  ],
};

export const fee: RateCard = {
  name: 'Platform fee',
  key: 'fee',
  billingCadence: 'P1M',
  price: { type: 'flat', amount: '49' },
  paymentTerm: 'in_advance',
};

export const tokens: RateCard = {
  name: 'Tokens',
  key: 'tokens',
  feature: { id: ids.tokens },
  billingCadence: 'P1M',
  price: {
    type: 'graduated',
    tiers: [
      { upToAmount: '1000000', unitPrice: { type: 'unit', amount: '0.0000005' } },
      { upToAmount: '5000000', unitPrice: { type: 'unit', amount: '0.0000004' }, flatPrice: { type: 'flat', amount: '1' } },
      { unitPrice: { type: 'unit', amount: '0.0000003' } },
    ],
  },
  paymentTerm: 'in_arrears',
  discounts: { usage: '1000' },
  commitments: { minimumAmount: '1', maximumAmount: '1000' },
  entitlement: { type: 'metered', isSoftLimit: true, limit: 10_000_000, usagePeriod: 'P1M' },
};

export const sso: RateCard = {
  name: 'Single sign-on',
  key: 'sso',
  feature: { id: ids.sso },
  price: { type: 'free' },
  paymentTerm: 'in_arrears',
  entitlement: { type: 'boolean' },
};

const trial: PlanPhase = { name: 'Trial', key: 'trial', duration: 'P14D', rateCards: [sso] };
const standard: PlanPhase = { name: 'Standard', key: 'standard', rateCards: [fee, tokens, sso] };

export const plan: PlanContent = { currency: 'USD', billingCadence: 'P1M', proRatingEnabled: true, phases: [trial, standard] };

/** The plan with its second phase changed, where fee, tokens and SSO are cards 0, 1 and 2. */
export function withStandard(change: Partial<PlanPhase>): PlanContent {
  return { ...plan, phases: [trial, { ...standard, ...change }] };
}

/** The plan with one card in its second phase. */
export function withCard(card: RateCard): PlanContent {
  return withStandard({ rateCards: [card] });
}

export const addOn: Pick<AddOn, 'key' | 'name' | 'currency' | 'instanceType' | 'rateCards' | 'status' | 'effectiveFrom' | 'effectiveTo'> = {
  key: 'more',
  name: 'More',
  currency: 'USD',
  instanceType: 'multiple',
  status: 'active',
  effectiveFrom: '2026-01-01T00:00:00Z',
  rateCards: [{ ...fee, price: { type: 'flat', amount: '10' } }, sso],
};
