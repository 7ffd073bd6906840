import { Book } from '../credit/book';
import { compareBurnOrder, whyFirst } from '../credit/burn-order';
import { bookCharges, type ChargeCover } from '../credit/charging';
import { issueGrant } from '../credit/issuing';
import type { Currency } from '../currency';
import { isPositive, text } from '../decimal';
import { moneyText } from '../money';
import type { Instant } from '../time';
import { Explainer } from './explain';
import type { Line } from './line';

/** Money a customer has on hand: what is left of a credit grant. */
export interface Credit {
  id: string;
  name: string;
  /** Remaining amount, as a decimal string. */
  amount: string;
  /** 1 is used before 2. */
  priority: number;
  createdAt: Instant;
  expiresAt?: Instant | null;
  /** Keys of the features it may pay for; absent or empty for all. */
  features?: string[];
}

/** A line to be paid, with what decides which credits may pay it. */
export interface Payable {
  line: Line;
  /** Names the line among the others; lines that are due at the same time are paid in the order of their keys. */
  key: string;
  featureKey?: string | undefined;
  /** When the line is due: a credit that has expired by then pays nothing. */
  at?: Instant | undefined;
}

/** Before anything that is due: a line without an instant is due now, when no credit has expired. */
const NOW: Instant = '0001-01-01T00:00:00Z';

/**
 * Credits being spent on lines: the customer's ledger (lib/credit) with the credits in it as grants, in which each line is booked as a charge. A
 * preview and an invoice are paid by the same acts. Make one for a customer and currency and hand it the lines of one invoice after the other.
 */
export class Purse {
  private readonly credits = new Map<string, Credit>();
  private readonly book: Book;
  private invoices = 0;

  constructor(credits: readonly Credit[], currency: Currency) {
    this.book = new Book(currency);
    // The ledger goes by age and then by the order of booking.
    for (const credit of [...credits].sort(compareBurnOrder)) {
      const { id, amount, priority, createdAt, expiresAt, features } = credit;
      this.credits.set(id, credit);
      const terms = { id, amount, priority, features: features ?? [], createdAt, effectiveAt: NOW, expiresAt: expiresAt ?? null };
      issueGrant(this.book, { ...terms, funding: 'none', costBasis: '0' });
    }
  }

  /**
   * Pays as much of the lines as the credits allow and returns what is left of each, in the order given. Credits are used in burn order, each
   * as far as it goes: one that could pay either of two lines leaves the one that others can pay to them, so no credit is left that could
   * still pay for something. The result does not depend on the order of the lines. A line that costs nothing, or gives money back, takes none.
   */
  pay(payables: readonly Payable[]): Line[] {
    const due = payables.filter(({ line }) => isPositive(line.total));
    const invoice = `${this.invoices++}`;
    const charges = due.map(({ line, key, featureKey, at }) => {
      const id = `${invoice}/${key}`;
      return { id, amount: text(line.total), at: at ?? NOW, settlement: 'credit_then_invoice' as const, feature: featureKey ?? null };
    });
    const booked = bookCharges(this.book, charges);
    if (!booked.ok) throw new Error(`lines cannot be paid: ${booked.refused}`);
    const covers = new Map(due.map((payable, i) => [payable, booked.covers[i]]));
    return payables.map((payable) => this.paid(payable, covers.get(payable)));
  }

  /** Remaining amount of each credit, in the order they are used. Decimal strings. */
  left(): { id: string; amount: string }[] {
    return this.book.inUse().map(({ grant, left }) => ({ id: grant.id, amount: moneyText(left, this.book.currency) }));
  }

  private paid({ line }: Payable, cover: ChargeCover | undefined): Line {
    if (!cover || cover.taken.length === 0) return line;
    const explainer = line.trace && new Explainer(this.book.currency, '', '', line.trace);
    for (const { grant, amount, available, next } of cover.taken) {
      const [credit, second] = [this.credits.get(grant), this.credits.get(next ?? '')];
      const reason = credit && second && `before ${second.name}, because ${whyFirst(credit, second)}`;
      explainer?.credit(available, amount, credit?.name ?? grant, reason);
    }
    const credits = [...line.credits, ...cover.taken.map(({ grant, amount }) => ({ grantId: grant, amount }))];
    return { ...line, credits, total: cover.uncovered, ...(explainer && { trace: explainer.steps }) };
  }
}
