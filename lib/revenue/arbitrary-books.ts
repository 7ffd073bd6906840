import fc from 'fast-check';
import { getCurrency } from '../currency';
import { type Decimal, decimal, sum, text, ZERO } from '../decimal';
import { fromEpochSeconds } from '../time';
import { monthAt, monthsBetween } from './calendar';
import type { BilledLine, CreditNote, Ledger, Payment } from './earned';
import type { Books, CurrencyBooks } from './equations';
import { ratesOf } from './exchange';
import type { ItemTerms, Pause, RevenueItem } from './item';

// Random timelines over a year. Instants are often the first of a month, where periods begin and end.

const YEAR_START = Date.parse('2025-01-01T00:00:00Z') / 1000;
const DAY = 86_400;
const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Tokyo'];

const firsts = ['2025-01-01', '2025-02-01', '2025-03-01', '2025-04-01', '2025-07-01', '2025-10-01'].map(
  (day) => Date.parse(`${day}T00:00:00Z`) / 1000,
);

const moment = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -60 * DAY, max: 365 * DAY }).map((offset) => YEAR_START + offset) },
  { weight: 2, arbitrary: fc.constantFrom(...firsts) },
);

const money = fc.integer({ min: 1, max: 200_000 }).map((cents) => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`);

const terms: fc.Arbitrary<ItemTerms> = fc.record({
  type: fc.constantFrom('flat', 'flat', 'flat', 'usage', 'one_time'),
  amount: money,
  quantity: fc.integer({ min: 1, max: 40 }).map(String),
  interval: fc.constantFrom('P1M', 'P1Y', 'P3M', 'P1W', 'P1D'),
  zeroUsageCharge: fc.option(money, { nil: undefined }),
  minimum: fc.option(money, { nil: undefined, freq: 5 }),
  maximum: fc.option(money, { nil: undefined, freq: 8 }),
});

/** One subscription: the instants at which its terms change, the last its end unless it goes on, and the terms in between. */
const subscription = fc.record({
  instants: fc.uniqueArray(moment, { minLength: 2, maxLength: 5 }),
  goesOn: fc.boolean(),
  terms: fc.array(terms, { minLength: 5, maxLength: 5 }),
  plans: fc.array(fc.constantFrom('starter', 'team', 'scale'), { minLength: 5, maxLength: 5 }),
  versions: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 5, maxLength: 5 }),
  currency: fc.constantFrom('USD', 'USD', 'EUR'),
  trialDays: fc.option(fc.integer({ min: 1, max: 45 }), { nil: null, freq: 3 }),
  discount: fc.option(fc.record({ percent: fc.constantFrom('10', '50', '100'), days: fc.integer({ min: 5, max: 120 }) }), { nil: null }),
  addOn: fc.option(fc.record({ amount: money, from: moment, days: fc.integer({ min: 0, max: 200 }) }), { nil: null }),
  pause: fc.option(fc.record({ from: moment, days: fc.integer({ min: 1, max: 90 }) }), { nil: null, freq: 4 }),
});

type Subscription = typeof subscription extends fc.Arbitrary<infer T> ? T : never;

function itemsOf(customer: string, name: string, given: Subscription): RevenueItem[] {
  const instants = [...given.instants].sort((a, b) => a - b);
  const starts = given.goesOn ? instants : instants.slice(0, -1);
  const first = instants[0] as number;
  const shared = { customer, subscription: name, currency: given.currency, phase: 'default' };
  const discounts = given.discount && [
    { percent: given.discount.percent, from: fromEpochSeconds(first), to: fromEpochSeconds(first + given.discount.days * DAY) },
  ];
  const items = starts.map((from, i): RevenueItem => {
    const to = instants[i + 1];
    return {
      ...shared,
      ...(given.terms[i] as ItemTerms),
      id: `${name} ${i}`,
      key: 'base',
      plan: given.plans[i] as string,
      version: given.versions[i] as number,
      from: fromEpochSeconds(from),
      to: to === undefined ? null : fromEpochSeconds(to),
      ...(discounts && { discounts }),
      trialUntil: given.trialDays === null ? null : fromEpochSeconds(first + given.trialDays * DAY),
    };
  });
  if (!given.addOn) return items;
  const { amount, from, days } = given.addOn;
  const span = { from: fromEpochSeconds(from), to: fromEpochSeconds(from + days * DAY) };
  const own = { id: `${name} extra`, key: 'extra', addOn: 'extra', plan: given.plans[0] as string, version: given.versions[0] as number };
  return [...items, { ...shared, ...own, ...span, type: 'flat', amount, quantity: '1', interval: 'P1M' }];
}

/** Items and pauses of a few customers with one to three subscriptions each. */
export const arbitraryItems: fc.Arbitrary<{ items: RevenueItem[]; pauses: Pause[] }> = fc
  .array(fc.array(subscription, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 })
  .map((customers) => {
    const named = customers.flatMap((subscriptions, c) =>
      subscriptions.map((given, s) => ({ customer: `c${c}`, name: `c${c}-s${s}`, given })),
    );
    return {
      items: named.flatMap(({ customer, name, given }) => itemsOf(customer, name, given)),
      pauses: named.flatMap(({ name, given: { pause } }) =>
        pause ? [{ subscription: name, from: fromEpochSeconds(pause.from), to: fromEpochSeconds(pause.from + pause.days * DAY) }] : [],
      ),
    };
  });

const rates = [
  { currency: 'EUR', from: '2024-01-01T00:00:00Z', rate: '1.0837' },
  { currency: 'EUR', from: '2025-03-01T00:00:00Z', rate: '1.1159' },
  { currency: 'EUR', from: '2025-08-01T00:00:00Z', rate: '0.9713' },
];

const line = fc.record({
  amount: money,
  issued: moment,
  from: moment,
  days: fc.integer({ min: 0, max: 400 }),
  rate: fc.option(fc.constantFrom('1.0837', '0.97'), { nil: undefined }),
});
const note = fc.option(
  fc.record({ part: fc.integer({ min: 1, max: 100 }), after: fc.integer({ min: 0, max: 200 }), spread: fc.boolean() }),
  { nil: null, freq: 3 },
);

/** Lines of invoices with credit notes on some, and payments. */
export const arbitraryLedger: fc.Arbitrary<Ledger> = fc
  .record({
    lines: fc.array(fc.tuple(line, note), { minLength: 1, maxLength: 6 }),
    payments: fc.array(fc.record({ at: moment, amount: money }), { maxLength: 4 }),
  })
  .map(({ lines, payments }) => {
    const billed = lines.map(
      ([given], i): BilledLine => ({
        id: `line ${i}`,
        amount: given.amount,
        issuedAt: fromEpochSeconds(given.issued),
        from: fromEpochSeconds(given.from),
        to: fromEpochSeconds(given.from + given.days * DAY),
      }),
    );
    const creditNotes = lines.flatMap(([given, taken], i): CreditNote[] => {
      if (!taken) return [];
      const issued = given.issued + taken.after * DAY;
      const span = { from: fromEpochSeconds(given.from), to: fromEpochSeconds(given.from + given.days * DAY) };
      return [{ line: `line ${i}`, amount: given.amount, issuedAt: fromEpochSeconds(issued), ...(taken.spread && span) }];
    });
    const paid = payments.map(({ at, amount }): Payment => ({ at: fromEpochSeconds(at), amount }));
    return { lines: billed, creditNotes, payments: paid };
  });

const credits: fc.Arbitrary<NonNullable<CurrencyBooks['credits']>> = fc
  .array(
    fc.record({
      paid: fc.oneof(fc.constant('0'), money),
      at: moment,
      lasts: fc.option(fc.integer({ min: 1, max: 300 }), { nil: null }),
      refundAfter: fc.option(fc.integer({ min: 1, max: 200 }), { nil: null, freq: 3 }),
      burns: fc.array(fc.record({ tenths: fc.integer({ min: 1, max: 3 }), after: fc.integer({ min: 0, max: 200 }) }), { maxLength: 3 }),
    }),
    { maxLength: 4 },
  )
  .map((given) => ({
    grants: given.map(({ paid, at, lasts, refundAfter }, i) => ({
      id: `grant ${i}`,
      amount: '10',
      paid,
      at: fromEpochSeconds(at),
      expiresAt: lasts === null ? null : fromEpochSeconds(at + lasts * DAY),
      refundedAt: refundAfter === null ? null : fromEpochSeconds(at + refundAfter * DAY),
    })),
    burns: given.flatMap(({ at, burns }, i) =>
      burns.map(({ tenths, after }) => ({ grant: `grant ${i}`, amount: String(tenths), at: fromEpochSeconds(at + after * DAY) })),
    ),
  }));

const showback: fc.Arbitrary<NonNullable<CurrencyBooks['showback']>> = fc
  .record({
    direct: fc.array(money, { minLength: 1, maxLength: 5 }),
    costs: fc.array(
      fc.record({ amount: money, method: fc.constantFrom('even' as const, 'proportional' as const), isCredit: fc.boolean() }),
      {
        maxLength: 3,
      },
    ),
  })
  .map(({ direct, costs }) => {
    const departments = direct.map((amount, i) => ({ key: `d${i}`, direct: amount }));
    const shared = costs.map(({ amount, method, isCredit }) => ({ amount: isCredit ? `-${amount}` : amount, method }));
    const total = text(sum([...direct, ...shared.map(({ amount }) => amount)].map(decimal)));
    return { departments, costs: shared, total };
  });

const backtests: fc.Arbitrary<NonNullable<Books['backtests']>> = fc
  .record({
    fee: money,
    tiers: fc.tuple(money, money),
    credit: fc.option(money, { nil: undefined }),
    used: fc.array(fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 3 }), { maxLength: 4 }),
  })
  .map(({ fee, tiers: [first, rest], credit, used }) => [
    {
      baseline: [
        { key: 'base', name: 'Base', price: { type: 'flat', amount: fee } },
        {
          key: 'calls',
          name: 'Calls',
          price: {
            type: 'graduated',
            tiers: [{ upToAmount: '1000', unitPrice: { type: 'unit', amount: first } }, { unitPrice: { type: 'unit', amount: rest } }],
          },
        },
      ],
      windowPeriods: 3,
      customers: used.map((periods, i) => ({
        customer: `c${i}`,
        periods: periods.map((calls) => ({ quantities: { calls: String(calls) } })),
        ...(credit && { creditPerPeriod: credit }),
      })),
      currency: getCurrency('USD'),
    },
  ]);

/** Sums of invoices and credit notes by the month they were issued in, found without the core. */
function invoicedBy({ lines, creditNotes = [] }: Ledger, timeZone: string): Map<string, string> {
  const sums = new Map<string, Decimal>();
  const add = (at: string, amount: Decimal) => sums.set(monthAt(at, timeZone), (sums.get(monthAt(at, timeZone)) ?? ZERO).plus(amount));
  for (const { issuedAt, amount } of lines) add(issuedAt, decimal(amount));
  for (const { issuedAt, amount } of creditNotes) add(issuedAt, ZERO.minus(decimal(amount)));
  return new Map([...sums].map(([month, amount]) => [month, text(amount)]));
}

/** The same lines without rates. */
const inOneCurrency = (ledger: Ledger): Ledger => ({ ...ledger, lines: ledger.lines.map(({ rate, ...own }) => own) });

/** Books of a workspace: some customers, a year of months in some zone, two currencies. */
export const arbitraryBooks: fc.Arbitrary<Books> = fc
  .record({
    known: arbitraryItems,
    ledger: arbitraryLedger,
    credits,
    showback,
    backtests,
    zone: fc.constantFrom(...zones),
    now: moment,
  })
  .map(({ known, ledger, credits: sold, showback: departments, backtests: tried, zone, now }) => {
    const plain = inOneCurrency(ledger);
    return {
      ...known,
      months: monthsBetween('2025-01', '2025-09', zone),
      timeZone: zone,
      rateAt: ratesOf('USD', rates),
      now: fromEpochSeconds(now),
      money: [
        { currency: getCurrency('USD'), ledger, credits: sold, showback: departments },
        { currency: getCurrency('EUR'), ledger: plain, invoiced: invoicedBy(plain, zone) },
      ],
      backtests: tried,
    };
  });
