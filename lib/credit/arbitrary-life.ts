import fc from 'fast-check';
import { getCurrency } from '../currency';
import { text } from '../decimal';
import { fromEpochSeconds, type Instant } from '../time';
import { Book } from './book';
import { bookCharges, invoiceCharge, payCharge } from './charging';
import { adjustCredit, correctCharge, recogniseCredit } from './correcting';
import { authorizeGrant, type Booked, issueGrant, settleGrant, voidGrant } from './issuing';
import type { Charge, Funding, Grant, LedgerRows, Settlement } from './ledger';

const usd = getCurrency('USD');
const START = Date.UTC(2026, 0, 1) / 1000;
export const LAST_HOUR = 60;

/** Returns the instant so many hours into a life. */
export const hourOf = (hour: number): Instant => fromEpochSeconds(START + hour * 3600);

const cents = fc.integer({ min: 1, max: 9_999 }).map((n) => (n / 100).toString());
const hour = fc.integer({ min: 0, max: 40 });
const place = fc.nat(5);

/** One act in the life of a customer's credit, before it is known what it meets. `late` hours are taken off the instant it is booked for. */
const act = fc.oneof(
  fc.record({
    act: fc.constant('grant' as const),
    amount: cents,
    priority: fc.integer({ min: 1, max: 2 }),
    features: fc.constantFrom<string[]>([], [], ['a'], ['b'], ['a', 'b']),
    begins: fc.integer({ min: -15, max: 10 }),
    lasts: fc.option(fc.integer({ min: 1, max: 60 })),
    funding: fc.constantFrom<Funding>('none', 'external', 'invoice'),
    costBasis: fc.constantFrom('1', '0.5', '0.013'),
  }),
  fc.record({
    act: fc.constant('charge' as const),
    amounts: fc.array(cents, { minLength: 1, maxLength: 2 }),
    feature: fc.constantFrom(null, 'a', 'b'),
    settlement: fc.constantFrom<Settlement>('credit_then_invoice', 'credit_only'),
    late: fc.constantFrom(0, 0, 3, 20),
  }),
  fc.record({ act: fc.constant('correct' as const), place, amount: fc.option(cents) }),
  fc.record({ act: fc.constantFrom('void' as const, 'authorize' as const, 'settle' as const, 'invoice' as const, 'pay' as const), place }),
  fc.record({ act: fc.constant('recognise' as const) }),
  fc.record({ act: fc.constant('adjust' as const), amount: fc.tuple(cents, fc.boolean()).map(([of, less]) => (less ? `-${of}` : of)) }),
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

/** Acts with the hour of each, in the order in which they are booked. */
export const arbitraryLife = fc
  .array(fc.tuple(hour, act), { minLength: 5, maxLength: 18, size: 'max' })
  .map((acts) => acts.sort(([a], [b]) => a - b).map(([at, of]) => ({ ...of, hour: at })));
export type Life = (Act & { hour: number })[];

/** Books acts one after the other and returns the book. Their ids are numbered from `first` on. */
export function live(acts: Life, book = new Book(usd), first = 0): Book {
  const state: State = { book, rests: new Map(), grants: [], charges: [], count: first };
  for (const of of acts) perform(state, of);
  return book;
}

interface State {
  book: Book;
  rests: Map<string, string>;
  grants: Grant[];
  charges: Charge[];
  count: number;
}

function perform(state: State, of: Life[number]): Booked | null {
  const { book } = state;
  const at = hourOf(of.hour);
  const id = `${of.act} ${state.count++}`;
  if (of.act === 'grant') {
    const { amount, priority, features, funding, costBasis } = of;
    const dates = {
      createdAt: at,
      effectiveAt: hourOf(of.hour + of.begins),
      expiresAt: of.lasts === null ? null : hourOf(of.hour + of.begins + of.lasts),
    };
    const grant = { id, amount, priority, features, ...dates, funding, costBasis };
    state.grants.push(grant);
    return issueGrant(book, grant);
  }
  if (of.act === 'charge') return charge(state, of, id, at);
  if (of.act === 'recognise') return recogniseCredit(book, at);
  if (of.act === 'adjust') return adjustCredit(book, { id, amount: of.amount, at });
  const [grant, charged] = [state.grants[of.place], state.charges[of.place]];
  if (of.act === 'correct') return charged ? correctCharge(book, charged.id, at, of.amount ?? undefined) : null;
  if (of.act === 'invoice') return charged ? invoiceCharge(book, charged.id, state.rests.get(charged.id) ?? '0', at) : null;
  if (of.act === 'pay') return charged ? payCharge(book, charged.id, at, true) : null;
  if (!grant) return null;
  if (of.act === 'void') return voidGrant(book, grant.id, at);
  return of.act === 'authorize' ? authorizeGrant(book, grant.id, at) : settleGrant(book, grant.id, at);
}

function charge(state: State, of: Extract<Life[number], { act: 'charge' }>, id: string, createdAt: Instant): Booked {
  const at = hourOf(of.hour - of.late);
  const { settlement, feature } = of;
  const charges = of.amounts.map((amount, i) => ({ id: `${id}/${i}`, amount, at, settlement, feature }));
  const booked = bookCharges(state.book, charges, createdAt);
  if (!booked.ok) return booked;
  for (const cover of booked.covers) state.rests.set(cover.id, text(cover.uncovered));
  state.charges.push(...charges);
  return booked;
}

/** Returns the rows of a book, as a store would keep them. */
export const rowsOf = (book: Book): LedgerRows => ({
  grants: [...book.inUse()].map(({ grant }) => grant).sort((a, b) => (orderOf(a.id) < orderOf(b.id) ? -1 : 1)),
  charges: [...book.allCharges()].map((held) => held.charge),
  transactions: book.transactions,
});

const orderOf = (id: string) => +(id.split(' ')[1] ?? 0);
