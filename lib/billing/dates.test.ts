import { expect, test } from 'vitest';
import { collectionAt, invoiceDates, nextCollectionAt, snapBack } from './dates';
import { customerLetters, invoiceNumber } from './number';
import { afterPaymentEvent } from './payment-event';
import { daysUntilDue, stripeItems } from './stripe-items';
import { overrideWorkflow, replaceWorkflow, Workflow } from './workflow';

const day = (date: string) => `${date}T00:00:00Z`;
const monthly = { type: 'anchored', recurringPeriod: { interval: 'P1M', anchor: day('2026-01-31') } } as const;

test('lines are collected as the first falls due, or at the next anchor, and an instant goes back to the last one', () => {
  const due = [day('2026-03-05'), day('2026-03-02')];
  expect(nextCollectionAt(due, { type: 'subscription' })).toBe(day('2026-03-02'));
  expect(nextCollectionAt(due, monthly)).toBe(day('2026-03-31'));
  expect(nextCollectionAt([day('2026-02-28')], monthly)).toBe(day('2026-02-28'));
  expect(nextCollectionAt([], monthly)).toBeNull();
  expect([snapBack(day('2026-03-05'), monthly), snapBack(day('2026-03-05'), { type: 'subscription' })]).toEqual([
    day('2026-02-28'),
    day('2026-03-05'),
  ]);
});

test('only usage is waited for, unless a line says until when', () => {
  const usage = { isUsage: true, invoiceAt: day('2026-03-01') };
  expect(collectionAt([usage, { isUsage: false, invoiceAt: day('2026-04-01') }], 'PT1H')).toBe('2026-03-01T01:00:00Z');
  expect(collectionAt([usage, { isUsage: false, invoiceAt: day('2026-04-01'), collectAt: day('2026-05-01') }], 'PT1H')).toBe(
    day('2026-05-01'),
  );
  expect(collectionAt([{ isUsage: false, invoiceAt: day('2026-04-01') }], 'PT1H')).toBeNull();
});

test('a draft lasts from its creation or the end of the wait, and what is approved by hand is due from its issue', () => {
  const invoice = { createdAt: day('2026-03-01'), collectionAt: day('2026-02-01'), issuedAt: null };
  const workflow = Workflow.parse({ invoicing: { draftPeriod: 'P1D' }, payment: { collectionMethod: 'send_invoice', dueAfter: 'P7D' } });
  expect(invoiceDates(invoice, workflow)).toEqual({ draftUntil: day('2026-03-02'), dueAt: day('2026-03-09') });
  const byHand = Workflow.parse({ invoicing: { autoAdvance: false } });
  expect(invoiceDates(invoice, byHand)).toEqual({ draftUntil: null, dueAt: null });
  expect(invoiceDates({ ...invoice, issuedAt: day('2026-03-10') }, byHand).dueAt).toBe(day('2026-04-09'));
});

test('a workflow that is replaced goes back to its defaults, one that is overridden keeps the rest', () => {
  const stored = Workflow.parse({ collection: { interval: 'P2D' }, invoicing: { subscriptionEndProrationMode: 'bill_full_period' } });
  const replaced = Workflow.parse(replaceWorkflow(stored, { invoicing: { autoAdvance: false } }));
  expect(replaced.collection.interval).toBe('PT1H');
  expect(replaced.invoicing).toMatchObject({ autoAdvance: false, subscriptionEndProrationMode: 'bill_full_period' });
  expect(overrideWorkflow(stored, { collection: { alignment: monthly } }).collection).toEqual({ alignment: monthly, interval: 'P2D' });
  for (const bad of [
    { collection: { alignment: { type: 'anchored' } } },
    { tax: { enabled: false, enforced: true } },
    { invoicing: { draftPeriod: '-P1D' } },
    { payment: { collectionMethod: 'charge_automatically', dueAfter: 'P1D' } },
  ])
    expect(Workflow.safeParse(bad).success).toBe(false);
});

test('an invoice carries letters of its customer', () => {
  expect(['Straße Süd', 'Łódź', 'x', '', '株式会社', '3M'].map(customerLetters)).toEqual(['STSU', 'LODZ', 'X', 'UNKN', 'UNKN', '3M']);
  expect(invoiceNumber('gathering', 'Acme Inc', 'EUR', 3)).toBe('GATHER-ACIN-EUR-3');
});

test('a provider is told of a line, its discounts and credits in the smallest unit, once', () => {
  const line = {
    name: 'Calls',
    description: 'March',
    quantity: '2.255',
    unitPrice: '0.125',
    discounts: [{ amount: '0.1', description: 'Gift' }],
  };
  expect(stripeItems({ ...line, credits: [{ amount: '0.05' }] }, { code: 'USD', precision: 2 })).toEqual([
    { description: 'Calls (March) (2.26 x $0.125)', amountMinor: 28 },
    { description: 'Calls (March) (Gift)', amountMinor: -10 },
    { description: 'credits applied for Calls (March)', amountMinor: -5 },
  ]);
  expect(stripeItems({ name: 'Fee', quantity: '1', unitPrice: '5' }, { code: 'JPY', precision: 0 })).toEqual([
    { description: 'Fee', amountMinor: 5 },
  ]);
  expect(daysUntilDue('P1M', day('2026-02-01'))).toBe(28);
});

test('an event of a provider counts as far as the provider still says so', () => {
  const paid = { type: 'invoice.paid', providerState: 'open' } as const;
  expect(afterPaymentEvent('payment_processing.pending', paid)?.state).toBe('payment_processing.pending');
  expect(afterPaymentEvent('payment_processing.pending', { ...paid, providerState: 'paid' })?.state).toBe('paid');
  expect(afterPaymentEvent('overdue', { type: 'invoice.voided', providerState: 'void' })?.state).toBe('voided');
  expect(afterPaymentEvent('overdue', { type: 'toString', providerState: 'void' })).toBeNull();
});
