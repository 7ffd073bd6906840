import pg from 'pg';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { newId } from '@/lib/server/core/id';
import { draft, draftAddOn, published, publishedAddOn, tieredCard } from '@/lib/server/testing/sample-plans';
import { type TestWorkspace, testPerson, testWorkspace } from '@/lib/server/testing/workspace';

const PLANS = '/api/v1/plans/by-key';
let w: TestWorkspace;
let many: TestWorkspace;

const CURRENCIES = ['USD', 'EUR', 'GBP'];

/** Plans without content, three to each name, so that every order has ties. */
const plansOf = (count: number, workspaceId: string) =>
  Array.from({ length: count }, (_, i) => ({
    id: newId(),
    workspaceId,
    key: `plan_${String(i).padStart(5, '0')}`,
    version: 1,
    name: `Plan ${Math.floor(i / 3)}`,
    currency: CURRENCIES[i % 3] as string,
    billingCadence: 'P1M',
    phases: [{ key: 'main', name: 'Main', rateCards: [] }],
    updatedAt: new Date('2026-11-01T00:00:00Z'),
  }));

beforeAll(async () => {
  w = await testWorkspace();
  await published(w, { key: 'pro', name: 'Pro' });
  const { body: pro } = await w.call('GET', '/plans?filter[key]=pro');
  const { body: next } = await w.call('POST', `/api/v1/plans/${pro.data[0].id}/next`);
  await w.call('PUT', `/plans/${next.id}`, { name: 'Professional', phases: next.phases });
  await draft(w, { key: 'basic', name: 'basic', currency: 'EUR', description: '100%_sure' });
  const old = await published(w, { key: 'old', name: 'Zombie' });
  await w.call('POST', `/plans/${old}/archive`);
  const future = await draft(w, { key: 'later', name: 'Later' });
  await w.call('POST', `/api/v1/plans/${future}/publish`, { effective_from: '2036-01-01T00:00:00Z' });
  many = await testWorkspace();
  await many.run((ctx) => ctx.tx.plan.createMany({ data: plansOf(3000, many.id) }));
});

const search = async (query: string, workspace = w) => {
  const { status, body } = await workspace.call('GET', `${PLANS}?${query}`);
  return { status, body, keys: body.data?.map(({ key }: { key: string }) => key), total: body.meta?.page.total };
};

describe('plans, one row for each', () => {
  it('are led by what is sold, with the draft beside it', async () => {
    const { body } = await search('q=pro');
    expect(body.data).toHaveLength(1);
    expect(body.data[0]).toMatchObject({
      key: 'pro',
      lead: { version: 1, status: 'active' },
      draft: { version: 2, status: 'draft' },
      versions: 2,
    });
    expect(body.data[0].scheduled).toBeUndefined();
  });

  it('are found by words of name, key, description and currency, each of them, of any version that is shown', async () => {
    expect((await search('q=PROFESSIONAL')).keys).toEqual(['pro']);
    expect((await search('q=basic eur')).keys).toEqual(['basic']);
    expect((await search('q=basic usd')).keys).toEqual([]);
    expect((await search(`q=${encodeURIComponent('100%_')}`)).keys).toEqual(['basic']);
    expect((await search(`q=${encodeURIComponent('%')}`)).keys).toEqual(['basic']);
    expect((await search(`q=${encodeURIComponent("'; drop table plans; --")}`)).keys).toEqual([]);
  });

  it('are filtered by any status that they show, and refuse one that there is not', async () => {
    expect((await search('filter[status][oeq]=draft&sort=key')).keys).toEqual(['basic', 'pro']);
    expect((await search('filter[status]=archived')).keys).toEqual(['old']);
    expect((await search('filter[status][oeq]=scheduled,active&sort=key')).keys).toEqual(['later', 'pro']);
    expect((await search('filter[status]=sold')).status).toBe(400);
    expect((await search('filter[colour]=red')).status).toBe(400);
    expect((await search('sort=colour')).status).toBe(400);
  });

  it('are sorted by what is asked for, names in any letter case and those without a date last', async () => {
    expect((await search('sort=name')).keys).toEqual(['basic', 'later', 'pro', 'old']);
    expect((await search('sort=name desc')).keys).toEqual(['old', 'pro', 'later', 'basic']);
    expect((await search('sort=currency,key desc')).keys).toEqual(['basic', 'pro', 'old', 'later']);
    expect((await search('sort=effective_from desc')).keys.at(-1)).toBe('basic');
    expect((await search('sort=status')).keys).toEqual(['pro', 'later', 'basic', 'old']);
  });

  it('are those of an instant, as they were called and sold then', async () => {
    const later = await search('as_of=2037-01-01T00:00:00Z&filter[status]=active&sort=key');
    expect(later.keys).toEqual(['later', 'pro']);
    const now = new Date().toISOString();
    const then = await search(`as_of=${now}&sort=key`);
    expect(then.body.data).toMatchObject(
      (await search('sort=key')).body.data.map(({ key, status }: object & { key: string; status: string }) => ({ key, status })),
    );
  });

  it('of another workspace are never among them', async () => {
    expect((await search('q=plan_00001', many)).total).toBe(1);
    expect((await search('q=plan_00001')).total).toBe(0);
    expect((await search('', await testWorkspace())).total).toBe(0);
  });
});

/** Counts the statements that a question takes: the fewest of several times, as the server also writes things down beside the answers. */
async function statements(path: string, workspace: TestWorkspace): Promise<number> {
  const counts: number[] = [];
  for (let time = 0; time < 6; time++) {
    const spy = vi.spyOn(pg.Client.prototype, 'query');
    const { status } = await workspace.call('GET', path);
    counts.push(spy.mock.calls.length);
    spy.mockRestore();
    expect(status).toBe(200);
  }
  return Math.min(...counts);
}

describe('three thousand plans', () => {
  it.each(['updated_at desc', 'name', 'currency desc', 'status,name desc'])('come page by page by %s, each once', async (sort) => {
    const keys: string[] = [];
    for (let page = 1; page <= 4; page++) {
      const found = await search(`sort=${sort}&page[size]=1000&page[number]=${page}`, many);
      expect(found.total).toBe(3000);
      keys.push(...found.keys);
    }
    expect(keys).toHaveLength(3000);
    expect(new Set(keys).size).toBe(3000);
  });

  it('take as many statements as one does', async () => {
    const one = await statements(`${PLANS}?q=plan_00001&page[size]=50`, many);
    expect(one).toBeGreaterThan(2);
    expect(one).toBeLessThan(9);
    expect(await statements(`${PLANS}?page[size]=50`, many)).toBe(one);
    expect(await statements(`${PLANS}?page[size]=1000`, many)).toBe(one);
    const addOns = await testWorkspace();
    await publishedAddOn(addOns);
    await draftAddOn(addOns, { key: 'more' });
    const { body } = await addOns.call('GET', '/api/v1/addons/by-key?sort=instance_type,name&q=extra');
    expect(body.data.map(({ key }: { key: string }) => key)).toEqual(['extra', 'more']);
  });
});

it.each(['addons/by-key', 'features', 'meters', 'customers', 'tax-codes', 'currencies', 'llm-cost/prices', 'members', 'api-keys'])(
  'the list of %s takes as many statements for many rows as for one',
  async (list) => {
    const v = await testWorkspace();
    for (const n of [1, 2, 3]) {
      await tieredCard(v, `tokens_${n}`);
      await v.call('POST', '/customers', { key: `c${n}`, name: `C ${n}`, usage_attribution: { subject_keys: [`s${n}`] } });
      await v.call('POST', '/tax-codes', { key: `t${n}`, name: `T ${n}` });
      await draftAddOn(v, { key: `extra_${n}` });
      await testPerson([{ workspaceId: v.id, role: 'editor' }]);
    }
    await v.secret('support');
    const one = await statements(`/api/v1/${list}?page[size]=1`, v);
    expect(await statements(`/api/v1/${list}?page[size]=100`, v)).toBe(one);
  },
);
