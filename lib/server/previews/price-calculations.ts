import 'server-only';
import type { PriceCalculation, PriceCalculationRequest } from '@/lib/api/rating/price-calculations';
import { planIssues } from '@/lib/catalog/checks/issues';
import { priceabilityIssues } from '@/lib/catalog/checks/priceability';
import type { RateCard } from '@/lib/catalog/rate-card';
import { findFiatCurrency } from '@/lib/currency';
import { describePrice } from '@/lib/pricing/describe';
import { type Issue, invalidField, problem } from '@/lib/problem';
import { type Calculated, calculatePrice, calculateRuns } from '@/lib/rating/calculation';
import type { Credit } from '@/lib/rating/credits';
import { compositionIssues, withAddOns } from '@/lib/subscription/add-ons';

/** Prices figures that are all given: one part of a service period, or the runs of a whole one. Reads nothing that is stored. */
export function calculate(request: PriceCalculationRequest): PriceCalculation {
  const currency = currencyOf(request);
  const { rateCard: bare, addOns = [], creditsOnHand, periods, quantity, ...rest } = request;
  const rateCard = extended(request, bare, addOns);
  if ((periods === undefined) === (quantity === undefined))
    throw invalidField('$.quantity', 'Give either a quantity, or periods with cumulative quantities.');
  const issues = cardIssues({ ...request, rateCard });
  if (issues.length) throw problem('unpriceable_plan', `The rate card cannot be priced: ${issues[0]?.message}`, { issues });
  const words = describePrice(rateCard, currency);
  if (periods === undefined) {
    const credits = creditsOnHand && { creditsOnHand: creditsOnHand.map(onHand) };
    return { ...settled(calculatePrice({ ...rest, ...credits, currency, rateCard, quantity: quantity as string })), words };
  }
  if (creditsOnHand)
    throw invalidField('$.credits_on_hand', 'Credits are spent on a quantity; for several runs of a period, preview an invoice.');
  const runs = settled(calculateRuns(rateCard, currency, periods));
  return {
    lines: runs.periods.flatMap(({ lines }) => lines),
    totals: runs.totals,
    trace: runs.periods.flatMap(({ trace }) => trace),
    periods: runs.periods,
    words,
  };
}

const onHand = (credit: NonNullable<PriceCalculationRequest['creditsOnHand']>[number], i: number): Credit => ({
  ...credit,
  id: `credit-${String(i + 1).padStart(3, '0')}`,
  createdAt: credit.createdAt ?? '1970-01-01T00:00:00Z',
});

/** The card with what the add-ons add to it. Refuses cards that cannot be added up, with the codes of an assignment. */
function extended(
  { currency }: PriceCalculationRequest,
  rateCard: RateCard,
  addOns: NonNullable<PriceCalculationRequest['addOns']>,
): RateCard {
  const other = addOns.findIndex((addOn) => addOn.rateCard.key !== rateCard.key);
  if (other >= 0)
    throw invalidField(`$.add_ons[${other}].rate_card.key`, `To extend the card, an add-on’s card has its key, "${rateCard.key}".`);
  const content = { currency, billingCadence: 'P1M', phases: [{ key: 'only', rateCards: [rateCard] }] };
  const purchases = addOns.map((addOn) => ({ rateCards: [addOn.rateCard], quantity: addOn.quantity, currency }));
  const issues = compositionIssues(content, purchases, []).map((issue) => {
    const [field, i, , , ...rest] = issue.path;
    return { ...issue, path: [field ?? 'addOns', i ?? 0, 'rateCard', ...rest] };
  });
  if (issues.length) throw problem('unpriceable_plan', `The add-ons cannot be added up: ${issues[0]?.message}`, { issues });
  return withAddOns(content, purchases).phases[0]?.rateCards[0] ?? rateCard;
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
