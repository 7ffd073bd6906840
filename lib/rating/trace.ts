import type { Currency } from '../currency';
import { compare, type Decimal, decimal, max, min, text, ZERO } from '../decimal';
import { moneyText, percentOf, roundMoney } from '../money';
import { UnitConfigOperation, UnitConfigRounding, unitConverter } from '../pricing/unit-config';
import { prorate } from './proration';

/** Rule of a step. Each has its sentence in explain.ts and its arithmetic in `redo` below. */
export type Rule =
  | 'usage'
  | 'below_zero'
  | 'unit_conversion'
  | 'free_units'
  | 'tier'
  | 'already_billed'
  | 'price'
  | 'flat_price'
  | 'proration'
  | 'percentage_discount'
  | 'maximum_spend'
  | 'minimum_spend'
  | 'booked'
  | 'credit';

/**
 * One step from usage to the line's total. The output of a step is the input of the next, so a trace can be read aloud from top to bottom
 * and counted again. `with` holds what the step needed besides its input, as decimal strings.
 */
export interface Step {
  rule: Rule;
  input: string;
  with: Record<string, string>;
  output: string;
  text: string;
}

/** Counts one step again from its input and what it says it used; never from its output. */
function redo(input: Decimal, step: Step, currency: Currency): Decimal {
  const value = (name: string): Decimal => {
    const written = step.with[name];
    if (written === undefined) throw new Error(`a ${step.rule} step lacks ${name}`);
    return decimal(written);
  };
  switch (step.rule) {
    case 'usage':
      return value('quantity');
    case 'below_zero':
      return max(input, ZERO);
    case 'unit_conversion':
      return unitConverter({
        operation: UnitConfigOperation.parse(step.with.operation),
        conversionFactor: text(value('conversionFactor')),
        rounding: UnitConfigRounding.parse(step.with.rounding),
        precision: Number.parseInt(step.with.precision ?? '0', 10),
      })(input);
    case 'free_units':
      return max(input.minus(value('free')), ZERO);
    case 'tier': {
      const reached = step.with.upTo === undefined ? input : min(input, value('upTo'));
      return step.with.whole === 'true' ? input : max(reached.minus(max(value('above'), value('before'))), ZERO);
    }
    case 'already_billed':
      return input.minus(value('before'));
    case 'price':
      return roundMoney(input.times(value('unitPrice')), currency);
    case 'flat_price':
      return roundMoney(value('amount'), currency);
    case 'proration':
      return prorate(value('amount'), { served: value('served'), full: value('full') }, currency);
    case 'percentage_discount':
      return input.minus(percentOf(value('percentage'), currency)(input));
    case 'maximum_spend':
      return min(input, max(roundMoney(value('maximum'), currency).minus(roundMoney(value('billed'), currency)), ZERO));
    case 'minimum_spend':
      return max(roundMoney(value('minimum').minus(value('billed')), currency), ZERO);
    case 'booked':
      return input.minus(value('amount'));
    case 'credit':
      return input.minus(min(value('available'), input));
  }
}

/**
 * The amount a trace leads to, counted again step by step. Throws when a step does not start where the one before it ended, or does not
 * lead where it says; so a trace that passes is a proof of its line.
 */
export function recompute(trace: readonly Step[], currency: Currency): string {
  let current = ZERO;
  for (const [index, step] of trace.entries()) {
    if (compare(decimal(step.input), current) !== 0)
      throw new Error(`step ${index} (${step.rule}) starts at ${step.input} and not at ${text(current)}`);
    current = redo(current, step, currency);
    if (compare(decimal(step.output), current) !== 0)
      throw new Error(`step ${index} (${step.rule}) says ${step.output} and gives ${text(current)}`);
  }
  return moneyText(current, currency);
}
