import 'server-only';
import type { PriceCalculation, PriceCalculationRequest } from '@/lib/api/price-calculations';
import { planIssues } from '@/lib/catalog/issues';
import { priceabilityIssues } from '@/lib/catalog/priceability';
import { findFiatCurrency } from '@/lib/currency';
import { describePrice } from '@/lib/pricing/describe';
import { type Issue, invalidField, problem } from '@/lib/problem';
import { type Calculated, calculatePrice, calculateRuns } from '@/lib/rating/calculation';

/** Prices figures that are all given: one part of a service period, or the runs of a whole one. Reads nothing that is stored. */
export function calculate(request: PriceCalculationRequest): PriceCalculation {
  const currency = currencyOf(request);
  const { rateCard, periods, quantity, ...rest } = request;
  if ((periods === undefined) === (quantity === undefined))
    throw invalidField('$.quantity', 'Give either a quantity, or periods with cumulative quantities.');
  const issues = cardIssues(request);
  if (issues.length) throw problem('unpriceable_plan', `The rate card cannot be priced: ${issues[0]?.message}`, { issues });
  const words = describePrice(rateCard, currency);
  if (periods === undefined) return { ...settled(calculatePrice({ ...rest, currency, rateCard, quantity: quantity as string })), words };
  const runs = settled(calculateRuns(rateCard, currency, periods));
  return {
    lines: runs.periods.flatMap(({ lines }) => lines),
    totals: runs.totals,
    trace: runs.periods.flatMap(({ trace }) => trace),
    periods: runs.periods,
    words,
  };
}

function currencyOf({ currency: code, precision }: PriceCalculationRequest) {
  const fiat = findFiatCurrency(code);
  if (fiat) return fiat;
  if (precision === undefined) throw invalidField('$.precision', `"${code}" is no ISO currency, so its precision must be given.`);
  return { code, precision };
}

/** The card's own faults. What it lacks around it (a feature, a meter, a cadence) does not matter where the figures are given. */
function cardIssues({ rateCard, currency }: PriceCalculationRequest): Issue[] {
  const content = {
    currency,
    billingCadence: 'P1M',
    proRatingEnabled: true,
    phases: [{ key: 'only', name: 'Only', rateCards: [rateCard] }],
  };
  const around = /^rate_card_feature|_with_no_feature|_and_no_meter|_no_billing_cadence|^currency_/;
  return priceabilityIssues(planIssues(content, { features: [], meters: [] }))
    .filter(({ code }) => !around.test(code))
    .map((issue) => ({ ...issue, path: ['rateCard', ...issue.path.slice(4)] }));
}

function settled<T>(calculated: Calculated<T>): T {
  if (calculated.ok) return calculated.value;
  throw problem('validation_failed', calculated.issues[0]?.message ?? 'These figures cannot be priced.', { issues: calculated.issues });
}
