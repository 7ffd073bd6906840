// Invariants of what a subscription is billed, over random lives and random cuts.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { getCurrency } from '../currency';
import { compare, decimal, sum, text, ZERO } from '../decimal';
import { prorate, prorationOf } from '../rating/proration';
import { billingSchedule } from '../rating/schedule';
import { foldLife } from '../subscription/fold';
import type { ActRequest, Life } from '../subscription/life';
import { rhythmOf } from '../subscription/period';
import { addOn, at, day, flat, lifeOf, lived, trialAndStandard, unit } from '../subscription/testing/sample-life';
import { compareInstants, fromEpochSeconds, type Instant, type Period } from '../time';
import { type Book, type BookFacts, editInvoice, fireOn, invoiceNow, syncBook } from './book';
import { type PendingLine, pendingOf } from './pending';
import { reconcile } from './sync';
import { type BillingTerms, hasBillables, horizonOf, phaseLines, targetLines } from './target-lines';
import { Workflow } from './workflow';

const USD = getCurrency('USD');
const empty: Book = { pending: [], invoices: [] };

/** One unit is used each hour. */
const hourly = (_: string, { from, to }: Period): string => String((Date.parse(to) - Date.parse(from)) / 3_600_000);
const facts = (now: Instant, workflow: object = {}): BookFacts => ({
  now,
  workflow: Workflow.parse(workflow),
  currency: USD,
  usageOf: hourly,
  canCut: () => true,
});
const termsOf = (life: Life, more: Partial<BillingTerms> = {}): BillingTerms => ({
  timeline: foldLife(life).timeline,
  rhythm: rhythmOf(life),
  currency: USD,
  prorate: true,
  endProration: 'bill_actual_period',
  ...more,
});
const linesOf = (life: Life, asOf: Instant, more?: Partial<BillingTerms>): PendingLine[] =>
  targetLines(termsOf(life, more), asOf).map(pendingOf);
const written = (lines: readonly PendingLine[]) =>
  lines.map(({ ref, servicePeriod, invoiceAt, card: { price } }) => {
    const amount = 'amount' in price ? price.amount : price.type;
    return `${ref} ${[servicePeriod.from, servicePeriod.to, invoiceAt].map((instant) => instant.slice(5, 10)).join(' ')} ${amount}`;
  });

describe('lines of a subscription', () => {
  const paid = lifeOf();

  test('show the first fee of a paid phase from the beginning of the free one on', () => {
    const free = { ...trialAndStandard.phases[0], rateCards: [unit('calls', '1', { price: { type: 'free' } })] };
    const content = {
      ...trialAndStandard,
      phases: [{ key: 'trial', name: 'Trial', duration: 'P1M', ...free }, ...trialAndStandard.phases.slice(1)],
    };
    expect(written(linesOf(lifeOf({ content }), day('2026-01-01')))).toEqual(['standard/fee/v[0]/period[0] 02-01 03-01 02-01 10']);
    expect(hasBillables({ items: [] })).toBe(false);
  });

  test('in advance are due with the billing period and in arrears at its end, up to the end of the one that runs', () => {
    expect(horizonOf(termsOf(paid), day('2026-02-10'))).toBe(day('2026-03-01'));
    expect(written(linesOf(paid, day('2026-02-10')).filter(({ ref }) => ref.startsWith('standard')))).toEqual([
      'standard/fee/v[0]/period[0] 02-01 03-01 02-01 10',
      'standard/fee/v[0]/period[1] 03-01 04-01 03-01 10',
      'standard/calls/v[0]/period[0] 02-01 03-01 03-01 0.1',
    ]);
  });

  test('of a price that changes are two for the period, each for its share', () => {
    const bought = lived(paid, ['2026-02-15', { kind: 'attach', attachment: 'a', addOn: addOn('more', [flat('fee', '10')]), quantity: 1 }]);
    expect(written(linesOf(bought, day('2026-02-15'))).filter((line) => line.includes('fee'))).toEqual([
      'standard/fee/v[0]/period[0] 02-01 02-15 02-01 5',
      'standard/fee/v[1]/period[0] 02-15 03-01 02-01 10',
      'standard/fee/v[1]/period[1] 03-01 04-01 03-01 20',
    ]);
  });

  test('at the end are for the share or in full', () => {
    const ended = lived(paid, ['2026-02-15', { kind: 'cancel' }]);
    const fee = (endProration: BillingTerms['endProration']) =>
      written(linesOf(ended, day('2026-03-01'), { endProration })).filter((line) => line.includes('fee'));
    expect(fee('bill_actual_period')).toEqual(['standard/fee/v[0]/period[0] 02-01 02-15 02-01 5']);
    expect(fee('bill_full_period')).toEqual(['standard/fee/v[0]/period[0] 02-01 02-15 02-01 10']);
  });
});

describe('a synchronisation', () => {
  const seats = addOn('more', [flat('fee', '5')]);
  const request: fc.Arbitrary<ActRequest> = fc.oneof(
    fc.record({ kind: fc.constant('seats' as const), item: fc.constant('fee'), quantity: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ kind: fc.constant('attach' as const), attachment: fc.constant('a'), addOn: fc.constant(seats), quantity: fc.constant(1) }),
    fc.record({ kind: fc.constantFrom('pause' as const, 'resume' as const, 'continue' as const) }),
    fc.record({ kind: fc.constant('cancel' as const), timing: fc.constant('next_billing_cycle' as const) }),
  );
  const acts = fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), request, fc.boolean()), { minLength: 1, maxLength: 8 });
  const later = (instant: Instant, days: number) => fromEpochSeconds(Date.parse(instant) / 1000 + days * 86_400);

  test('done twice does nothing more, whatever was invoiced between', () => {
    fc.assert(
      fc.property(acts, (given) => {
        let [life, now, book] = [lifeOf(), day('2026-01-01'), empty];
        for (const [days, wanted, invoiced] of given) {
          now = later(now, days);
          life = at(life, now, wanted).life;
          const here = facts(now, { invoicing: { draftPeriod: 'P5D' }, collection: { interval: 'PT0S' } });
          const targets = linesOf(life, now);
          book = syncBook(book, targets, here);
          expect(syncBook(book, targets, here)).toEqual(book);
          if (invoiced) book = invoiceNow(book, {}, here).book;
        }
      }),
      { numRuns: 60 },
    );
  });

  test('of a fresh subscription creates its lines, and deletes what is no more', () => {
    const targets = linesOf(lifeOf(), day('2026-02-10'));
    expect(reconcile([], targets).map(({ kind }) => kind)).toEqual(targets.map(() => 'create'));
    const book = syncBook(empty, targets, facts(day('2026-02-10')));
    expect(syncBook(book, [], facts(day('2026-02-10'))).pending).toEqual([]);
  });

  test('leaves an invoice that was issued as it is, and proposes to give back the difference', () => {
    const life = lifeOf();
    const now = facts('2026-02-01T00:00:01Z', { collection: { interval: 'PT0S' } });
    const billed = invoiceNow(syncBook(empty, linesOf(life, now.now), now), {}, now).book;
    const approved = billed.invoices[0]?.state;
    expect(approved).toBe('payment_processing.pending');
    const ended = lived(life, ['2026-02-15', { kind: 'cancel' }]);
    const after = syncBook(billed, linesOf(ended, day('2026-02-15')), facts(day('2026-02-15')));
    expect(after.invoices[0]?.lines).toEqual(billed.invoices[0]?.lines);
    expect(after.invoices[0]?.proposals).toMatchObject([{ ref: 'standard/fee/v[0]/period[0]', amount: '5.00' }]);
  });

  test('leaves alone what was edited by hand', () => {
    const now = facts('2026-02-01T00:00:01Z', {
      invoicing: { autoAdvance: false, progressiveBilling: false },
      collection: { interval: 'PT0S' },
    });
    const { book } = invoiceNow(syncBook(empty, linesOf(lifeOf(), now.now), now), {}, now);
    const fee = 'standard/fee/v[0]/period[0]';
    const edited = editInvoice(book, 0, { update: [{ ref: fee, card: { price: { type: 'flat', amount: '7' } } }] }, now).book;
    const after = syncBook(edited, [], now);
    expect(after.invoices[0]?.lines.map(({ ref, totals }) => [ref, totals.total])).toEqual([[fee, '7.00']]);
  });
});

test('A schedule, from which invoices are previewed, falls due for the same and at the same time as the lines that are booked.', () => {
  const trial = {
    ...trialAndStandard,
    phases: trialAndStandard.phases.map((phase) => ({
      ...phase,
      rateCards: [...phase.rateCards, flat('yearly', '90', { billingCadence: 'P3M', paymentTerm: 'in_arrears' })],
    })),
  };
  const act = fc.oneof(
    fc.record({ kind: fc.constant('seats' as const), item: fc.constant('fee'), quantity: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ kind: fc.constantFrom('pause' as const, 'resume' as const) }),
    fc.record({ kind: fc.constant('cancel' as const) }),
  );
  const acts = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), act), { maxLength: 5 });
  const begin = fc.constantFrom(day('2026-01-01'), day('2026-01-31'), '2026-01-15T10:30:00Z');
  fc.assert(
    fc.property(acts, begin, fc.constantFrom('UTC', 'Europe/Berlin'), fc.boolean(), (given, start, timeZone, full) => {
      let [life, now] = [lifeOf({ content: trial, start, anchor: day('2026-01-31'), timeZone }), start];
      for (const [days, wanted] of given) {
        now = fromEpochSeconds(Date.parse(now) / 1000 + days * 86_400);
        life = at(life, now, wanted).life;
      }
      const until = day('2026-12-01');
      const terms = termsOf(life, { endProration: full ? 'bill_full_period' : 'bill_actual_period' });
      const booked = terms.timeline.phases.flatMap((phase) => phaseLines(terms, phase, until));
      const { anchor, cadence } = terms.rhythm;
      const schedule = billingSchedule({
        timeline: terms.timeline,
        anchor,
        cadence,
        timeZone,
        from: start,
        to: day('2027-06-01'),
        fullLastPeriod: full,
      });
      const previewed = schedule.flatMap(({ charges }) => charges).filter(({ invoiceAt }) => compareInstants(invoiceAt, until) <= 0);
      const due = previewed.flatMap(({ itemId, rateCard, servicePeriod, billedPeriod, fullServicePeriod, invoiceAt }) => {
        const { price } = rateCard;
        const share = prorationOf(billedPeriod, fullServicePeriod);
        const amount =
          price.type === 'flat' ? text(share ? prorate(decimal(price.amount), share, USD) : decimal(price.amount)) : price.type;
        return amount === '0' ? [] : [[itemId, servicePeriod, invoiceAt, amount]];
      });
      const lines = booked.map(({ itemId, servicePeriod, invoiceAt, price }) => [
        itemId,
        servicePeriod,
        invoiceAt,
        price.type === 'flat' ? price.amount : price.type,
      ]);
      expect(lines.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))).toEqual(
        due.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
      );
    }),
    { numRuns: 60 },
  );
});

test('Parts of a period add up to the whole, wherever it is cut and whichever draft is deleted.', () => {
  const period = { from: day('2026-03-01'), to: day('2026-04-01') };
  const tiers = [
    { upToAmount: '100', flatPrice: { type: 'flat' as const, amount: '3' }, unitPrice: { type: 'unit' as const, amount: '0.333' } },
    { unitPrice: { type: 'unit' as const, amount: '0.1' } },
  ];
  const card = fc.constantFrom(
    unit('calls', '0.0007'),
    unit('calls', '0.01', { discounts: { usage: '50', percentage: 15 } }),
    unit('calls', '1', { commitments: { maximumAmount: '300' } }),
    unit('calls', '0.01', { commitments: { minimumAmount: '100' } }),
    unit('calls', '1', { price: { type: 'graduated', tiers } }),
  );
  const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 743 }), { maxLength: 5 }).map((hours) => hours.toSorted((a, b) => a - b));
  fc.assert(
    fc.property(card, cuts, fc.integer({ min: 0, max: 5 }), (terms, hours, deleted) => {
      const whole: PendingLine = {
        ref: 'l',
        card: terms,
        feature: 'calls',
        servicePeriod: period,
        group: period,
        invoiceAt: period.to,
        isManual: true,
      };
      const bill = (instants: Instant[], gone: number | null) => {
        const settled = instants.reduce<Book>(
          (book, now, i) => {
            const next = invoiceNow(book, {}, facts(now, { invoicing: { autoAdvance: false } })).book;
            return i === gone ? fireOn(next, next.invoices.length - 1, 'delete', facts(now)).book : next;
          },
          { pending: [whole], invoices: [] },
        );
        const live = settled.invoices.filter(({ state }) => state !== 'deleted');
        expect(settled.pending).toEqual([]);
        return text(sum(live.flatMap(({ lines }) => lines.map(({ totals }) => decimal(totals.total)))));
      };
      const instants = [...hours.map((hour) => fromEpochSeconds(Date.parse(period.from) / 1000 + hour * 3_600)), period.to];
      const uncut = bill([period.to], null);
      expect(bill(instants, null)).toBe(uncut);
      // The last part is never deleted here: nothing would be left to book what it had.
      if (deleted < hours.length) expect(bill(instants, deleted)).toBe(uncut);
    }),
    { numRuns: 80 },
  );
});

test('Service periods of a lane follow one another, and shares of a fee differ from the whole by less than their number of cents.', () => {
  const changes = fc.uniqueArray(fc.integer({ min: 1, max: 27 }), { maxLength: 4 }).map((days) => days.toSorted((a, b) => a - b));
  fc.assert(
    fc.property(changes, fc.integer({ min: 100, max: 9_999 }), (days, cents) => {
      const amount = text(decimal(String(cents)).div(decimal('100')));
      const content = { ...trialAndStandard, phases: [{ key: 'main', name: 'Main', rateCards: [flat('fee', amount)] }] };
      const card = (name: string) => flat('fee', amount, { name });
      const life = lived(
        lifeOf({ content, start: day('2026-02-01'), anchor: day('2026-02-01') }),
        ...days.map((n): [string, ActRequest] => [
          `2026-02-${String(n + 1).padStart(2, '0')}`,
          { kind: 'edit', patches: [{ op: 'change_item', phase: 'main', item: 'fee', rateCard: card(`fee ${n}`) }] },
        ]),
      );
      const lines = linesOf(life, day('2026-02-01')).filter(
        ({ servicePeriod }) => compareInstants(servicePeriod.to, day('2026-03-01')) <= 0,
      );
      expect([lines[0]?.servicePeriod.from, lines.at(-1)?.servicePeriod.to]).toEqual([day('2026-02-01'), day('2026-03-01')]);
      const total = sum(lines.map(({ card: { price } }) => decimal(price.type === 'flat' ? price.amount : '0')));
      const off = total.minus(decimal(amount)).abs();
      expect(compare(off, decimal('0.01').times(decimal(String(lines.length))))).toBeLessThanOrEqual(0);
      if (lines.length === 1) expect(compare(off, ZERO)).toBe(0);
    }),
    { numRuns: 60 },
  );
});
