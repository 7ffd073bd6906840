import type { Currency } from '../currency';
import { type Decimal, decimal, ONE, ZERO } from '../decimal';
import { percentOf, roundMoney } from '../money';
import type { Charge, Part } from '../pricing/charge';
import { belowMinimum, overMaximum } from '../pricing/commitments';
import { afterFreeUnits } from '../pricing/discounts';
import { paymentTermOf } from '../pricing/price';
import { modelOf } from '../pricing/registry';
import type { PricingTerms } from '../pricing/terms';
import { converter } from '../pricing/unit-config';
import { Explainer } from './explain';
import type { Line } from './line';
import { type Proration, prorate } from './proration';

/** What a part of a period is charged with, besides its usage. */
export interface Circumstances {
  /** Net of discounts, what earlier parts of the period were charged. Minimum and maximum count it. */
  billedBefore?: Decimal;
  /** The share of the period that a flat price is due for; null or absent for all of it. */
  proration?: Proration | null;
  /** Give each line its trace. */
  explain?: boolean;
  /** What the meter counts, for the sentences: "tokens". */
  unit?: string;
}

/** Charges parts of a rate card's service period. The part's quantities are metered ones, as the usage store gives them. */
export type Rater = (part: Part, circumstances?: Circumstances) => Line[];

/** A whole service period in which so much was metered. */
export function wholePeriod(quantity: Decimal): Part {
  return { before: ZERO, through: quantity, opens: true, closes: true, cumulative: false };
}

/**
 * The pipe of one rate card, from metered quantity to lines. It reads the card's numbers once; the function it gives can be called for any
 * number of customers and periods. The order of the steps is the contract, and stands in this function and nowhere else.
 * Throws when the price is not complete (tiers without an open end): such a card has a critical issue and is not priced.
 */
export function rater(card: PricingTerms, currency: Currency): Rater {
  const model = modelOf(card.price.type);
  const paymentTerm = paymentTermOf(card);
  const chargesOf = model.charge(card.price, paymentTerm);
  // Conversion, free units and commitments belong to usage; on a flat or free price they mean nothing.
  const config = model.usageBased ? card.unitConfig : undefined;
  const convert = config && converter(config);
  const free = positive(model.usageBased ? card.discounts?.usage : undefined);
  const minimum = positive(model.usageBased ? card.commitments?.minimumAmount : undefined);
  const maximum = positive(model.usageBased ? card.commitments?.maximumAmount : undefined);
  const percentage = positive(card.discounts?.percentage === undefined ? undefined : String(card.discounts.percentage));

  /** Quantity steps. All count from the start of the period, so that a part is the difference of two of them and parts add up. */
  function pricedUnits(metered: Decimal, explainer?: Explainer): Decimal {
    let quantity = metered;
    explainer?.usage(quantity);
    if (quantity.lt(ZERO)) {
      // Corrections may outweigh the usage of a period; what was never charged is not paid back.
      quantity = ZERO;
      explainer?.belowZero();
    }
    if (config && convert) {
      // First of all, because free units and tiers are written in converted units.
      quantity = convert(quantity);
      explainer?.unitConversion(config, quantity);
    }
    if (free) {
      // After the rounding, so that a free unit is a whole one of those that are charged.
      quantity = afterFreeUnits(quantity, free);
      explainer?.freeUnits(free, quantity);
    }
    return quantity;
  }

  /** Line steps. */
  function lineOf(
    charge: Charge,
    part: Part,
    billed: Decimal,
    { proration, explain, unit }: Circumstances,
    quantitySteps?: Explainer,
  ): Line {
    const explainer = explain ? explainerOf(unit, quantitySteps) : undefined;
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
    if (percentage) {
      // Before the maximum, so that a cap is on what the customer pays.
      const amount = percentOf(total, percentage, currency);
      total = total.minus(amount);
      explainer?.percentageDiscount(percentage, amount);
      if (!amount.eq(ZERO)) discounts.push({ reason: 'ratecard_percentage', amount });
    }
    if (maximum) {
      const amount = overMaximum(billed, total, maximum, currency);
      if (amount.gt(ZERO)) {
        total = total.minus(amount);
        explainer?.maximumSpend(billed, maximum, amount);
        discounts.push({ reason: 'maximum_spend', amount });
      }
    }
    const name = charge.label ? `${card.name}: ${charge.label}` : card.name;
    const { ref, quantity } = charge;
    return {
      ref,
      name,
      category: 'regular',
      paymentTerm,
      quantity,
      unitPrice,
      gross,
      discounts,
      credits: [],
      total,
      ...(explainer && { trace: explainer.steps }),
    };
  }

  function explainerOf(unit: string | undefined, earlier?: Explainer): Explainer {
    const metered = unit ? ` ${unit}` : '';
    const priced = config ? (config.displayUnit ? ` ${config.displayUnit}` : '') : metered;
    return new Explainer(currency, metered, priced, earlier?.steps);
  }

  return (metered, circumstances = {}) => {
    const { explain, unit } = circumstances;
    const quantitySteps = explain && model.usageBased ? explainerOf(unit) : undefined;
    const through = pricedUnits(metered.through, quantitySteps);
    const before = metered.before.eq(ZERO) ? ZERO : pricedUnits(metered.before);
    const part: Part = { ...metered, before, through };

    let billed = circumstances.billedBefore ?? ZERO;
    const lines: Line[] = [];
    for (const charge of chargesOf(part)) {
      const line = lineOf(charge, part, billed, circumstances, quantitySteps);
      // A share so small that it rounds to nothing is not shown at all.
      if (circumstances.proration && line.gross.eq(ZERO) && !charge.unitPrice.eq(ZERO)) continue;
      lines.push(line);
      billed = billed.plus(line.total);
    }
    // Last, on the net of everything above and only when the period is over: what is missing cannot be known before.
    const missing = minimum && part.closes ? belowMinimum(billed, minimum, currency) : ZERO;
    if (minimum && missing.gt(ZERO)) {
      const explainer = explain ? explainerOf(unit) : undefined;
      explainer?.minimumSpend(billed, minimum, missing);
      const name = `${card.name}: minimum spend`;
      const figures = { quantity: ONE, unitPrice: missing, gross: missing, discounts: [], credits: [], total: missing };
      lines.push({
        ref: 'min-spend',
        name,
        category: 'commitment',
        paymentTerm: 'in_arrears',
        ...figures,
        ...(explainer && { trace: explainer.steps }),
      });
    }
    return lines;
  };
}

// Absent and zero mean the same for everything that can be taken off, added or capped.
function positive(number: string | undefined): Decimal | undefined {
  if (number === undefined) return undefined;
  const value = decimal(number);
  return value.gt(ZERO) ? value : undefined;
}
