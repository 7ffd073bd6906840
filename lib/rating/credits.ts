import type { Currency } from '../currency';
import { type Decimal, decimal, isPositive, min, ZERO } from '../decimal';
import { moneyText, roundMoney } from '../money';
import { compareInstants, type Instant } from '../time';
import { compareBurnOrder, whyFirst } from './burn-order';
import { Explainer } from './explain';
import type { AppliedCredit, Line } from './line';

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

/** Lines that the same credits may pay, with what is still to pay of them together. */
interface Debt {
  payables: { payable: Payable; index: number }[];
  /** Places of the credits, in burn order, that may pay. */
  payers: number[];
  open: Decimal;
  /** Amount that each credit, by its place, pays of the debt. */
  paid: Map<number, Decimal>;
}

/** Credits being spent on lines. Make one for a customer and currency and hand it the lines of one invoice after the other. */
export class Purse {
  private readonly credits: { credit: Credit; left: Decimal }[];
  private readonly currency: Currency;

  constructor(credits: readonly Credit[], currency: Currency) {
    this.currency = currency;
    this.credits = [...credits].sort(compareBurnOrder).map((credit) => ({ credit, left: roundMoney(decimal(credit.amount), currency) }));
  }

  /**
   * Pays as much of the lines as the credits allow and returns what is left of each, in the order given. Credits are used in burn order, each
   * as far as it goes: one that could pay either of two lines leaves the one that others can pay to them, so no credit is left that could
   * still pay for something. The result does not depend on the order of the lines. A line that costs nothing, or gives money back, takes none.
   */
  pay(payables: readonly Payable[]): Line[] {
    const debts = this.debtsOf(payables);
    for (const place of this.credits.keys()) this.spend(place, debts);
    const lines = payables.map(({ line }) => line);
    for (const debt of debts) this.share(debt, lines);
    return lines;
  }

  /** Remaining amount of each credit, in the order they are used. Decimal strings. */
  left(): { id: string; amount: string }[] {
    return this.credits.map(({ credit, left }) => ({ id: credit.id, amount: moneyText(left, this.currency) }));
  }

  private debtsOf(payables: readonly Payable[]): Debt[] {
    const debts = new Map<string, Debt>();
    const sorted = payables.map((payable, index) => ({ payable, index })).sort((a, b) => compareDue(a.payable, b.payable));
    for (const entry of sorted) {
      const { line, featureKey, at } = entry.payable;
      if (!isPositive(line.total)) continue;
      const payers = [...this.credits.keys()].filter((place) => {
        const { credit, left } = this.credits[place] as { credit: Credit; left: Decimal };
        return isPositive(left) && covers(credit, featureKey) && !hasExpired(credit, at);
      });
      const name = payers.join();
      const debt: Debt = debts.get(name) ?? { payables: [], payers, open: ZERO, paid: new Map() };
      debts.set(name, debt);
      debt.payables.push(entry);
      debt.open = debt.open.plus(line.total);
    }
    return [...debts.values()];
  }

  /** Spends one credit as far as it goes: on open debts it may pay, and on others by taking over what earlier credits pay there. */
  private spend(place: number, debts: readonly Debt[]): void {
    const entry = this.credits[place] as { credit: Credit; left: Decimal };
    while (isPositive(entry.left)) {
      const path = pathToOpenDebt(place, debts);
      const last = path?.at(-1);
      if (!path || !last) return;
      let amount = min(entry.left, last.debt.open);
      for (const step of path.slice(1)) amount = min(amount, paidBy(step.payer, step.from as Debt));
      for (const { payer, from, debt } of path) {
        if (from) from.paid.set(payer, paidBy(payer, from).minus(amount));
        debt.paid.set(payer, paidBy(payer, debt).plus(amount));
      }
      last.debt.open = last.debt.open.minus(amount);
      entry.left = entry.left.minus(amount);
    }
  }

  /** Shares out what each credit pays of a debt over its lines: the lines in order, each from the first credit on. */
  private share({ payables, payers, paid }: Debt, lines: Line[]): void {
    const left = new Map(payers.map((place) => [place, paid.get(place) ?? ZERO]));
    for (const { payable, index } of payables) {
      const { line } = payable;
      const explainer = line.trace && new Explainer(this.currency, '', '', line.trace);
      const applied: AppliedCredit[] = [...line.credits];
      let total = line.total;
      for (const [i, place] of payers.entries()) {
        const available = left.get(place) ?? ZERO;
        if (!isPositive(available) || !isPositive(total)) continue;
        const { credit } = this.credits[place] as { credit: Credit };
        const amount = min(available, total);
        const next = this.credits[payers[i + 1] ?? -1]?.credit;
        explainer?.credit(available, amount, credit.name, next && `before ${next.name}, because ${whyFirst(credit, next)}`);
        left.set(place, available.minus(amount));
        total = total.minus(amount);
        applied.push({ grantId: credit.id, amount });
      }
      lines[index] = { ...line, credits: applied, total, ...(explainer && { trace: explainer.steps }) };
    }
  }
}

/** A payer moves to `debt`; from another debt that it pays now, or, for the first step, with money of its own. */
interface Step {
  payer: number;
  from: Debt | null;
  debt: Debt;
}

/** Returns the shortest way for a credit to pay something that is open: directly, or by taking over from credits that can pay elsewhere. */
function pathToOpenDebt(place: number, debts: readonly Debt[]): Step[] | null {
  const before = new Map<Debt, Step>();
  const queue: Debt[] = [];
  const visit = (payer: number, from: Debt | null) => {
    for (const debt of debts) {
      if (before.has(debt) || !debt.payers.includes(payer)) continue;
      before.set(debt, { payer, from, debt });
      queue.push(debt);
    }
  };
  visit(place, null);
  for (let debt = queue.shift(); debt; debt = queue.shift()) {
    if (isPositive(debt.open)) {
      const path: Step[] = [];
      for (let step = before.get(debt); step; step = step.from ? before.get(step.from) : undefined) path.unshift(step);
      return path;
    }
    for (const [payer, amount] of [...debt.paid].sort(([a], [b]) => a - b)) if (isPositive(amount)) visit(payer, debt);
  }
  return null;
}

const paidBy = (payer: number, debt: Debt): Decimal => debt.paid.get(payer) ?? ZERO;

function compareDue(a: Payable, b: Payable): number {
  const due = a.at === undefined || b.at === undefined ? 0 : compareInstants(a.at, b.at);
  return due !== 0 ? due : a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

const hasExpired = ({ expiresAt }: Credit, at: Instant | undefined): boolean =>
  at !== undefined && Boolean(expiresAt) && compareInstants(expiresAt as Instant, at) <= 0;

function covers(credit: Credit, featureKey: string | undefined): boolean {
  if (!credit.features?.length) return true;
  return featureKey !== undefined && credit.features.includes(featureKey);
}
