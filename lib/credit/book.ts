import type { Currency } from '@/lib/currency';
import { type Decimal, decimal, isZero, min, sum, text, ZERO } from '@/lib/decimal';
import { compareInstants, type Instant } from '@/lib/time';
import { compareUse } from './burn-order';
import type { Account, Backing, Charge, Entry, Grant, LedgerRows, Transaction, TransactionKind } from './ledger';
import type { LedgerSnapshot } from './snapshot';

/** A grant and what happened to its credit. */
export interface HeldGrant {
  readonly grant: Grant;
  /** Place among the grants in the order in which they were given. */
  readonly order: number;
  /** Changes of what is left of it, but for its expiry. */
  readonly movements: { at: Instant; amount: Decimal }[];
  /** Amount that was neither used nor voided, expired or not. */
  left: Decimal;
  voidedAt: Instant | null;
}

/** Amount of a charge behind which the same thing stands. */
export interface ChargePart {
  readonly backing: Backing;
  readonly grant: string | null;
  accrued: Decimal;
  earned: Decimal;
  /** When it was booked first. */
  readonly since: Instant;
}

export interface HeldCharge {
  readonly charge: Charge;
  /** In the order in which they were taken; those that repay an advance by the order of their grants, after the others. */
  readonly parts: ChargePart[];
}

/** An entry before it is written. */
export type Draft = [account: Account, amount: Decimal, of: Partial<Pick<Entry, 'grant' | 'charge' | 'backing'>>];

/** State of the payment of a grant or an invoiced charge. */
interface Payment {
  authorized: Decimal | null;
  settled: boolean;
}

/**
 * A customer's ledger in one currency, open for booking: the rows, and what follows from them. Acts (issuing.ts, charging.ts) read it and write
 * transactions to it, and nothing else changes it; a book that is opened again with the rows it gave is the same book. Open one with a snapshot
 * and the transactions after it, when the history is long; then nothing can be booked before the instant of the snapshot.
 */
export class Book {
  readonly currency: Currency;
  readonly transactions: Transaction[] = [];
  private readonly earliest: Instant | null;
  private readonly grants = new Map<string, HeldGrant>();
  private readonly charges = new Map<string, HeldCharge>();
  private readonly payments = new Map<string, Payment>();
  private readonly received = new Map<string, Decimal>();
  private use: HeldGrant[] | null = null;
  private sequence = 0;

  constructor(currency: Currency, rows: LedgerRows = { grants: [], charges: [], transactions: [] }, snapshot?: LedgerSnapshot) {
    this.currency = currency;
    this.earliest = snapshot?.at ?? null;
    for (const grant of rows.grants) this.addGrant(grant);
    for (const charge of rows.charges) this.addCharge(charge);
    if (snapshot) {
      for (const entry of snapshot.sums) this.post(entry, 'issue', snapshot.at);
      for (const [id, at] of Object.entries(snapshot.voided)) this.grantOf(id).voidedAt = at;
      this.sequence = snapshot.sequence;
    }
    for (const transaction of rows.transactions) this.apply(transaction);
  }

  addGrant(grant: Grant): HeldGrant {
    const held = { grant, order: this.grants.size, movements: [], left: ZERO, voidedAt: null };
    this.grants.set(grant.id, held);
    this.use = null;
    return held;
  }

  addCharge(charge: Charge): HeldCharge {
    const held = { charge, parts: [] };
    this.charges.set(charge.id, held);
    return held;
  }

  findGrant(id: string): HeldGrant | undefined {
    return this.grants.get(id);
  }

  findCharge(id: string): HeldCharge | undefined {
    return this.charges.get(id);
  }

  /** Returns the grants in the order in which they are used. */
  inUse(): readonly HeldGrant[] {
    this.use ??= [...this.grants.values()].sort((a, b) => compareUse(a.grant, b.grant));
    return this.use;
  }

  allCharges(): Iterable<HeldCharge> {
    return this.charges.values();
  }

  /** Returns how far a grant (by `grant:id`) or a charge (by `charge:id`) is paid. */
  paymentOf(of: string): Payment {
    return this.payments.get(of) ?? { authorized: null, settled: false };
  }

  /** Returns what an invoice asks for of a charge. */
  invoicedOf(charge: string): Decimal {
    return this.received.get(charge) ?? ZERO;
  }

  /** Writes a transaction and returns it; null when all its entries are 0. Throws when they do not add up to 0. */
  write(kind: TransactionKind, act: string, bookedAt: Instant, createdAt: Instant, drafts: readonly Draft[]): Transaction | null {
    const kept = drafts.filter(([, amount]) => !isZero(amount));
    if (kept.length === 0) return null;
    if (!isZero(sum(kept.map(([, amount]) => amount)))) throw new Error(`the entries of ${kind} ${act} do not add up to 0`);
    if (this.earliest && compareInstants(bookedAt, this.earliest) < 0) throw new Error(`the ledger begins at ${this.earliest}`);
    const entries = kept.map(([account, amount, { grant = null, charge = null, backing = 'credit' }]): Entry => {
      return { account, amount: text(amount), grant, charge, backing };
    });
    const transaction = { sequence: this.sequence + 1, kind, act, bookedAt, createdAt, entries };
    this.apply(transaction);
    return transaction;
  }

  private apply(transaction: Transaction): void {
    const { kind, bookedAt, sequence } = transaction;
    this.sequence = Math.max(this.sequence, sequence);
    this.transactions.push(transaction);
    for (const entry of transaction.entries) this.post(entry, kind, bookedAt);
    if (kind !== 'void') return;
    for (const { grant } of transaction.entries) if (grant !== null) this.grantOf(grant).voidedAt ??= bookedAt;
  }

  private post(entry: Entry, kind: TransactionKind, at: Instant): void {
    const { account, grant, charge, backing } = entry;
    const amount = decimal(entry.amount);
    if (account === 'customer_fbo' && grant !== null && kind !== 'expire') {
      const held = this.grantOf(grant);
      held.left = held.left.plus(amount);
      held.movements.push({ at, amount });
    } else if ((account === 'customer_accrued' || account === 'earnings') && charge !== null) {
      const part = this.partOf(charge, backing, grant, at);
      if (account === 'earnings') part.earned = part.earned.plus(amount);
      else part.accrued = part.accrued.plus(amount);
    }
    if (account === 'customer_receivable_open' && charge !== null && backing === 'invoice' && kind === 'invoice')
      this.received.set(charge, this.invoicedOf(charge).minus(amount));
    if (account === 'customer_receivable_authorized' || account === 'wash') this.pay(entry, amount);
  }

  private pay({ account, grant, charge }: Entry, amount: Decimal): void {
    const of = charge === null ? `grant:${grant}` : `charge:${charge}`;
    const { authorized, settled } = this.paymentOf(of);
    if (account === 'wash') this.payments.set(of, { authorized: authorized ?? ZERO, settled: true });
    else if (authorized === null) this.payments.set(of, { authorized: ZERO.minus(amount), settled });
  }

  private grantOf(id: string): HeldGrant {
    const held = this.grants.get(id);
    if (!held) throw new Error(`the ledger has no grant ${id}`);
    return held;
  }

  private partOf(id: string, backing: Backing, grant: string | null, since: Instant): ChargePart {
    const held = this.charges.get(id);
    if (!held) throw new Error(`the ledger has no charge ${id}`);
    let part = held.parts.find((other) => other.backing === backing && other.grant === grant);
    if (!part) {
      part = { backing, grant, accrued: ZERO, earned: ZERO, since };
      held.parts.push(part);
      // A grant repays when it is given, though its repayment may count from an earlier instant than that of one before it.
      const rank = (of: ChargePart) => (of.backing === 'cover' && of.grant !== null ? 1 + this.grantOf(of.grant).order : 0);
      held.parts.sort((a, b) => rank(a) - rank(b));
    }
    return part;
  }
}

/** True when a grant may pay at an instant as far as its dates go. */
export function isInForce({ effectiveAt, expiresAt }: Grant, at: Instant): boolean {
  return compareInstants(effectiveAt, at) <= 0 && (expiresAt === null || compareInstants(at, expiresAt) < 0);
}

/** True when a grant may pay for a feature; null is a charge of no feature, for which only unrestricted credit pays. */
export function serves({ features }: Pick<Grant, 'features'>, feature: string | null): boolean {
  return features.length === 0 || (feature !== null && features.includes(feature));
}

/**
 * Returns what a grant can give at an instant: no more than was left then, and no more than is left at any instant after it, because what was
 * used since cannot be used again.
 */
export function availableFrom(held: HeldGrant, at: Instant): Decimal {
  return isInForce(held.grant, at) && held.voidedAt === null ? leastFrom(held, at) : ZERO;
}

/** Returns the least that is left of a grant at an instant and any after it, as if it did not expire. */
export function leastFrom({ movements }: HeldGrant, at: Instant): Decimal {
  let balance = ZERO;
  const later: typeof movements = [];
  for (const movement of movements) {
    if (compareInstants(movement.at, at) <= 0) balance = balance.plus(movement.amount);
    else later.push(movement);
  }
  let least = balance;
  if (later.length > 0) {
    later.sort((a, b) => compareInstants(a.at, b.at));
    for (const [i, movement] of later.entries()) {
      balance = balance.plus(movement.amount);
      // Of several at one instant only the sum counts.
      if (later[i + 1]?.at !== movement.at) least = min(least, balance);
    }
  }
  return least;
}

/** Returns the part of a charge that no grant has paid: an open advance. */
export function advanceOf({ parts }: HeldCharge): ChargePart | undefined {
  return parts.find(({ backing, accrued }) => backing === 'advance' && !isZero(accrued));
}
