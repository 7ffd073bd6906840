import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { draft, draftAddOn, extra, fee, publishedAddOn, tieredCard } from '@/lib/server/testing/sample-plans';
import { testWorkspace } from '@/lib/server/testing/workspace';

const days = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString();
const v1 = (id: string, act: string) => `/api/v1/addons/${id}/${act}`;
const { key: _key, currency: _currency, ...upsert } = extra;

describe('a draft of an add-on', () => {
  it('is created as version 1 with its payment terms written out, and reads back the same', async () => {
    const w = await testWorkspace();
    const created = await w.call('POST', '/addons', { ...extra, labels: { soldBy: 'web' } });
    expect(created).toMatchObject({
      status: 201,
      body: { ...extra, version: 1, status: 'draft', labels: { soldBy: 'web' }, rate_cards: [{ payment_term: 'in_advance' }] },
    });
    expect(created.body.validation_errors).toBeUndefined();
    const read = await w.call('GET', `/addons/${created.body.id}`);
    expect([read.body, read.headers.get('etag')]).toEqual([created.body, '"1"']);
  });

  it('keeps what is unfinished and says what is, but is not published like that', async () => {
    const w = await testWorkspace();
    const yearly = { ...fee, key: 'yearly', billing_cadence: 'P1Y' };
    const { status, body } = await w.call('POST', '/addons', { ...extra, rate_cards: [fee, yearly, await tieredCard(w)] });
    const errors = [
      { code: 'rate_card_multiple_billing_cadence', field: '$.rate_cards[1].billing_cadence', attributes: { severity: 'warning' } },
      { code: 'addon_invalid_ratecard_price_for_multi_instance', field: '$.rate_cards[2].price' },
    ];
    expect([status, body.validation_errors]).toMatchObject([201, errors]);
    expect((await w.call('GET', '/addons')).body.data[0].validation_errors).toMatchObject(errors);
    const refused = await w.call('POST', `/addons/${body.id}/publish`);
    expect(refused).toMatchObject({ status: 400, body: { issues: errors.map(({ code, field }) => ({ code, field })) } });
    const empty = await w.call('PUT', `/addons/${body.id}`, { ...upsert, rate_cards: [] });
    expect(empty.body.validation_errors).toMatchObject([{ code: 'addon_has_no_rate_cards', field: '$.rate_cards' }]);
  });

  it('is refused, with every critical issue at its place, when it could not be sold at all', async () => {
    const w = await testWorkspace();
    const feature = { id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' };
    const refused = await w.call('POST', '/addons', { ...extra, currency: 'XYZ', rate_cards: [fee, fee, { ...fee, key: 'f', feature }] });
    expect(refused.status).toBe(400);
    expect(refused.body.issues.map((i: { code: string; field: string }) => [i.code, i.field])).toEqual([
      ['currency_invalid', '$.currency'],
      ['rate_card_duplicated_key', '$.rate_cards[1].key'],
      ['rate_card_feature_not_found', '$.rate_cards[2].feature'],
    ]);
    expect((await w.call('POST', '/addons', { ...extra, instance_type: 'many' })).body.invalid_parameters).toMatchObject([
      { field: 'instance_type' },
    ]);
  });

  it('is one per key; a published key takes its next draft as a new version', async () => {
    const w = await testWorkspace();
    const first = await draftAddOn(w);
    expect((await w.call('POST', '/addons', extra)).body.issues).toMatchObject([{ code: 'addon_draft_exists', attributes: { id: first } }]);
    await w.call('POST', `/addons/${first}/publish`);
    expect((await w.call('POST', '/addons', extra)).body).toMatchObject({ version: 2, status: 'draft' });
  });

  it('is replaced by the contract but for key and currency, and by the editor only from the copy that it holds', async () => {
    const w = await testWorkspace();
    const id = await draftAddOn(w);
    expect((await w.call('PUT', `/addons/${id}`, { ...upsert, name: 'More' })).body).toMatchObject({ name: 'More', currency: 'USD' });
    const body = { ...upsert, currency: 'EUR' };
    expect((await w.call('PUT', `/api/v1/addons/${id}`, body)).status).toBe(428);
    const stale = await w.call('PUT', `/api/v1/addons/${id}`, body, { headers: { 'if-match': '"1"' } });
    expect(stale).toMatchObject({ status: 412, body: { current: { name: 'More' }, current_revision: 2 } });
    const saved = await w.call('PUT', `/api/v1/addons/${id}`, body, { headers: { 'if-match': '"2"' } });
    expect([saved.body.currency, saved.headers.get('etag')]).toEqual(['EUR', '"3"']);
  });

  it('is made once by a request that is sent twice', async () => {
    const w = await testWorkspace();
    const headers = { 'idempotency-key': 'once' };
    const [one, two] = [await w.call('POST', '/addons', extra, { headers }), await w.call('POST', '/addons', extra, { headers })];
    expect(two.body).toEqual(one.body);
    expect((await w.call('GET', '/addons')).body.meta.page.total).toBe(1);
  });
});

describe('versions of an add-on', () => {
  it('follow one another, each active until the next', async () => {
    const w = await testWorkspace();
    const first = await publishedAddOn(w);
    const second = (await w.call('POST', v1(first, 'next'))).body.id;
    const from = days(5);
    const scheduled = await w.call('POST', v1(second, 'publish'), { effective_from: from });
    expect(scheduled.body).toMatchObject({ status: 'draft', effective_from: from });
    expect((await w.call('GET', `/addons/${first}`)).body).toMatchObject({ status: 'active', effective_to: from });
    const { body } = await w.call('GET', v1(first, 'versions'));
    expect(body.data).toMatchObject([
      { version: 2, status: 'scheduled' },
      { version: 1, status: 'active' },
    ]);
    expect((await w.call('POST', v1(second, 'unschedule'))).body.effective_from).toBeUndefined();
    expect((await w.call('GET', `/addons/${first}`)).body.effective_to).toBeUndefined();
    await w.call('POST', `/addons/${second}/publish`);
    expect((await w.call('GET', `/addons/${first}`)).body.status).toBe('archived');
  });

  it('are published once, archived while active, and deleted when not', async () => {
    const w = await testWorkspace();
    const id = await publishedAddOn(w);
    expect((await w.call('POST', `/addons/${id}/publish`)).body.issues).toMatchObject([
      { code: 'addon_invalid_status_for_publish', field: '$.status' },
    ]);
    expect((await w.call('PUT', `/addons/${id}`, upsert)).body.issues).toMatchObject([{ code: 'addon_invalid_status' }]);
    expect((await w.call('DELETE', `/addons/${id}`)).body.issues).toMatchObject([{ code: 'addon_invalid_status' }]);
    expect((await w.call('POST', `/addons/${id}/archive`)).body).toMatchObject({ status: 'archived', effective_to: expect.any(String) });
    expect((await w.call('POST', `/addons/${id}/archive`)).body.issues).toMatchObject([{ code: 'addon_invalid_status' }]);
    expect((await w.call('DELETE', `/addons/${id}`)).status).toBe(204);
    expect((await w.call('GET', `/addons/${id}`)).body.deleted_at).toEqual(expect.any(String));
    expect(await w.call('DELETE', `/addons/${id}`)).toMatchObject({ status: 400, body: { code: 'resource_deleted' } });
  });

  it('are listed by key, name, currency and status, sorted and in pages', async () => {
    const w = await testWorkspace();
    const active = await publishedAddOn(w, { key: 'active', name: 'B' });
    await draftAddOn(w, { key: 'euro', name: 'A', currency: 'EUR' });
    const ids = async (search: string) => (await w.call('GET', `/addons?${search}`)).body.data.map((a: { key: string }) => a.key);
    expect(await ids('sort=name')).toEqual(['euro', 'active']);
    expect(await ids('filter[status]=active')).toEqual(['active']);
    expect(await ids('filter[status][neq]=active')).toEqual(['euro']);
    expect(await ids('filter[currency]=EUR')).toEqual(['euro']);
    expect(await ids('filter[name][contains]=b')).toEqual(['active']);
    expect(await ids(`filter[id]=${active}`)).toEqual(['active']);
    expect(await ids('page[size]=1&page[number]=2')).toEqual(['euro']);
    expect((await w.call('GET', '/addons?filter[status]=sold')).body.invalid_parameters).toMatchObject([{ field: 'filter.status' }]);
  });

  it('are compared in words and as data', async () => {
    const w = await testWorkspace();
    const first = await publishedAddOn(w);
    const second = (await w.call('POST', v1(first, 'next'))).body.id;
    const cheaper = { ...extra.rate_cards[0], price: { type: 'flat', amount: '8' } };
    await w.call('PUT', `/addons/${second}`, { ...upsert, rate_cards: [cheaper, fee] });
    const { body } = await w.call('GET', `${v1(second, 'diff')}?against=${first}`);
    expect(body).toMatchObject({
      from: { id: first, version: 1 },
      to: { id: second, version: 2 },
      changes: [
        {
          path: ['rate_cards', 'seats', 'price', 'amount'],
          before: '10',
          after: '8',
          sentence: 'Extra seats: price falls from $10.00 to $8.00',
        },
        { path: ['rate_cards', 'fee'], kind: 'added', after: { payment_term: 'in_advance' } },
      ],
    });
    expect((await w.call('GET', `${v1(first, 'diff')}?against=${first}`)).body.changes).toEqual([]);
  });

  it('tell the log of every change', async () => {
    const w = await testWorkspace();
    const first = await publishedAddOn(w);
    const second = (await w.call('POST', v1(first, 'next'))).body.id;
    await w.call('POST', `/addons/${second}/publish`);
    const entries = await w.run((ctx) => ctx.tx.auditEntry.findMany({ orderBy: { id: 'asc' } }));
    expect(entries.map((e) => `${e.action} ${e.resourceName}`)).toEqual([
      'addon.create Extra v1',
      'addon.publish Extra v1',
      'addon.next Extra v2',
      'addon.move_end Extra v1',
      'addon.publish Extra v2',
    ]);
  });

  it('keep their features from being deleted while they are sold', async () => {
    const w = await testWorkspace();
    const card = await tieredCard(w);
    await publishedAddOn(w, { instance_type: 'single', rate_cards: [card] });
    const refused = await w.call('DELETE', `/features/${card.feature.id}`);
    expect(refused).toMatchObject({ status: 409, body: { detail: expect.stringContaining('the add-on "extra"') } });
  });

  it('are nothing to another workspace or to a role that only reads', async () => {
    const [w, other] = [await testWorkspace(), await testWorkspace()];
    const id = await publishedAddOn(w);
    expect((await other.call('GET', `/addons/${id}`)).status).toBe(404);
    expect((await other.call('POST', v1(id, 'next'))).status).toBe(404);
    const plan = await draft(other);
    const offer = { name: 'Extra', addon: { id }, from_plan_phase: 'main' };
    expect((await other.call('POST', `/plans/${plan}/addons`, offer)).status).toBe(404);
    expect((await w.call('POST', '/addons', extra, { role: 'analyst' })).status).toBe(403);
    expect((await w.call('GET', `/addons/${id}`, undefined, { role: 'analyst' })).status).toBe(200);
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
    ['changes its cards', `UPDATE add_ons SET rate_cards = '[]' WHERE id = $1`],
    ['changes its currency', `UPDATE add_ons SET currency = 'EUR' WHERE id = $1`],
    ['sells it in quantities', `UPDATE add_ons SET instance_type = 'single' WHERE id = $1`],
    ['gives it another key', `UPDATE add_ons SET key = 'other' WHERE id = $1`],
    ['makes it a draft again', 'UPDATE add_ons SET effective_from = NULL WHERE id = $1'],
    ['marks it as deleted', 'UPDATE add_ons SET deleted_at = now() WHERE id = $1'],
    ['deletes it', 'DELETE FROM add_ons WHERE id = $1'],
  ])('refuses the app a published version of an add-on when SQL %s', async (_, sql) => {
    const w = await testWorkspace();
    const id = await publishedAddOn(w);
    const before = (await w.call('GET', `/addons/${id}`)).body;
    await app.query(`SELECT set_config('app.workspace_id', $1, false)`, [w.id]);
    await expect(app.query(sql, [id])).rejects.toMatchObject({ code: 'RB002' });
    expect((await w.call('GET', `/addons/${id}`)).body).toEqual(before);
  });

  it('refuses two versions in effect at once, and shows nothing of a workspace that was not named', async () => {
    const w = await testWorkspace();
    const first = await publishedAddOn(w);
    const second = (await w.call('POST', v1(first, 'next'))).body.id;
    await app.query(`SELECT set_config('app.workspace_id', $1, false)`, [w.id]);
    const overlap = app.query(`UPDATE add_ons SET effective_from = now() + interval '1 day' WHERE id = $1`, [second]);
    await expect(overlap).rejects.toMatchObject({ code: '23P01' });
    await app.query(`SELECT set_config('app.workspace_id', '', false)`);
    expect((await app.query('SELECT 1 FROM add_ons WHERE id = $1', [first])).rowCount).toBe(0);
  });
});
