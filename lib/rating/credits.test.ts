import { expect, test } from 'vitest';
import { getCurrency } from '../currency';
import { decimal } from '../decimal';
import type { PricingTerms } from '../pricing/terms';
import { type Credit, Purse } from './credits';
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
const usedIds = (line: Line) => line.credits.map(({ grantId }) => grantId);

test('credits are used by priority, then by what expires first, then by age', () => {
  const credits = [
    credit('never-expires', '10'),
    credit('old', '10', { expiresAt: '2027-01-01T00:00:00Z' }),
    credit('young', '10', { expiresAt: '2027-01-01T00:00:00Z', createdAt: '2026-02-01T00:00:00Z' }),
    credit('expires-first', '10', { expiresAt: '2026-06-01T00:00:00Z' }),
    credit('first', '10', { priority: 1 }),
  ];
  expect(usedIds(new Purse(credits, usd).pay(lineOf('50')))).toEqual(['first', 'expires-first', 'old', 'young', 'never-expires']);
});

test('a credit for a feature pays only for lines of that feature', () => {
  const credits = [credit('tokens-only', '10', { features: ['tokens'], priority: 1 }), credit('any', '100')];
  const purse = new Purse(credits, usd);
  expect(usedIds(purse.pay(lineOf('7'), { featureKey: 'seats' }))).toEqual(['any']);
  expect(usedIds(purse.pay(lineOf('7')))).toEqual(['any']);
  expect(usedIds(purse.pay(lineOf('12'), { featureKey: 'tokens' }))).toEqual(['tokens-only', 'any']);
  expect(purse.left()).toEqual([
    { id: 'tokens-only', amount: '0.00' },
    { id: 'any', amount: '84.00' },
  ]);
});

test('a credit that is not enough pays a part, and the trace says so', () => {
  const line = new Purse([credit('small', '12.50')], usd).pay(lineOf('49'));
  expect(paid(line)).toMatchObject({ amount: '49.00', creditsTotal: '12.50', total: '36.50' });
  expect(line.trace?.map((step) => step.text)).toEqual(['Flat price $49.00', 'Grant small pays $12.50 of $49.00']);
  expect(recompute(line.trace ?? [], usd)).toBe('36.50');
});

test('a line that gives money back takes no credit', () => {
  const back: Line = { ...lineOf('5'), gross: decimal('-5'), total: decimal('-5') };
  const purse = new Purse([credit('any', '10')], usd);
  expect(purse.pay(back)).toBe(back);
  expect(purse.left()).toEqual([{ id: 'any', amount: '10.00' }]);
});

test('a credit that has expired when the line is due pays nothing', () => {
  const purse = new Purse([credit('gone', '10', { expiresAt: '2026-06-01T00:00:00Z' }), credit('any', '10')], usd);
  expect(usedIds(purse.pay(lineOf('5'), { at: '2026-05-31T23:59:59Z' }))).toEqual(['gone']);
  expect(usedIds(purse.pay(lineOf('5'), { at: '2026-06-01T00:00:00Z' }))).toEqual(['any']);
  expect(purse.left()).toEqual([
    { id: 'gone', amount: '5.00' },
    { id: 'any', amount: '5.00' },
  ]);
});

test('the trace says why a credit is used before the next one that could have paid', () => {
  const [soon, late] = [{ expiresAt: '2026-06-01T00:00:00Z' }, { expiresAt: '2027-06-01T00:00:00Z' }];
  const why = (a: Partial<Credit>, b: Partial<Credit>) => {
    const line = new Purse([credit('a', '1', a), credit('b', '9', b)], usd).pay(lineOf('5'));
    return line.trace?.[1]?.text.replace('Grant a pays $1.00 of $5.00: before Grant b, because ', '');
  };
  expect(why({ priority: 1 }, {})).toBe('its priority is 1 and not 10');
  expect(why(soon, late)).toBe('it expires first, on 2026-06-01');
  expect(why(soon, {})).toBe('it expires, on 2026-06-01, and the other does not');
  expect(why({}, { createdAt: '2026-02-01T00:00:00Z' })).toBe('it is older');
  expect(why({}, {})).toBe('it was given first');
});
