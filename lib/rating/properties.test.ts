import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cardInvariants } from '@/lib/rating/proofs/card-invariants';
import { planInvariants } from '@/lib/rating/proofs/plan-invariants';
import { priceInvariants } from '@/lib/rating/proofs/price-invariants';
import { proofs } from '@/lib/rating/proofs/prove';
import { type Currency, getCurrency } from '../currency';
import { type Decimal, decimal, divide, max, min, sum, text, ZERO } from '../decimal';
import { allocate, moneyText } from '../money';
import { belowMinimum, overMaximum } from '../pricing/commitments';
import type { Price } from '../pricing/price';
import type { PricingTerms } from '../pricing/terms';
import type { PriceTier } from '../pricing/tiers';
import type { UnitConfig } from '../pricing/unit-config';
import { withAddOns } from '../subscription/add-ons';
import type { PlannedCard } from '../subscription/planned';
import { type Credit, Purse } from './credits';
import { type Line, totalsOf } from './line';
import { rater, wholePeriod } from './pipe';
import { prorate } from './proration';

const usd = getCurrency('USD');

/** Decimals with up to `digits` fractional digits between 0 and `most`. */
const decimals = (most: bigint, digits: number): fc.Arbitrary<string> =>
  fc
    .tuple(fc.bigInt({ min: 0n, max: most }), fc.bigInt({ min: 0n, max: 10n ** BigInt(digits) - 1n }), fc.integer({ min: 0, max: digits }))
    .map(([whole, fraction, kept]) =>
      text(decimal(kept === 0 ? `${whole}` : `${whole}.${String(fraction).padStart(digits, '0').slice(0, kept)}`)),
    );

const quantity = fc.oneof(fc.constant('0'), decimals(20n, 12), decimals(5_000n, 3), decimals(10n ** 15n, 0));
const price = decimals(100n, 6);
const money = decimals(2_000n, 2);
const currency: fc.Arbitrary<Currency> = fc.constantFrom(usd, getCurrency('JPY'), getCurrency('KWD'), { code: 'CREDITS', precision: 6 });

const tiers: fc.Arbitrary<PriceTier[]> = fc
  .tuple(
    fc.uniqueArray(
      decimals(5_000n, 2).filter((bound) => bound !== '0'),
      { maxLength: 5 },
    ),
    fc.array(fc.tuple(fc.option(price), fc.option(money)), { minLength: 6, maxLength: 6 }),
  )
  .map(([bounds, prices]) =>
    [...bounds, undefined].map((upToAmount, i) => {
      const [each, fee] = prices[i] ?? [null, null];
      return {
        ...(upToAmount !== undefined && { upToAmount }),
        ...((each !== null || fee === null) && { unitPrice: { type: 'unit' as const, amount: each ?? '0' } }),
        ...(fee !== null && { flatPrice: { type: 'flat' as const, amount: fee } }),
      };
    }),
  );

const anyPrice: fc.Arbitrary<Price> = fc.oneof(
  fc.constant({ type: 'free' as const }),
  money.map((amount) => ({ type: 'flat' as const, amount })),
  price.map((amount) => ({ type: 'unit' as const, amount })),
  tiers.map((given) => ({ type: 'graduated' as const, tiers: given })),
  tiers.map((given) => ({ type: 'volume' as const, tiers: given })),
);

const unitConfig: fc.Arbitrary<UnitConfig> = fc.record({
  operation: fc.constantFrom('divide' as const, 'multiply' as const),
  conversionFactor: fc.constantFrom('1000', '7', '0.5', '1000000000', '1.5', '3'),
  rounding: fc.constantFrom('none' as const, 'ceiling' as const, 'floor' as const, 'half_up' as const),
  precision: fc.integer({ min: 0, max: 3 }),
});

const card = (prices: fc.Arbitrary<Price> = anyPrice): fc.Arbitrary<PricingTerms> =>
  fc
    .record({
      price: prices,
      unitConfig: fc.option(unitConfig, { nil: undefined }),
      usage: fc.option(decimals(200n, 2), { nil: undefined }),
      percentage: fc.option(fc.integer({ min: 0, max: 10_000 }), { nil: undefined }),
      minimum: fc.option(money, { nil: undefined }),
      above: fc.option(money, { nil: undefined }),
    })
    .map(({ price: given, unitConfig: config, usage, percentage, minimum, above }) => ({
      key: 'card',
      name: 'Card',
      price: given,
      unitConfig: config,
      discounts: { usage, percentage: percentage === undefined ? undefined : percentage / 100 },
      commitments: {
        minimumAmount: minimum,
        maximumAmount: above === undefined ? undefined : text(decimal(above).plus(decimal(minimum ?? '0'))),
      },
    }));

const ascending = (values: string[]): Decimal[] => values.map(decimal).sort((a, b) => a.cmp(b));
const net = (lines: readonly Line[]): Decimal => sum(lines.map((line) => line.total));
const cost = (terms: PricingTerms, used: string | Decimal, inCurrency = usd): Decimal =>
  net(rater(terms, inCurrency)(wholePeriod(typeof used === 'string' ? decimal(used) : used)));
const plain = (given: Price): PricingTerms => ({ key: 'card', name: 'Card', price: given });

describe('rate cards of every shape', () => {
  test.each([...cardInvariants, ...priceInvariants])('$sentence', ({ appliesTo, broken }) => {
    fc.assert(
      fc.property(
        card().filter(appliesTo),
        currency,
        fc.array(quantity, { minLength: 1, maxLength: 8 }),
        (terms, inCurrency, quantities) => {
          expect(broken({ card: terms, currency: inCurrency, quantities: ascending(quantities) })).toBeNull();
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('prices', () => {
  test('A package is a ceiling: started packages are paid in full.', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 0, max: 10 ** 6 }), money, (size, used, amount) => {
        const config: UnitConfig = { operation: 'divide', conversionFactor: String(size), rounding: 'ceiling', precision: 0 };
        const packages = decimal(String(Math.ceil(used / size)));
        expect(text(cost({ ...plain({ type: 'unit', amount }), unitConfig: config }, String(used)))).toBe(
          text(packages.times(decimal(amount))),
        );
      }),
    );
  });

  test('The order in which tiers are written does not matter.', () => {
    fc.assert(
      fc.property(tiers, quantity, fc.constantFrom('graduated' as const, 'volume' as const), (given, used, type) => {
        expect(text(cost(plain({ type, tiers: [...given].reverse() }), used))).toBe(text(cost(plain({ type, tiers: given }), used)));
      }),
    );
  });
});

describe('money', () => {
  test('Capping again takes nothing more, and filling up again adds nothing more.', () => {
    fc.assert(
      fc.property(money, money, money, (billed, line, bound) => {
        const [before, total, limit] = [billed, line, bound].map(decimal) as [Decimal, Decimal, Decimal];
        const capped = total.minus(overMaximum(before, total, limit, usd));
        if (before.lt(limit)) expect(text(overMaximum(before, capped, limit, usd))).toBe('0');
        const filled = before.plus(belowMinimum(before, limit, usd));
        expect(text(belowMinimum(filled, limit, usd))).toBe('0');
        expect(text(filled)).toBe(text(max(before, limit)));
      }),
    );
  });

  test('Shares add up to the amount and are fair within one unit.', () => {
    fc.assert(
      fc.property(decimals(10n ** 12n, 2), fc.array(decimals(1_000n, 3), { minLength: 1, maxLength: 12 }), (amount, weights) => {
        const all = sum(weights.map(decimal));
        fc.pre(all.gt(ZERO));
        const shares = allocate(amount, weights, usd).map(decimal);
        expect(text(sum(shares))).toBe(text(decimal(amount)));
        shares.forEach((share, i) => {
          const exact = divide(decimal(amount).times(decimal(weights[i] ?? '0')), all);
          expect(share.minus(exact).abs().lte(decimal('0.01'))).toBe(true);
        });
      }),
    );
  });

  test('Prorated parts of a period add up to the whole within half a unit each, and never exceed it singly.', () => {
    fc.assert(
      fc.property(money, fc.array(fc.integer({ min: 1, max: 10 ** 6 }), { minLength: 2, maxLength: 8 }), (amount, lengths) => {
        const full = decimal(String(lengths.reduce((a, b) => a + b, 0)));
        const parts = lengths.map((length) => prorate(decimal(amount), { served: decimal(String(length)), full }, usd));
        const off = sum(parts).minus(decimal(amount)).abs();
        expect(off.lte(decimal('0.005').times(decimal(String(lengths.length))))).toBe(true);
        for (const part of parts) expect(part.lte(decimal(amount))).toBe(true);
      }),
    );
  });
});

describe('credits', () => {
  const credits: fc.Arbitrary<Credit[]> = fc
    .array(
      fc.record({
        name: fc.constant('Grant'),
        amount: money,
        priority: fc.integer({ min: 1, max: 3 }),
        createdAt: fc.constantFrom('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'),
        expiresAt: fc.option(fc.constantFrom('2027-01-01T00:00:00Z', '2028-01-01T00:00:00Z')),
        features: fc.option(
          fc.constantFrom('tokens', 'seats').map((key) => [key]),
          { nil: undefined },
        ),
      }),
      { maxLength: 6 },
    )
    .map((given) => given.map((credit, i) => ({ ...credit, id: `grant-${i}` })));

  test('What credits paid and what is left of them is what there was, and no line falls below zero.', () => {
    fc.assert(
      fc.property(card(), quantity, credits, fc.constantFrom('tokens', undefined), (terms, used, given, featureKey) => {
        const purse = new Purse(given, usd);
        const lines = rater(terms, usd)(wholePeriod(decimal(used)));
        const paid = purse.pay(lines.map((line) => ({ line, key: line.ref, featureKey })));
        const left = sum(purse.left().map(({ amount }) => decimal(amount)));
        const spent = decimal(totalsOf(paid, usd).creditsTotal);
        expect(text(spent.plus(left))).toBe(text(sum(given.map(({ amount }) => decimal(amount)))));
        expect(text(net(paid).plus(spent))).toBe(text(net(lines)));
        for (const line of paid) expect(line.total.gte(ZERO)).toBe(true);
        for (const { amount } of purse.left()) expect(decimal(amount).gte(ZERO)).toBe(true);
      }),
    );
  });

  test('Credits that may pay for everything pay as much as there is of either.', () => {
    fc.assert(
      fc.property(card(), quantity, money, (terms, used, amount) => {
        const purse = new Purse([{ id: 'grant', name: 'Grant', amount, priority: 1, createdAt: '2026-01-01T00:00:00Z' }], usd);
        const lines = rater(terms, usd)(wholePeriod(decimal(used)));
        const spent = totalsOf(purse.pay(lines.map((line) => ({ line, key: line.ref }))), usd).creditsTotal;
        expect(spent).toBe(moneyText(min(decimal(amount), net(lines)), usd));
      }),
    );
  });
});

describe('plans', () => {
  const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().replace('.000', '');
  const cadences = fc.constantFrom(undefined, 'P1M', 'P3M', 'P1Y', 'P1W', 'P1D');
  const planned = fc
    .tuple(card(), cadences, fc.constantFrom('in_advance' as const, 'in_arrears' as const))
    .map(([terms, billingCadence, paymentTerm]): PlannedCard => ({ ...terms, paymentTerm, ...(billingCadence && { billingCadence }) }));
  const rateCards = fc
    .array(planned, { minLength: 1, maxLength: 3 })
    .map((cards) => cards.map((terms, i) => ({ ...terms, key: `card_${i}`, feature: { id: `f${i}` } })));
  const phases = fc
    .array(fc.tuple(rateCards, fc.constantFrom('P1M', 'P45D', 'P1W', 'P14D')), { minLength: 1, maxLength: 3 })
    .map((all) => all.map(([cards, duration], i) => ({ key: `p${i}`, rateCards: cards, ...(i < all.length - 1 && { duration }) })));
  const content = fc.record({
    currency: fc.constant('USD'),
    billingCadence: fc.constantFrom('P1M', 'P1W', 'P3M'),
    proRatingEnabled: fc.boolean(),
    phases,
  });
  const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York');

  test.each(planInvariants)('$sentence', ({ broken }) => {
    fc.assert(
      fc.property(
        content,
        zones,
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 50, max: 120 }),
        fc.array(quantity, { minLength: 1, maxLength: 9 }),
        (plan, timeZone, start, end, used) => {
          const usageOf = (n: number) => used[n % used.length] ?? '0';
          const sample = { content: plan, currency: usd, anchor: day(30), start: day(start), to: day(end), timeZone, usageOf };
          expect(broken(sample)).toBeNull();
        },
      ),
      { numRuns: 60 },
    );
  });

  test('n of an add-on are n single ones.', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 6 }), money, price, money, (n, own, base, usage) => {
        const seats = { key: 'seats', name: 'Seats', price: { type: 'flat' as const, amount: base } };
        const plan = { currency: 'USD', billingCadence: 'P1M', phases: [{ key: 'a', rateCards: [seats] }] };
        const extra = { ...seats, price: { type: 'flat' as const, amount: own }, discounts: { usage } };
        const addOn = { rateCards: [extra, { ...extra, key: 'more' }] };
        const singles = Array.from({ length: n }, () => ({ ...addOn, quantity: 1 }));
        expect(withAddOns(plan, [{ ...addOn, quantity: n }])).toEqual(withAddOns(plan, singles));
      }),
    );
  });

  test('Every invariant is tried on every card of a stored plan, and the seed decides the quantities.', () => {
    const cards = [
      { key: 'fee', name: 'Fee', price: { type: 'flat' as const, amount: '49' } },
      {
        key: 'use',
        name: 'Use',
        price: { type: 'unit' as const, amount: '0.003' },
        commitments: { minimumAmount: '1', maximumAmount: '900' },
      },
      {
        key: 'packs',
        name: 'Packs',
        price: { type: 'unit' as const, amount: '2' },
        unitConfig: { operation: 'divide' as const, conversionFactor: '500', rounding: 'ceiling' as const, precision: 0 },
      },
      ...(['graduated', 'volume'] as const).map((type) => ({
        key: type,
        name: type,
        price: {
          type,
          tiers: [
            { upToAmount: '10', unitPrice: { type: 'unit' as const, amount: '0.2' }, flatPrice: { type: 'flat' as const, amount: '3' } },
            { unitPrice: { type: 'unit' as const, amount: '0.1' }, flatPrice: { type: 'flat' as const, amount: '5' } },
          ],
        },
      })),
    ];
    const plan = { currency: 'USD', billingCadence: 'P1M', phases: [{ key: 'a', rateCards: cards }] };
    const found = [...proofs(plan, 42)];
    expect(found).toHaveLength(cardInvariants.length + priceInvariants.length + planInvariants.length);
    expect(found.filter((proof) => proof.broken)).toEqual([]);
    expect(found.filter((proof) => proof.cards === 0)).toEqual([]);
    expect([...proofs(plan, 42)]).toEqual(found);
  });
});
