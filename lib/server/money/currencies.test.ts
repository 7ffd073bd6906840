import { expect, it } from 'vitest';
import { draft, fee, phase } from '@/lib/server/testing/sample-plans';
import { type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';

const credits = { code: 'CREDITS', name: 'Credits', symbol: '✦', precision: 3, decimal_mark: '.', thousand_separator: ',' };
const create = async (w: TestWorkspace, change: object = {}) =>
  (await w.call('POST', '/currencies/custom', { ...credits, ...change })).body;

it('lists money and currencies of one’s own together, filtered, sorted and page by page', async () => {
  const w = await testWorkspace();
  const own = await create(w);
  const all = (await w.call('GET', '/currencies?page[size]=1000')).body;
  expect(all.meta.page.total).toBe(all.data.length);
  expect(all.data.length).toBeGreaterThan(150);
  expect(all.data.find((c: { code: string }) => c.code === 'JPY')).toEqual({
    type: 'fiat',
    code: 'JPY',
    name: 'Japanese Yen',
    symbol: '¥',
    precision: 0,
    decimal_mark: '.',
    thousand_separator: ',',
  });
  expect((await w.call('GET', '/currencies?filter[type]=custom')).body.data).toEqual([own]);
  expect((await w.call('GET', '/currencies?filter[code][oeq]=USD,CREDITS&sort=code desc')).body.data).toMatchObject([{ code: 'USD' }, own]);
  expect((await w.call('GET', '/currencies?filter[type]=fiat&page[size]=2&page[number]=2')).body.data).toMatchObject([
    { code: 'ALL' },
    { code: 'AMD' },
  ]);
  expect((await w.call('GET', `/currencies/custom/${own.id}`)).body).toEqual(own);
  expect((await w.call('GET', `/currencies/custom/${own.id}`)).body).toMatchObject(credits);
});

it('refuses a currency that is taken, that money could be taken for, or that could be read in two ways', async () => {
  const w = await testWorkspace();
  await create(w);
  const refused = async (change: object) => w.call('POST', '/currencies/custom', { ...credits, code: 'OTHER', ...change });
  expect((await refused({ code: 'CREDITS' })).status).toBe(409);
  expect((await refused({ code: 'USD' })).body.invalid_parameters).toMatchObject([{ field: 'code', rule: 'min_length' }]);
  expect((await refused({ code: 'A|BCD' })).body.issues).toMatchObject([{ code: 'currency_invalid', field: '$.code' }]);
  expect((await refused({ precision: 13 })).body.issues).toMatchObject([{ code: 'currency_precision_out_of_range' }]);
  expect((await refused({ precision: -1 })).body.issues).toMatchObject([{ code: 'currency_precision_out_of_range' }]);
  expect((await refused({ decimal_mark: ',' })).body.issues).toMatchObject([{ code: 'currency_marks_equal' }]);
  expect((await refused({ thousand_separator: ', ' })).status).toBe(400);
});

it('keeps what a currency was, is and will be worth, each rate ending where the next begins', async () => {
  const w = await testWorkspace();
  const { id } = await create(w);
  const at = `/currencies/custom/${id}/cost-bases`;
  const add = (rate: string, effective_from?: string, fiat_code = 'USD') =>
    w.call('POST', at, { fiat_code, rate, ...(effective_from && { effective_from }) });
  expect(await add('0.010', '2026-01-01T00:00:00Z')).toMatchObject({ status: 201, body: { fiat_code: 'USD', rate: '0.01' } });
  const second = await add('0.012');
  expect(second.status).toBe(201);
  await add('0.009', '2026-03-01T00:00:00+01:00', 'EUR');
  const late = await add('0.011', '2026-02-01T00:00:00Z');
  expect(late).toMatchObject({ status: 400, body: { issues: [{ code: 'cost_basis_not_after_newest', field: '$.effective_from' }] } });
  const usd = (await w.call('GET', `${at}?filter[fiat_code]=USD`)).body.data;
  expect(usd).toEqual([second.body, expect.objectContaining({ rate: '0.01', effective_to: second.body.effective_from })]);
  expect((await w.call('GET', `${at}?page[size]=1`)).body.meta.page).toEqual({ number: 1, size: 1, total: 3 });
  const [listed] = (await w.call('GET', '/currencies?filter[type]=custom&expand=cost_basis')).body.data;
  expect(listed.cost_basis).toHaveLength(3);
  expect((await w.call('GET', '/currencies/custom/01ARZ3NDEKTSV4RRFFQ69G5FAV/cost-bases')).status).toBe(404);
});

it('lets two rates that are added at once follow one another, or refuses one', async () => {
  const w = await testWorkspace();
  const { id } = await create(w);
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, i) =>
      w.call('POST', `/currencies/custom/${id}/cost-bases`, {
        fiat_code: 'USD',
        rate: '1',
        effective_from: `2026-0${(i % 3) + 1}-01T00:00:00Z`,
      }),
    ),
  );
  const added = answers.filter((answer) => answer.status === 201).length;
  expect(answers.every((answer) => answer.status === 201 || answer.status === 400)).toBe(true);
  const list = (await w.call('GET', `/currencies/custom/${id}/cost-bases`)).body.data;
  expect(list).toHaveLength(added);
  expect(new Set(list.map((b: { effective_from: string }) => b.effective_from)).size).toBe(added);
});

it('sells in a currency of one’s own: saved once it exists, published once it is worth something', async () => {
  const w = await testWorkspace();
  const content = { currency: 'CREDITS', phases: [phase(fee)] };
  const unknown = await w.call('POST', '/plans', { key: 'p', name: 'P', billing_cadence: 'P1M', ...content });
  expect(unknown).toMatchObject({ status: 400, body: { issues: [{ code: 'currency_not_found', field: '$.currency' }] } });
  const { id } = await create(w);
  const planId = await draft(w, content);
  expect((await w.call('GET', `/plans/${planId}`)).body.validation_errors).toMatchObject([
    { code: 'currency_cost_basis_not_found', field: '$.currency' },
  ]);
  expect((await w.call('POST', `/plans/${planId}/publish`)).body.issues).toMatchObject([{ code: 'currency_cost_basis_not_found' }]);
  const soon = new Date(Date.now() + 3_600_000).toISOString();
  await w.call('POST', `/currencies/custom/${id}/cost-bases`, { fiat_code: 'EUR', rate: '1', effective_from: soon });
  expect((await w.call('POST', `/plans/${planId}/publish`)).status).toBe(400);
  await w.call('POST', `/currencies/custom/${id}/cost-bases`, { fiat_code: 'USD', rate: '0.01' });
  expect((await w.call('GET', `/plans/${planId}`)).body.validation_errors).toBeUndefined();
  expect((await w.call('POST', `/plans/${planId}/publish`)).status).toBe(200);
});

it('lets a card of a plan in money name a currency that is worth that money', async () => {
  const w = await testWorkspace();
  const { id } = await create(w);
  const planId = await draft(w, { phases: [phase(fee, { ...fee, key: 'extra', currency: 'CREDITS' })] });
  const errors = async () => (await w.call('GET', `/plans/${planId}`)).body.validation_errors;
  expect(await errors()).toMatchObject([{ code: 'currency_cost_basis_not_found', field: '$.phases[0].rate_cards[1].currency' }]);
  await w.call('POST', `/currencies/custom/${id}/cost-bases`, { fiat_code: 'EUR', rate: '1' });
  expect(await errors()).toMatchObject([{ code: 'currency_cost_basis_not_found' }]);
  await w.call('POST', `/currencies/custom/${id}/cost-bases`, { fiat_code: 'USD', rate: '1' });
  expect(await errors()).toBeUndefined();
});
