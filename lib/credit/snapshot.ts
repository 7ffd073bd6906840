import { decimal, text } from '@/lib/decimal';
import { compareInstants, type Instant } from '@/lib/time';
import type { Entry, LedgerRows, Transaction } from './ledger';

/**
 * The sums of a ledger at an instant, as far as a sequence number: a cache, which may be thrown away at any time. Together with the transactions
 * it does not hold (`isAfter`) it gives every answer from its instant on.
 */
export interface LedgerSnapshot {
  at: Instant;
  sequence: number;
  /** One for each account, grant, charge and backing, with their sum. */
  sums: Entry[];
  /** When grants were voided, by id. */
  voided: Record<string, Instant>;
}

/** True for a transaction that a snapshot does not hold. */
export const isAfter = (snapshot: Pick<LedgerSnapshot, 'at' | 'sequence'>, { sequence, bookedAt }: Transaction): boolean =>
  sequence > snapshot.sequence || compareInstants(bookedAt, snapshot.at) > 0;

/** Sums up a ledger at an instant; go on from an older snapshot with the transactions after it. */
export function snapshotAt(at: Instant, transactions: readonly Transaction[], older?: LedgerSnapshot): LedgerSnapshot {
  const sums = new Map<string, Entry>();
  const voided = { ...older?.voided };
  const add = (entry: Entry) => {
    const key = [entry.account, entry.grant, entry.charge, entry.backing].join();
    const known = sums.get(key);
    sums.set(key, known ? { ...known, amount: text(decimal(known.amount).plus(decimal(entry.amount))) } : entry);
  };
  older?.sums.forEach(add);
  let sequence = older?.sequence ?? 0;
  for (const transaction of transactions) {
    sequence = Math.max(sequence, transaction.sequence);
    if (compareInstants(transaction.bookedAt, at) > 0) continue;
    transaction.entries.forEach(add);
    if (transaction.kind !== 'void') continue;
    for (const { grant } of transaction.entries) if (grant !== null) voided[grant] ??= transaction.bookedAt;
  }
  return { at, sequence, sums: [...sums.values()], voided };
}

/** Returns the rows that go with a snapshot: those it does not hold. */
export const rowsAfter = (snapshot: LedgerSnapshot, rows: LedgerRows): LedgerRows => ({
  ...rows,
  transactions: rows.transactions.filter((transaction) => isAfter(snapshot, transaction)),
});
