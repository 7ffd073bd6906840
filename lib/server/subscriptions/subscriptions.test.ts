import { describe, expect, it } from 'vitest';
import { published } from '@/lib/server/testing/sample-plans';
import { type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';

const V1 = '/api/v1/subscriptions';

async function customer(w: TestWorkspace, key = 'acme'): Promise<string> {
  const { status, body } = await w.call('POST', '/customers', { key, name: key });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.id;
}

describe('a subscription, as the contract has it', () => {
  it('begins now on the version that is sold, and says what is valid', async () => {
    const w = await testWorkspace();
    const plan = await published(w);
    const id = await customer(w);
    const made = await w.call('POST', '/subscriptions', { customer: { key: 'acme' }, plan: { key: 'flat' }, labels: { a: 'b' } });
    expect(made).toMatchObject({
      status: 201,
      body: {
        name: 'Flat',
        customer_id: id,
        plan_id: plan,
        plan: { id: plan, key: 'flat', version: 1 },
        labels: { a: 'b' },
        invoice_currency: 'USD',
        cost_basis_mode: 'dynamic',
        cost_basis_pins: [],
        billing_cadence: 'P1M',
        pro_rating_config: { enabled: true, mode: 'prorate_prices' },
        settlement_mode: 'credit_then_invoice',
        status: 'active',
        phases: [{ key: 'main', name: 'Main', items: [{ rate_card: { key: 'fee', price: { type: 'flat', amount: '49' } } }] }],
      },
    });
    expect(made.body.current_period.from).toBe(made.body.active_from);
    expect(made.body.billing_anchor).toBe(made.body.active_from);
    const read = await w.call('GET', `/subscriptions/${made.body.id}`);
    expect(read.body).toEqual(made.body);
    const listed = await w.call('GET', '/subscriptions?filter[status]=active&filter[plan_key]=flat&sort=active_from desc');
    expect(listed.body).toEqual({ data: [made.body], meta: { page: { number: 1, size: 20, total: 1 } } });
    expect((await w.call('GET', `/customers/${id}`)).body.currency).toBe('USD');
  });

  it('is told in previews what it comes to', async () => {
    const w = await testWorkspace();
    await published(w);
    await customer(w);
    const body = { customer: { key: 'acme' }, plan: { key: 'flat' } };
    const preview = await w.call('POST', `${V1}?preview=true`, body);
    expect(preview).toMatchObject({ status: 200, body: { applied: false, consequences: { invoice_now: { total: '49.00' } } } });
    expect((await w.call('GET', '/subscriptions')).body.meta.page.total).toBe(0);
    const made = await w.call('POST', V1, body);
    expect(made).toMatchObject({ status: 200, body: { applied: true, state: { subscription: { status: 'active' } } } });
  });
});
