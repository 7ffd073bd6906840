import { expect, it } from 'vitest';
import { testWorkspace } from './testing';

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
  expect((await calculate({ rate_card: card })).body.invalid_parameters[0].field).toBe('$.quantity');
  expect((await calculate({ rate_card: card, quantity: `1.${'1'.repeat(40)}` })).body.invalid_parameters[0].field).toBe('$.quantity');
  expect((await calculate({ currency: 'TOKENS', rate_card: card, quantity: '1' })).body.invalid_parameters[0].field).toBe('$.precision');
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
