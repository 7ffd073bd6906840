import { type Decimal, decimal, isPositive, sum, ZERO } from '@/lib/decimal';
import { roundMoney } from '@/lib/money';
import { compareInstants, type Instant } from '@/lib/time';
import { availableFrom, type Book, type Draft, type HeldGrant, isInForce, serves } from './book';
import { drawDown, type Taken } from './draw-down';
import { authorizeEntries, type Booked, planExpiry, refuse, settlePayment, written } from './issuing';
import type { Charge, Transaction } from './ledger';

/** Credit of a grant that went into a charge, or came back from it. */
export interface GrantAmount {
  grant: string;
  amount: Decimal;
}

/** Cover of a charge: what each grant pays, in the order of use, and what none pays. */
export interface ChargeCover {
  id: string;
  taken: (GrantAmount & { available: Decimal /** The grant that would have paid next. */; next: string | null })[];
  /** An advance of a charge that credit alone pays; else what an invoice will ask for. */
  uncovered: Decimal;
}

/**
 * Finds out which grants would pay charges that are due together, without booking anything. Grants are used in their order over all charges at
 * once (drawDown), so that the order of the charges decides nothing; charges that the same grants may pay are paid by instant and then by id.
 * Only grants in force at a charge's instant pay for it.
 */
export function coverCharges(book: Book, charges: readonly Charge[], may: (held: HeldGrant, charge: Charge) => boolean): ChargeCover[] {
  const held = book.inUse();
  const sorted = charges.map((charge, index) => ({ charge, index })).sort((a, b) => compareDue(a.charge, b.charge));
  const demands = sorted.map(({ charge }) => ({
    amount: roundMoney(decimal(charge.amount), book.currency),
    payers: [...held.keys()].filter(
      (place) => may(held[place] as HeldGrant, charge) && isInForce((held[place] as HeldGrant).grant, charge.at),
    ),
  }));
  // A grant that may pay charges of several instants gives no more than it has at the first of them.
  const available = held.map((one, place) => {
    const first = sorted.find((_, i) => demands[i]?.payers.includes(place));
    return first ? availableFrom(one, first.charge.at) : ZERO;
  });
  const covers: ChargeCover[] = [];
  for (const [i, taken] of drawDown(available, demands).entries()) {
    const { charge, index } = sorted[i] as (typeof sorted)[number];
    const payers = (demands[i]?.payers ?? []).filter((place) => isPositive(available[place] ?? ZERO));
    const idOf = (place: number | undefined) => (place === undefined ? null : (held[place] as HeldGrant).grant.id);
    const grants = taken.map(({ place, ...rest }: Taken) => {
      return { ...rest, grant: idOf(place) as string, next: idOf(payers[payers.indexOf(place) + 1]) };
    });
    covers[index] = { id: charge.id, taken: grants, uncovered: (demands[i]?.amount ?? ZERO).minus(sum(taken.map(({ amount }) => amount))) };
  }
  return covers;
}

const compareDue = (a: Charge, b: Charge): number => compareInstants(a.at, b.at) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/**
 * Books charges that are due together, such as the lines of an invoice. What no grant pays is an advance of a charge that credit alone pays, and
 * is left to the invoice of any other. Refused as a whole when one of them is booked already.
 */
export function bookCharges(book: Book, charges: readonly Charge[], createdAt?: Instant): Booked<{ covers: ChargeCover[] }> {
  const ids = new Set(charges.map(({ id }) => id));
  if (ids.size < charges.length || charges.some(({ id }) => book.findCharge(id))) return refuse('already_booked');
  const covers = coverCharges(book, charges, ({ grant }, { feature }) => serves(grant, feature));
  const transactions = charges.flatMap((charge, i) => {
    const { taken, uncovered } = covers[i] as ChargeCover;
    book.addCharge(charge);
    return consume(book, charge, taken, charge.settlement === 'credit_only' ? uncovered : ZERO, createdAt ?? charge.at);
  });
  return { ok: true, transactions, covers };
}

export function consume(book: Book, charge: Charge, taken: readonly GrantAmount[], advance: Decimal, createdAt: Instant): Transaction[] {
  const drafts = taken.flatMap(({ grant, amount }): Draft[] => [
    ['customer_fbo', ZERO.minus(amount), { grant, charge: charge.id }],
    ['customer_accrued', amount, { grant, charge: charge.id }],
  ]);
  drafts.push(
    ['customer_receivable_open', ZERO.minus(advance), { charge: charge.id, backing: 'advance' }],
    ['customer_accrued', advance, { charge: charge.id, backing: 'advance' }],
  );
  const transactions = [book.write('consume', charge.id, charge.at, createdAt, drafts)];
  for (const { grant, amount } of taken) {
    const held = book.findGrant(grant) as HeldGrant;
    transactions.push(planExpiry(book, held, ZERO.minus(amount), createdAt));
  }
  return written(transactions);
}

/** Books that an invoice asks for the rest of a charge, which no credit paid (`uncovered` of its cover). Doing it twice is doing it once. */
export function invoiceCharge(book: Book, id: string, rest: string, at: Instant): Booked {
  const held = book.findCharge(id);
  if (held?.charge.settlement !== 'credit_then_invoice') return refuse('not_found');
  if (held.parts.some(({ backing }) => backing === 'invoice')) return { ok: true, transactions: [] };
  const amount = roundMoney(decimal(rest), book.currency);
  const of = { charge: id, backing: 'invoice' as const };
  const drafts: Draft[] = [
    ['customer_accrued', amount, of],
    ['customer_receivable_open', ZERO.minus(amount), of],
  ];
  return { ok: true, transactions: written([book.write('invoice', id, at, at, drafts)]) };
}

/** Books that the payment of an invoiced charge is under way, or with `settled` that it has come in. `money` where it differs from what was asked. */
export function payCharge(book: Book, id: string, at: Instant, settled: boolean, money?: string): Booked {
  const asked = book.invoicedOf(id);
  if (!book.findCharge(id) || !isPositive(asked)) return refuse('not_found');
  const of = { charge: id, backing: 'invoice' as const };
  const transactions: (Transaction | null)[] = [];
  if (book.paymentOf(`charge:${id}`).authorized === null) {
    const paid = roundMoney(money === undefined ? asked : decimal(money), book.currency);
    transactions.push(book.write('authorize', id, at, at, authorizeEntries(of, asked, paid)));
  }
  if (settled) transactions.push(settlePayment(book, `charge:${id}`, id, at, of));
  return { ok: true, transactions: written(transactions) };
}
