import type { RateCard } from '@/lib/catalog/rate-card';
import { formatQuantity } from '@/lib/money';
import { describeCadence } from '@/lib/pricing/describe';

/** Returns the entitlement of a card, in a few words: "1M / month", "Included", "Configured"; null when to nothing. */
export function entitlementWords({ entitlement, billingCadence }: Pick<RateCard, 'entitlement' | 'billingCadence'>): string | null {
  if (!entitlement) return null;
  if (entitlement.type === 'boolean') return 'Included';
  if (entitlement.type === 'static') return 'Configured';
  const period = entitlement.usagePeriod ?? billingCadence;
  const every = period ? ` / ${describeCadence(period)}` : '';
  if (entitlement.limit === undefined) return `No limit set${every}`;
  const limit = formatQuantity(entitlement.limit.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 12 }));
  return `${limit}${every}${entitlement.isSoftLimit ? ', soft' : ''}`;
}
