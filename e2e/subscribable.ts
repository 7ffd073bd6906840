import { type Api, V1, V3 } from './signed-in';

/** A plan of its own with a trial phase and seats that are paid in advance, on sale, and a customer without a subscription. */
export async function subscribable(api: Api, name: string) {
  const key = `${name.toLowerCase()}_${Date.now().toString(36)}`;
  const seats = (amount: string) => ({
    key: 'seats',
    name: 'Seats',
    billing_cadence: 'P1M',
    price: { type: 'flat', amount },
    payment_term: 'in_advance',
  });
  const plan = (amount: string) => ({
    name,
    phases: [
      {
        key: 'trial',
        name: 'Trial',
        duration: 'P14D',
        rate_cards: [{ key: 'seats', name: 'Seats', price: { type: 'free' }, billing_cadence: 'P1M' }],
      },
      { key: 'standard', name: 'Standard', rate_cards: [seats(amount)] },
    ],
  });
  const first = await api.post(`${V3}/plans`, { key, currency: 'USD', billing_cadence: 'P1M', ...plan('20') });
  await api.post(`${V3}/plans/${first.id}/publish`);
  const customer = await api.post(`${V3}/customers`, { key: `${key}-customer`, name: `${name} customer ${key}`, currency: 'USD' });
  return { key, first, customer, plan };
}

/** A migration of a plan of its own, whose one subscriber is on the version before. */
export async function someMigration(api: Api): Promise<string> {
  const { key, first, customer, plan } = await subscribable(api, 'Barrier');
  await api.post(`${V3}/subscriptions`, { customer: { id: customer.id }, plan: { id: first.id } });
  const next = await api.post(`${V1}/plans/${first.id}/next`);
  await api.put(`${V3}/plans/${next.id}`, plan('25'));
  await api.post(`${V3}/plans/${next.id}/publish`);
  return (await api.post(`${V1}/plan-migrations`, { plan_key: key, to_version: 2 })).id;
}
