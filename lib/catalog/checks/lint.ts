import { displayCurrency } from '@/lib/catalog/currency';
import type { Feature } from '@/lib/catalog/feature';
import type { Finding } from '@/lib/catalog/finding';
import type { PlanContent } from '@/lib/catalog/plan';
import type { RateCard } from '@/lib/catalog/rate-card';
import { decimal, text } from '@/lib/decimal';
import { formatMoney, groupDigits } from '@/lib/money';
import { isUsageBased } from '@/lib/pricing/price';
import { lintPrice } from './lint-price';

/** Facts besides the plan that the linter may use. Without it, the rules that need it stay silent. */
export interface LintContext {
  features?: readonly Pick<Feature, 'id' | 'unitCost' | 'meter'>[];
  /** All meters; those that were archived count nothing. */
  meters?: readonly { id: string; deletedAt?: string | undefined }[];
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
      const isCounted = feature && context.meters?.some(({ id, deletedAt }) => id === feature.meter?.id && deletedAt === undefined);
      const found = [...ofCard(card, card.currency ?? content.currency, feature, isCounted), ...lintYear(card, content, context)];
      return found.map((finding) => ({ ...finding, path: ['phases', i, 'rateCards', j, ...finding.path] }));
    }),
  );
}

/**
 * The findings of a card by itself; paths start at the card. `currency` is the code it is priced in; `isCounted` says whether a meter counts
 * the use of its feature, and is undefined where that is not known.
 */
export function lintRateCard(
  card: RateCard,
  currency: string,
  feature: Pick<Feature, 'unitCost'> | undefined,
  isCounted: boolean | undefined,
): Finding[] {
  return [...lintPrice(card, currency, feature), ...lintEntitlement(card), ...lintGrant(card, isCounted)];
}

/** A limit, which is a JSON number in the contract, without an exponent. */
const digits = (limit: number): string => limit.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 });

/** Finds allowances that can never be used up (so much use per period, free units) and never is: only counted use burns a limit, only a usage price free units. */
function lintGrant(card: RateCard, isCounted: boolean | undefined): Finding[] {
  const findings: Finding[] = [];
  const { entitlement, discounts } = card;
  if (entitlement?.type === 'metered' && isCounted === false) {
    const given = entitlement.limit === undefined ? 'The included use' : `The grant of ${groupDigits(digits(entitlement.limit))}`;
    const message = `${given} is never used up: no meter counts the use of this feature. Choose a feature with a meter, or entitle without a limit.`;
    const fix = { label: 'Entitle without a limit', rateCard: { ...card, entitlement: { type: 'boolean' as const } } };
    findings.push({ code: 'grant_never_burned', path: ['entitlement', 'limit'], message, fix });
  }
  if (discounts?.usage !== undefined && !isUsageBased(card.price)) {
    const { usage, ...rest } = discounts;
    const message = `The ${groupDigits(usage)} free units are never used up: this price does not depend on usage. Choose a price by usage, or remove them.`;
    const { discounts: _, ...without } = card;
    const rateCard: RateCard = rest.percentage === undefined ? without : { ...without, discounts: rest };
    findings.push({ code: 'grant_never_burned', path: ['discounts', 'usage'], message, fix: { label: 'Remove the free units', rateCard } });
  }
  return findings;
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
  if (decimal(digits(entitlement.limit)).gt(decimal(free))) return [];
  const message = `Use is refused at ${groupDigits(digits(entitlement.limit))}, and the first ${groupDigits(free)} units are free, so nothing is ever paid. Allow use above the limit, or raise it.`;
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
