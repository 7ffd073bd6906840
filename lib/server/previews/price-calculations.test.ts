import { expect, it } from 'vitest';
import { testWorkspace } from '@/lib/server/testing/workspace';

const price = { type: 'unit', amount: '10' };
const card = { key: 'tokens', name: 'Tokens', price };
const calculate = async (body: object) => (await testWorkspace()).call('POST', '/api/v1/price-calculations', { currency: 'USD', ...body });

it('prices a quantity, with the steps and the price in words', async () => {
  const rate_card = {
    ...card,
    unit_config: { operation: 'divide', conversion_factor: '1000', rounding: 'ceiling' },
    discounts: { percentage: 10 },
  };
  const { status, body } = await calculate({ rate_card, quantity: '1400' });
  expect(status).toBe(200);
  expect(body.totals).toMatchObject({ amount: '20.00', discounts_total: '2.00', total: '18.00' });
  expect(body.trace.map((t: { text: string }) => t.text)).toEqual(expect.arrayContaining([expect.stringContaining('rounded up = 2')]));
  expect(body.words).toContain('$10.00');
});

it('books the difference in each run of a period: 0.001 × 333 is 0.33, and 0.34 more at 666', async () => {
  const { body } = await calculate({
    rate_card: { ...card, price: { type: 'unit', amount: '0.001' } },
    periods: [{ cumulative_quantity: '333' }, { cumulative_quantity: '666' }],
  });
  expect(body.periods.map((p: { totals: { total: string } }) => p.totals.total)).toEqual(['0.33', '0.34']);
  expect(body.totals.total).toBe('0.67');
});

it('prorates a flat price by the time served', async () => {
  const period = (from: string, to: string) => ({ from: `${from}T00:00:00Z`, to: `${to}T00:00:00Z` });
  const { body } = await calculate({
    rate_card: { ...card, price: { type: 'flat', amount: '100' } },
    quantity: '0',
    service_period: period('2026-01-01', '2026-01-16'),
    full_service_period: period('2026-01-01', '2026-02-01'),
  });
  expect(body.totals.total).toBe('48.39');
});

it('names what is wrong with the card or the figures, and where', async () => {
  const tiers = [{ up_to_amount: '5', unit_price: price }];
  expect(await calculate({ rate_card: { ...card, price: { type: 'graduated', tiers } }, quantity: '1' })).toMatchObject({
    status: 400,
    body: { code: 'unpriceable_plan', issues: [{ code: 'price_tiers_not_open_ended' }] },
  });
  expect((await calculate({ rate_card: card, quantity: '-1' })).body.issues[0]).toMatchObject({
    code: 'quantity_negative',
    field: '$.quantity',
  });
  expect((await calculate({ rate_card: card })).body.invalid_parameters[0].field).toBe('quantity');
  expect((await calculate({ rate_card: card, quantity: `1.${'1'.repeat(40)}` })).body.invalid_parameters[0].field).toBe('quantity');
  expect((await calculate({ currency: 'TOKENS', rate_card: card, quantity: '1' })).body.invalid_parameters[0].field).toBe('precision');
  expect(
    (
      await calculate({
        currency: 'TOKENS',
        precision: 4,
        rate_card: { ...card, price: { type: 'unit', amount: '0.12345' } },
        quantity: '1',
      })
    ).body.totals.total,
  ).toBe('0.1235');
});

it('extends the card by add-ons of the same key', async () => {
  const seats = (amount: string) => ({ key: 'seats', name: 'Seats', price: { type: 'flat', amount } });
  const { body } = await calculate({ rate_card: seats('20'), add_ons: [{ rate_card: seats('5'), quantity: 3 }], quantity: '0' });
  expect(body.totals.total).toBe('35.00');
  const refused = await calculate({ rate_card: seats('20'), add_ons: [{ rate_card: card, quantity: 1 }], quantity: '0' });
  expect(refused.body.invalid_parameters[0].field).toBe('add_ons.0.rate_card.key');
  const yearly = { ...seats('5'), billing_cadence: 'P1Y' };
  const misfit = await calculate({ rate_card: seats('20'), add_ons: [{ rate_card: yearly, quantity: 2 }], quantity: '0' });
  expect(misfit.body.issues).toMatchObject([
    { code: 'rate_card_billing_cadence_mismatch', field: '$.add_ons[0].rate_card.billing_cadence' },
  ]);
  const onUsage = await calculate({
    rate_card: card,
    add_ons: [{ rate_card: { ...card, price: { type: 'flat', amount: '50' } }, quantity: 1 }],
    quantity: '1',
  });
  expect(onUsage.body.issues[0].code).toBe('rate_card_price_type_mismatch');
});

it('refuses a period that ends before it starts, a credit below zero and a blank currency', async () => {
  const period = { from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' };
  const asked = { rate_card: card, quantity: '1' };
  const fieldOf = async (more: object) => (await calculate({ ...asked, ...more })).body.invalid_parameters?.[0]?.field;
  expect(await fieldOf({ service_period: period })).toBe('service_period.to');
  expect(await fieldOf({ full_service_period: period })).toBe('full_service_period.to');
  expect(await fieldOf({ credits: [{ amount: '-5' }] })).toBe('credits.0.amount');
  expect(await fieldOf({ credits_on_hand: [{ name: 'Back', amount: '-5' }] })).toBe('credits_on_hand.0.amount');
  expect(await fieldOf({ currency: '    ', precision: 2 })).toBe('currency');
});

it('spends credits on hand by priority, as long as they last, and says which one first and why', async () => {
  const { body } = await calculate({
    rate_card: { ...card, price: { type: 'flat', amount: '50' } },
    quantity: '0',
    feature_key: 'tokens',
    due_at: '2026-03-01T00:00:00Z',
    credits_on_hand: [
      { name: 'Late', amount: '10', priority: 1, expires_at: '2026-02-01T00:00:00Z' },
      { name: 'Second', amount: '100', priority: 2 },
      { name: 'First', amount: '20', priority: 1, features: ['tokens'] },
      { name: 'Seats only', amount: '9', priority: 1, features: ['seats'] },
    ],
  });
  expect(body.totals).toMatchObject({ amount: '50.00', credits_total: '50.00', total: '0.00' });
  expect(body.trace.map((step: { text: string }) => step.text).slice(1)).toEqual([
    'First pays $20.00 of $50.00: before Second, because its priority is 1 and not 2',
    'Second pays $30.00 of $30.00',
  ]);
  expect(body.credits_left).toEqual([
    { name: 'First', amount: '0.00' },
    { name: 'Seats only', amount: '9.00' },
    { name: 'Late', amount: '10.00' },
    { name: 'Second', amount: '70.00' },
  ]);
});

const burnDown = async (body: object) => (await testWorkspace()).call('POST', '/api/v1/price-calculations/burn-down', body);
const span = { from: '2026-01-01T00:00:00Z', to: '2026-02-20T00:00:00Z' };

it('burns given events down over given grants, whatever their order', async () => {
  const { status, body } = await burnDown({
    ...span,
    grants: [
      { id: 'monthly', amount: '100', priority: 2, effective_at: span.from, recurrence: { interval: 'P1M', anchor: span.from } },
      { id: 'gift', amount: '30', priority: 1, effective_at: span.from, expires_at: '2026-02-01T00:00:00Z' },
    ],
    events: [
      { at: '2026-02-10T00:00:00Z', value: '150' },
      { at: '2026-01-10T00:00:00Z', value: '50' },
    ],
  });
  expect(status).toBe(200);
  expect(body.segments[0]).toMatchObject({
    usage: '50',
    burned: [
      { id: 'gift', amount: '30' },
      { id: 'monthly', amount: '20' },
    ],
  });
  expect(body).toMatchObject({ balance: '0', end: { usage: '200', overage: '50', grant_usage: '150' } });
});

it('names what cannot be burned down, and where', async () => {
  const grant = { id: 'a', amount: '1', effective_at: span.from };
  const field = async (more: object) =>
    (await burnDown({ ...span, grants: [grant], events: [], ...more })).body.invalid_parameters?.[0].field;
  expect(await field({ to: span.from })).toBe('to');
  expect(await field({ time_zone: 'Mars' })).toBe('time_zone');
  expect(await field({ resets: [span.from] })).toBe('resets.0');
  expect(await field({ grants: [grant, grant] })).toBe('grants.1.id');
  expect(await field({ grants: [{ ...grant, amount: '-1' }] })).toBe('grants.0.amount');
  expect(await field({ events: [{ at: span.from }] })).toBe('events.0.value');
  const recurring = (interval: string) => ({ grants: [{ ...grant, recurrence: { interval, anchor: span.from } }] });
  expect(await field(recurring('PT1S'))).toBe('grants.0.recurrence.interval');
  expect(await field({ ...recurring('PT1H'), to: '2036-01-01T00:00:00Z' })).toBe('grants.0.recurrence.interval');
});
