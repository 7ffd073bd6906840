import { expect, test } from 'vitest';
import { plan } from '@/lib/catalog/testing/sample-plan';
import { foreignCardIssues } from './priceability';

test('a card in another currency than its plan is named, and not added up as if it were in that of the plan', () => {
  expect(foreignCardIssues(plan)).toEqual([]);
  const phases = plan.phases.map((phase, i) =>
    i === 1 ? { ...phase, rateCards: phase.rateCards.map((card) => ({ ...card, currency: 'CREDITS' })) } : phase,
  );
  expect(foreignCardIssues({ ...plan, phases })[0]).toMatchObject({
    ...{ code: 'rate_card_currency_not_priced', severity: 'critical', path: ['phases', 1, 'rateCards', 0, 'currency'] },
    message: expect.stringContaining('is priced in CREDITS and the plan in'),
  });
});
