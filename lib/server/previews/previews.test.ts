import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';
import { postgresStore } from '@/lib/server/usage/postgres/store';
import type { NewEvent } from '@/lib/server/usage/store';

const NOVEMBER = { from: '2023-11-01T00:00:00Z', to: '2023-12-01T00:00:00Z' };
const TRACE = process.env.AZURE_LLM_TRACE ?? '../shared/data/azure-llm-2023/conv.csv';

function event(row: number, customer: number, time: string, data: string): NewEvent {
  const subject = `acme-${String(customer).padStart(2, '0')}`;
  return {
    source: 'azure-llm-2023',
    id: String(row),
    type: 'llm.request',
    subject,
    time,
    timeGiven: true,
    data,
    dataschema: null,
    ingestedAt: time,
  };
}

/** A workspace that sells "LLM Pro" to some of acme-00 … acme-39. Gives the ids of the plan's features by key. */
async function llmPro(w: TestWorkspace, customers = [1, 7]) {
  const made = async (path: string, body: unknown) => {
    const answer = await w.call('POST', path, body);
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 201 });
    return answer.body;
  };
  const meter = async (key: string, value: string | undefined) =>
    made('/meters', {
      key,
      name: key,
      event_type: 'llm.request',
      aggregation: value ? 'sum' : 'count',
      ...(value && { value_property: value }),
    });
  const feature = async (key: string, m: { id: string }) => ({
    id: (await made('/features', { key, name: key, meter: { id: m.id } })).id as string,
  });
  const input = await feature('input_tokens', await meter('context_tokens', '$.context_tokens'));
  const output = await feature('output_tokens', await meter('generated_tokens', '$.generated_tokens'));
  const requests = await feature('requests', await meter('requests', undefined));
  for (const n of customers) await made('/customers', { key: `acme-${String(n).padStart(2, '0')}`, name: `Acme ${n}` });
  const monthly = { billing_cadence: 'P1M' };
  const unit = (amount: string) => ({ type: 'unit', amount });
  const plan = {
    key: 'llm_pro',
    name: 'LLM Pro',
    currency: 'USD',
    ...monthly,
    phases: [
      {
        key: 'standard',
        name: 'Standard',
        rate_cards: [
          { key: 'platform', name: 'Platform fee', ...monthly, price: { type: 'flat', amount: '49' }, payment_term: 'in_advance' },
          {
            key: 'input_tokens',
            name: 'Input tokens',
            feature: input,
            ...monthly,
            unit_config: { operation: 'divide', conversion_factor: '1000' },
            price: {
              type: 'graduated',
              tiers: [
                { up_to_amount: '300', unit_price: unit('0') },
                { up_to_amount: '550', unit_price: unit('0.003') },
                { unit_price: unit('0.0025') },
              ],
            },
          },
          {
            key: 'output_tokens',
            name: 'Output tokens',
            feature: output,
            ...monthly,
            unit_config: { operation: 'divide', conversion_factor: '1000', rounding: 'ceiling' },
            price: unit('0.015'),
            discounts: { percentage: 10 },
          },
          {
            key: 'requests',
            name: 'Requests',
            feature: requests,
            ...monthly,
            price: { type: 'volume', tiers: [{ up_to_amount: '400', unit_price: unit('0.001') }, { unit_price: unit('0.0008') }] },
            commitments: { minimum_amount: '1.00' },
          },
        ],
      },
    ],
  };
  return { plan: await made('/plans', plan), definition: plan, input };
}

/** The 484 requests of acme-07 with the tokens that the trace has for it in sum. */
async function useAsAcme07(w: TestWorkspace) {
  const events = Array.from({ length: 484 }, (_, i) =>
    event(
      i,
      7,
      '2023-11-16T18:20:00.000Z',
      JSON.stringify({ context_tokens: i ? 1196 : 579_020 - 483 * 1196, generated_tokens: i ? 211 : 102_399 - 483 * 211 }),
    ),
  );
  await postgresStore.insert(w.id, events);
}

it('prices a month of usage under a draft, line by line, each with its trace', async () => {
  const w = await testWorkspace();
  const { plan } = await llmPro(w);
  await useAsAcme07(w);
  const { status, body } = await w.call('POST', '/api/v1/invoice-previews', {
    customer: { key: 'acme-07' },
    plan: { id: plan.id },
    ...NOVEMBER,
  });
  expect(status).toBe(200);
  expect(body.totals.total).toBe('52.21');
  const [invoice] = body.periods;
  expect(invoice.usage.map((u: { rate_card_key: string; quantity: string }) => [u.rate_card_key, u.quantity])).toEqual([
    ['input_tokens', '579020'],
    ['output_tokens', '102399'],
    ['requests', '484'],
  ]);
  expect(invoice.lines.map((l: { total: string }) => l.total)).toEqual(['49.00', '0.00', '0.75', '0.07', '1.39', '0.39', '0.61']);
  expect(invoice.lines[4]).toMatchObject({ amount: '1.55', discounts: [{ reason: 'ratecard_percentage', amount: '0.16' }] });
  for (const line of invoice.lines) expect(line.trace.length).toBeGreaterThan(0);
});

it('compares with another plan, and the differences of the lines add up to the difference of the totals', async () => {
  const w = await testWorkspace();
  const { plan, definition } = await llmPro(w);
  await useAsAcme07(w);
  const cheaper = structuredClone(definition);
  (cheaper.phases[0]?.rate_cards[0]?.price as { amount: string }).amount = '29';
  cheaper.phases[0]?.rate_cards.pop();
  const { body } = await w.call('POST', '/api/v1/invoice-previews', {
    customer: { key: 'acme-07' },
    plan: { key: 'llm_pro' },
    compare_with: { definition: cheaper },
    ...NOVEMBER,
  });
  expect(body.plan).toMatchObject({ id: plan.id, version: 1, status: 'draft' });
  expect(body.comparison.totals.total).toBe('31.21');
  expect(body.comparison.difference).toMatchObject({ total: '21.00', percent: '67.3' });
  const cents = body.comparison.difference.lines.map((l: { difference: string }) => Math.round(Number(l.difference) * 100));
  expect(cents.reduce((a: number, b: number) => a + b, 0)).toBe(2100);
});

it('gives an invoice per billing period, fees of parts of a month by the days served', async () => {
  const w = await testWorkspace();
  const { plan } = await llmPro(w);
  const ask = (period: object) =>
    w.call('POST', '/api/v1/invoice-previews', { customer: { key: 'acme-01' }, plan: { id: plan.id }, ...period });
  const months = await ask({ from: '2023-10-01T00:00:00Z', to: '2024-01-01T00:00:00Z' });
  expect(months.body.periods.map((p: { period: { from: string } }) => p.period.from.slice(0, 10))).toEqual([
    '2023-10-01',
    '2023-11-01',
    '2023-12-01',
  ]);
  const half = await ask({ from: '2023-11-16T00:00:00Z', to: '2023-12-01T00:00:00Z', anchor: '2023-11-01T00:00:00Z' });
  expect(half.body.periods[0].lines[0]).toMatchObject({ name: 'Platform fee', total: '24.50' });
});

it('says what keeps a plan from being priced, and asks for what is missing or impossible', async () => {
  const w = await testWorkspace();
  const { plan, definition, input } = await llmPro(w);
  const ask = (more: object) =>
    w.call('POST', '/api/v1/invoice-previews', { customer: { key: 'acme-07' }, plan: { id: plan.id }, ...NOVEMBER, ...more });
  const broken = structuredClone(definition) as { phases: { rate_cards: { feature?: unknown }[] }[] };
  delete broken.phases[0]?.rate_cards[1]?.feature;
  expect(await ask({ plan: { definition: broken } })).toMatchObject({
    status: 400,
    body: { code: 'unpriceable_plan', issues: [{ field: '$.plan.definition.phases[0].rate_cards[1].feature' }] },
  });
  expect((await ask({ to: '2023-10-01T00:00:00Z' })).body.invalid_parameters[0].field).toBe('to');
  expect((await ask({ customer: { key: 'nobody' } })).status).toBe(404);
  expect((await ask({ plan: { key: 'nothing' } })).status).toBe(404);
  expect((await ask({ starting_phase: 'trial' })).body.invalid_parameters[0].field).toBe('starting_phase');
  expect((await ask({ from: '1990-01-01T00:00:00Z' })).body.invalid_parameters[0].reason).toMatch(/at most 60 billing periods/);
  const other = await testWorkspace();
  expect(
    (await other.call('POST', '/api/v1/invoice-previews', { customer: { key: 'acme-07' }, plan: { id: plan.id }, ...NOVEMBER })).status,
  ).toBe(404);
  expect(input.id).toBeTruthy();
});

it('extends cards by add-ons, pays with the credits on hand by priority, and says what is left of each', async () => {
  const w = await testWorkspace();
  const { plan, input } = await llmPro(w);
  await useAsAcme07(w);
  const card = {
    key: 'platform',
    name: 'More seats',
    billing_cadence: 'P1M',
    price: { type: 'flat', amount: '10' },
    payment_term: 'in_advance',
  };
  const addOn = (card: object) => ({
    definition: { key: 'more', name: 'More', instance_type: 'multiple', currency: 'USD', rate_cards: [card] },
    quantity: 3,
  });
  const ask = (more: object) =>
    w.call('POST', '/api/v1/invoice-previews', { customer: { key: 'acme-07' }, plan: { id: plan.id }, ...NOVEMBER, ...more });
  const { body } = await ask({
    add_ons: [addOn(card)],
    credits: [
      { name: 'Welcome', amount: '5.00', priority: 20 },
      { name: 'Tokens only', amount: '100.00', priority: 1, features: ['output_tokens'] },
    ],
  });
  expect(body.totals).toMatchObject({ total: '75.82', credits_total: '6.39' }); // 52.21 + 30 − 5.00 − 1.39
  expect(body.credits_left).toEqual([
    { name: 'Tokens only', amount: '98.61', expired: false },
    { name: 'Welcome', amount: '0.00', expired: false },
  ]);
  const misfit = await ask({ add_ons: [addOn({ ...card, price: { type: 'unit', amount: '1' }, feature: input })] });
  expect(misfit).toMatchObject({ status: 400, body: { code: 'unpriceable_plan' } });
  expect((await ask({ add_ons: [{ ...addOn(card), from_phase: 'later' }] })).body.invalid_parameters[0].field).toBe('add_ons.0.from_phase');
});

it('takes stored add-ons by id and by key, from the phase in which the plan offers them', async () => {
  const w = await testWorkspace();
  const { plan, definition } = await llmPro(w);
  await useAsAcme07(w);
  const support = { key: 'support', name: 'Support', billing_cadence: 'P1M', price: { type: 'flat', amount: '10' } };
  const content = { name: 'Support', currency: 'USD', rate_cards: [support] };
  const { body: many } = await w.call('POST', '/addons', { ...content, key: 'many', instance_type: 'multiple' });
  const { body: one } = await w.call('POST', '/addons', {
    ...content,
    key: 'one',
    instance_type: 'single',
    rate_cards: [{ ...support, key: 'sla' }],
  });
  const ask = (choice: object, add_ons: object[]) =>
    w.call('POST', '/api/v1/invoice-previews', { customer: { key: 'acme-07' }, plan: choice, ...NOVEMBER, add_ons });
  const both = await ask({ id: plan.id }, [
    { id: many.id, quantity: 3 },
    { key: 'one', quantity: 1 },
  ]);
  expect(both.body.totals.total).toBe('92.21'); // 52.21 + 3 × 10 + 10
  expect((await ask({ id: plan.id }, [{ id: one.id, quantity: 2 }])).body.invalid_parameters).toMatchObject([
    { field: 'add_ons.0.quantity' },
  ]);
  expect((await ask({ id: plan.id }, [{ key: 'one', version: 2, quantity: 1 }])).status).toBe(404);
  await w.call('POST', `/addons/${many.id}/publish`);
  const [main] = definition.phases;
  const { body: ramp } = await w.call('POST', '/plans', {
    ...definition,
    key: 'ramp',
    phases: [{ ...main, key: 'first', duration: 'P3M' }, main],
  });
  await w.call('POST', `/plans/${ramp.id}/addons`, { name: 'Many', addon: { id: many.id }, from_plan_phase: 'standard' });
  expect((await ask({ id: ramp.id }, [{ key: 'many', quantity: 3 }])).body.totals.total).toBe('52.21'); // offered from the second phase on
  expect((await ask({ id: ramp.id }, [{ key: 'many', quantity: 3, from_phase: 'first' }])).body.totals.total).toBe('82.21');
});

it('bills a price of a longer cadence once, in the month it falls due, and a share of it only when the customer leaves', async () => {
  const w = await testWorkspace();
  await llmPro(w);
  const fee = (key: string, amount: string, billing_cadence: string) => ({
    key,
    name: key,
    billing_cadence,
    price: { type: 'flat', amount },
    payment_term: 'in_advance',
  });
  const plan = (...rate_cards: object[]) => ({
    definition: {
      key: 'yearly',
      name: 'Yearly',
      currency: 'USD',
      billing_cadence: 'P1M',
      pro_rating_enabled: true,
      phases: [{ key: 'main', name: 'Main', rate_cards }],
    },
  });
  const total = async (cards: object[], from: string, to: string, more: object = {}) => {
    const span = { from: `${from}T00:00:00Z`, to: `${to}T00:00:00Z` };
    const asked = { customer: { key: 'acme-07' }, plan: plan(...cards), anchor: '2025-01-01T00:00:00Z', ...span, ...more };
    const { body } = await w.call('POST', '/api/v1/invoice-previews', asked);
    return body.totals?.total ?? body;
  };
  const yearly = [fee('year', '1200', 'P1Y')];
  expect(await total(yearly, '2025-01-01', '2025-02-01')).toBe('1200.00');
  expect(await total(yearly, '2025-02-01', '2025-03-01')).toBe('0.00');
  expect(await total(yearly, '2025-02-01', '2025-03-01', { anchor: undefined, start: '2025-01-01T00:00:00Z' })).toBe('0.00');
  expect(await total(yearly, '2025-01-01', '2025-02-01', { end: '2025-02-01T00:00:00Z' })).toBe('101.92');
  expect(await total([fee('quarter', '300', 'P3M')], '2025-01-01', '2025-03-01')).toBe('300.00');
  const backwards = { start: '2025-01-10T00:00:00Z', end: '2025-01-10T00:00:00Z' };
  expect((await total(yearly, '2025-01-01', '2025-02-01', backwards)).invalid_parameters[0].field).toBe('end');
});

it('adds up add-ons that share a key, refuses the ones that cannot be added up, and a single one that is there twice', async () => {
  const w = await testWorkspace();
  const { plan, input } = await llmPro(w);
  const card = (price: object, billing_cadence = 'P1M', more: object = {}) => ({
    key: 'extra',
    name: 'Extra',
    billing_cadence,
    price,
    ...more,
  });
  const addOn = (key: string, quantity: number, rate_card: object, instance_type = 'multiple') => ({
    definition: { key, name: key, instance_type, currency: 'USD', rate_cards: [rate_card] },
    quantity,
  });
  const flat = (amount: string) => ({ type: 'flat', amount });
  const ask = async (...add_ons: object[]) =>
    (await w.call('POST', '/api/v1/invoice-previews', { customer: { key: 'acme-07' }, plan: { id: plan.id }, ...NOVEMBER, add_ons })).body;
  expect((await ask(addOn('a', 1, card(flat('10'))), addOn('b', 2, card(flat('5'))))).totals.total).toBe('70.00'); // 50 + 10 + 2 × 5
  const codes = async (...add_ons: object[]) =>
    (await ask(...add_ons)).issues?.map(({ code, field }: { code: string; field: string }) => [code, field]);
  expect(await codes(addOn('a', 1, card(flat('10'))), addOn('b', 2, card(flat('5'), 'P1Y')))).toEqual([
    ['rate_card_billing_cadence_mismatch', '$.add_ons[1].rate_cards[0].billing_cadence'],
  ]);
  const usage = card({ type: 'unit', amount: '1' }, 'P1M', { feature: input });
  expect(await codes(addOn('a', 1, usage, 'single'), addOn('b', 1, card(flat('50'), 'P1M', { feature: input })))).toEqual([
    ['rate_card_price_type_mismatch', '$.add_ons[1].rate_cards[0].price'],
  ]);
  const single = addOn('one', 1, card(flat('10')), 'single');
  expect(await codes(single, single)).toEqual([['plan_addon_duplicated', '$.add_ons[1]']]);
  const first = { ...single, to: '2023-11-10T00:00:00Z' };
  expect((await ask(first, { ...single, from: '2023-11-20T00:00:00Z' })).totals.total).toBe('56.67'); // 50 + 10 × 9/30 + 10 × 11/30
});

it('gives the same answer as of an instant, whatever comes in later', async () => {
  const w = await testWorkspace();
  const { plan } = await llmPro(w);
  await useAsAcme07(w);
  const ask = (more: object) =>
    w.call('POST', '/api/v1/invoice-previews', { customer: { key: 'acme-07' }, plan: { id: plan.id }, ...NOVEMBER, ...more });
  const as_of = new Date().toISOString();
  const before = await ask({ as_of });
  expect(before.body).toMatchObject({ as_of, totals: { total: '52.21' } });
  await postgresStore.insert(w.id, [event(9_999, 7, '2023-11-20T00:00:00.000Z', '{"context_tokens":1000000,"generated_tokens":0}')]);
  expect((await ask({ as_of })).body).toEqual(before.body);
  expect((await ask({})).body.totals.total).toBe('54.71'); // a million more input tokens at 0.0025 per thousand
  expect((await ask({ as_of: '2023-01-01T00:00:00Z' })).body.totals.total).toBe('50.00'); // nothing was known then: the fee and the minimum
  expect((await ask({ as_of: '2999-01-01T00:00:00Z' })).status).toBe(400);
  await w.call('DELETE', `/customers/${before.body.customer.id}`);
  expect((await ask({ as_of })).body).toEqual(before.body);
  expect((await ask({})).status).toBe(404);
});

it('says in words why a line differs', async () => {
  const w = await testWorkspace();
  const { plan, definition } = await llmPro(w);
  await useAsAcme07(w);
  const dearer = structuredClone(definition);
  (dearer.phases[0]?.rate_cards[2]?.price as { amount: string }).amount = '0.02';
  const { body } = await w.call('POST', '/api/v1/invoice-previews', {
    customer: { key: 'acme-07' },
    plan: { definition: dearer },
    compare_with: { id: plan.id },
    ...NOVEMBER,
  });
  const differing = body.comparison.difference.lines.filter((l: { difference: string }) => /[1-9]/.test(l.difference));
  expect(differing).toHaveLength(1);
  expect(differing[0]).toMatchObject({ rate_card_key: 'output_tokens', parts: [{ name: 'Output tokens: usage in period' }] });
  expect(differing[0].causes.join(' ')).toMatch(/\$0\.015.*\$0\.02/);
});

it.skipIf(!existsSync(TRACE))('prices the real trace of forty customers to the cent', { timeout: 60_000 }, async () => {
  const w = await testWorkspace();
  const { plan } = await llmPro(
    w,
    Array.from({ length: 40 }, (_, n) => n),
  );
  let batch: NewEvent[] = [];
  let row = -2; // the first line is the head
  for await (const line of createInterface({ input: createReadStream(TRACE) })) {
    if (++row < 0) continue;
    const [time = '', context, generated] = line.split(',');
    batch.push(
      event(row, row % 40, `${time.slice(0, 26).replace(' ', 'T')}Z`, `{"context_tokens":${context},"generated_tokens":${generated}}`),
    );
    if (batch.length === 5000) {
      await postgresStore.insert(w.id, batch);
      batch = [];
    }
  }
  await postgresStore.insert(w.id, batch);
  let cents = 0;
  for (let n = 0; n < 40; n++) {
    const { body } = await w.call('POST', '/api/v1/invoice-previews', {
      customer: { key: `acme-${String(n).padStart(2, '0')}` },
      plan: { id: plan.id },
      ...NOVEMBER,
    });
    if (n === 7) expect(body.totals.total).toBe('52.21');
    cents += Math.round(Number(body.totals.total) * 100);
  }
  expect(cents).toBe(208_622);
});
