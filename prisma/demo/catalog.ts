import type { CreateFeatureRequest } from '@/lib/catalog/feature';
import type { PlanPhase } from '@/lib/catalog/plan';
import type { RateCard } from '@/lib/catalog/rate-card';
import type { CreateMeterRequest } from '@/lib/metering/meter';
import type { Price } from '@/lib/pricing/price';
import type { UnitConfig } from '@/lib/pricing/unit-config';

export const METERS: CreateMeterRequest[] = [
  {
    key: 'requests',
    name: 'Requests',
    aggregation: 'sum',
    eventType: 'llm.usage',
    valueProperty: '$.requests',
    dimensions: { model: '$.model' },
  },
  {
    key: 'input_tokens',
    name: 'Input tokens',
    aggregation: 'sum',
    eventType: 'llm.usage',
    valueProperty: '$.input_tokens',
    dimensions: { model: '$.model' },
  },
  {
    key: 'output_tokens',
    name: 'Output tokens',
    aggregation: 'sum',
    eventType: 'llm.usage',
    valueProperty: '$.output_tokens',
    dimensions: { model: '$.model' },
  },
  {
    key: 'gb_hours',
    name: 'GB-hours',
    description: 'Vector storage, read once a day',
    aggregation: 'sum',
    eventType: 'storage.reading',
    valueProperty: '$.gb_hours',
  },
  { key: 'batch_jobs', name: 'Batch jobs', description: 'New this month', aggregation: 'count', eventType: 'batch.finished' },
  {
    key: 'seats',
    name: 'Seats',
    description: 'The last reading of the period counts',
    aggregation: 'latest',
    eventType: 'seats.reading',
    valueProperty: '$.seats',
  },
];

type DemoFeature = Omit<CreateFeatureRequest, 'meter'> & { meterKey?: string; model?: string };

const cost = (amount: string) => ({ type: 'manual' as const, amount });

export const FEATURES: DemoFeature[] = [
  { key: 'platform', name: 'Platform access' },
  { key: 'requests', name: 'API requests', meterKey: 'requests' },
  {
    key: 'large_input_tokens',
    name: 'Sonata Large input tokens',
    meterKey: 'input_tokens',
    model: 'sonata-large',
    unitCost: cost('0.0000011'),
  },
  {
    key: 'large_output_tokens',
    name: 'Sonata Large output tokens',
    meterKey: 'output_tokens',
    model: 'sonata-large',
    unitCost: cost('0.0000046'),
  },
  {
    key: 'mini_input_tokens',
    name: 'Sonata Mini input tokens',
    meterKey: 'input_tokens',
    model: 'sonata-mini',
    unitCost: cost('0.00000006'),
  },
  {
    key: 'mini_output_tokens',
    name: 'Sonata Mini output tokens',
    meterKey: 'output_tokens',
    model: 'sonata-mini',
    unitCost: cost('0.00000024'),
  },
  { key: 'embedding_tokens', name: 'Embedding tokens', meterKey: 'input_tokens', model: 'sonata-embed', unitCost: cost('0.000000008') },
  { key: 'storage', name: 'Vector storage', meterKey: 'gb_hours', unitCost: cost('0.00009') },
  { key: 'seats', name: 'Seats', meterKey: 'seats' },
  { key: 'sso', name: 'Single sign-on' },
  { key: 'support_level', name: 'Support level' },
  { key: 'batch_jobs', name: 'Batch jobs', meterKey: 'batch_jobs' },
];

const perMillion: UnitConfig = { operation: 'divide', conversionFactor: '1000000', rounding: 'none', precision: 0 };
const perThousand: UnitConfig = { operation: 'divide', conversionFactor: '1000', rounding: 'ceiling', precision: 0 };
const perGbMonth: UnitConfig = {
  operation: 'divide',
  conversionFactor: '730',
  rounding: 'half_up',
  precision: 2,
  displayUnit: 'GB-months',
};

const unit = (amount: string): Price => ({ type: 'unit', amount });
const tier = (upToAmount: string | undefined, amount: string) => ({
  ...(upToAmount && { upToAmount }),
  unitPrice: { type: 'unit' as const, amount },
});
const monthly = { billingCadence: 'P1M' };

/** Makes the rate cards of a plan; `idOf` gives the id of a feature by its key, which is also the card's. */
export function cardsOf(idOf: (key: string) => string) {
  const card = (key: string, name: string, rest: Partial<RateCard> & Pick<RateCard, 'price'>): RateCard => ({
    key,
    name,
    feature: { id: idOf(key) },
    ...rest,
  });
  const fee = (amount: string): RateCard =>
    card('platform', 'Platform fee', {
      ...monthly,
      price: { type: 'flat', amount },
      paymentTerm: 'in_advance',
      entitlement: { type: 'boolean' },
    });
  const tokens = (key: string, name: string, perMillionPrice: string, rest: Partial<RateCard> = {}): RateCard =>
    card(key, name, { ...monthly, price: unit(perMillionPrice), unitConfig: perMillion, entitlement: { type: 'boolean' }, ...rest });
  const requests = (...tiers: ReturnType<typeof tier>[]): RateCard =>
    card('requests', 'API requests', {
      ...monthly,
      price: { type: 'graduated', tiers },
      unitConfig: perThousand,
      entitlement: { type: 'boolean' },
    });
  const storage = (amount: string, included: string): RateCard =>
    card('storage', 'Vector storage', {
      ...monthly,
      price: unit(amount),
      unitConfig: perGbMonth,
      discounts: { usage: included },
      entitlement: { type: 'boolean' },
    });
  const seats = (price: Price): RateCard => card('seats', 'Seats', { ...monthly, price, entitlement: { type: 'boolean' } });
  const sso: RateCard = card('sso', 'Single sign-on', { price: { type: 'free' }, entitlement: { type: 'boolean' } });
  const support = (level: string): RateCard =>
    card('support_level', 'Support', { price: { type: 'free' }, entitlement: { type: 'static', config: { level } } });
  return { card, fee, tokens, requests, storage, seats, sso, support };
}

type Cards = ReturnType<typeof cardsOf>;

export interface DemoVersion {
  /** Months before this month in which it takes effect; null for a draft, negative for one that is scheduled. */
  monthsAgo: number | null;
  phases(cards: Cards): PlanPhase[];
}

export interface DemoPlan {
  key: string;
  name: string;
  description: string;
  versions: DemoVersion[];
}

const standard = (rateCards: RateCard[]): PlanPhase[] => [{ key: 'standard', name: 'Standard', rateCards }];

const proCards = (c: Cards, large: [string, string], mini: [string, string]): RateCard[] => [
  c.fee('99'),
  c.seats({ type: 'graduated', tiers: [tier('5', '0'), tier('25', '12'), tier(undefined, '9')] }),
  c.requests(tier('100', '0'), tier('5000', '0.40'), tier(undefined, '0.25')),
  c.tokens('large_input_tokens', 'Sonata Large input', large[0]),
  c.tokens('large_output_tokens', 'Sonata Large output', large[1]),
  c.tokens('mini_input_tokens', 'Sonata Mini input', mini[0]),
  c.tokens('mini_output_tokens', 'Sonata Mini output', mini[1]),
  c.storage('0.33', '10'),
  c.support('business hours'),
];

/** Catalog of the demo: three plans with their history, one change that is scheduled, and one draft that is not finished. */
export const PLANS: DemoPlan[] = [
  {
    key: 'starter',
    name: 'Starter',
    description: 'Pay as you go, for trying things out',
    versions: [
      {
        monthsAgo: 14,
        phases: (c) =>
          standard([
            c.requests(tier('10', '0'), tier(undefined, '0.60')),
            c.tokens('mini_input_tokens', 'Sonata Mini input', '0.20'),
            c.tokens('mini_output_tokens', 'Sonata Mini output', '0.80'),
          ]),
      },
      {
        monthsAgo: 6,
        phases: (c) =>
          standard([
            c.requests(tier('25', '0'), tier(undefined, '0.50')),
            c.tokens('mini_input_tokens', 'Sonata Mini input', '0.15'),
            c.tokens('mini_output_tokens', 'Sonata Mini output', '0.60'),
            c.tokens('large_input_tokens', 'Sonata Large input', '3.50'),
            c.tokens('large_output_tokens', 'Sonata Large output', '14'),
          ]),
      },
    ],
  },
  {
    key: 'pro',
    name: 'Pro',
    description: 'For teams in production',
    versions: [
      { monthsAgo: 14, phases: (c) => standard(proCards(c, ['3.00', '12.00'], ['0.18', '0.72'])) },
      {
        monthsAgo: 9,
        phases: (c) => standard([...proCards(c, ['2.75', '11.00'], ['0.16', '0.64']), c.tokens('embedding_tokens', 'Embeddings', '0.02')]),
      },
      {
        monthsAgo: 3,
        phases: (c) => [
          { key: 'trial', name: 'Trial', duration: 'P14D', rateCards: [c.support('community')] },
          {
            key: 'standard',
            name: 'Standard',
            rateCards: [
              ...proCards(c, ['2.50', '10.00'], ['0.15', '0.60']),
              c.tokens('embedding_tokens', 'Embeddings', '0.02', { commitments: { minimumAmount: '1.00' } }),
              c.sso,
            ],
          },
        ],
      },
      {
        monthsAgo: null,
        phases: (c) => [
          { key: 'trial', name: 'Trial', duration: 'P14D', rateCards: [c.support('community')] },
          {
            key: 'standard',
            name: 'Standard',
            rateCards: [
              ...proCards(c, ['2.20', '9.50'], ['0.12', '0.50']),
              c.tokens('embedding_tokens', 'Embeddings', '0.02', { commitments: { minimumAmount: '1.00' } }),
              c.sso,
              // Not finished: a metered entitlement without a limit, which publishing refuses.
              c.card('batch_jobs', 'Batch jobs', { ...monthly, price: unit('0.05'), entitlement: { type: 'metered', isSoftLimit: true } }),
            ],
          },
        ],
      },
    ],
  },
  {
    key: 'enterprise',
    name: 'Enterprise',
    description: 'Volume prices, single sign-on and a yearly commitment in monthly parts',
    versions: [
      {
        monthsAgo: 12,
        phases: (c) =>
          standard([
            c.fee('1500'),
            c.tokens('large_input_tokens', 'Sonata Large input', '0', {
              price: { type: 'volume', tiers: [tier('500', '2.40'), tier('5000', '2.00'), tier(undefined, '1.70')] },
            }),
            c.tokens('large_output_tokens', 'Sonata Large output', '8.00', {
              discounts: { percentage: 10 },
              commitments: { minimumAmount: '250', maximumAmount: '25000' },
            }),
            c.tokens('mini_input_tokens', 'Sonata Mini input', '0.10'),
            c.tokens('mini_output_tokens', 'Sonata Mini output', '0.40'),
            c.storage('0.25', '100'),
            c.sso,
            c.support('24/7'),
          ]),
      },
      {
        monthsAgo: -1,
        phases: (c) =>
          standard([
            c.fee('1500'),
            c.tokens('large_input_tokens', 'Sonata Large input', '0', {
              price: { type: 'graduated', tiers: [tier('500', '2.40'), tier('5000', '1.90'), tier(undefined, '1.50')] },
            }),
            c.tokens('large_output_tokens', 'Sonata Large output', '7.50', {
              discounts: { percentage: 10 },
              commitments: { minimumAmount: '250', maximumAmount: '25000' },
            }),
            c.tokens('mini_input_tokens', 'Sonata Mini input', '0.10'),
            c.tokens('mini_output_tokens', 'Sonata Mini output', '0.40'),
            c.tokens('embedding_tokens', 'Embeddings', '0.015'),
            c.storage('0.25', '100'),
            c.sso,
            c.support('24/7'),
          ]),
      },
    ],
  },
];
