import { expect, test } from 'vitest';
import { activityCohorts } from './activity-cohorts';

test('a refund lowers the amount of its month, and a customer belongs to the first month with more bought than given back', () => {
  const purchases = [
    { customer: 'a', date: '2025-01-05', amount: '10' },
    { customer: 'a', date: '2025-02-05', amount: '-4' },
    { customer: 'b', date: '2025-01-05', amount: '0' },
    { customer: 'b', date: '2025-03-01', amount: '7' },
    { customer: 'c', date: '2025-04-01', amount: '9' },
  ];
  expect(activityCohorts(purchases, '2025-03')).toEqual([
    {
      cohort: '2025-01',
      customers: 1,
      cells: [
        { k: 0, customers: 1, amount: '10' },
        { k: 1, customers: 0, amount: '-4' },
        { k: 2, customers: 0, amount: '0' },
      ],
    },
    { cohort: '2025-03', customers: 1, cells: [{ k: 0, customers: 1, amount: '7' }] },
  ]);
});
