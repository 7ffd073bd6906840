import { expect, test } from 'vitest';
import { getCurrency } from '../currency';
import { text } from '../decimal';
import { accountsAt } from './balance';
import { Book } from './book';
import { bookCharges } from './charging';
import { correctCharge } from './correcting';
import { issueGrant, voidGrant } from './issuing';
import type { Grant } from './ledger';
import { rowsAfter, snapshotAt } from './snapshot';

const usd = getCurrency('USD');
const at = (day: number) => `2026-01-${String(day).padStart(2, '0')}T00:00:00Z`;
const grant = (id: string, amount: string, more: Partial<Grant> = {}): Grant => ({
  id,
  amount,
  priority: 10,
  features: [],
  createdAt: at(1),
  effectiveAt: at(1),
  expiresAt: null,
  funding: 'none',
  costBasis: '0',
  ...more,
});
const charge = (id: string, amount: string, day: number) => ({
  id,
  amount,
  at: at(day),
  settlement: 'credit_only' as const,
  feature: null,
});

test('a void takes back what is there, and what is known to come back later when it does', () => {
  const book = new Book(usd);
  issueGrant(book, grant('g', '10'));
  bookCharges(book, [charge('c', '9', 2)]);
  correctCharge(book, 'c', at(5), '4');
  expect(voidGrant(book, 'g', at(3))).toMatchObject({ ok: true, voidedAt: at(3) });
  expect([3, 5, 6].map((day) => accountsAt(book.transactions, at(day)).grants.g)).toEqual(['0', '0', '0']);
  expect(accountsAt(book.transactions, at(6)).customer_receivable_open).toBe('5');
});

test('what repaid last comes back first, also where it counts from earlier, and also after a snapshot', () => {
  const book = new Book(usd);
  const grants = [
    grant('first', '3', { createdAt: at(5), effectiveAt: at(5) }),
    grant('second', '4', { createdAt: at(6), effectiveAt: at(2) }),
  ];
  bookCharges(book, [charge('c', '10', 1)]);
  for (const one of grants) issueGrant(book, one);
  const snapshot = snapshotAt(at(3), book.transactions);
  const rows = { grants, charges: [charge('c', '10', 1)], transactions: [...book.transactions] };
  for (const open of [book, new Book(usd, rows, undefined), new Book(usd, rowsAfter(snapshot, rows), snapshot)]) {
    const done = correctCharge(open, 'c', at(7), '5');
    expect(done.ok && done.returned.map((back) => [back.grant, text(back.amount)])).toEqual([
      ['second', '4'],
      ['first', '1'],
    ]);
  }
});
