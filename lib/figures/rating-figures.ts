import { isDivisibleBy } from '../catalog/cadence';
import { commitmentIssues, priceIssues } from '../catalog/checks/price-issues';
import { effectivePeriodIssues, statusAt } from '../catalog/version';
import { type Burnable, compareBurnOrder } from '../credit/burn-order';
import { decimal, sum, text } from '../decimal';
import { allocate, moneyText, roundMoney } from '../money';
import { overMaximum } from '../pricing/commitments';
import { afterFreeUnits } from '../pricing/discounts';
import { graduated } from '../pricing/graduated';
import type { PricingTerms } from '../pricing/terms';
import { readTiers, tierAt } from '../pricing/tiers';
import { convertExactly, type UnitConfig, unitConverter } from '../pricing/unit-config';
import { type Aggregation, type BalanceSnapshot, burnDown } from '../rating/burn-down';
import { type Grant, isGrantActive } from '../rating/grant';
import { prorate, prorationOf } from '../rating/proration';
import { reachedThresholds, type Threshold } from '../rating/thresholds';
import { fromEpochSeconds, type Instant, type Period } from '../time';
import { type Kinds, kind } from './figure';
import { type CurrencyInput, currencyOf, type PriceInput, type TierInput, termsOf, tiersIn } from './price-input';
import { cardFigures, cardRunFigures, priceFigures, runFigures } from './rated-lines';

interface GrantInput extends Omit<Grant, 'minRollover' | 'maxRollover'> {
  resetMinRollover?: string;
  resetMaxRollover?: string;
}

interface BurnDownInput {
  aggregation: Aggregation;
  grants: GrantInput[];
  startingSnapshot: Omit<BalanceSnapshot, 'grantUsage'> & { totalGrantUsage: string };
  until: Instant;
  usageEvents: { at: Instant; value: string }[];
  resets?: Instant[];
  resetBehavior?: { preserveOverage: boolean };
}

function burnDownFigures({ grants, startingSnapshot, usageEvents, resets, resetBehavior, ...request }: BurnDownInput) {
  const usageOf = ({ from, to }: Period) => {
    const inside = usageEvents.filter(({ at }) => Date.parse(from) <= Date.parse(at) && Date.parse(at) < Date.parse(to));
    const values = inside.map(({ value }) => decimal(value));
    return text(request.aggregation === 'LATEST' ? (values.at(-1) ?? decimal('0')) : sum(values));
  };
  const { totalGrantUsage, ...start } = startingSnapshot;
  try {
    const run = burnDown(
      {
        ...request,
        grants: grants.map(({ resetMinRollover, resetMaxRollover, ...grant }) => ({
          ...grant,
          ...(resetMinRollover !== undefined && { minRollover: resetMinRollover }),
          ...(resetMaxRollover !== undefined && { maxRollover: resetMaxRollover }),
        })),
        start: { ...start, grantUsage: totalGrantUsage },
        ...(resets && { resets }),
        preserveOverage: resetBehavior?.preserveOverage ?? false,
        timeZone: 'UTC',
      },
      usageOf,
    );
    return {
      ...run.end,
      totalGrantUsage: run.end.grantUsage,
      balance: run.balance,
      segmentCount: run.segments.length,
      segments: run.segments,
    };
  } catch (error) {
    // A reset outside of the run is refused by its code.
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function balanceFigures({ unitConfig, rawUsage, grantAmount }: { unitConfig: UnitConfig; rawUsage: string; grantAmount: string }) {
  const used = convertExactly(decimal(rawUsage), unitConfig);
  const at = '2026-01-01T00:00:00Z';
  const grant = { id: 'grant', amount: grantAmount, priority: 1, effectiveAt: at };
  const start = { at, balances: { grant: grantAmount }, overage: '0', usage: '0', grantUsage: '0' };
  const run = burnDown({ aggregation: 'SUM', grants: [grant], start, until: '2026-01-02T00:00:00Z', timeZone: 'UTC' }, () => text(used));
  return { usage: run.end.usage, balance: run.balance, overage: run.end.overage, hasAccess: decimal(run.balance).gt(decimal('0')) };
}

interface RangeInput {
  currency: CurrencyInput;
  tiers: TierInput[];
  fromQuantityExclusive: string;
  toQuantityInclusive: string;
}

/** Charges of a graduated price between two quantities, tier by tier. */
function rangeFigures({ currency, tiers, fromQuantityExclusive, toQuantityInclusive }: RangeInput) {
  const read = tiersIn(tiers);
  const charge = graduated.charge({ type: 'graduated', tiers: read }, 'in_arrears');
  const [from, to] = [decimal(fromQuantityExclusive), decimal(toQuantityInclusive)];
  const part = { before: from, through: to, opens: false, closes: false, cumulative: false };
  const entered = charge(part).flatMap(({ source }) => (source.kind === 'tier_fee' ? [source.tier.number] : []));
  const ranges = readTiers(read).flatMap((tier) => {
    const above = tier.above.gt(from) ? tier.above : from;
    const upTo = tier.upTo?.lt(to) ? tier.upTo : to;
    if (!upTo.gt(above)) return [];
    const before = graduatedTotal(currency, tiers, text(above));
    return [{ tier: tier.number, quantity: text(upTo.minus(above)), entersTier: entered.includes(tier.number), totalBefore: before }];
  });
  const totalBefore = graduatedTotal(currency, tiers, fromQuantityExclusive);
  return { ranges, entered, totalBefore, cumulativeTotal: graduatedTotal(currency, tiers, toQuantityInclusive) };
}

function graduatedTotal(currency: CurrencyInput, tiers: TierInput[], quantity: string): string {
  const charge = graduated.charge({ type: 'graduated', tiers: tiersIn(tiers) }, 'in_arrears');
  const charges = charge({ before: decimal('0'), through: decimal(quantity), opens: true, closes: true, cumulative: false });
  return moneyText(sum(charges.map((one) => one.quantity.times(one.unitPrice))), currencyOf(currency));
}

interface AllocationInput {
  amount: string;
  currency: CurrencyInput;
  compareKey: boolean;
  items: { key: string; weight: string }[];
}

function allocationFigures({ amount, currency, compareKey, items }: AllocationInput) {
  // Ties go by input order; a caller who wants another order sorts first.
  const order = compareKey ? [...items].sort((a, b) => (a.key < b.key ? -1 : 1)) : items;
  const money = currencyOf(currency);
  const parts = allocate(
    amount,
    order.map(({ weight }) => weight),
    money,
  );
  const allocations = items
    .map((item) => ({ key: item.key, amount: parts[order.indexOf(item)] ?? '0' }))
    .filter((allocation) => !decimal(allocation.amount).eq(decimal('0')));
  return { allocations, total: text(sum(parts.map(decimal))) };
}

interface ProrationInput {
  amount: string;
  currency: CurrencyInput;
  proRating: { enabled: boolean };
  servicePeriod: Period;
  fullServicePeriod: Period;
}

function prorationFigures({ amount, currency, proRating, servicePeriod, fullServicePeriod }: ProrationInput) {
  const proration = proRating.enabled ? prorationOf(servicePeriod, fullServicePeriod) : null;
  const whole = decimal(amount);
  const prorated = proration ? prorate(whole, proration, currencyOf(currency)) : whole;
  return { amount: text(prorated), total: text(roundMoney(prorated, currencyOf(currency))) };
}

type ThresholdName = Threshold['type'] | 'NUMBER' | 'PERCENT';
interface ThresholdInput {
  thresholds: { type: ThresholdName; value: string }[];
  value: { usage: string; balance: string; totalAvailableGrantAmount?: string };
}

const thresholdTypes: Record<ThresholdName, Threshold['type']> = {
  usage_percentage: 'usage_percentage',
  usage_value: 'usage_value',
  balance_value: 'balance_value',
  // The older names of the same two.
  NUMBER: 'usage_value',
  PERCENT: 'usage_percentage',
};

function thresholdFigures({ thresholds, value }: ThresholdInput) {
  const named = thresholds.map((given) => ({ given, threshold: { type: thresholdTypes[given.type], value: given.value } }));
  // Of two that say the same, the one with today's name is told.
  named.sort((a, b) => +(a.given.type !== a.threshold.type) - +(b.given.type !== b.threshold.type));
  const standing = { usage: value.usage, balance: value.balance, available: value.totalAvailableGrantAmount ?? '0' };
  const reached = reachedThresholds(
    named.map(({ threshold }) => threshold),
    standing,
  );
  const given = (found: Threshold | null) => named.find(({ threshold }) => threshold === found)?.given ?? null;
  return { usage: given(reached.usage), balance: given(reached.balance) };
}

const NOW = Date.parse('2026-06-01T00:00:00Z') / 1000;
interface OffsetsInput {
  effectiveFromOffset: string | null;
  effectiveToOffset: string | null;
}

function effectivePeriodOf({ effectiveFromOffset, effectiveToOffset }: OffsetsInput) {
  const at = (offset: string | null) => (offset === null ? undefined : fromEpochSeconds(NOW + Number.parseInt(offset, 10) * 3_600));
  return { effectiveFrom: at(effectiveFromOffset), effectiveTo: at(effectiveToOffset) };
}

function isPriceValid({ price, commitments }: PricingTerms): boolean {
  return [...priceIssues(price, []), ...(commitments ? commitmentIssues(commitments, price, []) : [])].length === 0;
}

/** Rules for figures of rating: lines, differences, quantities, grants, and what the catalog allows. */
export const ratingFigures: Kinds = {
  rating: [cardFigures, priceFigures],
  commitment: priceFigures,
  unit_config: priceFigures,
  discount: priceFigures,
  credits: { ...priceFigures, takes: (input) => 'price' in input },
  progressive_delta: [cardRunFigures, runFigures],
  burndown: kind(burnDownFigures),
  entitlement_balance: kind(balanceFigures),
  burn_order: kind(({ grants }: { grants: Burnable[] }) => ({ order: [...grants].sort(compareBurnOrder).map(({ id }) => id) })),
  grant_active: kind(({ grant, at }: { grant: Grant; at: Instant }) => ({ active: isGrantActive(grant, at) })),
  max_spend_discount: kind(
    (input: {
      currency: CurrencyInput;
      line: { quantity: string; unitPrice: string };
      maximumAmount: string;
      billedBeforeLine: string;
    }) => {
      const currency = currencyOf(input.currency);
      const line = roundMoney(decimal(input.line.quantity).times(decimal(input.line.unitPrice)), currency);
      const over = overMaximum(decimal(input.billedBeforeLine), line, decimal(input.maximumAmount), currency);
      return { discount: text(over), total: text(line.minus(over)) };
    },
  ),
  graduated_total: kind(({ currency, tiers, quantity }: { currency: CurrencyInput; tiers: TierInput[]; quantity: string }) => ({
    total: graduatedTotal(currency, tiers, quantity),
  })),
  graduated_range: kind(rangeFigures),
  volume_tier: kind(({ tiers, quantity }: { tiers: TierInput[]; quantity: string }) => ({
    tier: tierAt(readTiers(tiersIn(tiers)), decimal(quantity)).number,
  })),
  package_count: kind(({ quantity, quantityPerPackage }: { quantity: string; quantityPerPackage: string }) => {
    const config = { operation: 'divide', conversionFactor: quantityPerPackage, rounding: 'ceiling', precision: 0 } as const;
    return { packages: text(unitConverter(config)(decimal(quantity))) };
  }),
  usage_discount: kind((input: { quantity: string; preLinePeriodQuantity: string; discountQuantity: string }) => {
    const [before, free] = [decimal(input.preLinePeriodQuantity), decimal(input.discountQuantity)];
    const through = before.plus(decimal(input.quantity));
    const leftBefore = afterFreeUnits(before, free);
    const left = afterFreeUnits(through, free).minus(leftBefore);
    return {
      quantity: text(left),
      preLinePeriodQuantity: text(leftBefore),
      applied: text(decimal(input.quantity).minus(left)),
      preApplied: text(before.minus(leftBefore)),
    };
  }),
  unit_config_apply: kind(({ unitConfig, quantity }: { unitConfig: UnitConfig; quantity: string }) => ({
    converted: text(convertExactly(decimal(quantity), unitConfig)),
    invoiced: text(unitConverter(unitConfig)(decimal(quantity))),
  })),
  proration: kind(prorationFigures),
  allocation: kind(allocationFigures),
  rounding: kind(({ amount, currency }: { amount: string; currency: CurrencyInput }) => ({
    amount: text(roundMoney(decimal(amount), currencyOf(currency))),
  })),
  notification_threshold: kind(thresholdFigures),
  plan_status: kind((offsets: OffsetsInput) => ({ status: statusAt(effectivePeriodOf(offsets), fromEpochSeconds(NOW)) })),
  effective_period_validation: kind((offsets: OffsetsInput) => ({
    error: effectivePeriodIssues(effectivePeriodOf(offsets))[0]?.code ?? null,
  })),
  price_validation: kind((input: { price: PriceInput } | { rateCard: PricingTerms }) => ({
    valid: isPriceValid('rateCard' in input ? input.rateCard : termsOf({ ...input, name: 'feature' })),
  })),
  duration_divisible: kind(({ larger, smaller }: { larger: string; smaller: string }) => ({ divisible: isDivisibleBy(larger, smaller) })),
};
