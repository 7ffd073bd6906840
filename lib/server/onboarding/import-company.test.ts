import { expect, it } from 'vitest';
import { published } from '@/lib/server/testing/sample-plans';
import { testWorkspace } from '@/lib/server/testing/workspace';

const PATH = '/api/v1/company-imports';
const DAY = 86_400;

/** An export of Stripe: a customer with twelve seats at 19.99 a month, whose period ends in ten days. */
function stripe(): string {
  const ahead = Math.floor(Date.now() / 1000) + 10 * DAY;
  const objects = [
    { object: 'customer', id: 'cus_1', name: 'Acme', email: 'pay@acme.example', currency: 'usd' },
    { object: 'product', id: 'prod_1', name: 'Pro' },
    {
      object: 'price',
      id: 'price_1',
      product: 'prod_1',
      currency: 'usd',
      unit_amount: 1999,
      recurring: { interval: 'month', interval_count: 1 },
    },
    {
      ...{ object: 'subscription', id: 'sub_1', customer: 'cus_1', status: 'active', billing_cycle_anchor: ahead - 300 * DAY },
      current_period_end: ahead,
      items: { data: [{ id: 'si_1', quantity: 12, price: 'price_1' }] },
    },
    { object: 'invoice', id: 'in_1' },
  ];
  return objects.map((object) => JSON.stringify(object)).join('\n');
}

it('a Stripe export is previewed, brought, and known when it is brought again', async () => {
  const w = await testWorkspace();
  const body = { source: 'stripe', text: stripe() };
  const report = { customers: { made: 1, known: 0 }, subscriptions: { made: 1, known: 0 }, plans: [{ key: 'pro', subscriptions: 1 }] };
  expect(await w.call('POST', `${PATH}?preview=true`, body)).toMatchObject({ status: 200, body: { applied: false, ...report } });
  expect((await w.call('GET', '/plans')).body.meta.page.total).toBe(0);
  expect((await w.call('GET', '/customers')).body.meta.page.total).toBe(0);

  const brought = await w.call('POST', PATH, body);
  expect(brought).toMatchObject({ status: 200, body: { applied: true, ...report, notes: [{ subject: 'invoice in_1', effect: 'lost' }] } });
  const [subscription] = (await w.call('GET', '/subscriptions')).body.data;
  expect(subscription).toMatchObject({ status: 'scheduled', plan: { key: 'pro' }, labels: { imported_from: 'sub_1' } });

  const again = await w.call('POST', PATH, body);
  expect(again.body).toMatchObject({ customers: { made: 0, known: 1 }, subscriptions: { made: 0, known: 1 } });
  expect((await w.call('GET', '/subscriptions')).body.meta.page.total).toBe(1);
  expect((await w.call('GET', '/plans')).body.meta.page.total).toBe(1);
});

it('a CSV puts customers on plans that are on sale, and says with the line what it could not do', async () => {
  const w = await testWorkspace();
  await published(w);
  const text = 'id,name,plan,off\nacme,Acme,flat,10\nglobex,Globex,gone,\n';
  const columns = { customer_key: 'id', customer_name: 'name', plan: 'plan', discount: 'off' };
  const { status, body } = await w.call('POST', PATH, { source: 'csv', text, columns });
  expect(status).toBe(200);
  expect(body).toMatchObject({ customers: { made: 2 }, subscriptions: { made: 1 }, notes: [{ line: 3, effect: 'lost' }] });
  const [subscription] = (await w.call('GET', '/subscriptions')).body.data;
  expect(subscription.phases[0].items[0].rate_card.discounts).toEqual({ percentage: 10 });
});

it('refuses what it cannot read, by field', async () => {
  const w = await testWorkspace();
  const field = async (body: object) => {
    const answer = await w.call('POST', PATH, body);
    return [answer.status, answer.body.invalid_parameters?.[0]?.field];
  };
  expect(await field({ source: 'stripe', text: '{"object": "customer"' })).toEqual([400, 'text']);
  expect(await field({ source: 'csv', text: 'a,b\n1,2\n', columns: { customer_key: 'id' } })).toEqual([400, 'columns.customer_key']);
  expect((await w.call('POST', PATH, { source: 'stripe', text: stripe() }, { role: 'analyst' })).status).toBe(403);
});
