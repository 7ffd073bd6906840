import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { getCurrency } from '../currency';
import { decimal, sum, text, ZERO } from '../decimal';
import { arbitraryLife, hourOf, LAST_HOUR, live, rowsOf } from './arbitrary-life';
import { ALL, accountsAt, creditBalance, featuresIn, type OpenCharge, settledAt, spendableOn, type View } from './balance';
import { advanceOf, Book, isInForce, serves } from './book';
import { bookCharges } from './charging';
import { correctCharge } from './correcting';
import { issueGrant, voidGrant } from './issuing';
import { ACCOUNTS, type Grant } from './ledger';
import { rowsAfter, snapshotAt } from './snapshot';
import { creditRows } from './transactions';

const usd = getCurrency('USD');
const END = hourOf(LAST_HOUR);
const views: View[] = [ALL, { feature: null }, { feature: 'a' }, { feature: 'b' }, { feature: 'c' }];
/** Every instant at which something counts, and one before all of them. */
const instantsOf = (book: Book) => [hourOf(-200), ...new Set(book.transactions.map(({ bookedAt }) => bookedAt)), hourOf(LAST_HOUR * 2)];
const runs = { numRuns: 120 };

describe('whatever happens to credit', () => {
  test('every transaction adds up to 0, and so do the accounts at any instant', () => {
    fc.assert(
      fc.property(arbitraryLife, (life) => {
        const book = live(life);
        for (const { entries } of book.transactions) expect(text(sum(entries.map(({ amount }) => decimal(amount))))).toBe('0');
        for (const at of instantsOf(book)) {
          const balances = accountsAt(book.transactions, at);
          expect(text(sum(ACCOUNTS.map((account) => decimal(balances[account]))))).toBe('0');
        }
      }),
      runs,
    );
  });

  test('no grant is ever below 0 or above its amount, at any instant, and an advance is never above 0', () => {
    fc.assert(
      fc.property(arbitraryLife, (life) => {
        const book = live(life);
        for (const at of instantsOf(book)) {
          const { grants, advance } = accountsAt(book.transactions, at);
          expect(decimal(advance).lte(ZERO)).toBe(true);
          for (const [id, left] of Object.entries(grants)) {
            const amount = decimal(book.findGrant(id)?.grant.amount ?? '0');
            expect(decimal(left).gte(ZERO) && decimal(left).lte(amount)).toBe(true);
          }
        }
      }),
      runs,
    );
  });

  test('restricted credit pays for its features only, and only while it is in force', () => {
    fc.assert(
      fc.property(arbitraryLife, (life) => {
        const book = live(life);
        for (const { kind, bookedAt, entries } of book.transactions) {
          if (kind !== 'consume' && kind !== 'cover') continue;
          for (const { account, grant, charge } of entries) {
            const [held, charged] = [book.findGrant(grant ?? '')?.grant, book.findCharge(charge ?? '')?.charge];
            if (account !== 'customer_accrued' || !held || !charged) continue;
            // An adjustment takes from everything.
            if (!charged.id.startsWith('adjust')) expect(serves(held, charged.feature)).toBe(true);
            if (kind === 'consume') expect(isInForce(held, bookedAt)).toBe(true);
            else expect(held.expiresAt === null || bookedAt < held.expiresAt).toBe(true);
          }
        }
      }),
      runs,
    );
  });

  test('what is settled is the last balance of the list, and the sum of its rows, in every view', () => {
    fc.assert(
      fc.property(arbitraryLife, (life) => {
        const book = live(life);
        const featuresOf = featuresIn(book);
        for (const view of views) {
          for (const at of instantsOf(book)) {
            const rows = creditRows(book, at, featuresOf, view);
            const settled = text(settledAt(book.transactions, at, featuresOf, view));
            expect(rows[0]?.balance.after ?? '0').toBe(settled);
            expect(text(sum(rows.map(({ amount }) => decimal(amount))))).toBe(settled);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test('a ledger that is opened again, with its rows or with a snapshot and the rows after it, is the same ledger', () => {
    fc.assert(
      fc.property(arbitraryLife, arbitraryLife, fc.integer({ min: -10, max: 30 }), fc.nat(), (before, after, hour, part) => {
        const first = live(before);
        const rows = rowsOf(first);
        // Taken before the rest was booked, of which some counts from before it.
        const older = snapshotAt(hourOf(hour - 20), rows.transactions.slice(0, part % (rows.transactions.length + 1)));
        const snapshot = snapshotAt(hourOf(hour), rowsAfter(older, rows).transactions, older);
        const rest = rowsAfter(snapshot, rows);
        for (const at of instantsOf(first).filter((instant) => instant >= snapshot.at)) {
          const nonZero = ({ grants, ...accounts }: ReturnType<typeof accountsAt>) => ({
            accounts,
            grants: Object.fromEntries(Object.entries(grants).filter(([, left]) => left !== '0')),
          });
          expect(nonZero(accountsAt(rest.transactions, at, snapshot))).toEqual(nonZero(accountsAt(rows.transactions, at)));
        }
        const [again, snapped] = [new Book(usd, rows), new Book(usd, rest, snapshot)];
        const booked = [first, again, snapped].map((book) => {
          const known = new Set(book.transactions);
          live(
            after.map((act) => ({ ...act, hour: act.hour + LAST_HOUR })),
            book,
            1000,
          );
          for (const { charge } of book.allCharges()) correctCharge(book, charge.id, hourOf(3 * LAST_HOUR));
          return book.transactions.filter((transaction) => !known.has(transaction));
        });
        expect(booked[1]).toEqual(booked[0]);
        expect(booked[2]).toEqual(booked[0]);
      }),
      { numRuns: 60 },
    );
  });

  test('what is live is never above what is settled, and all is the sum of what each set of features may use', () => {
    fc.assert(
      fc.property(arbitraryLife, openCharges, (life, open) => {
        const book = live(life);
        const now = hourOf(LAST_HOUR);
        for (const view of views) {
          const { settled, live: left } = creditBalance(book, { now, view, openCharges: open });
          expect(decimal(left).lte(decimal(settled))).toBe(true);
        }
        const routes = new Map<string, ReturnType<typeof decimal>>();
        const featuresOf = featuresIn(book);
        for (const transaction of book.transactions) {
          if (transaction.bookedAt > now) continue;
          for (const entry of transaction.entries) {
            if (entry.account !== 'customer_fbo' && entry.backing !== 'advance') continue;
            if (entry.account === 'customer_accrued') continue;
            const route = featuresOf(entry).join();
            routes.set(route, (routes.get(route) ?? ZERO).plus(decimal(entry.amount)));
          }
        }
        expect(text(sum([...routes.values()]))).toBe(creditBalance(book, { now }).settled);
      }),
      runs,
    );
  });

  test('the credit that a feature may still spend is what a charge of it would find', () => {
    fc.assert(
      fc.property(arbitraryLife, openCharges, (life, open) => {
        const book = live(life);
        const now = hourOf(LAST_HOUR);
        const spendable = decimal(spendableOn(book, 'a', now, open));
        const all = open.map((charge) => ({ ...charge, at: now }));
        for (const settlement of ['credit_then_invoice', 'credit_only'])
          bookCharges(
            book,
            all.filter((charge) => charge.settlement === settlement),
          );
        const last = bookCharges(book, [{ id: 'last', amount: '1000000', at: now, settlement: 'credit_then_invoice', feature: 'a' }]);
        const found = last.ok ? sum((last.covers[0]?.taken ?? []).map(({ amount }) => amount)) : ZERO;
        const owed = sum(
          [...book.allCharges()].filter(({ charge }) => charge.feature === 'a').map((held) => advanceOf(held)?.accrued ?? ZERO),
        );
        expect(text(spendable)).toBe(text(found.minus(owed)));
      }),
      runs,
    );
  });

  test('to charge and to correct the charge restores every account, now and when grants expire', () => {
    fc.assert(
      fc.property(
        arbitraryLife,
        fc.integer({ min: 1, max: 20_000 }),
        fc.constantFrom(null, 'a', 'b'),
        fc.boolean(),
        (life, n, feature, only) => {
          const book = live(life);
          const before = book.transactions.length;
          const at = hourOf(LAST_HOUR);
          const amount = (n / 100).toString();
          bookCharges(book, [{ id: 'x', amount, at, settlement: only ? 'credit_only' : 'credit_then_invoice', feature }]);
          const corrected = correctCharge(book, 'x', at);
          expect(corrected.ok).toBe(true);
          for (const instant of instantsOf(book).filter((one) => one >= at)) {
            const { grants: leftBefore, ...accounts } = accountsAt(book.transactions.slice(0, before), instant);
            expect(accountsAt(book.transactions, instant)).toMatchObject({ ...accounts, grants: leftBefore });
          }
        },
      ),
      runs,
    );
  });

  test('a grant that was voided is never used again, and voiding it again books nothing', () => {
    fc.assert(
      fc.property(arbitraryLife, arbitraryLife, grantOf, fc.integer({ min: 0, max: LAST_HOUR }), (before, after, given, hour) => {
        const book = live(before);
        issueGrant(book, { ...given, id: 'voided' });
        live(after, book, 1000);
        const first = voidGrant(book, 'voided', hourOf(hour));
        if (!first.ok) return;
        const mark = book.transactions.length;
        expect(voidGrant(book, 'voided', hourOf(hour + 1))).toMatchObject({ ok: true, transactions: [], voidedAt: first.voidedAt });
        expect(book.transactions.length).toBe(mark);
        live(after, book, 2000);
        for (const { charge } of book.allCharges()) correctCharge(book, charge.id, hourOf(LAST_HOUR));
        bookCharges(book, [{ id: 'all', amount: '1000000', at: hourOf(hour - 1), settlement: 'credit_only', feature: 'a' }]);
        const later = book.transactions.slice(mark);
        const used = later.filter(({ kind }) => kind === 'consume' || kind === 'cover').flatMap(({ entries }) => entries);
        expect(used.filter(({ grant }) => grant === 'voided')).toEqual([]);
        expect(accountsAt(book.transactions, hourOf(3 * LAST_HOUR)).grants.voided).toBe('0');
      }),
      runs,
    );
  });

  test('charges of one grant take no more than it has, however many there are and in whatever order', () => {
    fc.assert(
      fc.property(
        grantOf,
        fc.array(fc.tuple(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: -5, max: 20 })), { maxLength: 12 }),
        (given, due) => {
          const book = new Book(usd);
          issueGrant(book, { ...given, id: 'one' });
          for (const [i, [n, hour]] of due.entries())
            bookCharges(book, [
              { id: `${i}`, amount: (n / 100).toString(), at: hourOf(hour), settlement: 'credit_then_invoice', feature: 'a' },
            ]);
          const used = sum([...book.allCharges()].flatMap(({ parts }) => parts.map(({ accrued }) => accrued)));
          expect(used.lte(decimal(given.amount))).toBe(true);
          expect(text(used.plus(book.findGrant('one')?.left ?? ZERO))).toBe(given.amount);
          // An act that comes twice is refused the second time.
          expect(issueGrant(book, { ...given, id: 'one' })).toEqual({ ok: false, refused: 'already_booked' });
        },
      ),
      runs,
    );
  });
});

const openCharges = fc.array(
  fc.record({
    id: fc.uuid(),
    type: fc.constant('usage' as const),
    amount: fc.integer({ min: 1, max: 9_999 }).map((n) => (n / 100).toString()),
    settlement: fc.constantFrom<OpenCharge['settlement']>('credit_only', 'credit_then_invoice'),
    feature: fc.constantFrom(null, 'a', 'b'),
    servicePeriod: fc.constant({ from: hourOf(0), to: END }),
  }),
  { maxLength: 4 },
);

const grantOf: fc.Arbitrary<Grant> = fc.record({
  id: fc.constant('grant'),
  amount: fc.integer({ min: 1, max: 9_999 }).map((n) => text(decimal(`${n / 100}`))),
  priority: fc.integer({ min: 1, max: 2 }),
  features: fc.constantFrom([], ['a']),
  createdAt: fc.constant(hourOf(0)),
  effectiveAt: fc.integer({ min: -3, max: 3 }).map(hourOf),
  expiresAt: fc.option(fc.integer({ min: 5, max: 150 }).map(hourOf)),
  funding: fc.constantFrom('none' as const, 'external' as const),
  costBasis: fc.constant('1'),
});
