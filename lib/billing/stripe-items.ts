import type { Currency } from '@/lib/currency';
import { compare, Decimal, type Decimal as DecimalValue, decimal, isNegative, isPositive, ONE, text } from '@/lib/decimal';
import { currencySymbol, roundMoney } from '@/lib/money';
import { addDuration, type Instant, secondsIn } from '@/lib/time';

/** A detailed line of an invoice by what the provider is told of it. Amounts are decimal strings. */
export interface DetailedLine {
  name: string;
  description?: string;
  quantity: string;
  unitPrice: string;
  /** Amount added to reach a minimum; the line is nothing else then. */
  chargesTotal?: string;
  discounts?: readonly { amount: string; description?: string }[];
  credits?: readonly { amount: string }[];
}

/** An invoice item of Stripe, in the smallest unit of the currency. */
export interface StripeItem {
  description: string;
  amountMinor: number;
}

/** Returns the items of a line at Stripe: the line, one below zero for each discount, and one for each credit. */
export function stripeItems(line: DetailedLine, currency: Currency): StripeItem[] {
  const { discounts = [], credits = [], chargesTotal } = line;
  const [quantity, unitPrice] = [decimal(line.quantity), decimal(line.unitPrice)];
  const name = line.description === undefined ? line.name : `${line.name} (${line.description})`;
  const amount = chargesTotal !== undefined && isPositive(decimal(chargesTotal)) ? decimal(chargesTotal) : quantity.times(unitPrice);
  const taken = (description: string, off: string): StripeItem => ({ description, amountMinor: -minorUnits(decimal(off), currency) });
  return [
    { description: `${name}${multiplication(quantity, unitPrice, currency)}`, amountMinor: minorUnits(amount, currency) },
    ...discounts.map(({ amount: off, description }) => taken(description === undefined ? name : `${name} (${description})`, off)),
    ...credits.map(({ amount: off }) => taken(`credits applied for ${name}`, off)),
  ];
}

/** "(9.50 x $100)", where there is more than one, or less than none. */
function multiplication(quantity: DecimalValue, unitPrice: DecimalValue, { code }: Currency): string {
  if (compare(quantity, ONE) <= 0 && !isNegative(quantity)) return '';
  const written = text(quantity);
  const [whole, fraction] = written.split('.');
  const cents = fraction === undefined ? '' : `.${text(roundTo2(quantity)).split('.')[1]?.padEnd(2, '0') ?? '00'}`;
  const shown = fraction === undefined ? written : `${text(roundTo2(quantity)).split('.')[0] ?? whole}${cents}`;
  return ` (${shown} x ${currencySymbol(code)}${text(unitPrice)})`;
}

const roundTo2 = (value: DecimalValue): DecimalValue => roundMoney(value, { code: '', precision: 2 });

function minorUnits(amount: DecimalValue, currency: Currency): number {
  const units = roundMoney(amount, currency).times(new Decimal('10').pow(currency.precision));
  return Number.parseInt(text(units), 10);
}

const DAY_SECONDS = 86_400;

/** Returns the whole days in which an invoice is due, counted from an instant, since months have no one length. */
export function daysUntilDue(dueAfter: string, now: Instant): number {
  return Math.floor(secondsIn({ from: now, to: addDuration(now, dueAfter, 1, 'UTC') }) / DAY_SECONDS);
}
