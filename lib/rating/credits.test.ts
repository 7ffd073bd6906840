import fc from 'fast-check';
import { expect, test } from 'vitest';
import { getCurrency } from '../currency';
import { decimal } from '../decimal';
import type { PricingTerms } from '../pricing/terms';
import { type Credit, type Payable, Purse } from './credits';
import creditFigures from './golden/credits.json';
import { type Line, lineFigures } from './line';
import { rater, wholePeriod } from './pipe';
import { recompute } from './trace';

const usd = getCurrency('USD');
const fee = (amount: string): PricingTerms => ({ key: 'fee', name: 'Fee', price: { type: 'flat', amount } });
const lineOf = (amount: string): Line => rater(fee(amount), usd)(wholePeriod(decimal('0')), { explain: true })[0] as Line;
const credit = (id: string, amount: string, more: Partial<Credit> = {}): Credit => ({
  id,
  name: `Grant ${id}`,
  amount,
  priority: 10,
  createdAt: '2026-01-01T00:00:00Z',
  ...more,
});
const paid = (line: Line) => lineFigures(line, line.ref, usd);
/** Pays one line alone. */
const payOne = (purse: Purse, line: Line, terms: Omit<Payable, 'line' | 'key'> = {}): Line =>
  purse.pay([{ line, key: line.ref, ...terms }])[0] as Line;
const usedIds = (line: Line) => line.credits.map(({ grantId }) => grantId);

test('credits are used by priority, then by what expires first, then by age', () => {
  const credits = [
    credit('never-expires', '10'),
    credit('old', '10', { expiresAt: '2027-01-01T00:00:00Z' }),
    credit('young', '10', { expiresAt: '2027-01-01T00:00:00Z', createdAt: '2026-02-01T00:00:00Z' }),
    credit('expires-first', '10', { expiresAt: '2026-06-01T00:00:00Z' }),
    credit('first', '10', { priority: 1 }),
  ];
  expect(usedIds(payOne(new Purse(credits, usd), lineOf('50')))).toEqual(['first', 'expires-first', 'old', 'young', 'never-expires']);
});

test('a credit for a feature pays only for lines of that feature', () => {
  const credits = [credit('tokens-only', '10', { features: ['tokens'], priority: 1 }), credit('any', '100')];
  const purse = new Purse(credits, usd);
  expect(usedIds(payOne(purse, lineOf('7'), { featureKey: 'seats' }))).toEqual(['any']);
  expect(usedIds(payOne(purse, lineOf('7')))).toEqual(['any']);
  expect(usedIds(payOne(purse, lineOf('12'), { featureKey: 'tokens' }))).toEqual(['tokens-only', 'any']);
  expect(purse.left()).toEqual([
    { id: 'tokens-only', amount: '0.00' },
    { id: 'any', amount: '84.00' },
  ]);
});

test('a credit that is not enough pays a part, and the trace says so', () => {
  const line = payOne(new Purse([credit('small', '12.50')], usd), lineOf('49'));
  expect(paid(line)).toMatchObject({ amount: '49.00', creditsTotal: '12.50', total: '36.50' });
  expect(line.trace?.map((step) => step.text)).toEqual(['Flat price $49.00', 'Grant small pays $12.50 of $49.00']);
  expect(recompute(line.trace ?? [], usd)).toBe('36.50');
});

test('a line that gives money back takes no credit', () => {
  const back: Line = { ...lineOf('5'), gross: decimal('-5'), total: decimal('-5') };
  const purse = new Purse([credit('any', '10')], usd);
  expect(payOne(purse, back)).toBe(back);
  expect(purse.left()).toEqual([{ id: 'any', amount: '10.00' }]);
});

test('a credit that has expired when the line is due pays nothing', () => {
  const purse = new Purse([credit('gone', '10', { expiresAt: '2026-06-01T00:00:00Z' }), credit('any', '10')], usd);
  expect(usedIds(payOne(purse, lineOf('5'), { at: '2026-05-31T23:59:59Z' }))).toEqual(['gone']);
  expect(usedIds(payOne(purse, lineOf('5'), { at: '2026-06-01T00:00:00Z' }))).toEqual(['any']);
  expect(purse.left()).toEqual([
    { id: 'gone', amount: '5.00' },
    { id: 'any', amount: '5.00' },
  ]);
});

test('the trace says why a credit is used before the next one that could have paid', () => {
  const [soon, late] = [{ expiresAt: '2026-06-01T00:00:00Z' }, { expiresAt: '2027-06-01T00:00:00Z' }];
  const why = (a: Partial<Credit>, b: Partial<Credit>) => {
    const line = payOne(new Purse([credit('a', '1', a), credit('b', '9', b)], usd), lineOf('5'));
    return line.trace?.[1]?.text.replace('Grant a pays $1.00 of $5.00: before Grant b, because ', '');
  };
  expect(why({ priority: 1 }, {})).toBe('its priority is 1 and not 10');
  expect(why(soon, late)).toBe('it expires first, on 2026-06-01');
  expect(why(soon, {})).toBe('it expires, on 2026-06-01, and the other does not');
  expect(why({}, { createdAt: '2026-02-01T00:00:00Z' })).toBe('it is older');
  expect(why({}, {})).toBe('it was given first');
});

interface CreditCase {
  case: string;
  /** Amounts due, by feature. */
  lines: Record<string, string>;
  credits: Partial<Credit>[];
  left: string[];
  unpaid: Record<string, string>;
}

const given = (credits: readonly Partial<Credit>[]): Credit[] =>
  credits.map((of, i) => credit(`${i}`, of.amount ?? '0', { priority: 10, ...of }));

test.each(creditFigures as CreditCase[])('$case', ({ lines, credits, left, unpaid }) => {
  const due = Object.entries(lines).map(([featureKey, amount]) => ({ line: lineOf(amount), key: featureKey, featureKey }));
  for (const payables of [due, [...due].reverse()]) {
    const purse = new Purse(given(credits), usd);
    const lines = purse.pay(payables);
    expect(Object.fromEntries(lines.map((line, i) => [payables[i]?.key, paid(line).total]))).toEqual(unpaid);
    for (const line of lines) expect(recompute(line.trace ?? [], usd)).toBe(paid(line).total);
    const after = new Map(purse.left().map(({ id, amount }) => [id, amount]));
    expect(credits.map((_, i) => after.get(`${i}`))).toEqual(left);
  }
});

test('The order of lines does not matter, and no credit is left that could still pay for one.', () => {
  const cents = fc.integer({ min: 1, max: 5_000 }).map((n) => (n / 100).toFixed(2));
  const features = fc.constantFrom(['a'], ['b'], ['c'], ['a', 'b'], ['b', 'c'], ['a', 'b', 'c'], undefined);
  const wallet = fc.array(
    fc.record({
      amount: cents,
      priority: fc.integer({ min: 1, max: 2 }),
      features,
      expiresAt: fc.option(fc.constantFrom('2026-02-01T00:00:00Z', '2026-04-01T00:00:00Z'), { nil: undefined }),
    }),
    { maxLength: 6 },
  );
  const due = fc.array(
    fc.tuple(cents, fc.constantFrom('a', 'b', 'c', undefined), fc.constantFrom('2026-01-01T00:00:00Z', '2026-03-01T00:00:00Z')),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(wallet, due, fc.infiniteStream(fc.nat()), (credits, amounts, draw) => {
      const payables = amounts.map(([amount, featureKey, at], i) => ({ line: lineOf(amount), key: `line-${i}`, featureKey, at }));
      const pay = (order: typeof payables) => {
        const purse = new Purse(given(credits as Partial<Credit>[]), usd);
        const lines = purse.pay(order);
        const byKey = order.map(({ key }, i) => [key, paid(lines[i] as Line)] as const).sort(([a], [b]) => (a < b ? -1 : 1));
        return { lines: byKey, left: purse.left() };
      };
      const once = pay(payables);
      const shuffled = payables.map((payable) => ({ payable, n: draw.next().value as number })).sort((a, b) => a.n - b.n);
      expect(pay(shuffled.map(({ payable }) => payable))).toEqual(once);
      for (const { id, amount } of once.left) {
        const of = credits[Number(id)];
        if (amount === '0.00' || !of) continue;
        for (const { key, featureKey, at } of payables) {
          const usable =
            (!of.features || (featureKey && (of.features as readonly string[]).includes(featureKey))) &&
            !(of.expiresAt && of.expiresAt <= at);
          if (usable) expect(once.lines.find(([own]) => own === key)?.[1].total).toBe('0.00');
        }
      }
      for (const [, line] of once.lines) expect(recompute(line.trace ?? [], usd)).toBe(line.total);
    }),
    { numRuns: 200 },
  );
});
