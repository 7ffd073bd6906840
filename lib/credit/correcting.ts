import { type Decimal, decimal, isPositive, isZero, min, sum, text, ZERO } from '@/lib/decimal';
import { roundMoney } from '@/lib/money';
import { compareInstants, type Instant } from '@/lib/time';
import { availableFrom, type Book, type ChargePart, type Draft, type HeldGrant } from './book';
import { type ChargeCover, consume, coverCharges, type GrantAmount } from './charging';
import { type Booked, issueGrant, later, planExpiry, refuse, takeBack, written } from './issuing';
import type { Charge, Transaction } from './ledger';

/**
 * Gives back what a charge took, because usage fell or the charge is no more: `amount` of it, or all. What was taken last comes back first: an
 * advance was taken last, and of an advance first what a grant has repaid. Credit returns to its grant and repays nothing by itself; if the
 * grant has expired or was voided meanwhile, it is gone again at once. Earnings are taken back in the same step. Refused when more is asked
 * for than the charge took.
 */
export function correctCharge(book: Book, id: string, at: Instant, amount?: string): Booked<{ returned: GrantAmount[] }> {
  const held = book.findCharge(id);
  if (!held) return refuse('not_found');
  const order = inReverse(held.parts);
  const allocated = sum(order.map(amountOf));
  const wanted = amount === undefined ? allocated : roundMoney(decimal(amount), book.currency);
  if (!isPositive(wanted)) return isZero(wanted) ? { ok: true, transactions: [], returned: [] } : refuse('insufficient_allocations');
  if (wanted.gt(allocated)) return refuse('insufficient_allocations');
  const bookedAt = later(at, held.charge.at);
  const returned: GrantAmount[] = [];
  const drafts: Draft[] = [];
  let left = wanted;
  for (const part of order) {
    const back = min(left, amountOf(part));
    if (!isPositive(back)) continue;
    left = left.minus(back);
    drafts.push(...reversal(id, part, back));
    if (part.grant !== null) returned.push({ grant: part.grant, amount: back });
  }
  const transactions: (Transaction | null)[] = [book.write('correct', id, bookedAt, at, drafts)];
  for (const { grant, amount } of returned) transactions.push(afterReturn(book, grant, amount, bookedAt));
  return { ok: true, transactions: written(transactions), returned };
}

const amountOf = ({ accrued, earned }: ChargePart): Decimal => accrued.plus(earned);

/** Returns the parts of a charge in the order in which they come back. */
function inReverse(parts: readonly ChargePart[]): ChargePart[] {
  const of = (backing: ChargePart['backing']) => parts.filter((part) => part.backing === backing).reverse();
  return [...of('cover'), ...of('advance'), ...of('credit')];
}

function reversal(charge: string, { backing, grant, accrued }: ChargePart, back: Decimal): Draft[] {
  const unearned = min(back, accrued);
  const of = { charge, grant, backing };
  const to: Draft = grant === null ? ['customer_receivable_open', back, of] : ['customer_fbo', back, { ...of, backing: 'credit' }];
  return [to, ['customer_accrued', ZERO.minus(unearned), of], ['earnings', unearned.minus(back), of]];
}

/** Books what becomes of credit that has come back to a grant, other than being there. */
function afterReturn(book: Book, grant: string, amount: Decimal, at: Instant): Transaction | null {
  const held = book.findGrant(grant) as HeldGrant;
  return held.voidedAt === null ? planExpiry(book, held, amount, at) : takeBack(book, held, amount, at);
}

/** Books as earned what credit has paid until an instant. What an invoice asks for is earned by its own schedule, an advance when it is repaid. */
export function recogniseCredit(book: Book, at: Instant): Booked<{ amount: Decimal }> {
  const drafts: Draft[] = [];
  let amount = ZERO;
  for (const { charge, parts } of book.allCharges()) {
    for (const { backing, grant, accrued, since } of parts) {
      if (grant === null || !isPositive(accrued) || compareInstants(since, at) > 0) continue;
      const of = { charge: charge.id, grant, backing };
      drafts.push(['customer_accrued', ZERO.minus(accrued), of], ['earnings', accrued, of]);
      amount = amount.plus(accrued);
    }
  }
  return { ok: true, transactions: written([book.write('recognise', `recognise/${at}`, at, at, drafts)]), amount };
}

/** A correction of a balance by hand: positive credit is given away, negative is taken. */
export interface Adjustment {
  id: string;
  /** Signed decimal string. */
  amount: string;
  at: Instant;
}

const ADJUSTMENT_PRIORITY = 10;

/**
 * Books an adjustment. What is given is credit for everything that does not expire. What is taken comes from all grants in the order of their
 * use, whatever they are for, as use does; refused when more is taken than there is.
 */
export function adjustCredit(book: Book, { id, amount, at }: Adjustment): Booked<{ taken: ChargeCover['taken'] }> {
  const value = roundMoney(decimal(amount), book.currency);
  if (isPositive(value)) {
    const grant = { id, amount, priority: ADJUSTMENT_PRIORITY, features: [], createdAt: at, effectiveAt: at, expiresAt: null };
    const issued = issueGrant(book, { ...grant, funding: 'none', costBasis: '0' });
    return issued.ok ? { ok: true, transactions: issued.transactions, taken: [] } : issued;
  }
  if (book.findCharge(id)) return refuse('already_booked');
  const charge: Charge = { id, amount: text(value.abs()), at, settlement: 'credit_then_invoice', feature: null };
  const owed = sum([...book.allCharges()].flatMap(({ parts }) => parts.filter(({ backing }) => backing === 'advance').map(amountOf)));
  const there = sum(book.inUse().map((held) => availableFrom(held, at))).minus(owed);
  if (there.lt(ZERO.minus(value))) return refuse('insufficient_credit');
  const [cover] = coverCharges(book, [charge], () => true);
  const taken = cover?.taken ?? [];
  book.addCharge(charge);
  return { ok: true, transactions: consume(book, charge, taken, ZERO, at), taken };
}
