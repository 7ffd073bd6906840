import { isSameDuration } from '@/lib/catalog/cadence';
import { isUsageBased, paymentTermOf } from '@/lib/pricing/price';
import { critical, type Issue, type PathStep } from '@/lib/problem';
import type { PlannedCard } from './planned';

/**
 * Returns what keeps a card of an add-on from being added to a card that a subscription has. An assignment to a plan is checked more strictly
 * when it is made (`assignmentIssues`); here are the cases in which adding up means nothing, whoever wrote the two cards.
 */
export function mergeIssues(card: PlannedCard, extra: PlannedCard, quantity: number, path: PathStep[]): Issue[] {
  const issues: Issue[] = [];
  const add = (code: string, field: string, message: string) => issues.push(critical([...path, field], code, message));
  const isPriced = extra.price.type !== 'free';
  if (card.key !== extra.key) add('rate_card_key_mismatch', 'key', `"${extra.key}" cannot be added to "${card.key}".`);
  if (isPriced && card.price.type !== 'free') {
    if (card.price.type !== 'flat' || extra.price.type !== 'flat') {
      const message = `A ${extra.price.type} price cannot be added to a ${card.price.type} price. Only flat prices add up.`;
      add('rate_card_price_type_mismatch', 'price', message);
    } else if (paymentTermOf(card) !== paymentTermOf(extra)) {
      add('rate_card_price_payment_term_mismatch', 'paymentTerm', 'The two prices are due at different times.');
    }
  }
  if (isPriced && quantity > 1 && isUsageBased(extra.price)) {
    add('rate_card_only_flat_price_allowed', 'price', 'A price that depends on usage cannot be bought more than once.');
  }
  if (!isSameCadence(card, extra)) add('rate_card_billing_cadence_mismatch', 'billingCadence', 'The two are billed in different rhythms.');
  if (card.entitlement && extra.entitlement && card.entitlement.type !== extra.entitlement.type) {
    const message = `A ${extra.entitlement.type} entitlement cannot be added to a ${card.entitlement.type} one.`;
    add('rate_card_entitlement_template_type_mismatch', 'entitlement', message);
  }
  const takesConversion = card.price.type === 'free' || extra.unitConfig === undefined;
  if (!takesConversion && JSON.stringify(card.unitConfig) !== JSON.stringify(extra.unitConfig)) {
    add('addon_rate_card_unit_config_mismatch', 'unitConfig', 'The two convert units differently.');
  }
  if (isPriced && (card.discounts?.percentage ?? extra.discounts?.percentage) !== undefined) {
    add('rate_card_percentage_discount_not_allowed', 'discounts', 'Prices with a percentage discount cannot be added up.');
  }
  return issues;
}

function isSameCadence(card: PlannedCard, extra: PlannedCard): boolean {
  const [ours, theirs] = [card.billingCadence, extra.billingCadence];
  if (ours === theirs || (theirs === undefined && extra.price.type === 'free')) return true;
  return ours !== undefined && theirs !== undefined && isSameDuration(ours, theirs);
}
