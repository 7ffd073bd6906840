import { beforeAll, describe, expect, it } from 'vitest';
import { draft, fee, flat, phase, published, tieredCard, upsert } from '@/lib/server/testing/sample-plans';
import { type Answer, type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';

let w: TestWorkspace;
let card: Awaited<ReturnType<typeof tieredCard>>;
beforeAll(async () => {
  w = await testWorkspace();
  card = await tieredCard(w);
});

/** Nothing half-written: a refused write leaves neither a row nor a trace in the log. */
async function traces() {
  const lists = await Promise.all(['/plans', '/features', '/customers', '/meters'].map((path) => w.call('GET', `${path}?page[size]=1000`)));
  const log = await w.call('GET', '/api/v1/audit-log?page[size]=1');
  return [...lists.map((list) => list.body.data), log.body.data[0]?.id];
}

function requireClear(answer: Answer, status: number) {
  expect(answer.status, JSON.stringify(answer.body)).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.body).toMatchObject({
    status,
    title: expect.any(String),
    detail: expect.stringMatching(/\w+ \w+/),
    code: expect.any(String),
  });
}

const sold = (price: object, more: object = {}) => ({ ...flat, phases: [phase({ ...card, price, ...more })] });
const unit = (amount: unknown) => ({ type: 'unit', amount });
const tiers = (...list: object[]) => ({ type: 'graduated', tiers: list });
const tier = (amount: string, upTo?: string) => ({ unit_price: unit(amount), ...(upTo && { up_to_amount: upTo }) });
const price = '$.phases[0].rate_cards[0].price';
const dotted = 'phases.0.rate_cards.0.price';

describe('a plan is refused, and nothing of it is stored, for', () => {
  it.each<[string, () => unknown, string, string]>([
    ['a body that is no object', () => [], '', 'type'],
    ['an unknown field', () => ({ ...flat, colour: 'red' }), 'colour', 'additionalProperties'],
    ['an unknown field deep inside', () => sold({ ...unit('1'), colour: 'red' }), `${dotted}.colour`, 'additionalProperties'],
    ['a field in the spelling of code', () => ({ ...flat, proRatingEnabled: true }), 'proRatingEnabled', 'additionalProperties'],
    ['a price that is a number', () => sold(unit(1)), `${dotted}.amount`, 'type'],
    ['a price of words', () => sold(unit('ten')), `${dotted}.amount`, 'pattern'],
    ['a price beyond 30 digits', () => sold(unit('9'.repeat(31))), `${dotted}.amount`, 'invalid'],
    ['a price of 40 decimals', () => sold(unit(`0.${'1'.repeat(40)}`)), `${dotted}.amount`, 'invalid'],
    ['a price in scientific notation', () => sold(unit('1e3')), `${dotted}.amount`, 'pattern'],
    ['a price of a type that there is not', () => sold({ type: 'package', amount: '1' }), `${dotted}.type`, 'enum'],
    ['tiers that are none', () => sold(tiers()), `${dotted}.tiers`, 'min_items'],
    ['no phases', () => ({ ...flat, phases: [] }), 'phases', 'min_items'],
    ['a key with a dash', () => ({ ...flat, key: 'my-plan' }), 'key', 'pattern'],
    ['a name of nothing', () => ({ ...flat, name: '' }), 'name', 'min_length'],
    ['a cadence that is no duration', () => ({ ...flat, billing_cadence: 'monthly' }), 'billing_cadence', 'pattern'],
    [
      'a discount above everything',
      () => sold(unit('1'), { discounts: { percentage: 101 } }),
      'phases.0.rate_cards.0.discounts.percentage',
      'maximum',
    ],
    ['a feature that is no id', () => sold(unit('1'), { feature: { id: 'tokens' } }), 'phases.0.rate_cards.0.feature.id', 'pattern'],
    ['a label that is no label', () => ({ ...flat, labels: { a: '-' } }), 'labels.a', 'pattern'],
  ])('%s', async (_, body, field, rule) => {
    const before = await traces();
    const answer = await w.call('POST', '/plans', body());
    requireClear(answer, 400);
    const faults = answer.body.invalid_parameters.map((p: { field: string; rule: string }) => [p.field, p.rule]);
    expect(faults).toContainEqual([field, rule]);
    expect(await traces()).toEqual(before);
  });

  it.each<[string, () => unknown, string, string]>([
    ['a negative price', () => sold(unit('-0.01')), 'price_negative', `${price}.amount`],
    ['a negative price of a tier', () => sold(tiers(tier('-1'))), 'price_negative', `${price}.tiers[0].unit_price.amount`],
    [
      'two open-ended tiers',
      () => sold(tiers(tier('1', '5'), tier('2'), tier('3'))),
      'price_tier_open_ended_not_last',
      `${price}.tiers[1].up_to_amount`,
    ],
    [
      'tiers that leave the top open',
      () => sold(tiers(tier('1', '5'), tier('2', '9'))),
      'price_tiers_not_open_ended',
      `${price}.tiers[1].up_to_amount`,
    ],
    [
      'two tiers that end at the same quantity',
      () => sold(tiers(tier('1', '5'), tier('2', '5.0'), tier('3'))),
      'price_tiers_not_ascending',
      `${price}.tiers[1].up_to_amount`,
    ],
    ['a tier without a price', () => sold(tiers({ up_to_amount: '5' }, tier('1'))), 'price_tier_without_price', `${price}.tiers[0]`],
    [
      '51 tiers',
      () => sold(tiers(...Array.from({ length: 50 }, (_, i) => tier('1', String(i + 1))), tier('1'))),
      'price_too_many_tiers',
      `${price}.tiers`,
    ],
    [
      '21 phases',
      () => ({ ...flat, phases: Array.from({ length: 21 }, (_, i) => ({ ...phase(fee), key: `p${i}`, duration: 'P1M' })) }),
      'plan_too_many_phases',
      '$.phases',
    ],
    [
      '101 rate cards',
      () => ({ ...flat, phases: [phase(...Array.from({ length: 101 }, (_, i) => ({ ...fee, key: `f${i}` })))] }),
      'plan_phase_too_many_rate_cards',
      '$.phases[0].rate_cards',
    ],
    ['a currency that there is not', () => ({ ...flat, currency: 'XQX' }), 'currency_invalid', '$.currency'],
    [
      'a feature that there is not',
      () => sold(unit('1'), { feature: { id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' } }),
      'rate_card_feature_not_found',
      '$.phases[0].rate_cards[0].feature',
    ],
    ['a cadence nobody bills by', () => ({ ...flat, billing_cadence: 'P13D' }), 'plan_billing_cadence_invalid', '$.billing_cadence'],
    [
      'a minimum above the maximum',
      () => sold(unit('1'), { commitments: { minimum_amount: '2', maximum_amount: '1' } }),
      'commitment_minimum_above_maximum',
      '$.phases[0].rate_cards[0].commitments.minimum_amount',
    ],
    [
      'a conversion by zero',
      () => sold(unit('1'), { unit_config: { operation: 'divide', conversion_factor: '0' } }),
      'unit_config_factor_not_positive',
      '$.phases[0].rate_cards[0].unit_config.conversion_factor',
    ],
  ])('%s', async (_, body, code, field) => {
    const before = await traces();
    const answer = await w.call('POST', '/plans', body());
    requireClear(answer, 400);
    expect(answer.body.issues).toContainEqual(expect.objectContaining({ code, field, severity: 'critical' }));
    expect(answer.body.extensions.validationErrors).toContainEqual({ code, field, severity: 'critical', message: expect.any(String) });
    expect(await traces()).toEqual(before);
  });

  it("another workspace's feature, which looks like none at all", async () => {
    const other = await testWorkspace();
    const theirs = await tieredCard(other);
    const answer = await w.call('POST', '/plans', { ...flat, phases: [phase(theirs)] });
    expect(answer.body.issues).toContainEqual(expect.objectContaining({ code: 'rate_card_feature_not_found' }));
  });
});

it('a rate card without its meter is kept in a draft and not published', async () => {
  const { body: feature } = await w.call('POST', '/features', { key: 'unmetered', name: 'Unmetered' });
  const id = await draft(w, {
    key: 'unmetered',
    phases: [phase({ ...card, key: 'unmetered', feature: { id: feature.id }, price: unit('1') })],
  });
  const answer = await w.call('POST', `/plans/${id}/publish`);
  requireClear(answer, 400);
  expect(answer.body.issues).toMatchObject([{ code: 'usage_based_price_with_feature_and_no_meter' }]);
  expect((await w.call('GET', `/plans/${id}`)).body.status).toBe('draft');
});

it('integers beyond 2^53 and other numbers of no use are refused where a whole number is asked for', async () => {
  const config = (precision: unknown) =>
    sold(unit('1'), { unit_config: { operation: 'divide', conversion_factor: '10', rounding: 'ceiling', precision } });
  for (const precision of [2 ** 53, 2 ** 53 + 2, -1, 1.5, 13]) requireClear(await w.call('POST', '/plans', config(precision)), 400);
  requireClear(await w.call('POST', '/plans', JSON.stringify(config(0)).replace('"precision":0', '"precision":9007199254740993')), 400);
  for (const query of ['page[size]=9007199254740993', 'page[number]=1e9', 'page[size]=-1', 'page[size]=0', 'page=2', 'page[size]=x'])
    requireClear(await w.call('GET', `/plans?${query}`), 400);
});

it('queries with unknown filters, operators, sorts and parameters are refused, each by name', async () => {
  for (const path of ['/plans', '/features', '/customers']) {
    for (const query of [
      'filter[colour]=red',
      'filter[key][like]=a',
      'sort=colour',
      'sort=key sideways',
      'colour=red',
      'filter=red',
      'filter[key][eq][x]=1',
    ])
      requireClear(await w.call('GET', `${path}?${query}`), 400);
  }
  requireClear(await w.call('GET', `/plans/${await draft(w, { key: 'queried' })}?expand=all`), 400);
});

it('bodies that are no JSON, no UTF-8, too deep or hold what no database keeps are refused in their own words', async () => {
  const { body: customer } = await w.call('POST', '/customers', { key: 'fine', name: 'Fine' });
  const targets = [
    ['POST', '/plans'],
    ['POST', '/features'],
    ['POST', '/customers'],
    ['PUT', `/customers/${customer.id}`],
    ['POST', '/api/v1/plan-validations'],
    ['POST', '/api/v1/invitations'],
    ['POST', '/api/v1/api-keys'],
  ] as const;
  for (const [method, path] of targets) {
    for (const body of [
      '',
      '{',
      '{"name":"a",}',
      'null',
      '"x"',
      '[]',
      new Uint8Array([0x7b, 0xff, 0xfe]),
      `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`,
    ])
      requireClear(await w.call(method, path, body), 400);
    requireClear(await w.call(method, path, '{"name":"a\\u0000b"}'), 400);
    requireClear(await w.call(method, path, '{"name":"\\ud800"}'), 400);
    requireClear(await w.call(method, path, '{}', { headers: { 'content-type': 'text/xml' } }), 415);
  }
  requireClear(await w.call('GET', '/customers?filter[name]=%00'), 400);
  requireClear(await w.call('POST', '/plans', `{"name":"${'x'.repeat(11 * 1024 * 1024)}"}`), 413);
});

it('a member named __proto__ is refused and not dropped, wherever it stands', async () => {
  for (const labels of ['{"__proto__":"a"}', '{"\\u005f_proto__":"a"}', '{"constructor":"b"},"__proto__":{}'])
    requireClear(await w.call('POST', '/customers', `{"key":"p","name":"p","labels":${labels}}`), 400);
  const kept = await w.call('POST', '/customers', { key: 'p', name: 'p', labels: { constructor: 'b', toString: 'c' } });
  expect(kept).toMatchObject({ status: 201, body: { labels: { constructor: 'b', toString: 'c' } } });
});

describe('what may not be changed stays as it is', () => {
  it('for a role that may not, on every write of the catalog', async () => {
    const id = await draft(w, { key: 'roles' });
    const writes = [
      ['POST', '/plans', flat],
      ['PUT', `/plans/${id}`, upsert(flat)],
      ['DELETE', `/plans/${id}`],
      ['POST', `/plans/${id}/publish`],
      ['POST', `/plans/${id}/archive`],
      ['PUT', `/api/v1/plans/${id}`, {}],
      ['POST', `/api/v1/plans/${id}/publish`, {}],
      ['POST', `/api/v1/plans/${id}/unschedule`],
      ['POST', `/api/v1/plans/${id}/next`],
      ['POST', `/api/v1/plans/${id}/duplicate`, {}],
      ['POST', '/features', { key: 'x', name: 'X' }],
      ['PATCH', `/features/${card.feature.id}`, {}],
      ['DELETE', `/features/${card.feature.id}`],
    ] as const;
    const before = await traces();
    for (const role of ['analyst', 'support'] as const) {
      for (const [method, path, body] of writes) requireClear(await w.call(method, path, body, { role }), 403);
    }
    requireClear(await w.call('POST', '/customers', { key: 'x', name: 'X' }, { role: 'analyst' }), 403);
    expect(await traces()).toEqual(before);
  });

  it('when the version is sold, the copy is stale or the If-Match is nonsense', async () => {
    const id = await published(w, { key: 'still' });
    const before = await traces();
    requireClear(await w.call('PUT', `/plans/${id}`, upsert(flat)), 400);
    requireClear(await w.call('DELETE', `/plans/${id}`), 400);
    requireClear(await w.call('POST', `/plans/${id}/archive`, undefined, { headers: { 'if-match': '"7"' } }), 412);
    requireClear(await w.call('POST', `/plans/${id}/archive`, undefined, { headers: { 'if-match': 'yes' } }), 400);
    requireClear(await w.call('POST', `/plans/${id}/archive`, undefined, { headers: { 'if-match': '"99999999999999999999"' } }), 412);
    expect(await traces()).toEqual(before);
  });

  it('when the id is of nothing, or of something else', async () => {
    for (const id of ['01ARZ3NDEKTSV4RRFFQ69G5FAV', card.feature.id, 'x', '%00', `${'9'.repeat(26)}`, "'; DROP TABLE plans; --"]) {
      const at = encodeURIComponent(id).replace('%2500', '%00');
      requireClear(await w.call('GET', `/plans/${at}`), 404);
      requireClear(await w.call('PUT', `/plans/${at}`, upsert(flat)), 404);
      requireClear(await w.call('GET', `/customers/${at}`), 404);
      requireClear(await w.call('DELETE', `/customers/${at}`), 404);
    }
  });
});
