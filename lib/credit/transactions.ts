import { type Decimal, decimal, isZero, text, ZERO } from '@/lib/decimal';
import { compareInstants, type Instant } from '@/lib/time';
import { ALL, type FeaturesOf, isCredit, isSeen, type View } from './balance';
import type { LedgerRows, Transaction } from './ledger';

export type RowType = 'funded' | 'consumed' | 'expired' | 'voided';

/** Line of the list of what happened to a customer's credit, as a view shows it. */
export interface Row {
  /** Sequence of the transaction in its ledger; of an expiry, of the first that planned it. */
  sequence: number;
  type: RowType;
  /** Signed decimal string. */
  amount: string;
  bookedAt: Instant;
  createdAt: Instant;
  balance: { before: string; after: string };
  /** The grant that was funded, voided or has expired, or the charge that was consumed. */
  of: string;
}

const types: Partial<Record<Transaction['kind'], RowType>> = {
  issue: 'funded',
  consume: 'consumed',
  correct: 'consumed',
  cover: 'consumed',
  expire: 'expired',
  void: 'voided',
};

/**
 * Lists what changed the balance that a view shows until an instant, the newest first. There is one row for each booking, however many grants
 * paid; the changes of a planned expiry are one row for a grant and instant, and none when nothing was left. A grant that repays an advance has
 * no row of its own where both are seen, because the balance stays; where a view sees one of them, it has. The balance after the first row is
 * the settled balance of the view.
 */
export function creditRows(rows: Pick<LedgerRows, 'transactions'>, at: Instant, featuresOf: FeaturesOf, view: View = ALL): Row[] {
  const found = new Map<string, Omit<Row, 'amount' | 'balance'> & { amount: Decimal }>();
  for (const transaction of rows.transactions) {
    const type = types[transaction.kind];
    if (!type || compareInstants(transaction.bookedAt, at) > 0) continue;
    let amount = ZERO;
    for (const entry of transaction.entries)
      if (isCredit(entry) && isSeen(view, featuresOf(entry))) amount = amount.plus(decimal(entry.amount));
    const { sequence, bookedAt, createdAt, kind, act } = transaction;
    const key = kind === 'expire' ? `${act} ${bookedAt}` : `${sequence}`;
    const known = found.get(key);
    const of = kind === 'cover' ? (transaction.entries.find(({ charge }) => charge !== null)?.charge ?? act) : act;
    found.set(key, known ? { ...known, amount: known.amount.plus(amount) } : { sequence, type, amount, bookedAt, createdAt, of });
  }
  let balance = ZERO;
  const listed = [...found.values()].filter(({ amount }) => !isZero(amount)).sort(compareRows);
  return listed
    .map(({ amount, ...row }): Row => {
      const before = balance;
      balance = balance.plus(amount);
      return { ...row, amount: text(amount), balance: { before: text(before), after: text(balance) } };
    })
    .reverse();
}

/** The order of bookings, oldest first. */
export function compareRows(
  a: Pick<Row, 'bookedAt' | 'createdAt' | 'sequence'>,
  b: Pick<Row, 'bookedAt' | 'createdAt' | 'sequence'>,
): number {
  return compareInstants(a.bookedAt, b.bookedAt) || compareInstants(a.createdAt, b.createdAt) || a.sequence - b.sequence;
}

/** Returns the balances before and after each of some rows, the newest first, from the balance after the newest. */
export function balancesBackwards(amounts: readonly string[], afterNewest: string): { before: string; after: string }[] {
  let after = decimal(afterNewest);
  return amounts.map((amount) => {
    const before = after.minus(decimal(amount));
    const balance = { before: text(before), after: text(after) };
    after = before;
    return balance;
  });
}
