import { decimal, text } from '@/lib/decimal';
import { formatMoney } from '@/lib/money';
import { displayCurrency } from './currency';
import type { Feature } from './feature';
import type { Finding } from './finding';
import { lintPrice } from './lint-price';
import type { PlanContent } from './plan';
import type { RateCard } from './rate-card';

/** What the linter may know besides the plan. Without it, the rules that need it stay silent. */
export interface LintContext {
  features?: readonly Pick<Feature, 'id' | 'unitCost'>[];
  /** Plans that are sold beside this one, such as the monthly one of a yearly one. */
  siblings?: readonly Pick<PlanContent, 'currency' | 'phases'>[];
}

/**
 * Everything in a plan that is allowed and probably not meant. The plan must have no critical issue. Paths as in issues. `ofCard` is for
 * those who ask again and again and remember the answers for cards that did not change.
 */
export function lintPlan(content: PlanContent, context: LintContext = {}, ofCard = lintRateCard): Finding[] {
  return content.phases.flatMap((phase, i) =>
    phase.rateCards.flatMap((card, j) => {
      const feature = context.features?.find(({ id }) => id === card.feature?.id);
      const found = [...ofCard(card, card.currency ?? content.currency, feature), ...lintYear(card, content, context)];
      return found.map((finding) => ({ ...finding, path: ['phases', i, 'rateCards', j, ...finding.path] }));
    }),
  );
}

/** The findings of a card by itself; paths start at the card. `currency` is the code it is priced in. */
export function lintRateCard(card: RateCard, currency: string, feature: Pick<Feature, 'unitCost'> | undefined): Finding[] {
  return [...lintPrice(card, currency, feature), ...lintEntitlement(card)];
}

function lintEntitlement(card: RateCard): Finding[] {
  const { entitlement } = card;
  const isFree = card.price.type === 'free';
  if (card.feature && !entitlement && !isFree) {
    const message = 'Customers pay for this feature, but nothing entitles them to use it. Add an entitlement.';
    const rateCard: RateCard = { ...card, entitlement: { type: 'boolean' } };
    return [{ code: 'price_without_entitlement', path: ['entitlement'], message, fix: { label: 'Entitle to the feature', rateCard } }];
  }
  if (entitlement?.type !== 'metered') return [];
  if (isFree && entitlement.isSoftLimit) {
    const message = 'Use above the included amount is allowed and costs nothing. Set a price, or refuse use above the limit.';
    const rateCard: RateCard = { ...card, entitlement: { ...entitlement, isSoftLimit: false } };
    return [{ code: 'entitlement_without_price', path: ['price'], message, fix: { label: 'Refuse use above the limit', rateCard } }];
  }
  const free = card.discounts?.usage;
  if (entitlement.isSoftLimit || entitlement.limit === undefined || free === undefined) return [];
  if (decimal(String(entitlement.limit)).gt(decimal(free))) return [];
  const message = `Use is refused at ${entitlement.limit}, and the first ${free} units are free, so nothing is ever paid. Allow use above the limit, or raise it.`;
  const rateCard: RateCard = { ...card, entitlement: { ...entitlement, isSoftLimit: true } };
  const fix = { label: 'Allow use above the limit', rateCard };
  return [{ code: 'limit_below_free_units', path: ['entitlement', 'limit'], message, fix }];
}

const MONTHS: Record<string, string> = { P1M: '1', P3M: '3', P6M: '6', P12M: '12', P1Y: '12' };

/** A longer commitment should not cost more: compares a flat card with the card of its key that is billed more often. */
function lintYear(card: RateCard, plan: Pick<PlanContent, 'currency' | 'phases'>, { siblings = [] }: LintContext): Finding[] {
  const months = card.billingCadence === undefined ? undefined : MONTHS[card.billingCadence];
  if (months === undefined || card.price.type !== 'flat') return [];
  const currency = card.currency ?? plan.currency;
  const amount = decimal(card.price.amount);
  for (const sibling of [plan, ...siblings]) {
    for (const other of sibling.phases.flatMap((phase) => phase.rateCards)) {
      const otherMonths = other.billingCadence === undefined ? undefined : MONTHS[other.billingCadence];
      if (other.key !== card.key || otherMonths === undefined || other.price.type !== 'flat') continue;
      if ((other.currency ?? sibling.currency) !== currency || decimal(otherMonths).gte(decimal(months))) continue;
      const times = decimal(months).div(decimal(otherMonths));
      const apart = decimal(other.price.amount).times(times);
      if (amount.lte(apart) || apart.eq(decimal('0'))) continue;
      const money = (value: string) => formatMoney(value, displayCurrency(currency));
      const message = `${months} months at once cost ${money(card.price.amount)}, and ${text(times)} times ${money(other.price.amount)} cost ${money(text(apart))}. A longer commitment is dearer than a shorter one.`;
      const rateCard: RateCard = { ...card, price: { type: 'flat', amount: text(apart) } };
      const fix = { label: `Charge ${money(text(apart))}`, rateCard };
      return [{ code: 'longer_cadence_dearer', path: ['price', 'amount'], message, attributes: { apart: text(apart) }, fix }];
    }
  }
  return [];
}
