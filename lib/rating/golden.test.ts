// Runs the worked figures of golden/*.json, which were computed independently of this code.
import { describe, expect, test } from 'vitest';
import { commitmentIssues, priceIssues } from '@/lib/catalog/checks/price-issues';
import { isDivisibleBy } from '../catalog/cadence';
import { effectivePeriodIssues, statusAt } from '../catalog/version';
import { compareBurnOrder } from '../credit/burn-order';
import { type Currency, getCurrency } from '../currency';
import { decimal, sum, text } from '../decimal';
import { allocate, moneyText, roundMoney } from '../money';
import { overMaximum } from '../pricing/commitments';
import { afterFreeUnits } from '../pricing/discounts';
import { graduated } from '../pricing/graduated';
import type { PricingTerms } from '../pricing/terms';
import { type PriceTier, readTiers, tierAt } from '../pricing/tiers';
import { convertExactly, type UnitConfig, unitConverter } from '../pricing/unit-config';
import type { Period } from '../time';
import { type Aggregation, type BalanceSnapshot, burnDown } from './burn-down';
import { calculatePrice, calculateRuns, type PriceCalculationRequest } from './calculation';
import burnDownFigures from './golden/burn-down.json';
import catalogFigures from './golden/catalog.json';
import durations from './golden/durations.json';
import linesFigures from './golden/lines.json';
import moneyFigures from './golden/money.json';
import quantityFigures from './golden/quantities.json';
import runsFigures from './golden/runs.json';
import thresholdFigures from './golden/thresholds.json';
import { type Grant, isGrantActive } from './grant';
import { prorate, prorationOf } from './proration';
import { reachedThresholds, type Standing, type Threshold } from './thresholds';
import { recompute } from './trace';

const usd = getCurrency('USD');

interface LineCase {
  case: string;
  request: Omit<PriceCalculationRequest, 'currency'> & { currency: string };
  totals?: object;
  lines?: { credits: string[] }[];
  issue?: string;
}

describe('lines of a part of a period', () => {
  test.each(linesFigures as LineCase[])('$case', ({ request, totals, lines, issue }) => {
    const currency = getCurrency(request.currency);
    const calculated = calculatePrice({ ...request, currency });
    if (!calculated.ok) {
      expect(calculated.issues.map((found) => found.code)).toEqual([issue]);
      return;
    }
    const plain = calculated.value.lines.map(({ trace, credits, ...line }) => ({
      ...line,
      credits: credits.map((credit) => credit.amount),
    }));
    expect(plain).toEqual(lines);
    expect(calculated.value.totals).toEqual(totals);
    for (const line of calculated.value.lines) expect(recompute(line.trace ?? [], currency)).toBe(line.total);
  });
});

interface RunCase {
  case: string;
  rateCard: PricingTerms;
  currency: string;
  total: string;
  periods: { cumulativeQuantity: string; totals: object; lines: object[] }[];
}

describe('differences booked over the runs of a period', () => {
  test.each(runsFigures as RunCase[])('$case', ({ rateCard, currency, total, periods }) => {
    const calculated = calculateRuns(rateCard, getCurrency(currency), periods);
    if (!calculated.ok) throw new Error('issues where figures were expected');
    expect(calculated.value.totals.total).toBe(total);
    calculated.value.periods.forEach((period, i) => {
      expect(period.totals).toEqual(periods[i]?.totals);
      const plain = period.lines.map(({ trace, name, paymentTerm, discounts, credits, ...line }) => line);
      expect(plain).toEqual(periods[i]?.lines);
      for (const line of period.lines) expect(recompute(line.trace ?? [], usd)).toBe(line.total);
    });
  });
});

describe('quantities', () => {
  test.each(quantityFigures.conversion)('$quantity $unitConfig.operation $unitConfig.conversionFactor $unitConfig.rounding', (figures) => {
    const config = figures.unitConfig as UnitConfig;
    expect(text(unitConverter(config)(decimal(figures.quantity)))).toBe(figures.invoiced);
    expect(text(convertExactly(decimal(figures.quantity), config))).toBe(figures.converted);
  });

  test.each(quantityFigures.packages)('$quantity in packages of $quantityPerPackage', ({ quantity, quantityPerPackage, packages }) => {
    const config = { operation: 'divide', conversionFactor: quantityPerPackage, rounding: 'ceiling', precision: 0 } as const;
    expect(text(unitConverter(config)(decimal(quantity)))).toBe(packages);
  });

  test.each(quantityFigures.freeUnits)('$quantity after $before with $free free', ({ quantity, before, free, left, leftBefore }) => {
    const takenBefore = afterFreeUnits(decimal(before), decimal(free));
    const takenThrough = afterFreeUnits(decimal(before).plus(decimal(quantity)), decimal(free));
    expect([text(takenThrough.minus(takenBefore)), text(takenBefore)]).toEqual([left, leftBefore]);
  });

  test.each(quantityFigures.volumeTier)('$quantity falls in tier $tier', ({ tiers, quantity, tier }) => {
    expect(tierAt(readTiers(tiers as PriceTier[]), decimal(quantity)).number).toBe(tier);
  });
});

interface GraduatedCase {
  tiers: PriceTier[];
  before: string;
  through: string;
  total?: string;
  cumulativeTotal?: string;
  totalBefore?: string;
  entered: number[] | null;
}

describe('money', () => {
  test.each(moneyFigures.rounding as { amount: string; currency: Currency; rounded: string }[])('$amount rounds to $rounded', (figures) => {
    expect(text(roundMoney(decimal(figures.amount), figures.currency))).toBe(figures.rounded);
  });

  test.each(moneyFigures.proration)('$amount for $servicePeriod.from to $servicePeriod.to is $prorated', (figures) => {
    const proration = figures.enabled ? prorationOf(figures.servicePeriod, figures.fullServicePeriod) : null;
    const amount = decimal(figures.amount);
    expect(moneyText(proration ? prorate(amount, proration, usd) : amount, usd)).toBe(figures.prorated);
  });

  test.each(moneyFigures.allocation as { amount: string; currency: Currency; weights: string[]; keys?: string[]; parts: string[] }[])(
    '$amount split by $weights',
    ({ amount, currency, weights, keys, parts }) => {
      // Ties go by input order; a caller who wants another order sorts first.
      const order = weights.map((_, i) => i);
      if (keys) order.sort((a, b) => ((keys[a] ?? '') < (keys[b] ?? '') ? -1 : 1));
      const split = allocate(
        moneyText(decimal(amount), currency),
        order.map((i) => weights[i] ?? '0'),
        currency,
      );
      expect(order.map((_, i) => split[order.indexOf(i)])).toEqual(parts);
      expect(moneyText(sum(split.map(decimal)), currency)).toBe(moneyText(decimal(amount), currency));
    },
  );

  test.each(moneyFigures.maximum)(
    '$lineTotal after $billed with a maximum of $maximum',
    ({ lineTotal, billed, maximum, discount, total }) => {
      const over = overMaximum(decimal(billed), decimal(lineTotal), decimal(maximum), usd);
      expect([moneyText(over, usd), moneyText(decimal(lineTotal).minus(over), usd)]).toEqual([discount, total]);
    },
  );

  test.each(moneyFigures.graduated as GraduatedCase[])(
    'graduated from $before to $through',
    ({ tiers, before, through, entered, ...figures }) => {
      const charge = graduated.charge({ type: 'graduated', tiers }, 'in_arrears');
      const part = { before: decimal('0'), opens: true, closes: true, cumulative: false };
      const costOf = (quantity: string) =>
        moneyText(sum(charge({ ...part, through: decimal(quantity) }).map((c) => c.quantity.times(c.unitPrice))), usd);
      expect(costOf(through)).toBe(figures.total ?? figures.cumulativeTotal);
      if (!entered) return;
      expect(costOf(before)).toBe(figures.totalBefore);
      const fees = charge({ before: decimal(before), through: decimal(through), opens: false, closes: false, cumulative: false });
      expect(fees.flatMap(({ source }) => (source.kind === 'tier_fee' ? [source.tier.number] : []))).toEqual(entered);
    },
  );
});

describe('durations', () => {
  test.each(durations)('$larger by $smaller: $divisible', ({ larger, smaller, divisible }) => {
    expect(isDivisibleBy(larger, smaller)).toBe(divisible);
  });
});

interface BurnCase {
  case: string;
  aggregation: Aggregation;
  grants: Grant[];
  start: BalanceSnapshot;
  until: string;
  events: { at: string; value: string }[];
  resets?: string[];
  preserveOverage?: boolean;
  expected: {
    balances?: Record<string, string>;
    balance?: string;
    overage?: string;
    usage?: string;
    grantUsage?: string;
    segmentCount?: number;
    segments?: object[];
    error?: string;
  };
}

describe('burn-down of grants', () => {
  test.each(burnDownFigures.runs as unknown as BurnCase[])('$case', ({ events, expected, ...request }) => {
    const usageOf = ({ from, to }: Period) => {
      const inside = events
        .filter(({ at }) => Date.parse(from) <= Date.parse(at) && Date.parse(at) < Date.parse(to))
        .map(({ value }) => decimal(value));
      return text(request.aggregation === 'LATEST' ? (inside.at(-1) ?? decimal('0')) : sum(inside));
    };
    const run = () => burnDown({ ...request, timeZone: 'UTC' }, usageOf);
    const { error, segments, segmentCount, balance, ...end } = expected;
    if (error) {
      expect(run).toThrow(error);
      return;
    }
    const result = run();
    expect(result.end).toMatchObject(end);
    if (balance !== undefined) expect(result.balance).toBe(balance);
    if (segmentCount !== undefined) expect(result.segments).toHaveLength(segmentCount);
    segments?.forEach((segment, i) => {
      expect(result.segments[i]).toMatchObject(segment);
    });
  });

  test.each(burnDownFigures.balances)('$rawUsage used of $grantAmount converted units', (figures) => {
    const used = convertExactly(decimal(figures.rawUsage), figures.unitConfig as UnitConfig);
    const at = '2026-01-01T00:00:00Z';
    const grant = { id: 'grant', amount: figures.grantAmount, priority: 1, effectiveAt: at };
    const start = { at, balances: { grant: figures.grantAmount }, overage: '0', usage: '0', grantUsage: '0' };
    const run = burnDown({ aggregation: 'SUM', grants: [grant], start, until: '2026-01-02T00:00:00Z', timeZone: 'UTC' }, () => text(used));
    expect([run.end.usage, run.balance, run.end.overage, decimal(run.balance).gt(decimal('0'))]).toEqual([
      figures.usage,
      figures.balance,
      figures.overage,
      figures.hasAccess,
    ]);
  });

  test.each(burnDownFigures.order)('grants burn in order', ({ grants, order }) => {
    expect([...grants].sort(compareBurnOrder).map((grant) => grant.id)).toEqual(order);
  });

  test.each(burnDownFigures.active)('a grant of $grant at $at', ({ grant, at, active }) => {
    expect(isGrantActive(grant, at)).toBe(active);
  });
});

describe('the catalog', () => {
  const now = Date.parse('2026-06-01T00:00:00Z');
  const at = (offset: string | null) =>
    offset === null ? undefined : new Date(now + Number.parseInt(offset, 10) * 3_600_000).toISOString();
  const periodOf = (figures: { effectiveFromOffset: string | null; effectiveToOffset: string | null }) => ({
    effectiveFrom: at(figures.effectiveFromOffset),
    effectiveTo: at(figures.effectiveToOffset),
  });

  test.each(catalogFigures.status)('from $effectiveFromOffset to $effectiveToOffset is $status', (figures) => {
    expect(statusAt(periodOf(figures), new Date(now).toISOString())).toBe(figures.status);
  });

  test.each(catalogFigures.effective)('a period from $effectiveFromOffset to $effectiveToOffset: $error', (figures) => {
    expect(effectivePeriodIssues(periodOf(figures)).map((issue) => issue.code)).toEqual(figures.error ? [figures.error] : []);
  });

  test.each(catalogFigures.price as unknown as { rateCard: PricingTerms; valid: boolean }[])(
    'a price of type $rateCard.price.type',
    (figures) => {
      const { price, commitments } = figures.rateCard;
      const issues = [...priceIssues(price, []), ...(commitments ? commitmentIssues(commitments, price, []) : [])];
      expect(issues.length === 0).toBe(figures.valid);
    },
  );
});

describe('thresholds', () => {
  test.each(
    thresholdFigures as unknown as { thresholds: Threshold[]; value: Standing; usage: Threshold | null; balance: Threshold | null }[],
  )('$thresholds at $value', ({ thresholds, value, usage, balance }) => {
    expect(reachedThresholds(thresholds, value)).toEqual({ usage, balance });
  });
});
