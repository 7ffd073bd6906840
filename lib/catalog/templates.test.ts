import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planIssues } from '@/lib/catalog/checks/issues';
import { amount, planWithAddOns, price } from '@/lib/catalog/testing/arbitrary-plan';
import { context, fee, ids, sso, tokens, withCard } from '@/lib/catalog/testing/sample-plan';
import { getCurrency } from '@/lib/currency';
import { describePrice } from '@/lib/pricing/describe';
import { compileRamp, type Ramp, recogniseRamp } from './ramp';
import { recognise } from './recognise-template';
import { type CardFrame, compile, shiftPoint, type Template, type UsageTemplate } from './templates';

const frame: CardFrame = { key: 'tokens', name: 'Tokens', feature: { id: ids.tokens }, billingCadence: 'P1M' };
const tiers = [
  { upToAmount: '10', unitPrice: { type: 'unit' as const, amount: '2' } },
  { unitPrice: { type: 'unit' as const, amount: '1' } },
];
const words = (template: Template) => describePrice(compile(template), getCurrency('USD'), 'tokens');

describe('a template becomes a rate card that says what it is', () => {
  test.each<[string, Template]>([
    ['Free', { type: 'free', card: frame }],
    ['$49.00 per month', { type: 'flat_fee', amount: '49', card: frame }],
    ['$100.00 per month', { type: 'prepaid_credits', amount: '100', credits: 1000, card: frame }],
    ['$20.00 per seat after 3 free', { type: 'per_seat', amount: '20', unit: 'seats', included: '3', card: frame }],
    ['$2.50 per 1M tokens', { type: 'per_unit', amount: '2.50', per: '1000000', card: frame }],
    ['$0.10 per token', { type: 'per_unit', amount: '0.1', per: '1', card: frame }],
    ['$2.50 per 1M tokens after 3M free', { type: 'included_overage', included: '3', amount: '2.50', per: '1000000', card: frame }],
    ['$10.00 per started 1k tokens', { type: 'package', amount: '10', size: '1000', card: frame }],
    [
      'first 10k tokens $2.00 per 1k tokens, then $1.00 per 1k tokens',
      { type: 'graduated', tiers, per: '1000', roundUp: false, card: frame },
    ],
    ['all usage at $2.00 per token up to 10, $1.00 per token above 10', { type: 'volume', tiers, per: '1', roundUp: false, card: frame }],
    ['$0.029 per token', { type: 'percentage', percent: '2.9', card: frame }],
    [
      '$2.50 per 1M tokens, at least $500.00 per month',
      { type: 'minimum_commitment', minimum: '500', of: { type: 'per_unit', amount: '2.50', per: '1000000', card: frame } },
    ],
  ])('%s', (sentence, template) => {
    expect(words(template)).toBe(sentence);
    expect(planIssues(withCard(compile(template)), context)).toEqual([]);
  });
});

const frames = fc.record(
  {
    key: fc.constantFrom('tokens', 'seats'),
    name: fc.constantFrom('Tokens', 'Seats'),
    feature: fc.constant({ id: ids.tokens }),
    billingCadence: fc.constantFrom('P1M', 'P1Y'),
    entitlement: fc.constantFrom({ type: 'boolean' as const }, { type: 'metered' as const, isSoftLimit: true, limit: 5 }),
    paymentTerm: fc.constantFrom('in_advance' as const, 'in_arrears' as const),
    percentageOff: fc.nat(100),
    maximumSpend: amount,
    description: fc.constant('Words'),
  },
  { requiredKeys: ['key', 'name'] },
);
const unit = fc.constantFrom('seats', 'GB', 'messages');
const per = fc.constantFrom('1000', '1000000', '3');
const named = (type: 'graduated' | 'volume') =>
  fc.record(
    {
      type: fc.constant(type),
      card: frames,
      tiers: price.map((any) => (any.type === 'graduated' || any.type === 'volume' ? any.tiers : tiers)),
      per,
      roundUp: fc.boolean(),
      unit,
      freeUnits: amount,
    },
    { requiredKeys: ['type', 'card', 'tiers', 'per', 'roundUp'] },
  );
const usageTemplate: fc.Arbitrary<UsageTemplate> = fc.oneof(
  fc.record(
    { type: fc.constant('per_seat' as const), card: frames, amount, unit, included: amount },
    { requiredKeys: ['type', 'card', 'amount', 'unit'] },
  ),
  fc.record({ type: fc.constant('per_unit' as const), card: frames, amount, per: fc.constant('1') }),
  fc.record(
    { type: fc.constant('per_unit' as const), card: frames, amount, per, unit },
    { requiredKeys: ['type', 'card', 'amount', 'per'] },
  ),
  fc.record(
    { type: fc.constant('included_overage' as const), card: frames, included: amount, amount, per, unit },
    { requiredKeys: ['type', 'card', 'included', 'amount', 'per'] },
  ),
  fc.record(
    { type: fc.constant('package' as const), card: frames, amount, size: per, unit, freeUnits: amount },
    { requiredKeys: ['type', 'card', 'amount', 'size'] },
  ),
  named('graduated') as fc.Arbitrary<UsageTemplate>,
  named('volume') as fc.Arbitrary<UsageTemplate>,
  fc.record({
    type: fc.constant('percentage' as const),
    card: frames,
    percent: fc.constantFrom('2.9', '2.90', '0', '100', '0.05', '12.345'),
  }),
);
const template: fc.Arbitrary<Template> = fc.oneof(
  fc.record({ type: fc.constant('free' as const), card: frames }),
  fc.record({ type: fc.constant('flat_fee' as const), card: frames, amount }),
  fc.record(
    {
      type: fc.constant('prepaid_credits' as const),
      card: frames.map(({ entitlement: _, paymentTerm: __, ...card }) => card),
      amount,
      credits: fc.nat(100_000),
      usagePeriod: fc.constant('P1M'),
    },
    { requiredKeys: ['type', 'card', 'amount', 'credits'] },
  ),
  usageTemplate,
  fc.record({ type: fc.constant('minimum_commitment' as const), minimum: amount, of: usageTemplate }),
);

describe('a card opens again as what it was', () => {
  test('from any template', () => {
    fc.assert(
      fc.property(template, (chosen) => {
        expect(recognise(compile(chosen))).toEqual(chosen);
      }),
      { numRuns: 400 },
    );
  });

  test('and nothing is lost of a card that somebody else wrote', () => {
    fc.assert(
      fc.property(planWithAddOns, ({ phases }) => {
        for (const card of phases.flatMap(({ rateCards }) => rateCards)) {
          const opened = recognise(card);
          // Empty discounts and commitments say nothing, and opening drops them.
          const { discounts, commitments, ...said } = card;
          const meant = {
            ...said,
            ...(Object.values(discounts ?? {}).some((value) => value !== undefined) && { discounts }),
            ...(Object.values(commitments ?? {}).some((value) => value !== undefined) && { commitments }),
          };
          if (opened) expect(compile(opened)).toEqual(meant);
        }
      }),
    );
  });

  test('unless it is none of them', () => {
    const unitConfig = { operation: 'divide' as const, conversionFactor: '1000', rounding: 'floor' as const, precision: 0 };
    expect(recognise({ ...tokens, unitConfig })).toBeNull();
    expect(recognise({ ...tokens, unitConfig: { ...unitConfig, operation: 'multiply', rounding: 'none' } })).toBeNull();
    expect(recognise({ ...fee, unitConfig })).toBeNull();
    expect(recognise({ ...sso, commitments: { minimumAmount: '1' } })).toBeNull();
  });
});

describe('a ramp', () => {
  const step = (key: string, amount: string, duration?: string): Ramp['steps'][0] => ({
    phase: { key, name: key, ...(duration !== undefined && { duration }) },
    template: { type: 'flat_fee', amount, card: { key: 'fee', name: 'Fee', billingCadence: 'P1M' } },
  });
  const ramp: Ramp = { steps: [step('first', '10', 'P3M'), step('second', '20', 'P3M'), step('last', '40')] };

  test('becomes phases and opens again as itself', () => {
    const phases = compileRamp(ramp);
    expect(phases.map(({ duration, rateCards }) => [duration, rateCards.length])).toEqual([
      ['P3M', 1],
      ['P3M', 1],
      [undefined, 1],
    ]);
    expect(recogniseRamp(phases)).toEqual(ramp);
  });

  test('is one thing sold in one way, at least twice', () => {
    const [one, two] = compileRamp(ramp) as [ReturnType<typeof compileRamp>[0], ReturnType<typeof compileRamp>[0]];
    expect(recogniseRamp([one])).toBeNull();
    expect(recogniseRamp([one, { ...two, rateCards: [fee, sso] }])).toBeNull();
    expect(recogniseRamp([one, { ...two, rateCards: [{ ...fee, key: 'other' }] }])).toBeNull();
    expect(recogniseRamp([one, { ...two, rateCards: [{ ...fee, price: { type: 'free' } }] }])).toBeNull();
  });
});

test.each([
  ['2.9', '0.029'],
  ['2.90', '0.0290'],
  ['100', '1.00'],
  ['0', '0.00'],
  ['0.05', '0.0005'],
  ['1234.5', '12.345'],
])('%s percent are %s of one, and no digit is lost on the way back', (percent, share) => {
  expect(shiftPoint(percent, -2)).toBe(share);
  expect(shiftPoint(share, 2)).toBe(percent);
});
