import { decimal, isZero, sum, text, ZERO } from '../decimal';
import type { PricingTerms } from '../pricing/terms';
import { type UnitConfig, unitConverter } from '../pricing/unit-config';
import { calculatePrice, calculateRuns, type Position, type PriceCalculation, type PriceCalculationRequest } from '../rating/calculation';
import type { LineFigures } from '../rating/line';
import { recompute } from '../rating/trace';
import { kind, NotApplicable } from './figure';
import { type CardInput, type CurrencyInput, currencyOf, type PriceInput, termsOf } from './price-input';

interface PartInput extends CardInput {
  currency: CurrencyInput;
  lineMode: 'single_per_period' | 'first_in_period_split' | 'mid_period_split' | 'last_in_period_split';
  quantity: string;
  preLinePeriodQuantity: string;
  previouslyBilledAmount: string;
  creditsApplied?: { amount: string }[];
  unitConfigEnabled?: boolean;
}

const positions: Record<PartInput['lineMode'], Position> = {
  single_per_period: 'only',
  first_in_period_split: 'first',
  mid_period_split: 'middle',
  last_in_period_split: 'last',
};

/** Rule for the lines of one part of a service period. */
export const priceFigures = kind((input: PartInput) => {
  if (input.unitConfigEnabled === false) return new NotApplicable('A conversion of units cannot be switched off: there is no such flag.');
  if (input.unitConfig && !addsUp(input.unitConfig, input)) {
    return new NotApplicable('Parts are differences of cumulative quantities, so that they add up to the whole: decision 0012.');
  }
  const currency = currencyOf(input.currency);
  const calculated = calculatePrice({
    currency,
    rateCard: termsOf(input),
    quantity: input.price.type === 'flat' ? '0' : input.quantity,
    priorQuantity: input.preLinePeriodQuantity,
    priorAmount: input.previouslyBilledAmount,
    position: positions[input.lineMode],
    ...(input.creditsApplied && { credits: input.creditsApplied }),
  });
  if (!calculated.ok) return { error: calculated.issues[0]?.code };
  proveTraces(calculated.value, input.currency);
  const { lines, totals } = calculated.value;
  return { lines: lines.map((line) => namedLine(line, input.price)), totals, total: totals.total };
});

/** True when a part converts to the same as the difference of what is metered before it and through it. */
function addsUp(config: UnitConfig, { quantity, preLinePeriodQuantity }: PartInput): boolean {
  const convert = unitConverter(config);
  const [part, before] = [decimal(quantity), decimal(preLinePeriodQuantity)];
  return convert(part).eq(convert(before.plus(part)).minus(convert(before)));
}

interface RunsInput extends CardInput {
  currency: CurrencyInput;
  phases: { cumulativeQuantity: string }[];
}

/** Rule for the differences that the runs of a service period book. */
export const runFigures = kind(answerRuns, { lists: { lines: 'any_order' } });

function answerRuns(input: RunsInput) {
  const calculated = calculateRuns(termsOf(input), currencyOf(input.currency), input.phases);
  if (!calculated.ok) return { error: calculated.issues[0]?.code };
  const { periods, totals } = calculated.value;
  const earlier: LineFigures[] = [];
  const phases = periods.map((period) => {
    proveTraces(period, input.currency);
    const lines =
      input.price.type === 'dynamic' ? repriced(period.lines, earlier) : period.lines.map((line) => namedLine(line, input.price));
    earlier.push(...period.lines.filter(({ category }) => category === 'regular'));
    return { lines, totals: totalsOf(period, lines), total: period.totals.total };
  });
  return { phases, total: totals.total };
}

type NamedLine = Omit<LineFigures, 'key' | 'credits' | 'trace'> & { ref: string; credits: string[] };

/** A line as the figures name it. For a package or a multiple of metered money that is not the line of a unit price. */
function namedLine({ key, credits, trace, ...line }: LineFigures, price: PriceInput): NamedLine {
  const named = { ...line, ref: key, credits: credits.map(({ amount }) => amount) };
  if (line.category === 'commitment') return named;
  if (price.type === 'package') return { ...named, ref: key.replace('unit-price-usage', 'usage') };
  if (price.type === 'dynamic') return { ...named, ref: 'usage', quantity: '1', unitPrice: line.amount };
  return named;
}

/** Differences of metered money, written as the figures do: the whole new amount, and the whole old one taken back. */
function repriced(lines: readonly LineFigures[], earlier: readonly LineFigures[]): NamedLine[] {
  const commitments = lines
    .filter(({ category }) => category === 'commitment')
    .map((line) => namedLine(line, { type: 'unit', amount: '0' }));
  const usage = lines.filter(({ category }) => category === 'regular');
  const [first] = usage;
  if (!first) return commitments;
  const whole = (all: readonly LineFigures[], sign: '1' | '-1', ref: string): NamedLine => {
    const of = (field: 'amount' | 'discountsTotal' | 'total') => text(sum(all.map((line) => decimal(line[field]))).times(decimal(sign)));
    const { key, credits, trace, ...rest } = first;
    const unitPrice = text(sum(all.map(({ amount }) => decimal(amount))));
    const money = { amount: of('amount'), discountsTotal: of('discountsTotal'), total: of('total') };
    return { ...rest, ...money, ref, credits: [], quantity: sign, unitPrice, discounts: [] };
  };
  const isNew = isZero(sum(earlier.map(({ amount }) => decimal(amount))));
  return [whole([...earlier, ...usage], '1', 'usage'), ...(isNew ? [] : [whole(earlier, '-1', 'usage#correction')]), ...commitments];
}

/** The sums of lines that were named; regular amounts apart from what reaches a minimum. */
function totalsOf({ totals }: PriceCalculation, lines: readonly { amount: string; discountsTotal: string }[]) {
  const add = (field: 'amount' | 'discountsTotal') => text(lines.reduce((all, line) => all.plus(decimal(line[field])), ZERO));
  return { ...totals, amount: add('amount'), discountsTotal: add('discountsTotal') };
}

/** Counts each line again from its own trace. Throws when it leads elsewhere. */
function proveTraces({ lines }: PriceCalculation, currency: CurrencyInput): void {
  for (const { key, trace, total } of lines) {
    const again = recompute(trace ?? [], currencyOf(currency));
    if (again !== total) throw new Error(`the trace of ${key} leads to ${again}, the line to ${total}`);
  }
}

interface CardPartInput extends Omit<PriceCalculationRequest, 'currency'> {
  currency: CurrencyInput;
}

interface CardRunsInput {
  currency: CurrencyInput;
  rateCard: PricingTerms;
  periods: { cumulativeQuantity: string }[];
}

const isOfCard = (input: object) => 'rateCard' in input;

/** A line as it goes out, with what each credit paid of it. */
const plainLine = ({ trace, credits, ...line }: LineFigures) => ({ ...line, credits: credits.map(({ amount }) => amount) });

/** Rule for a part of a period, priced by a rate card of ours. */
export const cardFigures = kind(
  (input: CardPartInput) => {
    const calculated = calculatePrice({ ...input, currency: currencyOf(input.currency) });
    if (!calculated.ok) return { error: calculated.issues[0]?.code };
    proveTraces(calculated.value, input.currency);
    return { lines: calculated.value.lines.map(plainLine), totals: calculated.value.totals };
  },
  { takes: isOfCard },
);

/** Rule for runs of a period, priced by a rate card of ours. */
export const cardRunFigures = kind(
  ({ rateCard, currency, periods }: CardRunsInput) => {
    const calculated = calculateRuns(rateCard, currencyOf(currency), periods);
    if (!calculated.ok) return { error: calculated.issues[0]?.code };
    for (const period of calculated.value.periods) proveTraces(period, currency);
    return {
      total: calculated.value.totals.total,
      periods: calculated.value.periods.map(({ lines, totals }) => ({ totals, lines: lines.map(plainLine) })),
    };
  },
  { takes: isOfCard },
);
