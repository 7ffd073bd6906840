import { type Decimal, decimal, isPositive, min, ZERO } from '@/lib/decimal';
import { roundMoney } from '@/lib/money';
import { compareInstants, type Instant } from '@/lib/time';
import { advanceOf, availableFrom, type Book, type Draft, type HeldGrant, leastFrom, serves } from './book';
import type { Grant, Transaction } from './ledger';

/** Reasons for which nothing is booked. */
export type Refusal = 'already_booked' | 'not_found' | 'not_active' | 'nothing_left' | 'insufficient_allocations' | 'insufficient_credit';

/** Answer of an act: the transactions it booked, or why it booked nothing. */
export type Booked<T = object> = ({ ok: true; transactions: Transaction[] } & T) | { ok: false; refused: Refusal };

export const refuse = (refused: Refusal) => ({ ok: false as const, refused });

/** The transactions that were written; one without entries is none. */
export const written = (all: readonly (Transaction | null)[]): Transaction[] => all.filter((one) => one !== null);

export const later = (a: Instant, b: Instant): Instant => (compareInstants(a, b) >= 0 ? a : b);

/** An open advance that a new grant repays, whole or in part. */
interface Cover {
  charge: string;
  amount: Decimal;
  at: Instant;
}

/**
 * Books a grant. It repays open advances first, the oldest first: what repays counts from now on, also when the grant begins later, and from
 * the grant's beginning when that is past. The rest counts from its beginning. What will be left when it expires is planned as breakage.
 */
export function issueGrant(book: Book, grant: Grant): Booked<{ covers: Cover[] }> {
  if (book.findGrant(grant.id)) return refuse('already_booked');
  const amount = roundMoney(decimal(grant.amount), book.currency);
  const held = book.addGrant(grant);
  const from = compareInstants(grant.createdAt, grant.effectiveAt) < 0 ? grant.createdAt : grant.effectiveAt;
  const covers = coversOf(book, grant, amount, from);
  const covered = from === grant.effectiveAt ? amount : covers.reduce((total, cover) => total.plus(cover.amount), ZERO);
  const issue = (part: Decimal, at: Instant) => book.write('issue', grant.id, at, grant.createdAt, issueEntries(grant, part));
  const transactions = [issue(covered, from), issue(amount.minus(covered), grant.effectiveAt)];
  for (const cover of covers) {
    const of = { grant: grant.id, charge: cover.charge };
    const drafts: Draft[] = [
      ['customer_fbo', ZERO.minus(cover.amount), of],
      ['customer_receivable_open', cover.amount, { charge: cover.charge, backing: 'advance' }],
      ['customer_accrued', ZERO.minus(cover.amount), { charge: cover.charge, backing: 'advance' }],
      ['customer_accrued', cover.amount, { ...of, backing: 'cover' }],
    ];
    transactions.push(book.write('cover', grant.id, cover.at, grant.createdAt, drafts));
  }
  transactions.push(planExpiry(book, held, held.left, grant.createdAt));
  return { ok: true, transactions: written(transactions), covers };
}

/** Credit that is given away is paid at once by nobody; other credit is owed until its payment is booked. */
function issueEntries({ id, funding }: Grant, amount: Decimal): Draft[] {
  const against = funding === 'none' ? 'wash' : 'customer_receivable_open';
  return [
    ['customer_fbo', amount, { grant: id }],
    [against, ZERO.minus(amount), { grant: id }],
  ];
}

function coversOf(book: Book, grant: Grant, amount: Decimal, from: Instant): Cover[] {
  const open = [...book.allCharges()].flatMap(({ charge, parts }) => {
    const advance = advanceOf({ charge, parts });
    return advance && serves(grant, charge.feature) ? [{ charge: charge.id, amount: advance.accrued, at: later(from, advance.since) }] : [];
  });
  open.sort((a, b) => compareInstants(a.at, b.at));
  let left = amount;
  return open.flatMap((cover) => {
    const paid = min(left, cover.amount);
    if (!isPositive(paid) || (grant.expiresAt !== null && compareInstants(cover.at, grant.expiresAt) >= 0)) return [];
    left = left.minus(paid);
    return [{ ...cover, amount: paid }];
  });
}

/**
 * Books a change of what will be left of a grant when it expires: the expiry is planned from the beginning, each use takes its part out of the
 * plan, and each return puts it back. After the expiry, what returns is gone at once. Null for a grant that does not expire.
 */
export function planExpiry(book: Book, { grant }: HeldGrant, amount: Decimal, now: Instant): Transaction | null {
  if (grant.expiresAt === null) return null;
  const at = amount.s < 0 ? grant.expiresAt : later(grant.expiresAt, now);
  return book.write('expire', grant.id, at, grant.createdAt, [
    ['customer_fbo', ZERO.minus(amount), { grant: grant.id }],
    ['breakage', amount, { grant: grant.id }],
  ]);
}

/**
 * Books that the payment of a grant is under way: the money due at its cost basis, rounded, or `money` where an invoice says how much. Does
 * nothing when that is booked already. Credit that was given away has no payment.
 */
export function authorizeGrant(book: Book, id: string, at: Instant, money?: string): Booked {
  const held = book.findGrant(id);
  if (!held || held.grant.funding === 'none') return refuse('not_found');
  if (book.paymentOf(`grant:${id}`).authorized !== null) return { ok: true, transactions: [] };
  const face = roundMoney(decimal(held.grant.amount), book.currency);
  const due = money === undefined ? face.times(decimal(held.grant.costBasis)) : decimal(money);
  const paid = roundMoney(due, book.currency);
  return { ok: true, transactions: written([book.write('authorize', id, at, at, authorizeEntries({ grant: id }, face, paid))]) };
}

export const authorizeEntries = (of: Draft[2], face: Decimal, paid: Decimal): Draft[] => [
  ['customer_receivable_open', face, of],
  ['customer_receivable_authorized', ZERO.minus(paid), of],
  ['brokerage', paid.minus(face), of],
];

/** Books that the money of a grant has come in, and before it that the payment is under way, where that was not booked. */
export function settleGrant(book: Book, id: string, at: Instant, money?: string): Booked {
  const authorized = authorizeGrant(book, id, at, money);
  if (!authorized.ok) return authorized;
  const of = { grant: id };
  return { ok: true, transactions: [...authorized.transactions, ...written([settlePayment(book, `grant:${id}`, id, at, of)])] };
}

/** Books that a payment under way has come in; null when it has already. */
export function settlePayment(book: Book, payment: string, act: string, at: Instant, of: Draft[2]): Transaction | null {
  const { authorized, settled } = book.paymentOf(payment);
  if (authorized === null || settled) return null;
  return book.write('settle', act, at, at, [
    ['customer_receivable_authorized', authorized, of],
    ['wash', ZERO.minus(authorized), of],
  ]);
}

/**
 * Takes back what is left of a grant. Used credit stays used, money stays paid. Doing it twice is doing it once: the second time nothing is
 * booked. Refused for a grant that has expired, has not begun, or is used up.
 */
export function voidGrant(book: Book, id: string, at: Instant): Booked<{ voidedAt: Instant; amount: Decimal }> {
  const held = book.findGrant(id);
  if (!held) return refuse('not_found');
  if (held.voidedAt !== null) return { ok: true, transactions: [], voidedAt: held.voidedAt, amount: ZERO };
  const rest = availableFrom(held, at);
  if (!isPositive(rest)) return refuse(isPositive(held.left) ? 'not_active' : 'nothing_left');
  // Credit that is known to come back later is taken back when it does.
  const returns = held.movements.flatMap((movement) => (compareInstants(movement.at, at) > 0 ? [movement.at] : []));
  const transactions = [at, ...returns.sort(compareInstants)].flatMap((instant) => {
    const amount = leastFrom(held, instant);
    if (!isPositive(amount)) return [];
    return [takeBack(book, held, amount, instant), planExpiry(book, held, ZERO.minus(amount), instant)];
  });
  return { ok: true, transactions: written(transactions), voidedAt: at, amount: rest };
}

/** Books that credit of a grant is taken back; its purchase, if any, is then owed to the customer. */
export const takeBack = (book: Book, { grant }: HeldGrant, amount: Decimal, at: Instant): Transaction | null =>
  book.write('void', grant.id, at, at, [
    ['customer_fbo', ZERO.minus(amount), { grant: grant.id }],
    ['customer_receivable_open', amount, { grant: grant.id }],
  ]);
