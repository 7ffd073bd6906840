import { type Allocation, correctAllocations, reconcile } from '../credit/allocation';
import { isPending } from '../credit/balance';
import { topUp } from '../credit/top-up';
import { balancesBackwards, compareRows } from '../credit/transactions';
import { cursorPage } from '../cursor';
import type { Instant } from '../time';
import { balance, billedBalance } from './credit-balance-figures';
import { collection, order, usd } from './credit-draw-figures';
import { creditFlow, type FlowInput } from './credit-flow';
import { createGrant, grantKeys, grantStatus, grantWithPayments, settlement } from './credit-grant-figures';
import { type Kinds, kind } from './figure';
import { type LedgerInput, ledgerBalances, ledgerRows } from './ledger-script';

interface RowInput {
  id: string;
  booked_at?: Instant;
  bookedAt?: Instant;
  created_at?: Instant;
  createdAt?: Instant;
}

interface RowPageInput {
  rows: RowInput[];
  page?: { size?: number; after?: string; before?: string };
}

const DEFAULT_SIZE = 20;

/** Cuts a page out of the list of transactions, the newest first. A cursor is the id of a row. */
function rowPage({ rows, page = {} }: RowPageInput) {
  const { size = DEFAULT_SIZE, after, before } = page;
  if (size < 1 || (after !== undefined && before !== undefined)) return { status: 400, error: 'bad_page' };
  const times = ({ booked_at, bookedAt, created_at, createdAt }: RowInput) => {
    const booked = bookedAt ?? booked_at ?? '1970-01-01T00:00:00Z';
    return { bookedAt: booked, createdAt: createdAt ?? created_at ?? booked, sequence: 0 };
  };
  const compare = (a: RowInput, b: RowInput) => compareRows(times(b), times(a)) || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
  const newest = [...rows].sort(compare);
  const place = (id: string) => newest.findIndex((row) => row.id === id);
  if ([after, before].some((cursor) => cursor !== undefined && place(cursor) < 0)) return { status: 400, error: 'unknown_cursor' };
  const found = cursorPage(newest, { size, after, before }, (row, cursor) => place(row.id) - place(cursor));
  return { ids: found.items.map(({ id }) => id), hasNext: found.hasNext, hasPrevious: found.hasPrevious };
}

interface TopUpInput {
  now: Instant;
  liveBalance: string;
  threshold: string;
  pendingTopUps?: string;
  lastDeclineAt?: Instant;
  settledSinceDecline?: boolean;
  paid?: string;
  granted?: string;
  target?: string;
}

function autoTopUp({ now, liveBalance, threshold, pendingTopUps, lastDeclineAt, settledSinceDecline, ...rule }: TopUpInput) {
  const standing = { now, live: liveBalance, underWay: pendingTopUps, declinedAt: lastDeclineAt, paidSinceDecline: settledSinceDecline };
  const decision = topUp({ threshold, ...rule }, standing);
  return decision.due ? { topUp: true, paid: decision.paid, granted: decision.granted } : { topUp: null, reason: decision.reason };
}

const ledger = kind((input: LedgerInput) => ledgerBalances(input));

/** Rules for figures of credits: the ledger, grants, settlement, top-ups. */
export const creditFigures: Kinds = {
  ledger_balance: ledger,
  expiry: ledger,
  credit_settlement: ledger,
  credit_adjustment: ledger,
  void: ledger,
  credit_transactions: kind(ledgerRows),
  credit_collection: kind(collection),
  credit_order: kind(order),
  credit_correction: kind(({ allocations, amount }: { allocations: Allocation[]; amount: string }) => {
    const done = correctAllocations(allocations, amount, usd);
    return done.ok ? { corrections: done.corrections } : { error: done.error };
  }),
  credit_reconcile: kind(({ current, target }: { current: string; target: string }) => reconcile(current, target)),
  credit_balance: [kind(balance, { takes: (input) => 'openCharges' in input || 'at' in input }), kind(billedBalance)],
  credit_pending: kind(({ grant, asOf }: { grant: Parameters<typeof isPending>[0]; asOf: Instant }) => ({
    pending: isPending(grant, asOf),
  })),
  credit_grant_create: kind(createGrant),
  credit_grant_status: kind(grantStatus),
  external_settlement: kind(settlement),
  credit_grant: kind(grantWithPayments),
  credit_grant_key: kind(grantKeys),
  // The checks are of some steps: each is to be found among those of all steps.
  credit_flow: kind((input: FlowInput) => creditFlow(input), { lists: { checks: 'contain' } }),
  credit_transaction_page: kind(rowPage),
  credit_transaction_balances: kind(({ rows, balanceAfterNewest }: { rows: { amount: string }[]; balanceAfterNewest: string }) => ({
    balances: balancesBackwards(
      rows.map(({ amount }) => amount),
      balanceAfterNewest,
    ),
  })),
  auto_top_up: kind(autoTopUp),
};
