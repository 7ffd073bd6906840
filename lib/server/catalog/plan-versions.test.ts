import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { draft, fee, flat, published, tieredCard, upsert } from '@/lib/server/testing/sample-plans';
import { type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';

const days = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString();
const v1 = (id: string, act: string) => `/api/v1/plans/${id}/${act}`;

async function sequence(w: TestWorkspace, id: string) {
  const { body } = await w.call('GET', v1(id, 'versions'));
  return body.data.map((v: { version: number; status: string }) => `${v.version} ${v.status}`);
}

describe('publishing', () => {
  it('now makes a version active and ends the one before at that very instant', async () => {
    const w = await testWorkspace();
    const first = await published(w);
    const second = (await w.call('POST', v1(first, 'next'))).body.id;
    const now = await w.call('POST', `/plans/${second}/publish`);
    expect(now).toMatchObject({ status: 200, body: { status: 'active', version: 2 } });
    expect(now.body.effective_to).toBeUndefined();
    const before = (await w.call('GET', `/plans/${first}`)).body;
    expect(before).toMatchObject({ status: 'archived', effective_to: now.body.effective_from });
    expect(await sequence(w, first)).toEqual(['2 active', '1 archived']);
  });

  it('at a date schedules a version, which may move, and be taken back', async () => {
    const w = await testWorkspace();
    const first = await published(w);
    const second = (await w.call('POST', v1(first, 'next'))).body.id;
    const at = days(10);
    expect(await w.call('POST', v1(second, 'publish'), { effective_from: at })).toMatchObject({
      status: 200,
      body: { status: 'scheduled', effective_from: at },
    });
    expect((await w.call('GET', `/plans/${first}`)).body).toMatchObject({ status: 'active', effective_to: at });
    const later = days(20);
    await w.call('POST', v1(second, 'publish'), { effective_from: later });
    expect((await w.call('GET', `/plans/${first}`)).body.effective_to).toBe(later);
    expect(await w.call('POST', v1(second, 'unschedule'))).toMatchObject({ status: 200, body: { status: 'draft' } });
    expect((await w.call('GET', `/plans/${first}`)).body.effective_to).toBeUndefined();
    expect((await w.call('POST', v1(second, 'unschedule'))).body.issues).toMatchObject([{ code: 'plan_invalid_status' }]);
  });

  it('lets several versions wait, one after the other', async () => {
    const w = await testWorkspace();
    const first = await published(w);
    const [june, may] = [days(60), days(30)];
    const second = (await w.call('POST', v1(first, 'next'))).body.id;
    await w.call('POST', v1(second, 'publish'), { effective_from: june });
    const third = (await w.call('POST', v1(second, 'next'))).body.id;
    expect((await w.call('POST', v1(third, 'publish'), { effective_from: june })).body.issues).toMatchObject([
      { code: 'effective_period_overlap' },
    ]);
    expect((await w.call('POST', v1(third, 'publish'), { effective_from: may })).body).toMatchObject({
      effective_from: may,
      effective_to: june,
    });
    expect((await w.call('GET', `/plans/${first}`)).body.effective_to).toBe(may);
    expect((await w.call('DELETE', `/plans/${third}`)).status).toBe(204);
    expect((await w.call('GET', `/plans/${first}`)).body.effective_to).toBe(june);
  });

  it('is refused in the past, twice, and for a stale copy', async () => {
    const w = await testWorkspace();
    const id = await draft(w);
    expect((await w.call('POST', v1(id, 'publish'), { effective_from: days(-1) })).body.issues).toMatchObject([
      { code: 'effective_from_in_the_past' },
    ]);
    expect((await w.call('POST', `/plans/${id}/publish`, undefined, { headers: { 'if-match': '"9"' } })).status).toBe(412);
    expect((await w.call('POST', `/plans/${id}/publish`)).status).toBe(200);
    expect((await w.call('POST', `/plans/${id}/publish`)).body.issues).toMatchObject([{ code: 'plan_invalid_status' }]);
  });

  it('checks a scheduled version in full whenever it changes, and keeps its dates', async () => {
    const w = await testWorkspace();
    const id = await draft(w);
    const at = days(5);
    await w.call('POST', v1(id, 'publish'), { effective_from: at });
    const phases = [{ key: 'main', name: 'Main', rate_cards: [] }];
    expect((await w.call('PUT', `/plans/${id}`, { name: 'X', phases })).body.issues).toMatchObject([
      { code: 'plan_phase_has_no_rate_cards' },
    ]);
    expect((await w.call('PUT', `/plans/${id}`, upsert({ ...flat, name: 'X' }))).body).toMatchObject({
      name: 'X',
      status: 'scheduled',
      effective_from: at,
    });
  });

  it('by two at the same moment leaves one active', async () => {
    const w = await testWorkspace();
    const first = await published(w);
    const second = (await w.call('POST', v1(first, 'next'))).body.id;
    const both = await Promise.all([w.call('POST', `/plans/${second}/publish`), w.call('POST', `/plans/${second}/publish`)]);
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 400]);
    expect(await sequence(w, first)).toEqual(['2 active', '1 archived']);
  });
});

describe('the other acts on versions', () => {
  it('archive only the active version, and delete only what is not sold', async () => {
    const w = await testWorkspace();
    const id = await draft(w);
    expect((await w.call('POST', `/plans/${id}/archive`)).body.issues).toMatchObject([{ code: 'plan_invalid_status' }]);
    await w.call('POST', `/plans/${id}/publish`);
    expect((await w.call('DELETE', `/plans/${id}`)).body.issues).toMatchObject([{ code: 'plan_invalid_status' }]);
    expect((await w.call('POST', `/plans/${id}/archive`)).body).toMatchObject({ status: 'archived', effective_to: expect.any(String) });
    expect((await w.call('DELETE', `/plans/${id}`)).status).toBe(204);
  });

  it('make one next draft, as a copy of the version they are asked of', async () => {
    const w = await testWorkspace();
    const first = await published(w);
    const next = await w.call('POST', v1(first, 'next'));
    expect(next).toMatchObject({ status: 201, body: { version: 2, status: 'draft', key: 'flat', phases: flat.phases } });
    expect((await w.call('POST', v1(first, 'next'))).body.issues).toMatchObject([
      { code: 'plan_draft_exists', attributes: { id: next.body.id } },
    ]);
  });

  it('duplicate a version under a key of its own', async () => {
    const w = await testWorkspace();
    const first = await published(w);
    const copy = await w.call('POST', v1(first, 'duplicate'), { key: 'copy', name: 'Copy' });
    expect(copy).toMatchObject({ status: 201, body: { key: 'copy', name: 'Copy', version: 1, status: 'draft', phases: flat.phases } });
    expect((await w.call('POST', v1(first, 'duplicate'), { key: 'copy', name: 'Copy' })).status).toBe(409);
  });

  it('duplicate a version in another currency by a factor, rounded as told', async () => {
    const w = await testWorkspace();
    const first = await published(w);
    const conversion = { currency: 'EUR', factor: '0.92', step: '1', unit_digits: 3 };
    const copy = await w.call('POST', v1(first, 'duplicate'), { key: 'euro', name: 'Euro', conversion });
    const card = { ...fee, price: { type: 'flat', amount: '45' } }; // 49 × 0.92 = 45.08
    expect(copy).toMatchObject({ status: 201, body: { currency: 'EUR', phases: [{ rate_cards: [card] }] } });
    const wrong = { ...conversion, factor: '0.00', step: '-1' };
    const refused = await w.call('POST', v1(first, 'duplicate'), { key: 'none', name: 'None', conversion: wrong });
    expect(refused.body.invalid_parameters).toMatchObject([{ field: 'conversion.factor' }, { field: 'conversion.step' }]);
  });

  it('tell the log of every version that they changed', async () => {
    const w = await testWorkspace();
    const first = await published(w);
    const second = (await w.call('POST', v1(first, 'next'))).body.id;
    await w.call('POST', `/plans/${second}/publish`);
    const entries = await w.run((ctx) => ctx.tx.auditEntry.findMany({ orderBy: { id: 'asc' } }));
    expect(entries.map((e) => `${e.action} ${e.resourceName}`)).toEqual([
      'plan.create Flat v1',
      'plan.publish Flat v1',
      'plan.next Flat v2',
      'plan.move_end Flat v1',
      'plan.publish Flat v2',
    ]);
  });
});

describe('a difference between versions', () => {
  it('is told in words and as data, with the names of the wire and the keys of phases and cards', async () => {
    const w = await testWorkspace();
    const first = await published(w);
    const second = (await w.call('POST', v1(first, 'next'))).body.id;
    const dearer = { ...flat.phases[0], rate_cards: [{ ...fee, price: { type: 'flat', amount: '59' } }, await tieredCard(w)] };
    await w.call('PUT', `/plans/${second}`, { name: 'Flat', phases: [dearer] });
    const { status, body } = await w.call('GET', `${v1(second, 'diff')}?against=${first}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      from: { id: first, version: 1 },
      to: { id: second, version: 2 },
      changes: [
        {
          path: ['phases', 'main', 'rate_cards', 'fee', 'price', 'amount'],
          kind: 'changed',
          before: '49',
          after: '59',
          sentence: 'Platform fee: price rises from $49.00 to $59.00',
        },
        {
          path: ['phases', 'main', 'rate_cards', 'tokens'],
          kind: 'added',
          index: 1,
          after: { payment_term: 'in_arrears', price: { tiers: [{ up_to_amount: '300' }, {}] } },
        },
      ],
    });
    expect((await w.call('GET', `${v1(first, 'diff')}?against=${first}`)).body.changes).toEqual([]);
    expect((await w.call('GET', v1(first, 'diff'))).status).toBe(400);
    expect((await w.call('GET', `${v1(first, 'diff')}?against=01ARZ3NDEKTSV4RRFFQ69G5FAV`)).status).toBe(404);
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
    ['changes its phases', `UPDATE plans SET phases = '[]' WHERE id = $1`],
    ['changes its price list currency', `UPDATE plans SET currency = 'EUR' WHERE id = $1`],
    ['moves its start', `UPDATE plans SET effective_from = effective_from - interval '1 day' WHERE id = $1`],
    ['makes it a draft again', `UPDATE plans SET effective_from = NULL WHERE id = $1`],
    ['deletes it', 'DELETE FROM plans WHERE id = $1'],
  ])('refuses the app a published version when SQL %s', async (_, sql) => {
    const w = await testWorkspace();
    const id = await published(w);
    await app.query(`SELECT set_config('app.workspace_id', $1, false)`, [w.id]);
    await expect(app.query(sql, [id])).rejects.toMatchObject({ code: 'RB002' });
    expect((await w.call('GET', `/plans/${id}`)).body).toMatchObject({ status: 'active', currency: 'USD', phases: flat.phases });
  });

  it('refuses two versions of a key in effect at once', async () => {
    const w = await testWorkspace();
    const first = await published(w);
    const second = (await w.call('POST', v1(first, 'next'))).body.id;
    await app.query(`SELECT set_config('app.workspace_id', $1, false)`, [w.id]);
    await expect(app.query(`UPDATE plans SET effective_from = now() + interval '1 day' WHERE id = $1`, [second])).rejects.toMatchObject({
      code: '23P01',
    });
  });

  it('shows the app nothing of a workspace that it did not name', async () => {
    const w = await testWorkspace();
    const id = await published(w);
    await app.query(`SELECT set_config('app.workspace_id', '', false)`);
    expect((await app.query('SELECT 1 FROM plans WHERE id = $1', [id])).rowCount).toBe(0);
  });
});
