import { type Decimal, decimal, max, sum, text, ZERO } from '@/lib/decimal';
import { compareInstants, type Instant, type Period } from '@/lib/time';
import { Book, type HeldGrant, serves } from './book';
import { coverCharges } from './charging';
import { ACCOUNTS, type Account, type Charge, type Entry, type Grant, type Settlement, type Transaction } from './ledger';
import { isAfter, type LedgerSnapshot } from './snapshot';

/** The part of a balance that is asked for: all of it, what one feature may use, or what is for no feature in particular (`feature: null`). */
export type View = { all: true } | { feature: string | null };

export const ALL: View = { all: true };

/** True when a view shows a grant or an advance that is limited to these features. */
export function isSeen(view: View, features: readonly string[]): boolean {
  return 'all' in view || features.length === 0 || (view.feature !== null && features.includes(view.feature));
}

/** The features of grants and charges, by id, by which a view chooses. */
export type FeaturesOf = (entry: Pick<Entry, 'grant' | 'charge'>) => readonly string[];

/** Returns the features of a book's grants and charges. */
export function featuresIn(book: Pick<Book, 'findGrant' | 'findCharge'>): FeaturesOf {
  return ({ grant, charge }) => {
    if (grant !== null) return book.findGrant(grant)?.grant.features ?? [];
    const feature = charge === null ? null : (book.findCharge(charge)?.charge.feature ?? null);
    return feature === null ? [] : [feature];
  };
}

/** True for an entry that belongs to the balance of credit: credit itself, or an advance, which is credit below zero. */
export const isCredit = ({ account, backing }: Entry): boolean =>
  account === 'customer_fbo' || (account === 'customer_receivable_open' && backing === 'advance');

/** Sums of the accounts at an instant, the parts of the accrued, and the credit on hand. Decimal strings. */
export type AccountBalances = Record<
  Account | 'accrued_from_credit' | 'accrued_from_invoice' | 'accrued_uncovered' | 'advance' | 'settled',
  string
> & { grants: Record<string, string> };

/** Returns the entries that count at an instant: those of a snapshot, if it is not later, and of what came after it. */
export function* entriesAt(transactions: readonly Transaction[], at: Instant, snapshot?: LedgerSnapshot): Generator<Entry> {
  const base = snapshot && compareInstants(snapshot.at, at) <= 0 ? snapshot : undefined;
  if (base) yield* base.sums;
  for (const transaction of transactions)
    if (compareInstants(transaction.bookedAt, at) <= 0 && (!base || isAfter(base, transaction))) yield* transaction.entries;
}

/** Sums up a ledger at an instant. */
export function accountsAt(transactions: readonly Transaction[], at: Instant, snapshot?: LedgerSnapshot): AccountBalances {
  const sums = new Map<string, Decimal>();
  const add = (key: string, amount: Decimal) => void sums.set(key, (sums.get(key) ?? ZERO).plus(amount));
  const grants: Record<string, string> = {};
  for (const entry of entriesAt(transactions, at, snapshot)) {
    const amount = decimal(entry.amount);
    add(entry.account, amount);
    if (entry.account === 'customer_accrued') add(`accrued/${entry.backing}`, amount);
    if (isCredit(entry)) add(entry.backing === 'advance' ? 'advance' : 'credit', amount);
    if (entry.account === 'customer_fbo' && entry.grant !== null)
      grants[entry.grant] = text(decimal(grants[entry.grant] ?? '0').plus(amount));
  }
  const of = (...keys: string[]) => text(sum(keys.map((key) => sums.get(key) ?? ZERO)));
  const accounts = Object.fromEntries(ACCOUNTS.map((account) => [account, of(account)])) as Record<Account, string>;
  return {
    ...accounts,
    accrued_from_credit: of('accrued/credit', 'accrued/cover'),
    accrued_from_invoice: of('accrued/invoice'),
    accrued_uncovered: of('accrued/advance'),
    advance: of('advance'),
    settled: of('credit', 'advance'),
    grants,
  };
}

/** Returns the credit a view shows as booked at an instant, less the advances it shows. */
export function settledAt(
  transactions: readonly Transaction[],
  at: Instant,
  featuresOf: FeaturesOf,
  view: View = ALL,
  snapshot?: LedgerSnapshot,
): Decimal {
  let total = ZERO;
  for (const entry of entriesAt(transactions, at, snapshot))
    if (isCredit(entry) && isSeen(view, featuresOf(entry))) total = total.plus(decimal(entry.amount));
  return total;
}

/** A charge that runs and is not booked yet, rated to now. */
export interface OpenCharge {
  id: string;
  type: 'flat_fee' | 'usage';
  /** Amount not booked yet. A decimal string. */
  amount: string;
  settlement: Settlement;
  feature: string | null;
  servicePeriod: Period;
  /** When a flat fee is invoiced. */
  invoiceAt?: Instant;
}

/** Balance of a customer in one currency. Decimal strings. */
export interface CreditBalance {
  /** Booked by now; below zero while advances are open. */
  settled: string;
  /** Rest that the running charges would leave if they were booked now. 0 for another instant than now: it is not known. */
  live: string;
  /** Granted and not in force yet. */
  pending: string;
}

export interface BalanceQuestion {
  now: Instant;
  /** Another instant than now to answer for. */
  timestamp?: Instant | undefined;
  view?: View | undefined;
  openCharges?: readonly OpenCharge[] | undefined;
  /** Grants that are not in the ledger yet, such as one whose invoice has not been written. */
  awaited?: readonly PendingGrant[] | undefined;
}

/** A grant as far as being pending goes. */
export type PendingGrant = Pick<Grant, 'amount' | 'createdAt' | 'effectiveAt' | 'features'> & {
  deletedAt?: Instant | null | undefined;
  voidedAt?: Instant | null | undefined;
};

/** True when a grant is given and not in force yet at an instant, and nobody has taken it back. */
export function isPending(
  { createdAt, effectiveAt, deletedAt, voidedAt }: Omit<PendingGrant, 'amount' | 'features'>,
  at: Instant,
): boolean {
  const isBy = (instant: Instant | null | undefined) => instant != null && compareInstants(instant, at) <= 0;
  return isBy(createdAt) && !isBy(effectiveAt) && !isBy(deletedAt) && !isBy(voidedAt);
}

/** Returns the balance that a view shows. A view of a feature sees the running charges of that feature and of none. */
export function creditBalance(book: Book, question: BalanceQuestion): CreditBalance {
  const { now, timestamp, view = ALL } = question;
  const at = timestamp ?? now;
  const settled = settledAt(book.transactions, at, featuresIn(book), view);
  const pendingIn = (grants: readonly PendingGrant[]) =>
    sum(grants.filter((grant) => isSeen(view, grant.features)).map(({ amount }) => decimal(amount)));
  // The part that has repaid an advance before the grant begins is not awaited any more.
  const ahead = book.inUse().flatMap((held) => (isPending({ ...held.grant, voidedAt: held.voidedAt }, at) ? [stillToCome(held, at)] : []));
  const pending = pendingIn([...ahead, ...(question.awaited ?? []).filter(({ createdAt }) => compareInstants(createdAt, at) <= 0)]);
  const live = timestamp === undefined ? settled.minus(runningIn(book, question)) : ZERO;
  return { settled: text(settled), live: text(live), pending: text(pending) };
}

const stillToCome = ({ grant, movements }: HeldGrant, at: Instant): PendingGrant => ({
  ...grant,
  amount: text(sum(movements.filter((movement) => compareInstants(movement.at, at) > 0).map(({ amount }) => amount))),
});

/** Returns what running charges would take now of what a view shows. */
function runningIn(book: Book, { now, view = ALL, openCharges = [] }: BalanceQuestion): Decimal {
  const seen = openCharges.filter(({ feature }) => isSeen(view, feature === null ? [] : [feature]));
  const { taken, uncovered } = wouldTake(book, seen, now, (held) => isSeen(view, held.grant.features));
  return sum([...taken.values(), ...uncovered.map(({ amount }) => amount)]);
}

/**
 * Finds out what running charges would take: those that an invoice could pay first, so that an answer errs on the safe side. `uncovered` are
 * the rests of those that credit alone pays.
 */
function wouldTake(book: Book, open: readonly OpenCharge[], now: Instant, may: (held: HeldGrant) => boolean) {
  const running = open.filter(({ type, servicePeriod, invoiceAt }) =>
    type === 'usage' ? compareInstants(servicePeriod.from, now) <= 0 : compareInstants(invoiceAt ?? servicePeriod.from, now) <= 0,
  );
  const taken = new Map<string, Decimal>();
  const uncovered: { feature: string | null; amount: Decimal }[] = [];
  const trial = new Book(book.currency, { grants: book.inUse().map(({ grant }) => grant), charges: [], transactions: [] });
  for (const held of book.inUse()) {
    const own = trial.findGrant(held.grant.id);
    if (!own) continue;
    own.movements.push(...held.movements);
    own.voidedAt = held.voidedAt;
  }
  for (const settlement of ['credit_then_invoice', 'credit_only'] as const) {
    const charges = running.filter((charge) => charge.settlement === settlement).map((charge): Charge => ({ ...charge, at: now }));
    const covers = coverCharges(trial, charges, (held, { feature }) => may(held) && serves(held.grant, feature));
    for (const [i, cover] of covers.entries()) {
      for (const { grant, amount } of cover.taken) {
        taken.set(grant, (taken.get(grant) ?? ZERO).plus(amount));
        trial.findGrant(grant)?.movements.push({ at: now, amount: ZERO.minus(amount) });
      }
      if (settlement === 'credit_only') uncovered.push({ feature: charges[i]?.feature ?? null, amount: cover.uncovered });
    }
  }
  return { taken, uncovered };
}

/**
 * Returns the credit that is left for a feature when all running charges are paid, those of other features too; below zero by what the
 * feature's own charges owe. A feature that only credit pays for may be used while this is above zero.
 */
export function spendableOn(book: Book, feature: string, now: Instant, openCharges: readonly OpenCharge[]): string {
  const { taken, uncovered } = wouldTake(book, openCharges, now, () => true);
  const featuresOf = featuresIn(book);
  let left = ZERO;
  let owed = sum(uncovered.filter((rest) => rest.feature === feature).map(({ amount }) => amount));
  for (const entry of entriesAt(book.transactions, now)) {
    if (!isCredit(entry)) continue;
    const features = featuresOf(entry);
    if (entry.backing === 'advance') owed = features.includes(feature) ? owed.minus(decimal(entry.amount)) : owed;
    else if (isSeen({ feature }, features)) left = left.plus(decimal(entry.amount));
  }
  for (const [grant, amount] of taken) if (isSeen({ feature }, featuresOf({ grant, charge: null }))) left = left.minus(amount);
  return text(max(left, ZERO).minus(owed));
}
