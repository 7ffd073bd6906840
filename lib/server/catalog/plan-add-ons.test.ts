import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { draft, draftAddOn, extra, fee, flat, phase, published, publishedAddOn } from '@/lib/server/testing/sample-plans';
import { type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';

const days = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString();
const v1 = (id: string, act: string) => `/api/v1/plans/${id}/${act}`;

/** Offers an add-on with a plan. */
async function offer(w: TestWorkspace, plan: string, addOn: string, changes: object = {}) {
  return w.call('POST', `/plans/${plan}/addons`, { name: 'Extra', addon: { id: addOn }, from_plan_phase: 'main', ...changes });
}

async function offered(w: TestWorkspace) {
  const [plan, addOn] = [await draft(w), await publishedAddOn(w)];
  const { status, body } = await offer(w, plan, addOn, { max_quantity: 5 });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return { plan, addOn, id: body.id as string };
}

describe('an add-on offered with a plan', () => {
  it('reads back as it was assigned, alone and among the others, and goes when it is removed', async () => {
    const w = await testWorkspace();
    const [plan, addOn] = [await draft(w), await publishedAddOn(w)];
    const created = await offer(w, plan, addOn, { max_quantity: 5, labels: { a: 'b' }, description: 'More' });
    expect(created).toMatchObject({
      status: 201,
      body: { name: 'Extra', addon: { id: addOn }, from_plan_phase: 'main', max_quantity: 5, labels: { a: 'b' }, description: 'More' },
    });
    expect(created.body.validation_errors).toBeUndefined();
    const at = `/plans/${plan}/addons/${created.body.id}`;
    const read = await w.call('GET', at);
    expect([read.body, read.headers.get('etag')]).toEqual([created.body, '"1"']);
    expect((await w.call('GET', `/plans/${plan}/addons`)).body).toEqual({
      data: [created.body],
      meta: { page: { number: 1, size: 20, total: 1 } },
    });
    const changed = await w.call('PUT', at, { name: 'Extra', from_plan_phase: 'main' });
    expect(changed.body.max_quantity).toBeUndefined();
    const stale = await w.call('PUT', at, { name: 'X', from_plan_phase: 'main' }, { headers: { 'if-match': '"1"' } });
    expect(stale).toMatchObject({ status: 412, body: { current: { name: 'Extra' }, current_revision: 2 } });
    expect((await w.call('DELETE', at)).status).toBe(204);
    expect((await w.call('GET', at)).status).toBe(404);
  });

  it('that does not fit is kept with the draft, says why, and keeps the plan from being published', async () => {
    const w = await testWorkspace();
    const plan = await draft(w);
    const arrears = { ...fee, price: { type: 'flat', amount: '5' }, payment_term: 'in_arrears' };
    const addOn = await publishedAddOn(w, { instance_type: 'single', rate_cards: [arrears] });
    const { status, body } = await offer(w, plan, addOn, { max_quantity: 2 });
    expect(status).toBe(201);
    expect(body.validation_errors).toMatchObject([
      { code: 'plan_addon_max_quantity_must_not_be_set', field: '$.max_quantity', attributes: { severity: 'warning' } },
      { code: 'rate_card_price_payment_term_mismatch', field: '$.phases[0].rate_cards[0].payment_term' },
    ]);
    const error = { code: 'plan_has_incompatible_addon', field: '$', attributes: { addon: 'extra' } };
    expect((await w.call('GET', `/plans/${plan}`)).body.validation_errors).toMatchObject([error]);
    expect((await w.call('GET', '/plans')).body.data[0].validation_errors).toMatchObject([error]);
    const refused = await w.call('POST', `/plans/${plan}/publish`);
    expect(refused).toMatchObject({ status: 400, body: { issues: [error] } });
    expect((await w.call('DELETE', `/plans/${plan}/addons/${body.id}`)).status).toBe(204);
    expect((await w.call('POST', `/plans/${plan}/publish`)).body.status).toBe('active');
  });

  it('from a phase that the plan does not have is kept with the draft and says so', async () => {
    const w = await testWorkspace();
    const { body } = await offer(w, await draft(w), await publishedAddOn(w), { from_plan_phase: 'ramp' });
    expect(body.validation_errors).toMatchObject([{ code: 'plan_addon_unknown_plan_phase_key', field: '$.from_plan_phase' }]);
  });

  it('is refused a second time, whatever its version, and when there is no such thing', async () => {
    const w = await testWorkspace();
    const { plan, addOn } = await offered(w);
    const next = (await w.call('POST', `/api/v1/addons/${addOn}/next`)).body.id;
    for (const id of [addOn, next]) {
      const twice = { status: 409, body: { issues: [{ code: 'plan_addon_duplicated', field: '$.addon' }] } };
      expect(await offer(w, plan, id)).toMatchObject(twice);
    }
    expect((await offer(w, plan, '01ARZ3NDEKTSV4RRFFQ69G5FAV')).status).toBe(404);
    expect((await offer(w, '01ARZ3NDEKTSV4RRFFQ69G5FAV', addOn)).status).toBe(404);
  });

  it('is refused unless it is on sale, in the money of the plan, or in a currency that is worth such money', async () => {
    const w = await testWorkspace();
    const plan = await draft(w);
    const refused = (code: string, field: string) => ({ status: 400, body: { extensions: { validationErrors: [{ code, field }] } } });
    const closed = refused('plan_addon_incompatible_status', '$.addon');
    expect(await offer(w, plan, await draftAddOn(w, { key: 'unsold' }))).toMatchObject(closed);
    const archived = await publishedAddOn(w, { key: 'past' });
    await w.call('POST', `/addons/${archived}/archive`);
    expect(await offer(w, plan, archived)).toMatchObject(closed);
    const sold = await offer(w, await published(w, { key: 'sold' }), await publishedAddOn(w, { key: 'more' }));
    expect(sold).toMatchObject({ status: 400, body: { detail: expect.stringContaining('allowed statuses: [draft scheduled]') } });
    const euro = await publishedAddOn(w, { key: 'euro', currency: 'EUR' });
    expect(await offer(w, plan, euro)).toMatchObject(refused('plan_addon_currency_mismatch', '$.currency'));

    const written = { precision: 2, decimal_mark: '.', thousand_separator: ',' };
    const custom = (code: string) => w.call('POST', '/currencies/custom', { code, name: code, symbol: code, ...written });
    const credits = (await custom('CREDITS')).body.id;
    await custom('TOKENS');
    const inCredits = await publishedAddOn(w, { key: 'credits', currency: 'CREDITS' }); // published without a worth
    expect(await offer(w, plan, inCredits)).toMatchObject(refused('currency_cost_basis_not_found', '$.currency'));
    const card = await draft(w, { key: 'card', phases: [phase({ ...fee, currency: 'CREDITS' })] });
    const unworthy = refused('currency_cost_basis_not_found', '$.phases[0].rate_cards[0].currency');
    expect(await w.call('POST', `/plans/${card}/publish`)).toMatchObject(unworthy);
    await w.call('POST', `/currencies/custom/${credits}/cost-bases`, { fiat_code: 'USD', rate: '0.01' });
    expect((await w.call('POST', `/plans/${card}/publish`)).status).toBe(200);
    expect((await offer(w, plan, inCredits)).status).toBe(201);

    const other = { ...extra, key: 'mixed', currency: 'CREDITS', rate_cards: [{ ...fee, currency: 'TOKENS' }] };
    const mixed = await w.call('POST', '/addons', other);
    const override = { code: 'rate_card_currency_override_not_allowed', field: '$.rate_cards[0].currency' };
    expect(mixed).toMatchObject({ status: 201, body: { validation_errors: [override] } });
    expect(await w.call('POST', `/addons/${mixed.body.id}/publish`)).toMatchObject(refused(override.code, override.field));
  });

  it('is fixed once the plan is sold, and must fit while it is scheduled', async () => {
    const w = await testWorkspace();
    const { plan, id } = await offered(w);
    const other = await publishedAddOn(w, { key: 'other' });
    const euro = await publishedAddOn(w, { key: 'euro', currency: 'EUR' });
    await w.call('POST', v1(plan, 'publish'), { effective_from: days(3) });
    expect((await offer(w, plan, euro)).body.issues).toMatchObject([{ code: 'plan_addon_currency_mismatch' }]);
    expect((await offer(w, plan, other)).status).toBe(201);
    await w.call('POST', `/plans/${plan}/publish`);
    const closed = { status: 400, body: { issues: [{ code: 'plan_addon_incompatible_status', field: '$.status' }] } };
    expect(await offer(w, plan, euro)).toMatchObject(closed);
    expect(await w.call('PUT', `/plans/${plan}/addons/${id}`, { name: 'X', from_plan_phase: 'main' })).toMatchObject(closed);
    expect(await w.call('DELETE', `/plans/${plan}/addons/${id}`)).toMatchObject(closed);
    expect((await w.call('GET', `/plans/${plan}/addons`)).body.data.map((a: { max_quantity?: number }) => a.max_quantity)).toEqual([
      5,
      undefined,
    ]);
  });

  it('cannot be deleted, and tells where it is offered', async () => {
    const w = await testWorkspace();
    const plan = await draft(w);
    const addOn = await publishedAddOn(w);
    expect((await offer(w, plan, addOn)).status).toBe(201);
    await w.call('POST', `/addons/${addOn}/archive`);
    const refused = await w.call('DELETE', `/addons/${addOn}`);
    expect(refused).toMatchObject({ status: 409, body: { detail: expect.stringContaining('version 1 of the plan "flat"') } });
    expect((await w.call('GET', `/api/v1/addons/${addOn}/plans`)).body.data).toMatchObject([
      { add_on: { id: addOn, version: 1 }, plan: { id: plan, key: 'flat', status: 'draft' }, from_plan_phase: 'main' },
    ]);
    await w.call('DELETE', `/plans/${plan}`);
    expect((await w.call('DELETE', `/addons/${addOn}`)).status).toBe(204);
  });

  it('goes along into the next version and into a copy of the plan, and shows in the differences', async () => {
    const w = await testWorkspace();
    const { plan, addOn } = await offered(w);
    await w.call('POST', `/plans/${plan}/publish`);
    const next = (await w.call('POST', v1(plan, 'next'))).body.id;
    const copy = (await w.call('POST', v1(plan, 'duplicate'), { key: 'copy', name: 'Copy' })).body.id;
    for (const id of [next, copy]) {
      expect((await w.call('GET', `/plans/${id}/addons`)).body.data).toMatchObject([{ addon: { id: addOn }, max_quantity: 5 }]);
    }
    expect((await w.call('GET', `${v1(next, 'diff')}?against=${plan}`)).body.changes).toEqual([]);
    const [assigned] = (await w.call('GET', `/plans/${next}/addons`)).body.data;
    await w.call('PUT', `/plans/${next}/addons/${assigned.id}`, { name: 'Extra', from_plan_phase: 'main', max_quantity: 9 });
    const second = await publishedAddOn(w, { key: 'second', name: 'Second' });
    await offer(w, next, second);
    expect((await w.call('GET', `${v1(next, 'diff')}?against=${plan}`)).body.changes).toMatchObject([
      {
        path: ['add_ons', addOn, 'max_quantity'],
        kind: 'changed',
        before: 5,
        after: 9,
        sentence: 'Add-on Extra v1 is offered up to 9 instead of up to 5',
      },
      {
        path: ['add_ons', second],
        kind: 'added',
        after: { from_plan_phase: 'main' },
        sentence: 'Add-on Second v1 is offered from phase "main" on',
      },
    ]);
  });

  it('gives its place to another version of the same add-on in one act, and stays as it was when that is refused', async () => {
    const w = await testWorkspace();
    const { plan, addOn, id } = await offered(w);
    const at = `/plans/${plan}/addons/${id}`;
    const exchange = (to: string, headers: Record<string, string> = {}) =>
      w.call('POST', `/api/v1${at}/version`, { addon: { id: to } }, { headers });
    const next = (await w.call('POST', `/api/v1/addons/${addOn}/next`)).body.id;
    await w.call('PUT', `/api/v1/addons/${next}`, { ...extra, key: undefined, name: 'Later' }, { headers: { 'if-match': '"1"' } });
    const other = await publishedAddOn(w, { key: 'other' });
    await w.call('POST', v1(plan, 'publish'), { effective_from: days(3) });
    const before = (await w.call('GET', at)).body;
    expect(await exchange(other)).toMatchObject({ status: 400, body: { invalid_parameters: [{ field: 'addon.id' }] } });
    expect((await exchange('01ARZ3NDEKTSV4RRFFQ69G5FAV')).status).toBe(404);
    expect((await exchange(next)).body.issues.map((i: { code: string }) => i.code)).toContain('plan_addon_incompatible_status');
    expect((await exchange(next, { 'if-match': '"7"' })).status).toBe(412);
    expect((await w.call('GET', at)).body).toEqual(before);

    await w.call('POST', v1(plan, 'unschedule'));
    expect((await w.call('POST', `/addons/${next}/publish`)).status).toBe(200);
    const done = await exchange(next, { 'if-match': '"1"' });
    expect(done).toMatchObject({ status: 200, body: { id, addon: { id: next }, from_plan_phase: 'main', max_quantity: 5 } });
    expect((await w.call('GET', `/plans/${plan}/addons`)).body.data).toEqual([done.body]);
    const [entry] = (await w.call('GET', `/api/v1/audit-log?filter[resource_id][eq]=${id}`)).body.data;
    expect(entry).toMatchObject({ action: 'plan_addon.update', before: { addon: { id: addOn } }, after: { addon: { id: next } } });
  });

  it('is found in the log under its plan version, also after it was removed', async () => {
    const w = await testWorkspace();
    const { plan, id } = await offered(w);
    const other = await draft(w, { key: 'draft' });
    await w.call('DELETE', `/plans/${plan}/addons/${id}`);
    const actions = async (of: string) => {
      const { body } = await w.call('GET', `/api/v1/audit-log?filter[within]=${of}`);
      return body.data.map((entry: { action: string }) => entry.action);
    };
    expect(await actions(plan)).toEqual(['plan_addon.delete', 'plan_addon.create', 'plan.create']);
    expect(await actions(other)).toEqual(['plan.create']);
    expect(await actions(id)).toEqual(['plan_addon.delete', 'plan_addon.create']);
  });

  it('is told to the log with the version it belongs to', async () => {
    const w = await testWorkspace();
    const { plan, id } = await offered(w);
    await w.call('PUT', `/plans/${plan}/addons/${id}`, { name: 'More', from_plan_phase: 'main' });
    await w.call('DELETE', `/plans/${plan}/addons/${id}`);
    const entries = await w.run((ctx) => ctx.tx.auditEntry.findMany({ where: { resourceType: 'plan_addon' }, orderBy: { id: 'asc' } }));
    expect(entries.map((e) => `${e.action} ${e.resourceName}`)).toEqual([
      'plan_addon.create Extra on Flat v1',
      'plan_addon.update More on Flat v1',
      'plan_addon.delete More on Flat v1',
    ]);
    expect(entries[1]).toMatchObject({ before: { planId: plan, maxQuantity: 5 }, after: { planId: plan, name: 'More' } });
  });

  it('is not published by one while another takes it away', async () => {
    const w = await testWorkspace();
    const { plan, addOn } = await offered(w);
    const [publishing, archiving] = await Promise.all([
      w.call('POST', `/plans/${plan}/publish`),
      w.call('POST', `/addons/${addOn}/archive`),
    ]);
    expect(archiving.status).toBe(200);
    // The first act wins: either the plan was sold with an add-on on sale, or it was refused.
    if (publishing.status === 400) expect(publishing.body.issues).toMatchObject([{ code: 'plan_has_incompatible_addon' }]);
    else expect(Date.parse(publishing.body.effective_from)).toBeLessThanOrEqual(Date.parse(archiving.body.effective_to) + 1);
  });
});

describe('the database itself', () => {
  let app: pg.Client;
  beforeAll(async () => {
    app = new pg.Client(process.env.DATABASE_URL);
    await app.connect();
  });
  afterAll(() => app.end());

  it.each([
    ['changes an assignment', 'UPDATE plan_add_ons SET max_quantity = 9 WHERE plan_id = $1'],
    ['renames an assignment', `UPDATE plan_add_ons SET name = 'X' WHERE plan_id = $1`],
    ['removes an assignment', 'DELETE FROM plan_add_ons WHERE plan_id = $1'],
    [
      'adds an assignment',
      `INSERT INTO plan_add_ons (id, workspace_id, plan_id, add_on_id, name, from_plan_phase)
       SELECT 'x', p.workspace_id, p.id, a.id, 'X', 'main' FROM plans p, add_ons a WHERE p.id = $1 AND a.key = 'other'`,
    ],
    ['moves an assignment here from a draft', 'UPDATE plan_add_ons SET plan_id = $1 WHERE plan_id <> $1'],
  ])('refuses the app when SQL %s of a published version', async (_, sql) => {
    const w = await testWorkspace();
    const { plan } = await offered(w);
    const other = await publishedAddOn(w, { key: 'other' });
    await w.call('POST', `/plans/${plan}/publish`);
    await offer(w, await draft(w, { key: 'draft' }), other);
    const before = (await w.call('GET', `/plans/${plan}/addons`)).body;
    await app.query(`SELECT set_config('app.workspace_id', $1, false)`, [w.id]);
    await expect(app.query(sql, [plan])).rejects.toMatchObject({ code: 'RB002' });
    expect((await w.call('GET', `/plans/${plan}/addons`)).body).toEqual(before);
  });

  it('lets assignments of a draft and of a scheduled version change', async () => {
    const w = await testWorkspace();
    const { plan } = await offered(w);
    await w.call('POST', v1(plan, 'publish'), { effective_from: days(3) });
    await app.query(`SELECT set_config('app.workspace_id', $1, false)`, [w.id]);
    expect((await app.query('UPDATE plan_add_ons SET max_quantity = 9 WHERE plan_id = $1', [plan])).rowCount).toBe(1);
    await app.query(`SELECT set_config('app.workspace_id', '', false)`);
    expect((await app.query('SELECT 1 FROM plan_add_ons WHERE plan_id = $1', [plan])).rowCount).toBe(0);
  });

  it('marks no plan as deleted that is being sold', async () => {
    const w = await testWorkspace();
    const plan = await published(w, { key: extra.key, phases: [phase(fee)], name: flat.name });
    await app.query(`SELECT set_config('app.workspace_id', $1, false)`, [w.id]);
    await expect(app.query('UPDATE plans SET deleted_at = now() WHERE id = $1', [plan])).rejects.toMatchObject({ code: 'RB002' });
  });
});

describe('an add-on that a scheduled plan version offers', () => {
  async function scheduled() {
    const w = await testWorkspace();
    const { plan, addOn } = await offered(w);
    expect((await w.call('POST', v1(plan, 'publish'), { effective_from: days(10) })).status).toBe(200);
    return { w, plan, addOn };
  }

  it('is not archived, and says which version offers it', async () => {
    const { w, plan, addOn } = await scheduled();
    const refused = await w.call('POST', `/addons/${addOn}/archive`);
    expect(refused).toMatchObject({ status: 409, body: { used_by: [{ type: 'plan', id: plan, key: 'flat', version: 1 }] } });
    expect(refused.body.detail).toContain('version 1 of the plan "flat"');
    await w.call('POST', v1(plan, 'unschedule'));
    expect((await w.call('POST', `/addons/${addOn}/archive`)).status).toBe(200);
    expect((await w.call('POST', v1(plan, 'publish'), { effective_from: days(10) })).status).toBe(400);
  });

  it('is either archived or offered at a date, when both are done at once', async () => {
    for (let n = 0; n < 5; n++) {
      const w = await testWorkspace();
      const { plan, addOn } = await offered(w);
      const [publish, archive] = await Promise.all([
        w.call('POST', v1(plan, 'publish'), { effective_from: days(10) }),
        w.call('POST', `/addons/${addOn}/archive`),
      ]);
      expect([publish.status, archive.status].filter((status) => status === 200)).toHaveLength(1);
    }
  });

  it('that gets a new version leaves the plan with an issue, on the plan and in the log', async () => {
    const { w, plan, addOn } = await scheduled();
    const { body: next } = await w.call('POST', `/api/v1/addons/${addOn}/next`);
    expect((await w.call('POST', `/addons/${next.id}/publish`)).status).toBe(200);
    const code = 'plan_has_incompatible_addon';
    expect((await w.call('GET', `/plans/${plan}`)).body.validation_errors).toMatchObject([{ code }]);
    expect((await w.call('GET', '/plans?filter[status]=scheduled')).body.data[0].validation_errors).toMatchObject([{ code }]);
    const { data } = (await w.call('GET', '/api/v1/audit-log?filter[action]=plan.find_issues')).body;
    expect(data).toMatchObject([{ resource: { id: plan }, after: { validation_errors: [{ code }] } }]);
  });
});
