import type { Currency } from '../currency';
import { type Decimal, text, ZERO } from '../decimal';
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
  /** What was added to reach a minimum. */
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
    discounts = discounts.plus(total(line.discounts));
    credits = credits.plus(total(line.credits));
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

/** Writes a line down. `key` is the line's name within whatever holds it. */
export function lineFigures(line: Line, key: string, currency: Currency): LineFigures {
  return {
    key,
    name: line.name,
    category: line.category,
    paymentTerm: line.paymentTerm,
    quantity: text(line.quantity),
    unitPrice: text(line.unitPrice),
    ...totalsOf([line], currency),
    discounts: line.discounts.map(({ reason, amount }) => ({ reason, amount: moneyText(amount, currency) })),
    credits: line.credits.map(({ grantId, amount }) => ({ ...(grantId && { grantId }), amount: moneyText(amount, currency) })),
    ...(line.trace && { trace: line.trace }),
  };
}
