import type { Currency } from '../currency';
import { type Decimal, decimal, divide, isZero, text, ZERO } from '../decimal';
import { countText, formatAmount, formatWritten, groupDigits } from '../money';
import type { Charge, PeriodPart } from '../pricing/charge';
import type { Tier } from '../pricing/tier';
import type { UnitConfig } from '../pricing/unit-config';
import type { Proration } from './proration';
import type { Rule, Step } from './trace';
import { constant } from './written-number';

const count = (value: Decimal): string => countText(text(value));

/** The quantities a tier is for, in words. */
function bounds(above: Decimal, upTo: Decimal | null): string {
  if (upTo === null) return `above ${constant(above).count}`;
  return isZero(above) ? `up to ${constant(upTo).count}` : `above ${constant(above).count} up to ${constant(upTo).count}`;
}

/** Gives the bounds of a tier as operands of a step. */
const boundsOf = ({ above, upTo }: Tier) => ({ above: constant(above).text, ...(upTo && { upTo: constant(upTo).text }) });

const DAY = decimal('86400');
const rounded = { ceiling: ', rounded up', floor: ', rounded down', half_up: ', rounded to nearest', none: '' };

/**
 * Writes the steps of one line, each with its sentence. It counts nothing: it is told what went in and what came out.
 * `unit` is what the meter counts ("tokens"); `priced` is what the price is per ("GB").
 */
export class Explainer {
  readonly steps: Step[];
  private readonly currency: Currency;
  private readonly unit: string;
  private readonly priced: string;
  private current = ZERO;
  private currentText = '0';

  /** `earlier` are the steps to go on from, as another explainer wrote them or as they were kept. */
  constructor(currency: Currency, unit: string, priced: string, earlier?: Explainer | readonly Step[]) {
    this.currency = currency;
    this.unit = unit;
    this.priced = priced;
    if (!earlier) {
      this.steps = [];
    } else if (earlier instanceof Explainer) {
      this.steps = earlier.steps.slice();
      this.current = earlier.current;
      this.currentText = earlier.currentText;
    } else {
      this.steps = earlier.slice();
      const last = earlier.at(-1);
      if (last) [this.current, this.currentText] = [decimal(last.output), last.output];
    }
  }

  private money(amount: Decimal): string {
    return formatAmount(amount, this.currency);
  }

  /** The same for an amount that many lines share. */
  private fixed(amount: Decimal): string {
    const { money } = constant(amount);
    let written = money.get(this.currency.code);
    if (written === undefined) {
      written = this.money(amount);
      money.set(this.currency.code, written);
    }
    return written;
  }

  private add(rule: Rule, operands: Record<string, string>, output: Decimal, sentence: string, written = text(output)): void {
    this.steps.push({ rule, input: this.currentText, with: operands, output: written, text: sentence });
    this.current = output;
    this.currentText = written;
  }

  usage(quantity: Decimal): void {
    const written = text(quantity);
    this.add('usage', { quantity: written }, quantity, `${countText(written)}${this.unit} used`, written);
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
      ...(config.displayUnit && { displayUnit: config.displayUnit }),
    };
    const sign = config.operation === 'divide' ? '÷' : '×';
    const places = config.rounding !== 'none' && config.precision > 0 ? ` to ${config.precision} digits` : '';
    const sentence = `${count(this.current)}${this.unit} ${sign} ${groupDigits(config.conversionFactor)}${rounded[config.rounding]}${places} = ${count(output)}${this.priced}`;
    this.add('unit_conversion', operands, output, sentence);
  }

  freeUnits(free: Decimal, output: Decimal): void {
    const sentence = `${constant(free).count}${this.priced} free: ${count(this.current)} − ${count(this.current.minus(output))} = ${count(output)}`;
    this.add('free_units', { free: constant(free).text }, output, sentence);
  }

  /** The steps from priced units to a charge's gross amount. */
  charge(charge: Charge, part: PeriodPart, gross: Decimal): void {
    const { source, quantity, unitPrice } = charge;
    if (source.kind === 'fixed') {
      this.add('flat_price', { amount: constant(unitPrice).text }, gross, `Flat price ${this.fixed(unitPrice)}`);
      return;
    }
    if (source.kind === 'tier_fee') {
      const sentence = `${count(part.through)}${this.priced} reach tier ${source.tier.number}: flat price ${this.fixed(unitPrice)}`;
      this.add('flat_price', { amount: constant(unitPrice).text, ...boundsOf(source.tier) }, gross, sentence);
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
        ...boundsOf(tier),
        before: text(part.before),
        ...(whole && { whole: 'true' }),
      };
      const where = `tier ${tier.number} (${bounds(tier.above, tier.upTo)})`;
      const written = text(quantity);
      const units = `${countText(written)}${this.priced}`;
      this.add('tier', operands, quantity, whole ? `All ${units} are priced at ${where}` : `${units} in ${where}`, written);
    }
    const [amount, units] = [text(gross), this.current === quantity ? this.currentText : text(quantity)];
    const sentence = `${countText(units)} × ${this.fixed(unitPrice)} = ${formatWritten(amount, this.currency)}`;
    this.add('price', { unitPrice: constant(unitPrice).text }, gross, sentence, amount);
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
      { percentage: constant(percentage).text },
      this.current.minus(amount),
      `${constant(percentage).count}% discount ${this.money(ZERO.minus(amount))}`,
    );
  }

  maximumSpend(billed: Decimal, maximum: Decimal, amount: Decimal): void {
    const before = isZero(billed) ? '' : ` after ${this.money(billed)}`;
    const sentence = `Capped at ${this.fixed(maximum)}${before}: ${this.money(ZERO.minus(amount))}`;
    this.add('maximum_spend', { maximum: constant(maximum).text, billed: text(billed) }, this.current.minus(amount), sentence);
  }

  minimumSpend(billed: Decimal, minimum: Decimal, amount: Decimal): void {
    const sentence = `Minimum ${this.fixed(minimum)} less ${this.money(billed)} charged = ${this.money(amount)}`;
    this.add('minimum_spend', { minimum: constant(minimum).text, billed: text(billed) }, amount, sentence);
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
