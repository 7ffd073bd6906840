import { expect, test } from 'vitest';
import { costBasisIssues, isInForce, withEnds } from './cost-basis';

const basis = { fiatCode: 'USD', rate: '0.01', effectiveFrom: '2026-06-01T00:00:00Z' };
const codes = (change: Partial<Parameters<typeof costBasisIssues>[0]>, newest?: string) =>
  costBasisIssues({ ...basis, ...change }, newest).map(({ code }) => code);

test('a rate is above 0, in money there is, begins after the newest one and ends after it begins', () => {
  expect(codes({})).toEqual([]);
  expect(codes({ rate: '0.000' })).toEqual(['cost_basis_rate_not_positive']);
  expect(codes({ rate: '-1' })).toEqual(['cost_basis_rate_not_positive']);
  expect(codes({ fiatCode: 'XXQ' })).toEqual(['currency_invalid']);
  expect(codes({}, '2026-05-31T23:59:59Z')).toEqual([]);
  expect(codes({}, '2026-06-01T02:00:00+02:00')).toEqual(['cost_basis_not_after_newest']);
  expect(codes({ effectiveTo: '2026-06-01T00:00:00Z' })).toEqual(['effective_period_from_after_to']);
});

test('a rate ends where the next one for the same money begins, or where it was said to end, whichever is earlier', () => {
  const ended = withEnds([
    { fiatCode: 'USD', effectiveFrom: '2026-03-01T00:00:00Z' },
    { fiatCode: 'EUR', effectiveFrom: '2026-02-15T00:00:00Z' },
    { fiatCode: 'USD', effectiveFrom: '2026-02-01T00:00:00Z', effectiveTo: '2026-02-10T00:00:00Z' },
    { fiatCode: 'USD', effectiveFrom: '2026-01-01T00:00:00Z', effectiveTo: '2027-01-01T00:00:00Z' },
  ]);
  expect(ended.map(({ effectiveTo }) => effectiveTo)).toEqual([undefined, undefined, '2026-02-10T00:00:00Z', '2026-02-01T00:00:00Z']);
  const inForce = (instant: string) => ended.filter((b) => isInForce(b, instant)).map((b) => b.effectiveFrom.slice(5, 10));
  expect(inForce('2026-02-01T00:00:00Z')).toEqual(['02-01']);
  expect(inForce('2026-02-10T00:00:00Z')).toEqual([]);
  expect(inForce('2026-03-01T00:00:00Z')).toEqual(['03-01', '02-15']);
});
