import type { Currency } from '../currency';
import { type Decimal, decimal, isNegative, isPositive, isZero, ONE, ZERO } from '../decimal';
import { percentOf, roundMoney } from '../money';
import type { Charge, PeriodPart } from '../pricing/charge';
import { belowMinimum, overMaximum } from '../pricing/commitments';
import { afterFreeUnits } from '../pricing/discounts';
import type { PaymentTerm } from '../pricing/payment-term';
import { paymentTermOf } from '../pricing/price';
import { modelOf } from '../pricing/registry';
import type { PricingTerms } from '../pricing/terms';
import { type UnitConfig, unitConverter } from '../pricing/unit-config';
import { Explainer } from './explain';
import type { Line } from './line';
import { type Proration, prorate } from './proration';

/** Terms of a part of a period, besides its usage. */
export interface Circumstances {
  /** Net of discounts, what earlier parts of the period were charged. Minimum and maximum count it. */
  billedBefore?: Decimal;
  /** The share of the period that a flat price is due for; null or absent for all of it. */
  proration?: Proration | null;
  /** Give each line its trace. */
  explain?: boolean;
  /** Unit of the meter, for the sentences: "tokens". */
  unit?: string;
}

/** Charges parts of a rate card's service period. The part's quantities are metered ones, as the usage store gives them. */
export type Rater = (part: PeriodPart, circumstances?: Circumstances) => Line[];

/** A whole service period in which so much was metered. */
export function wholePeriod(quantity: Decimal): PeriodPart {
  return { before: ZERO, through: quantity, opens: true, closes: true, cumulative: false };
}

/**
 * The pipe of one rate card, from metered quantity to lines:
 *
 *   quantity   unit conversion and its rounding → free units          (pricedUnits)
 *   charges    the price type                                         (lib/pricing)
 *   each line  proration → percentage discount → maximum              (lineOf)
 *   at last    minimum                                                (minimumLine)
 *
 * The order is the contract and stands in this file and nowhere else. The card's numbers are read once; the function that is given back
 * can be called for any number of customers and periods. Throws when the price is incomplete (tiers without an open end): such a card has
 * a critical issue and is not priced.
 */
export function rater(card: PricingTerms, currency: Currency): Rater {
  const model = modelOf(card.price.type);
  const terms = readTerms(card, currency, model.usageBased);
  const chargesOf = model.charge(card.price, terms.paymentTerm);
  const counted = terms.minimum !== undefined || terms.maximum !== undefined;

  return (metered, circumstances = {}) => {
    const quantitySteps = circumstances.explain && model.usageBased ? explainerOf(terms, circumstances) : undefined;
    const { opens, closes, cumulative } = metered;
    const through = pricedUnits(terms, metered.through, quantitySteps);
    const before = isZero(metered.before) ? ZERO : pricedUnits(terms, metered.before);
    const part: PeriodPart = { before, through, opens, closes, cumulative };
    let billed = circumstances.billedBefore ?? ZERO;
    const lines: Line[] = [];
    for (const charge of chargesOf(part)) {
      const line = lineOf(terms, charge, part, billed, circumstances, quantitySteps);
      // A share so small that it rounds to nothing is not shown at all.
      if (circumstances.proration && isZero(line.gross) && !isZero(charge.unitPrice)) continue;
      lines.push(line);
      if (counted) billed = billed.plus(line.total);
    }
    const minimum = part.closes ? minimumLine(terms, billed, circumstances) : null;
    if (minimum) lines.push(minimum);
    return lines;
  };
}

/** A rate card's numbers, ready to count with. What is absent has no effect. */
interface Terms {
  name: string;
  currency: Currency;
  paymentTerm: PaymentTerm;
  conversion?: { config: UnitConfig; convert: (quantity: Decimal) => Decimal };
  free?: Decimal;
  discount?: { percentage: Decimal; amountOf: (total: Decimal) => Decimal };
  maximum?: Decimal;
  minimum?: Decimal;
}

function readTerms(card: PricingTerms, currency: Currency, usageBased: boolean): Terms {
  const terms: Terms = { name: card.name, currency, paymentTerm: paymentTermOf(card) };
  const percentage = positive(card.discounts?.percentage === undefined ? undefined : String(card.discounts.percentage));
  if (percentage) terms.discount = { percentage, amountOf: percentOf(percentage, currency) };
  // Conversion, free units and commitments belong to usage; on a flat or free price they mean nothing.
  if (!usageBased) return terms;
  if (card.unitConfig) terms.conversion = { config: card.unitConfig, convert: unitConverter(card.unitConfig) };
  terms.free = positive(card.discounts?.usage);
  terms.maximum = positive(card.commitments?.maximumAmount);
  terms.minimum = positive(card.commitments?.minimumAmount);
  return terms;
}

// Absent and zero mean the same for everything that can be taken off, added or capped.
function positive(number: string | undefined): Decimal | undefined {
  const value = decimal(number ?? '0');
  return isPositive(value) ? value : undefined;
}

/** Quantity steps. All count from the start of the period, so that a part is the difference of two of them and parts add up. */
function pricedUnits({ conversion, free }: Terms, metered: Decimal, explainer?: Explainer): Decimal {
  let quantity = metered;
  explainer?.usage(quantity);
  if (isNegative(quantity)) {
    // Corrections may outweigh the usage of a period; what was never charged is not paid back.
    quantity = ZERO;
    explainer?.belowZero();
  }
  if (conversion) {
    // First of all, because free units and tiers are written in converted units.
    quantity = conversion.convert(quantity);
    explainer?.unitConversion(conversion.config, quantity);
  }
  if (free) {
    // After the rounding, so that a free unit is a whole one of those that are charged.
    quantity = afterFreeUnits(quantity, free);
    explainer?.freeUnits(free, quantity);
  }
  return quantity;
}

/** Line steps. `billed` is what the lines before this one came to in the period. */
function lineOf(terms: Terms, charge: Charge, part: PeriodPart, billed: Decimal, circumstances: Circumstances, earlier?: Explainer): Line {
  const { currency, discount, maximum } = terms;
  const { proration } = circumstances;
  const explainer = circumstances.explain ? explainerOf(terms, circumstances, earlier) : undefined;
  let { unitPrice } = charge;
  let gross = roundMoney(charge.quantity.times(unitPrice), currency);
  explainer?.charge(charge, part, gross);
  if (proration && charge.source.kind === 'fixed') {
    // Before discounts, which then reduce what is really due. The prorated amount becomes the price of the line.
    gross = prorate(unitPrice, proration, currency);
    explainer?.proration(unitPrice, proration, gross);
    unitPrice = gross;
  }
  const discounts: Line['discounts'] = [];
  let total = gross;
  if (discount) {
    // Before the maximum, so that a cap is on what the customer pays.
    const amount = discount.amountOf(total);
    total = total.minus(amount);
    explainer?.percentageDiscount(discount.percentage, amount);
    if (!isZero(amount)) discounts.push({ reason: 'ratecard_percentage', amount });
  }
  if (maximum) {
    const amount = overMaximum(billed, total, maximum, currency);
    if (isPositive(amount)) {
      total = total.minus(amount);
      explainer?.maximumSpend(billed, maximum, amount);
      discounts.push({ reason: 'maximum_spend', amount });
    }
  }
  const name = charge.label ? `${terms.name}: ${charge.label}` : terms.name;
  const { ref, quantity } = charge;
  const line: Line = {
    ref,
    name,
    category: 'regular',
    paymentTerm: terms.paymentTerm,
    quantity,
    unitPrice,
    gross,
    discounts,
    credits: [],
    total,
  };
  if (explainer) line.trace = explainer.steps;
  return line;
}

/** The minimum, on the net of all lines and only when the period is over: what is missing cannot be known before. */
function minimumLine(terms: Terms, billed: Decimal, circumstances: Circumstances): Line | null {
  const { minimum, currency } = terms;
  const missing = minimum ? belowMinimum(billed, minimum, currency) : ZERO;
  if (!minimum || !isPositive(missing)) return null;
  const name = `${terms.name}: minimum spend`;
  const figures = { quantity: ONE, unitPrice: missing, gross: missing, discounts: [], credits: [], total: missing };
  const line: Line = { ref: 'min-spend', name, category: 'commitment', paymentTerm: 'in_arrears', ...figures };
  if (circumstances.explain) {
    const explainer = explainerOf(terms, circumstances);
    explainer.minimumSpend(billed, minimum, missing);
    line.trace = explainer.steps;
  }
  return line;
}

function explainerOf({ currency, conversion }: Terms, { unit }: Circumstances, earlier?: Explainer): Explainer {
  const metered = unit ? ` ${unit}` : '';
  const named = conversion?.config.displayUnit;
  return new Explainer(currency, metered, conversion ? (named ? ` ${named}` : '') : metered, earlier);
}
