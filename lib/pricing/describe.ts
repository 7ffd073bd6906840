import type { Currency } from '../currency';
import { decimal, divide, isPositive, text } from '../decimal';
import { formatMoney, formatQuantity } from '../money';
import type { Words } from './charge';
import { paymentTermOf } from './price';
import { modelOf } from './registry';
import type { PricingTerms } from './terms';
import type { UnitConfig } from './unit-config';

const cadenceNames: Record<string, string> = { Y: 'year', M: 'month', W: 'week', D: 'day' };

/** A cadence as people say it: "P1M" → "month", "P3M" → "3 months", "P12M" → "year". Anything unusual stays as written. */
export function describeCadence(cadence: string): string {
  if (cadence === 'P12M') return 'year';
  const [, count, letter] = /^P(\d+)([YMWD])$/.exec(cadence) ?? [];
  const name = letter && cadenceNames[letter];
  if (!name) return cadence;
  return count === '1' ? name : `${count} ${name}s`;
}

/** One of what is counted in the plural: "tokens" → "token", "entries" → "entry". */
export function singular(unit: string): string {
  if (/[^aeiou]ies$/.test(unit)) return `${unit.slice(0, -3)}y`;
  return /[^s]s$/.test(unit) ? unit.slice(0, -1) : unit;
}

/** Priced units counted in what the meter counts: undoes a unit conversion. 2 of "divide by 1,000" are 2,000. */
function metered(quantity: string, config: UnitConfig | undefined): string {
  if (!config) return quantity;
  const factor = decimal(config.conversionFactor);
  return text(config.operation === 'divide' ? decimal(quantity).times(factor) : divide(decimal(quantity), factor));
}

/** Returns the formatters of a card's price: amounts in its currency, quantities in what is metered or in the unit it names. */
export function wordsFor({ unitConfig }: Pick<PricingTerms, 'unitConfig'>, currency: Currency, unit: string): Words {
  const named = unitConfig?.displayUnit;
  const count = (quantity: string) => formatQuantity(named ? quantity : metered(quantity, unitConfig));
  const one = (): string => {
    const started = unitConfig?.rounding === 'ceiling' ? 'started ' : '';
    if (named) return started + singular(named);
    if (!unitConfig || decimal(unitConfig.conversionFactor).eq(decimal('1'))) return singular(unit);
    return unitConfig.operation === 'divide' ? `${started}${formatQuantity(unitConfig.conversionFactor)} ${unit}` : singular(unit);
  };
  return {
    money: (amount) => formatMoney(amount, currency),
    // A multiplied quantity without a name of its own is clearest as the price of what is metered.
    each: (amount) => {
      const multiplied = unitConfig?.operation === 'multiply' && !named;
      const price = multiplied ? text(decimal(amount).times(decimal(unitConfig.conversionFactor))) : amount;
      return `${formatMoney(price, currency)} per ${one()}`;
    },
    count,
    units: (quantity) => `${count(quantity)} ${named ?? unit}`,
  };
}

const given = (number: string | undefined): number is string => number !== undefined && isPositive(decimal(number));

/**
 * A rate card's price as one natural phrase: "$0.002 per 1k tokens after 1M free, at least $1.00 per month, 10% off".
 * `unit` is what the feature's meter counts, in the plural. Says everything that changes what is paid.
 */
export function describePrice(card: PricingTerms & { billingCadence?: string }, currency: Currency, unit = 'units'): string {
  const model = modelOf(card.price.type);
  const words = wordsFor(card, currency, unit);
  const every = card.billingCadence && describeCadence(card.billingCadence);
  let phrase = model.describe(card.price, words);
  if (card.price.type === 'flat') {
    phrase += every ? ` per ${every}` : ' once';
    if (paymentTermOf(card) === 'in_arrears') phrase += ', in arrears';
  }
  if (model.usageBased) {
    const { usage } = card.discounts ?? {};
    if (given(usage))
      phrase += card.price.type === 'unit' ? ` after ${words.count(usage)} free` : `, counted after ${words.units(usage)} free`;
    const { minimumAmount, maximumAmount } = card.commitments ?? {};
    const bounds = [
      given(minimumAmount) && `at least ${words.money(minimumAmount)}`,
      given(maximumAmount) && `at most ${words.money(maximumAmount)}`,
    ];
    const said = bounds.filter(Boolean).join(' and ');
    if (said) phrase += `, ${said}${every ? ` per ${every}` : ''}`;
  }
  const { percentage } = card.discounts ?? {};
  if (percentage && card.price.type !== 'free') phrase += `, ${percentage}% off`;
  return phrase;
}
