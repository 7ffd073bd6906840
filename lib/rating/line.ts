import type { Currency } from '../currency';
import { type Decimal, decimal, sum, text, ZERO } from '../decimal';
import { moneyText } from '../money';
import type { PaymentTerm } from '../pricing/payment-term';
import type { Step } from './trace';

/** Why something was taken off a line. */
export type DiscountReason = 'ratecard_percentage' | 'maximum_spend';

/** Credit used to pay for a line. `grantId` is there when the credit came from a grant. */
export interface AppliedCredit {
  grantId?: string;
  amount: Decimal;
}

/** One priced position of an invoice while it is being counted. Money is at currency precision; unit price and quantity are exact. */
export interface Line {
  /** Tells the lines of one rate card apart; a reversal ends in `#correction`. */
  ref: string;
  name: string;
  category: 'regular' | 'commitment';
  paymentTerm: PaymentTerm;
  quantity: Decimal;
  unitPrice: Decimal;
  /** quantity × unit price, rounded once. For a commitment line, what is missing to the minimum. */
  gross: Decimal;
  discounts: { reason: DiscountReason; amount: Decimal }[];
  credits: AppliedCredit[];
  /** gross − discounts − credits. */
  total: Decimal;
  trace?: Step[];
}

/** The sums of an invoice or a line: `total = amount + chargesTotal − discountsTotal − creditsTotal`. Decimal strings at currency precision. */
export interface Totals {
  amount: string;
  /** Amount added to reach a minimum. */
  chargesTotal: string;
  discountsTotal: string;
  creditsTotal: string;
  total: string;
}

/** A line as it is shown and stored: decimal strings only. */
export interface LineFigures extends Totals {
  key: string;
  name: string;
  category: Line['category'];
  paymentTerm: PaymentTerm;
  quantity: string;
  unitPrice: string;
  discounts: { reason: DiscountReason; amount: string }[];
  credits: { grantId?: string; amount: string }[];
  trace?: Step[];
}

const total = (items: readonly { amount: Decimal }[]): Decimal => items.reduce((all, item) => all.plus(item.amount), ZERO);

/** The sums of some lines. Every line is rounded already, so nothing is rounded here. */
export function totalsOf(lines: readonly Line[], currency: Currency): Totals {
  let [amount, charges, discounts, credits, net] = [ZERO, ZERO, ZERO, ZERO, ZERO];
  for (const line of lines) {
    if (line.category === 'commitment') charges = charges.plus(line.gross);
    else amount = amount.plus(line.gross);
    for (const discount of line.discounts) discounts = discounts.plus(discount.amount);
    for (const credit of line.credits) credits = credits.plus(credit.amount);
    net = net.plus(line.total);
  }
  return {
    amount: moneyText(amount, currency),
    chargesTotal: moneyText(charges, currency),
    discountsTotal: moneyText(discounts, currency),
    creditsTotal: moneyText(credits, currency),
    total: moneyText(net, currency),
  };
}

/** The sum of several sums, field by field. */
export function addTotals(all: readonly Totals[], currency: Currency): Totals {
  const add = (field: keyof Totals) => moneyText(sum(all.map((totals) => decimal(totals[field]))), currency);
  return {
    amount: add('amount'),
    chargesTotal: add('chargesTotal'),
    discountsTotal: add('discountsTotal'),
    creditsTotal: add('creditsTotal'),
    total: add('total'),
  };
}

/** Reads back a line that was written down, without its trace. `ref` is its own within its charge. */
export function readLine(figures: Omit<LineFigures, 'key'>, ref: string): Line {
  const { name, category, paymentTerm, discounts, credits } = figures;
  const amounts = <T extends { amount: string }>(all: readonly T[]) => all.map((item) => ({ ...item, amount: decimal(item.amount) }));
  return {
    ref,
    name,
    category,
    paymentTerm,
    quantity: decimal(figures.quantity),
    unitPrice: decimal(figures.unitPrice),
    gross: decimal(category === 'regular' ? figures.amount : figures.chargesTotal),
    discounts: amounts(discounts),
    credits: amounts(credits),
    total: decimal(figures.total),
  };
}

/** Writes a line down. `key` is the line's name within whatever holds it. */
export function lineFigures(line: Line, key: string, currency: Currency): LineFigures {
  const regular = line.category === 'regular';
  const gross = moneyText(line.gross, currency);
  const nothing = moneyText(ZERO, currency);
  const figures: LineFigures = {
    key,
    name: line.name,
    category: line.category,
    paymentTerm: line.paymentTerm,
    quantity: text(line.quantity),
    unitPrice: text(line.unitPrice),
    amount: regular ? gross : nothing,
    chargesTotal: regular ? nothing : gross,
    discountsTotal: line.discounts.length > 0 ? moneyText(total(line.discounts), currency) : nothing,
    creditsTotal: line.credits.length > 0 ? moneyText(total(line.credits), currency) : nothing,
    total: moneyText(line.total, currency),
    discounts: line.discounts.map(({ reason, amount }) => ({ reason, amount: moneyText(amount, currency) })),
    credits: line.credits.map(({ grantId, amount }) => ({ ...(grantId && { grantId }), amount: moneyText(amount, currency) })),
  };
  if (line.trace) figures.trace = line.trace;
  return figures;
}
