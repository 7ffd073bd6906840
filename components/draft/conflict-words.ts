import { entitlementWords } from '@/components/versions/entitlement-words';
import { featureUnit } from '@/components/versions/feature-unit';
import { priceWords } from '@/components/versions/price-words';
import { durationWords } from '@/lib/catalog/cadence';
import type { Feature } from '@/lib/catalog/feature';
import type { RateCard } from '@/lib/catalog/rate-card';
import { jsonText } from '@/lib/exact-json';
import type { MergeConflict } from './merge';

const FIELDS: Record<string, string> = {
  name: 'name',
  key: 'key',
  description: 'description',
  labels: 'labels',
  currency: 'currency',
  billingCadence: 'billing cadence',
  instanceType: 'quantity',
  proRatingEnabled: 'proration',
  duration: 'length',
  feature: 'feature',
  price: 'price',
  unitConfig: 'unit conversion',
  paymentTerm: 'payment term',
  commitments: 'minimum and maximum',
  discounts: 'discounts',
  taxConfig: 'tax',
  entitlement: 'entitlement',
  rateCards: 'the whole rate card',
  phases: 'the whole phase',
};

/** Returns the place of a conflict: "Main, Input tokens: price". */
export function conflictPlace({ where }: MergeConflict): string {
  const place = [where.phase, where.card].filter(Boolean).join(', ');
  const field = FIELDS[where.field] ?? where.field;
  return place ? `${place}: ${field}` : `Plan: ${field}`;
}

/** One side of a conflict in words. A side without the thing says so. */
export function conflictValue(conflict: MergeConflict, value: unknown, currency: string, features: readonly Feature[] | undefined): string {
  const { field } = conflict.where;
  if (value === undefined) return field === 'rateCards' || field === 'phases' ? 'Removed' : 'None';
  const unitOf = (card: RateCard) => featureUnit(features?.find(({ id }) => id === card.feature?.id));
  if (field === 'price' && conflict.owner)
    return priceWords({ ...conflict.owner, price: value as RateCard['price'] }, currency, unitOf(conflict.owner)) ?? 'Not complete';
  if (field === 'rateCards') {
    const card = value as RateCard;
    return `${card.name}: ${priceWords(card, currency, unitOf(card)) ?? 'price not complete'}`;
  }
  if (field === 'phases') return 'Kept with changes';
  if (field === 'feature') return features?.find(({ id }) => id === (value as { id: string }).id)?.name ?? 'Another feature';
  if (field === 'entitlement') return entitlementWords({ entitlement: value as RateCard['entitlement'] }) ?? 'None';
  if (field === 'duration' || field === 'billingCadence') return durationWords(String(value));
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return typeof value === 'string' ? value : jsonText(value);
}
