import { describe, expect, it } from 'vitest';
import { draft, fee, flat, phase, published, tieredCard, upsert } from '@/lib/server/testing/sample-plans';
import { testWorkspace } from '@/lib/server/testing/workspace';

describe('a draft', () => {
  it('is created as version 1 with every payment term and default written out, and reads back the same', async () => {
    const w = await testWorkspace();
    const card = await tieredCard(w);
    const created = await w.call('POST', '/plans', { ...flat, labels: { soldBy: 'web' }, phases: [phase(fee, card)] });
    expect(created).toMatchObject({
      status: 201,
      body: {
        ...flat,
        version: 1,
        status: 'draft',
        pro_rating_enabled: true,
        settlement_mode: 'credit_then_invoice',
        labels: { soldBy: 'web' },
        phases: [phase({ ...fee, payment_term: 'in_advance' }, { ...card, payment_term: 'in_arrears' })],
      },
    });
    expect(created.body.validation_errors).toBeUndefined();
    expect(created.headers.get('etag')).toBe('"1"');
    const read = await w.call('GET', `/plans/${created.body.id}`);
    expect(read.body).toEqual(created.body);
    expect(read.headers.get('etag')).toBe('"1"');
  });

  it('keeps what is unfinished and says what is', async () => {
    const w = await testWorkspace();
    const created = await w.call('POST', '/plans', { ...flat, phases: [{ ...phase(), duration: 'P1M' }] });
    expect(created.status).toBe(201);
    const errors = [
      { code: 'plan_has_last_phase_with_duration', field: '$.phases[0].duration', attributes: { severity: 'warning' } },
      { code: 'plan_phase_has_no_rate_cards', field: '$.phases[0].rate_cards' },
    ];
    expect(created.body.validation_errors).toMatchObject(errors);
    expect((await w.call('GET', `/plans/${created.body.id}`)).body.validation_errors).toMatchObject(errors);
    expect((await w.call('GET', '/plans')).body.data[0].validation_errors).toMatchObject(errors);
    const refused = await w.call('POST', `/plans/${created.body.id}/publish`);
    expect(refused).toMatchObject({
      status: 400,
      body: { code: 'validation_failed', issues: errors.map(({ code, field }) => ({ code, field })) },
    });
    expect((await w.call('GET', `/plans/${created.body.id}`)).body.status).toBe('draft');
  });

  it('is refused, with every critical issue at its place, when it could not be priced', async () => {
    const w = await testWorkspace();
    const card = { ...fee, price: { type: 'flat', amount: '-1' } };
    const refused = await w.call('POST', '/plans', { ...flat, billing_cadence: 'P5D', phases: [phase(card, fee)] });
    expect(refused.status).toBe(400);
    expect(refused.body.issues.map((i: { code: string; field: string }) => [i.code, i.field])).toEqual(
      expect.arrayContaining([
        ['plan_billing_cadence_invalid', '$.billing_cadence'],
        ['price_negative', '$.phases[0].rate_cards[0].price.amount'],
        ['rate_card_duplicated_key', '$.phases[0].rate_cards[1].key'],
      ]),
    );
    expect((await w.call('GET', '/plans')).body.data).toEqual([]);
  });

  it('stores tiers in ascending order, whatever order they come in', async () => {
    const w = await testWorkspace();
    const card = await tieredCard(w);
    const id = await draft(w, { phases: [phase({ ...card, price: { ...card.price, tiers: [...card.price.tiers].reverse() } })] });
    expect((await w.call('GET', `/plans/${id}`)).body.phases[0].rate_cards[0].price.tiers).toEqual(card.price.tiers);
  });

  it('is the only one of its key', async () => {
    const w = await testWorkspace();
    const id = await draft(w);
    expect(await w.call('POST', '/plans', flat)).toMatchObject({
      status: 400,
      body: { issues: [{ code: 'plan_draft_exists', attributes: { id, version: 1 } }] },
    });
    const races = await Promise.all([1, 2, 3].map(() => w.call('POST', '/plans', { ...flat, key: 'raced' })));
    expect(races.map((r) => r.status).sort()).toEqual([201, 400, 400]);
  });

  it('gets the next number of its key, deleted versions counted', async () => {
    const w = await testWorkspace();
    await published(w);
    const second = await draft(w);
    expect((await w.call('DELETE', `/plans/${second}`)).status).toBe(204);
    expect((await w.call('POST', '/plans', flat)).body.version).toBe(3);
  });
});

describe('an update', () => {
  it('replaces name, proration and phases, and leaves key, currency and cadence', async () => {
    const w = await testWorkspace();
    const id = await draft(w);
    const updated = await w.call('PUT', `/plans/${id}`, {
      name: 'New',
      pro_rating_enabled: false,
      phases: [phase({ ...fee, key: 'other' })],
    });
    expect(updated).toMatchObject({ status: 200, body: { name: 'New', currency: 'USD', pro_rating_enabled: false, key: 'flat' } });
    expect(updated.body.phases[0].rate_cards[0].key).toBe('other');
    expect((await w.call('PUT', `/plans/${id}`, { ...upsert(flat), currency: 'EUR' })).body.invalid_parameters).toMatchObject([
      { field: 'currency', rule: 'additionalProperties' },
    ]);
  });

  it('wins without If-Match, and is refused with a stale one, showing what is there and who wrote it', async () => {
    const w = await testWorkspace();
    const id = await draft(w);
    expect((await w.call('PUT', `/plans/${id}`, upsert({ ...flat, name: 'A' }))).headers.get('etag')).toBe('"2"');
    expect((await w.call('PUT', `/plans/${id}`, upsert({ ...flat, name: 'B' }))).headers.get('etag')).toBe('"3"');
    const stale = await w.call('PUT', `/plans/${id}`, upsert({ ...flat, name: 'C' }), { headers: { 'if-match': '"2"' } });
    expect(stale).toMatchObject({ status: 412, body: { current: { name: 'B', id }, current_revision: 3, changed_by: 'admin' } });
    expect((await w.call('GET', `/plans/${id}`)).body.name).toBe('B');
  });

  it('by two from the same copy at the same moment is one saved and one told what was saved', async () => {
    const w = await testWorkspace();
    const id = await draft(w);
    const save = (name: string) =>
      w.call(
        'PUT',
        `/api/v1/plans/${id}`,
        { ...upsert({ ...flat, name }), currency: 'USD', billing_cadence: 'P1M' },
        { headers: { 'if-match': '"1"' } },
      );
    const answers = await Promise.all(['A', 'B', 'C'].map(save));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
    const saved = answers.find(({ status }) => status === 200)?.body.name;
    for (const { body } of answers.filter(({ status }) => status === 412))
      expect(body).toMatchObject({ current: { name: saved }, current_revision: 2 });
    expect((await w.call('GET', `/plans/${id}`)).body.name).toBe(saved);
  });

  it('of a published version is refused, and the version stays as it is', async () => {
    const w = await testWorkspace();
    const id = await published(w);
    const refused = await w.call('PUT', `/plans/${id}`, upsert({ ...flat, name: 'Sneaky' }));
    expect(refused).toMatchObject({ status: 400, body: { issues: [{ code: 'plan_invalid_status' }] } });
    expect((await w.call('GET', `/plans/${id}`)).body).toMatchObject({ name: 'Flat', status: 'active' });
  });

  it('of an editor needs to say which copy it changes, and reaches currency and cadence', async () => {
    const w = await testWorkspace();
    const id = await draft(w);
    const body = { ...upsert(flat), name: 'Yearly', currency: 'EUR', billing_cadence: 'P1Y' };
    expect((await w.call('PUT', `/api/v1/plans/${id}`, body)).status).toBe(428);
    const saved = await w.call('PUT', `/api/v1/plans/${id}`, body, { headers: { 'if-match': '"1"' } });
    expect(saved).toMatchObject({ status: 200, body: { currency: 'EUR', billing_cadence: 'P1Y', name: 'Yearly' } });
    expect((await w.call('PUT', `/api/v1/plans/${id}`, body, { headers: { 'if-match': '"1"' } })).status).toBe(412);
  });

  it('of an editor renames a published version but never changes its content', async () => {
    const w = await testWorkspace();
    const id = await published(w);
    const { body: before, headers } = await w.call('GET', `/plans/${id}`);
    const fresh = { headers: { 'if-match': headers.get('etag') as string } };
    const body = { ...upsert(before), currency: 'USD', billing_cadence: 'P1M' };
    expect((await w.call('PUT', `/api/v1/plans/${id}`, { ...body, currency: 'EUR' }, fresh)).body.issues).toMatchObject([
      { code: 'plan_invalid_status' },
    ]);
    expect(await w.call('PUT', `/api/v1/plans/${id}`, { ...body, name: 'Renamed' }, fresh)).toMatchObject({
      status: 200,
      body: { name: 'Renamed', status: 'active' },
    });
  });
});

describe('the list', () => {
  it('filters by key, name, status and currency, sorts and pages', async () => {
    const w = await testWorkspace();
    const active = await published(w);
    const next = await draft(w);
    const euro = await draft(w, { key: 'euro', name: 'Euro', currency: 'EUR' });
    const ids = async (query: string) => (await w.call('GET', `/plans?${query}`)).body.data.map((p: { id: string }) => p.id);
    expect(await ids('')).toEqual([euro, next, active]);
    expect(await ids('filter[key]=flat')).toEqual([next, active]);
    expect(await ids('filter[name][contains]=eur')).toEqual([euro]);
    expect(await ids('filter[status]=active')).toEqual([active]);
    expect(await ids('filter[status][neq]=active')).toEqual([euro, next]);
    expect(await ids('filter[status][oeq]=active,archived')).toEqual([active]);
    expect(await ids('filter[currency]=EUR')).toEqual([euro]);
    expect(await ids('sort=version desc,key&page[size]=1&page[number]=2')).toEqual([euro]);
    expect((await w.call('GET', '/plans?filter[status]=sold')).body.invalid_parameters).toMatchObject([
      { field: 'filter.status', rule: 'enum' },
    ]);
  });
});

it('still reads a deleted version, and refuses every act on it with a code', async () => {
  const w = await testWorkspace();
  const id = await draft(w);
  expect((await w.call('DELETE', `/plans/${id}`)).status).toBe(204);
  const read = await w.call('GET', `/plans/${id}`);
  expect(read).toMatchObject({ status: 200, body: { id, deleted_at: expect.any(String) } });
  const acts = [
    ['PUT', `/plans/${id}`, upsert(flat)],
    ['DELETE', `/plans/${id}`],
    ['POST', `/plans/${id}/publish`],
    ['POST', `/plans/${id}/archive`],
    ['POST', `/plans/${id}/addons`, { name: 'X', addon: { id }, from_plan_phase: 'main' }],
    ['POST', `/api/v1/plans/${id}/next`],
    ['POST', `/api/v1/plans/${id}/duplicate`, { key: 'copy', name: 'Copy' }],
  ] as const;
  for (const [method, path, body] of acts)
    expect(await w.call(method, path, body)).toMatchObject({
      status: 400,
      body: { code: 'resource_deleted', extensions: { validationErrors: [{ code: 'resource_deleted', field: '$.deleted_at' }] } },
    });
});

it('shows a sold version as it is now, however often it was read before', async () => {
  const w = await testWorkspace();
  const id = await published(w);
  const read = async () => (await w.call('GET', `/plans/${id}`)).body;
  const first = await read();
  expect(await read()).toEqual(first);
  const { headers } = await w.call('GET', `/plans/${id}`);
  const renamed = { ...upsert({ ...first, name: 'Renamed' }), currency: 'USD', billing_cadence: 'P1M' };
  await w.call('PUT', `/api/v1/plans/${id}`, renamed, { headers: { 'if-match': headers.get('etag') as string } });
  expect(await read()).toMatchObject({ name: 'Renamed', status: 'active' });
  const end = new Date(Date.now() + 300);
  await w.run((ctx) => ctx.tx.plan.update({ where: { id }, data: { effectiveTo: end, revision: { increment: 1 } } }));
  expect((await read()).effective_to).toBe(end.toISOString());
  await expect.poll(async () => (await read()).status).toBe('archived');
  await w.call('DELETE', `/plans/${id}`);
  expect((await w.call('GET', `/plans/${id}`)).body.deleted_at).toEqual(expect.any(String));
});

it('shows another workspace nothing of a plan, however many read at once', async () => {
  const [a, b] = [await testWorkspace(), await testWorkspace()];
  const [ofA, ofB] = [await published(a), await draft(b)];
  const reads = Array.from({ length: 40 }, (_, i) => [i % 2 ? a : b, i % 4 < 2 ? ofA : ofB] as const);
  const answers = await Promise.all(reads.map(async ([w, id]) => (await w.call('GET', `/plans/${id}`)).status));
  expect(answers).toEqual(reads.map(([w, id]) => ((w === a) === (id === ofA) ? 200 : 404)));
  for (const [method, path] of [
    ['PUT', `/plans/${ofA}`],
    ['DELETE', `/plans/${ofA}`],
    ['POST', `/plans/${ofA}/publish`],
    ['POST', `/plans/${ofA}/archive`],
    ['POST', `/api/v1/plans/${ofA}/next`],
    ['POST', `/api/v1/plans/${ofA}/unschedule`],
    ['GET', `/api/v1/plans/${ofA}/versions`],
    ['GET', `/api/v1/plans/${ofB}/diff?against=${ofA}`],
  ] as const) {
    expect((await b.call(method, path, method === 'PUT' ? upsert(flat) : undefined)).status, `${method} ${path}`).toBe(404);
  }
  expect((await a.call('GET', `/plans/${ofA}`)).body.status).toBe('active');
});

it('says what is wrong with a plan that is not stored', async () => {
  const w = await testWorkspace();
  const answer = await w.call('POST', '/api/v1/plan-validations', { ...flat, phases: [phase({ ...fee, key: 'a' }), phase(fee)] });
  expect(answer).toMatchObject({
    status: 200,
    body: {
      issues: expect.arrayContaining([
        { field: '$.phases[1].key', code: 'plan_phase_duplicated_key', severity: 'critical', message: expect.any(String) },
        expect.objectContaining({ field: '$.phases[0].duration', severity: 'warning' }),
      ]),
    },
  });
  expect((await w.call('GET', '/plans')).body.data).toEqual([]);
});

it('keeps a feature that a published version sells, and warns drafts of one that is gone', async () => {
  const w = await testWorkspace();
  const card = await tieredCard(w);
  const id = await published(w, { phases: [phase(card)] });
  const refused = await w.call('DELETE', `/features/${card.feature.id}`);
  expect(refused).toMatchObject({ status: 409, body: { detail: expect.stringContaining('version 1 of the plan "flat"') } });
  const next = (await w.call('POST', `/api/v1/plans/${id}/next`)).body.id;
  await w.call('POST', `/plans/${id}/archive`);
  expect((await w.call('DELETE', `/features/${card.feature.id}`)).status).toBe(204);
  expect((await w.call('GET', `/plans/${next}`)).body.validation_errors).toMatchObject([{ code: 'rate_card_feature_archived' }]);
  expect((await w.call('POST', `/plans/${next}/publish`)).status).toBe(400);
});
