import { type Api, V3 } from './signed-in';

// Things of the catalog by the API, for journeys whose subject is something else.

const monthly = { billing_cadence: 'P1M' };
export const unit = (amount: string) => ({ type: 'unit', amount });
export const flatFee = (amount: string, name = 'Platform fee') => ({
  key: 'platform_fee',
  name,
  ...monthly,
  payment_term: 'in_advance',
  price: { type: 'flat', amount },
});

/** A feature with the meter that counts it: the sum of a field of the events, or their number. */
export async function soldFeature(api: Api, key: string, eventType: string, field?: string) {
  const counted = field ? { aggregation: 'sum', value_property: `$.${field}` } : { aggregation: 'count' };
  const meter = await api.post(`${V3}/meters`, { key: `${key}_meter`, name: `${key} meter`, event_type: eventType, ...counted });
  const feature = await api.post(`${V3}/features`, { key, name: key, meter: { id: meter.id } });
  return { meter, feature };
}

/** A card that charges for what a feature counts. */
export const usageCard = (key: string, name: string, featureId: string, price: object, more: object = {}) => ({
  key,
  name,
  feature: { id: featureId },
  ...monthly,
  payment_term: 'in_arrears',
  price,
  ...more,
});

/** A draft of one phase; with a key that exists, the next version of that plan. */
export const draftPlan = (api: Api, key: string, rateCards: object[], name = key) =>
  api.post(`${V3}/plans`, {
    key,
    name,
    currency: 'USD',
    ...monthly,
    phases: [{ key: 'standard', name: 'Standard', rate_cards: rateCards }],
  });

export const publish = (api: Api, plan: { id: string }) => api.post(`${V3}/plans/${plan.id}/publish`);
