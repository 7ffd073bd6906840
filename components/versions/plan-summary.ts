import { displayCurrency } from '@/lib/catalog/currency';
import type { PlanContent } from '@/lib/catalog/plan';
import { describePrice } from '@/lib/pricing/describe';
import { isUsageBased } from '@/lib/pricing/price';
import { isPriceable } from './price-words';

const NAMED = 2;

/** "a", "a and b", "a, b and 3 more". */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, names.length > NAMED + 1 ? NAMED : NAMED + 1);
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : (shown[0] ?? '');
}

/**
 * A plan in one line, by its last phase, which is where customers stay: "$49.00 per month, plus usage of Input tokens, Requests and 2 more".
 */
export function planSummary({ phases, currency }: PlanContent): string {
  const cards = (phases.at(-1)?.rateCards ?? []).filter(isPriceable);
  const fees = cards.filter(({ price, billingCadence }) => price.type === 'flat' && billingCadence !== undefined);
  const once = cards.filter(({ price, billingCadence }) => price.type === 'flat' && billingCadence === undefined);
  const metered = cards.filter(({ price }) => isUsageBased(price)).map(({ name }) => name);
  const amounts = [...fees, ...once].slice(0, 2).map((card) => describePrice(card, displayCurrency(card.currency ?? currency)));
  const parts = [amounts.join(' and '), metered.length > 0 ? `usage of ${listed(metered)}` : ''].filter(Boolean);
  if (parts.length === 0) return cards.length > 0 ? 'Free' : 'No prices yet';
  const said = parts.join(', plus ');
  return said.charAt(0).toUpperCase() + said.slice(1);
}
