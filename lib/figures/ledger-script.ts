import { type AccountBalances, accountsAt, featuresIn, type View } from '../credit/balance';
import { Book } from '../credit/book';
import { bookCharges, invoiceCharge, payCharge } from '../credit/charging';
import { correctCharge, recogniseCredit } from '../credit/correcting';
import { authorizeGrant, issueGrant, settleGrant, voidGrant } from '../credit/issuing';
import type { Funding, Settlement } from '../credit/ledger';
import { creditRows } from '../credit/transactions';
import { getCurrency } from '../currency';
import { text } from '../decimal';
import { compareInstants, type Instant } from '../time';

interface GrantOp {
  op: 'grant';
  id: string;
  amount: string;
  at: Instant;
  effectiveAt?: Instant;
  expiresAt?: Instant;
  priority?: number;
  features?: string[];
  funding?: Funding;
  costBasis?: string;
}

type Op =
  | GrantOp
  | { op: 'charge'; id: string; amount: string; at: Instant; settlement: Settlement; feature?: string | null }
  | { op: 'approve' | 'authorize' | 'settle'; of: string; at: Instant; fiat?: string }
  | { op: 'correct'; charge: string; at: Instant; amount?: string }
  | { op: 'recognize' | 'recognise'; at: Instant }
  | { op: 'void'; grant: string; at: Instant; payment_adjustment?: string };

export interface LedgerInput {
  currency: string;
  ops: Op[];
  asOf?: Instant | Instant[];
  feature?: string | null;
  types?: string[];
}

/** Books what a figure tells of, in its order, and keeps what each charge, correction, void and recognition answered. */
export class LedgerScript {
  readonly book: Book;
  readonly results: unknown[] = [];
  private readonly rests = new Map<string, string>();

  constructor({ currency, ops }: LedgerInput) {
    this.book = new Book(getCurrency(currency, [{ code: currency, precision: 2 }]));
    for (const op of ops) this.run(op);
  }

  private run(op: Op): void {
    const { book } = this;
    if (op.op === 'grant') this.grant(op);
    else if (op.op === 'charge') this.charge(op);
    else if (op.op === 'approve') invoiceCharge(book, op.of, this.rests.get(op.of) ?? '0', op.at);
    else if (op.op === 'authorize' || op.op === 'settle') this.pay(op.op === 'settle', op.of, op.at, op.fiat);
    else if (op.op === 'correct') {
      const done = correctCharge(book, op.charge, op.at, op.amount);
      this.results.push(done.ok ? done.returned.map(({ grant, amount }) => ({ grant, amount: text(amount) })) : { error: done.refused });
    } else if (op.op === 'void') this.void(op.grant, op.at, op.payment_adjustment);
    else {
      const done = recogniseCredit(book, op.at);
      this.results.push(done.ok ? { amount: text(done.amount) } : { error: done.refused });
    }
  }

  private grant({ id, amount, at, effectiveAt = at, expiresAt = undefined, priority = 10, features = [], ...more }: GrantOp): void {
    const { funding = 'none', costBasis = '1' } = more;
    const dates = { createdAt: at, effectiveAt, expiresAt: expiresAt ?? null };
    issueGrant(this.book, { id, amount, priority, features, ...dates, funding, costBasis });
  }

  private charge({ id, amount, at, settlement, feature = null }: Extract<Op, { op: 'charge' }>): void {
    const done = bookCharges(this.book, [{ id, amount, at, settlement, feature }]);
    const cover = done.ok ? done.covers[0] : undefined;
    this.rests.set(id, text(cover?.uncovered ?? this.book.invoicedOf(id)));
    this.results.push((cover?.taken ?? []).map(({ grant, amount }) => ({ grant, amount: text(amount) })));
  }

  private pay(settled: boolean, of: string, at: Instant, money?: string): void {
    if (this.book.findCharge(of)) payCharge(this.book, of, at, settled, money);
    else if (settled) settleGrant(this.book, of, at, money);
    else authorizeGrant(this.book, of, at, money);
  }

  private void(grant: string, at: Instant, adjustment = 'none'): void {
    if (adjustment !== 'none') {
      this.results.push({ status: 400, error: 'payment_adjustment_invalid' });
      return;
    }
    const done = voidGrant(this.book, grant, at);
    const status = done.ok ? 200 : done.refused === 'not_found' ? 404 : 409;
    this.results.push(done.ok ? { status, voided_at: done.voidedAt, amount: text(done.amount) } : { status });
  }
}

const lastOf = ({ ops }: LedgerInput): Instant =>
  ops
    .map(({ at }) => at)
    .sort(compareInstants)
    .at(-1) ?? '1970-01-01T00:00:00Z';

/** Returns the balances of a figure's ledger at the instant, or the instants, that it asks about. */
export function ledgerBalances(input: LedgerInput): Partial<AccountBalances> & { results: unknown[]; at?: object } {
  const script = new LedgerScript(input);
  const { asOf = lastOf(input) } = input;
  const balances = (at: Instant) => accountsAt(script.book.transactions, at);
  if (typeof asOf === 'string') return { ...balances(asOf), results: script.results };
  return { at: Object.fromEntries(asOf.map((at) => [at, balances(at)])), results: script.results };
}

/** Returns the list of transactions of a figure's ledger. A feature of null asks for what is for no feature in particular. */
export function ledgerRows(input: LedgerInput): { rows: object[] } {
  const script = new LedgerScript(input);
  const { feature, types, asOf } = input;
  const view: View = feature === undefined ? { all: true } : { feature };
  const at = typeof asOf === 'string' ? asOf : lastOf(input);
  const rows = creditRows(script.book, at, featuresIn(script.book), view).filter(({ type }) => !types || types.includes(type));
  return {
    rows: rows.map(({ type, amount, bookedAt, balance, of }) => ({ type, amount, booked_at: bookedAt, available_balance: balance, of })),
  };
}
