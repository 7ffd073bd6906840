import { compare, type Decimal, decimal, divide, isNegative, ONE, sum, text, ZERO } from '@/lib/decimal';
import { roundMoney } from '@/lib/money';
import { tiersOf } from '@/lib/pricing/price';
import type { PricingTerms } from '@/lib/pricing/terms';
import { readTiers, tierAt } from '@/lib/pricing/tiers';
import { type Credit, Purse } from '@/lib/rating/credits';
import { totalsOf } from '@/lib/rating/line';
import { prorate } from '@/lib/rating/proration';
import { withAddOns } from '@/lib/subscription/add-ons';
import { costAt, each, type Invariant, linesAt, netOf, type Sample, unequal } from './invariant';

/** The price alone, in units as they are priced. */
const BARE: Partial<PricingTerms> = { unitConfig: undefined, discounts: undefined, commitments: undefined };
const BESIDE = decimal('0.000000001');
const PARTS_IN_DAYS = ['1', '6', '10', '14'];

const minorUnit = ({ currency }: Sample): Decimal => decimal(currency.precision === 0 ? '1' : `0.${'0'.repeat(currency.precision - 1)}1`);

/** Invariants of prices of one type, and of priced lines. */
export const priceInvariants: Invariant[] = [
  {
    sentence: 'A unit price is a graduated price of one tier.',
    appliesTo: ({ price }) => price.type === 'unit',
    broken: (sample) =>
      each(sample, (quantity) => {
        const { price } = sample.card;
        if (price.type !== 'unit') return null;
        const oneTier = costAt(sample, quantity, { price: { type: 'graduated', tiers: [{ unitPrice: price }] } });
        return unequal('with one tier', oneTier, costAt(sample, quantity));
      }),
  },
  {
    sentence: 'A started package is paid in full.',
    appliesTo: ({ price, unitConfig: config }) =>
      price.type === 'unit' && config?.operation === 'divide' && config.rounding === 'ceiling' && config.precision === 0,
    broken: (sample) =>
      each(sample, (quantity) => {
        const size = decimal(sample.card.unitConfig?.conversionFactor ?? '1');
        const [line] = linesAt(sample, quantity, { discounts: undefined, commitments: undefined });
        const packages = line?.quantity ?? ZERO;
        const enough = compare(packages.times(size), quantity) >= 0;
        const fewest = compare(packages.minus(ONE).times(size), quantity) < 0;
        return enough && (fewest || packages.eq(ZERO)) ? null : `${text(packages)} packages of ${text(size)}`;
      }),
  },
  {
    sentence: 'Behind the end of a graduated tier the price jumps by the fee of the next one and nothing else.',
    appliesTo: ({ price }) => price.type === 'graduated',
    broken: (sample) => {
      const tiers = readTiers(tiersOf(sample.card.price));
      for (const [i, { upTo }] of tiers.entries()) {
        const next = tiers[i + 1];
        if (!upTo || !next) continue;
        const jump = costAt(sample, upTo.plus(BESIDE), BARE).minus(costAt(sample, upTo, BARE));
        const rounding = minorUnit(sample).plus(BESIDE.times(next.unitPrice ?? ZERO));
        const fee = next.flatPrice ?? ZERO;
        if (compare(jump.minus(fee).abs(), rounding) > 0) return `at ${text(upTo)}: it jumps by ${text(jump)} and the fee is ${text(fee)}`;
      }
      return null;
    },
  },
  {
    sentence: 'A volume price is the price of the tier that the quantity reaches.',
    appliesTo: ({ price }) => price.type === 'volume',
    broken: (sample) =>
      each(sample, (quantity) => {
        const { unitPrice, flatPrice } = tierAt(readTiers(tiersOf(sample.card.price)), quantity);
        const per = roundMoney((unitPrice ?? ZERO).times(quantity), sample.currency);
        return unequal('the price', costAt(sample, quantity, BARE), per.plus(roundMoney(flatPrice ?? ZERO, sample.currency)));
      }),
  },
  {
    sentence: 'The parts of a prorated fee add up to the whole, within half a minor unit each.',
    appliesTo: ({ price }) => price.type === 'flat',
    broken: (sample) => {
      const { price } = sample.card;
      if (price.type !== 'flat') return null;
      const lengths = PARTS_IN_DAYS.map(decimal);
      const parts = lengths.map((served) => prorate(decimal(price.amount), { served, full: sum(lengths) }, sample.currency));
      const off = sum(parts).minus(decimal(price.amount)).abs();
      const allowed = divide(minorUnit(sample).times(decimal(String(parts.length))), decimal('2'));
      return compare(off, allowed) > 0 ? `${parts.map(text).join(' + ')} is not ${price.amount}` : null;
    },
  },
  {
    sentence: 'Priced in minor units, everything costs the same.',
    appliesTo: () => true,
    broken: (sample) => {
      const times = decimal(`1${'0'.repeat(sample.currency.precision)}`);
      const minor = { ...sample, card: scaled(sample.card, times), currency: { code: sample.currency.code, precision: 0 } };
      return each(sample, (quantity) => unequal('the price', costAt(sample, quantity).times(times), costAt(minor, quantity)));
    },
  },
  {
    sentence: 'What credits pay, what expires and what is left of them is what was granted, and nothing falls below zero.',
    appliesTo: () => true,
    broken: (sample) =>
      each(sample, (quantity) => {
        const lines = linesAt(sample, quantity);
        const credits = creditsFor(netOf(lines), sample);
        const purse = new Purse(credits, sample.currency);
        const paid = purse.pay(lines.map((line) => ({ line, key: line.ref, at: '2026-02-01T00:00:00Z' })));
        const left = purse.left().map(({ amount }) => decimal(amount));
        if ([...left, ...paid.map(({ total }) => total)].some(isNegative)) return 'something falls below zero';
        const spent = decimal(totalsOf(paid, sample.currency).creditsTotal);
        const granted = sum(credits.map(({ amount }) => roundMoney(decimal(amount), sample.currency)));
        return unequal('spent and left', spent.plus(sum(left)), granted) ?? unequal('left to pay', netOf(paid), netOf(lines).minus(spent));
      }),
  },
  {
    sentence: 'An add-on bought three times is three add-ons.',
    appliesTo: ({ price }) => price.type === 'flat' || price.type === 'free',
    broken: ({ card, currency }) => {
      const content = { currency: currency.code, billingCadence: 'P1M', phases: [{ key: 'only', rateCards: [card] }] };
      const addOn = { rateCards: [card, { ...card, key: `${card.key}_more` }] };
      const single = { ...addOn, quantity: 1 };
      const [thrice, singly] = [withAddOns(content, [{ ...addOn, quantity: 3 }]), withAddOns(content, [single, single, single])];
      return JSON.stringify(thrice) === JSON.stringify(singly) ? null : 'they come to different cards';
    },
  },
];

function scaled(card: PricingTerms, times: Decimal): PricingTerms {
  const isMoney = /^(amount|minimumAmount|maximumAmount)$/;
  return JSON.parse(JSON.stringify(card), (key, value) => (isMoney.test(key) ? text(decimal(value).times(times)) : value));
}

/** Credits that do not suffice, more than suffice, may not be used here, and are too late. */
function creditsFor(cost: Decimal, { currency }: Sample): Credit[] {
  const half = text(roundMoney(divide(cost, decimal('2')), currency).abs());
  const credit = { name: 'Credit', priority: 1, createdAt: '2026-01-01T00:00:00Z' };
  return [
    { ...credit, id: 'half', amount: half },
    { ...credit, id: 'more', amount: text(cost.abs()), priority: 2 },
    { ...credit, id: 'elsewhere', amount: '7', priority: 0, features: ['another'] },
    { ...credit, id: 'expired', amount: '9', priority: 0, expiresAt: '2026-02-01T00:00:00Z' },
  ];
}
