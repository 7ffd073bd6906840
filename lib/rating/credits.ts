import type { Currency } from '../currency';
import { type Decimal, decimal, isPositive, min } from '../decimal';
import { moneyText, roundMoney } from '../money';
import { compareInstants, type Instant } from '../time';
import { compareBurnOrder, whyFirst } from './burn-order';
import { Explainer } from './explain';
import type { Line } from './line';

/** Money a customer has on hand: what is left of a credit grant. */
export interface Credit {
  id: string;
  name: string;
  /** What is left of it, as a decimal string. */
  amount: string;
  /** 1 is used before 2. */
  priority: number;
  createdAt: Instant;
  expiresAt?: Instant | null;
  /** Keys of the features it may pay for; absent or empty for all. */
  features?: string[];
}

/** Credits being spent on lines. Make one for a customer and currency and hand it every line in the order of the invoice. */
export class Purse {
  private readonly credits: { credit: Credit; left: Decimal }[];
  private readonly currency: Currency;

  constructor(credits: readonly Credit[], currency: Currency) {
    this.currency = currency;
    this.credits = [...credits].sort(compareBurnOrder).map((credit) => ({ credit, left: roundMoney(decimal(credit.amount), currency) }));
  }

  /**
   * Pays as much of a line as the credits allow, and gives the line that is left. A line that costs nothing, or gives money back, takes
   * none. With `at`, the instant the line is due, a credit that has expired by then pays nothing.
   */
  pay(line: Line, { featureKey, at }: { featureKey?: string | undefined; at?: Instant } = {}): Line {
    if (!isPositive(line.total)) return line;
    const explainer = line.trace && new Explainer(this.currency, '', '', line.trace);
    const applied = [...line.credits];
    let total = line.total;
    const usable = this.credits.filter(({ credit, left }) => isPositive(left) && covers(credit, featureKey) && !hasExpired(credit, at));
    for (const [i, entry] of usable.entries()) {
      if (!isPositive(total)) break;
      const { credit, left } = entry;
      const amount = min(left, total);
      const next = usable[i + 1]?.credit;
      explainer?.credit(left, amount, credit.name, next && `before ${next.name}, because ${whyFirst(credit, next)}`);
      entry.left = left.minus(amount);
      total = total.minus(amount);
      applied.push({ grantId: credit.id, amount });
    }
    return { ...line, credits: applied, total, ...(explainer && { trace: explainer.steps }) };
  }

  /** What is left of each credit, in the order they are used. Decimal strings. */
  left(): { id: string; amount: string }[] {
    return this.credits.map(({ credit, left }) => ({ id: credit.id, amount: moneyText(left, this.currency) }));
  }
}

const hasExpired = ({ expiresAt }: Credit, at: Instant | undefined): boolean =>
  at !== undefined && Boolean(expiresAt) && compareInstants(expiresAt as Instant, at) <= 0;

function covers(credit: Credit, featureKey: string | undefined): boolean {
  if (!credit.features?.length) return true;
  return featureKey !== undefined && credit.features.includes(featureKey);
}
