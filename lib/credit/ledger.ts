import type { Instant } from '@/lib/time';

/**
 * The accounts of a customer in one currency. They always add up to 0.
 *
 * - `customer_fbo`: credit the customer may still use ("for the benefit of").
 * - `customer_receivable_open`: money the customer owes us and nobody has promised yet; below zero while something is owed.
 * - `customer_receivable_authorized`: the same, promised by a payment that is under way.
 * - `customer_accrued`: charges the customer has used and we have not yet earned.
 * - `wash`: the world outside. Below zero for money that came in; credit that was given away stands here at its face value, worth nothing.
 * - `earnings`, `breakage`: credit that became revenue by use, and by running out.
 * - `brokerage`: the difference between the face value of bought credit and the money paid for it.
 */
export const ACCOUNTS = [
  'customer_fbo',
  'customer_receivable_open',
  'customer_receivable_authorized',
  'customer_accrued',
  'wash',
  'earnings',
  'brokerage',
  'breakage',
] as const;
export type Account = (typeof ACCOUNTS)[number];

/**
 * Backing of an amount: `credit` of a grant that paid at once, `cover` of a grant that repaid an advance later, an `advance` that no
 * grant has repaid, or an `invoice`.
 */
export type Backing = 'credit' | 'cover' | 'advance' | 'invoice';

/** One side of a transaction: a row of the table of entries, with the transaction it belongs to. `amount` is a signed decimal string. */
export interface Entry {
  account: Account;
  amount: string;
  /** The grant it is of. */
  grant: string | null;
  /** The charge it is for. */
  charge: string | null;
  backing: Backing;
}

export type TransactionKind =
  | 'issue'
  | 'authorize'
  | 'settle'
  | 'consume'
  | 'invoice'
  | 'cover'
  | 'correct'
  | 'expire'
  | 'void'
  | 'recognise';

/**
 * Entries that belong together and add up to 0. Never changed and never deleted: a mistake is booked back. An instant in the future is a plan,
 * such as the expiry of what is left of a grant, which every use and every correction changes by another transaction at that instant.
 */
export interface Transaction {
  /** Place in the customer's ledger, from 1: the order in which it was booked. With the ledger's name it is the row's key. */
  sequence: number;
  kind: TransactionKind;
  /** The grant, charge or correction that was booked, as the caller names it. */
  act: string;
  /** From this instant on it counts. */
  bookedAt: Instant;
  createdAt: Instant;
  entries: readonly Entry[];
}

/** Way in which a grant was paid for: given away, by an invoice of ours, or outside. */
export type Funding = 'none' | 'invoice' | 'external';

/** A grant of credit as the ledger needs it: a row that is never changed. Amounts are decimal strings. */
export interface Grant {
  id: string;
  amount: string;
  /** 1 is used before 2. */
  priority: number;
  /** Keys of the features it may pay for; empty for all. */
  features: readonly string[];
  createdAt: Instant;
  /** May lie in the past or the future. */
  effectiveAt: Instant;
  /** From this instant on it pays nothing. */
  expiresAt: Instant | null;
  funding: Funding;
  /** Money paid for one credit; nothing for a grant that was given away, whatever stands here. */
  costBasis: string;
}

/** Way in which a charge is paid when credit does not suffice: by an invoice for the rest, or by going below zero. */
export type Settlement = 'credit_then_invoice' | 'credit_only';

/** A charge as the ledger needs it: a row that is never changed. */
export interface Charge {
  id: string;
  amount: string;
  /** When it counts: the start of service for a fee in advance, else the end of the service period. */
  at: Instant;
  settlement: Settlement;
  feature: string | null;
}

/** The rows of a customer's ledger in one currency. */
export interface LedgerRows {
  grants: readonly Grant[];
  charges: readonly Charge[];
  /** In the order of their sequence. */
  transactions: readonly Transaction[];
}
