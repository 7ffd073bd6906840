import type { Currency } from '../currency';
import { type Decimal, decimal, divide, isNegative, isZero, text, ZERO } from '../decimal';
import { formatAmount, groupDigits } from '../money';
import type { Charge, Part } from '../pricing/charge';
import type { UnitConfig } from '../pricing/unit-config';
import type { Proration } from './proration';
import type { Rule, Step } from './trace';

const count = (value: Decimal): string => (isNegative(value) ? `−${groupDigits(text(value.abs()))}` : groupDigits(text(value)));
const DAY = decimal('86400');
const rounded = { ceiling: ', rounded up', floor: ', rounded down', half_up: ', rounded to nearest', none: '' };

/**
 * Writes the steps of one line, each with its sentence. It counts nothing: it is told what went in and what came out.
 * `unit` is what the meter counts ("tokens"); `priced` is what the price is per ("GB").
 */
export class Explainer {
  readonly steps: Step[] = [];
  private readonly currency: Currency;
  private readonly unit: string;
  private readonly priced: string;
  private current = ZERO;
  private currentText = '0';

  constructor(currency: Currency, unit: string, priced: string, steps: readonly Step[] = []) {
    this.currency = currency;
    this.unit = unit;
    this.priced = priced;
    this.steps.push(...steps);
    const last = steps.at(-1);
    if (last) [this.current, this.currentText] = [decimal(last.output), last.output];
  }

  private money(amount: Decimal): string {
    return formatAmount(amount, this.currency);
  }

  private add(rule: Rule, operands: Record<string, string>, output: Decimal, sentence: string): void {
    const written = text(output);
    this.steps.push({ rule, input: this.currentText, with: operands, output: written, text: sentence });
    this.current = output;
    this.currentText = written;
  }

  usage(quantity: Decimal): void {
    this.add('usage', { quantity: text(quantity) }, quantity, `${count(quantity)}${this.unit} used`);
  }

  belowZero(): void {
    this.add('below_zero', {}, ZERO, 'Usage below zero counts as none');
  }

  unitConversion(config: UnitConfig, output: Decimal): void {
    const operands = {
      operation: config.operation,
      conversionFactor: config.conversionFactor,
      rounding: config.rounding,
      precision: String(config.precision),
    };
    const sign = config.operation === 'divide' ? '÷' : '×';
    const places = config.rounding !== 'none' && config.precision > 0 ? ` to ${config.precision} digits` : '';
    const sentence = `${count(this.current)}${this.unit} ${sign} ${groupDigits(config.conversionFactor)}${rounded[config.rounding]}${places} = ${count(output)}${this.priced}`;
    this.add('unit_conversion', operands, output, sentence);
  }

  freeUnits(free: Decimal, output: Decimal): void {
    const sentence = `${count(free)}${this.priced} free: ${count(this.current)} − ${count(this.current.minus(output))} = ${count(output)}`;
    this.add('free_units', { free: text(free) }, output, sentence);
  }

  /** The steps from priced units to a charge's gross amount. */
  charge(charge: Charge, part: Part, gross: Decimal): void {
    const { source, quantity, unitPrice } = charge;
    const bounds = (above: Decimal, upTo: Decimal | null) =>
      upTo === null ? `above ${count(above)}` : isZero(above) ? `up to ${count(upTo)}` : `above ${count(above)} up to ${count(upTo)}`;
    if (source.kind === 'fixed') {
      this.add('flat_price', { amount: text(unitPrice) }, gross, `Flat price ${this.money(unitPrice)}`);
      return;
    }
    if (source.kind === 'tier_fee') {
      const sentence = `${count(part.through)}${this.priced} reach tier ${source.tier.number}: flat price ${this.money(unitPrice)}`;
      this.add('flat_price', { amount: text(unitPrice) }, gross, sentence);
      return;
    }
    if (source.kind === 'usage' && !isZero(part.before)) {
      this.add(
        'already_billed',
        { before: text(part.before) },
        quantity,
        `${count(part.before)}${this.priced} charged before: ${count(quantity)} left`,
      );
    }
    if (source.kind === 'tier_all' || source.kind === 'tier_units') {
      const { tier } = source;
      const whole = source.kind === 'tier_all';
      const operands = {
        above: text(tier.above),
        before: text(part.before),
        ...(tier.upTo && { upTo: text(tier.upTo) }),
        ...(whole && { whole: 'true' }),
      };
      const where = `tier ${tier.number} (${bounds(tier.above, tier.upTo)})`;
      this.add(
        'tier',
        operands,
        quantity,
        whole ? `All ${count(quantity)}${this.priced} are priced at ${where}` : `${count(quantity)}${this.priced} in ${where}`,
      );
    }
    this.add('price', { unitPrice: text(unitPrice) }, gross, `${count(quantity)} × ${this.money(unitPrice)} = ${this.money(gross)}`);
  }

  proration(amount: Decimal, { served, full }: Proration, output: Decimal): void {
    const inDays = [divide(served, DAY), divide(full, DAY)].map(text);
    const share = inDays.some((days) => days.includes('.'))
      ? `${count(served)} of ${count(full)} seconds`
      : `${inDays[0]} of ${inDays[1]} days`;
    const operands = { amount: text(amount), served: text(served), full: text(full) };
    this.add('proration', operands, output, `${share} of ${this.money(amount)} = ${this.money(output)}`);
  }

  percentageDiscount(percentage: Decimal, amount: Decimal): void {
    this.add(
      'percentage_discount',
      { percentage: text(percentage) },
      this.current.minus(amount),
      `${count(percentage)}% discount ${this.money(ZERO.minus(amount))}`,
    );
  }

  maximumSpend(billed: Decimal, maximum: Decimal, amount: Decimal): void {
    const before = isZero(billed) ? '' : ` after ${this.money(billed)}`;
    const sentence = `Capped at ${this.money(maximum)}${before}: ${this.money(ZERO.minus(amount))}`;
    this.add('maximum_spend', { maximum: text(maximum), billed: text(billed) }, this.current.minus(amount), sentence);
  }

  minimumSpend(billed: Decimal, minimum: Decimal, amount: Decimal): void {
    const sentence = `Minimum ${this.money(minimum)} less ${this.money(billed)} charged = ${this.money(amount)}`;
    this.add('minimum_spend', { minimum: text(minimum), billed: text(billed) }, amount, sentence);
  }

  booked(amount: Decimal): void {
    this.add(
      'booked',
      { amount: text(amount) },
      this.current.minus(amount),
      `${this.money(amount)} already booked: ${this.money(this.current.minus(amount))} now`,
    );
  }

  /** `why` says why this credit and not the next one, when there is a next one. */
  credit(available: Decimal, amount: Decimal, name: string, why: string | undefined): void {
    this.add(
      'credit',
      { available: text(available) },
      this.current.minus(amount),
      `${name} pays ${this.money(amount)} of ${this.money(this.current)}${why ? `: ${why}` : ''}`,
    );
  }
}
