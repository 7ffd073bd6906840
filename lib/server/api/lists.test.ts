import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { ListName } from '@/lib/api/lists';
import { newId } from '@/lib/server/core/id';
import { draft, extra, published, tieredCard } from '@/lib/server/testing/sample-plans';
import { answer, type TestWorkspace, testPerson, testWorkspace } from '@/lib/server/testing/workspace';

const EXPORTS = '/api/v1/exports';
const VIEWS = '/api/v1/saved-views';
let w: TestWorkspace;

beforeAll(async () => {
  w = await testWorkspace();
  await tieredCard(w);
  for (const [key, name] of [
    ['plain', 'Plain'],
    ['formula', '=HYPERLINK("http://x","y")'],
    ['commas', 'Commas, "quotes"\nand lines'],
    ['negative', '-12.50'],
  ]) {
    await w.call('POST', '/customers', { key, name, primary_email: `${key}@acme.example`, labels: { team: 'a' } });
  }
});

const csv = async (path: string, role: 'editor' | 'support' | 'analyst' = 'editor') => {
  const { status, body, headers } = await w.call('GET', `${EXPORTS}/${path}`, undefined, { role });
  return { status, body, headers, lines: String(body).trimEnd().split('\r\n') };
};

describe('a list as CSV', () => {
  it('has every row that the filters leave, in the order asked for, and runs no formulas', async () => {
    const { lines, headers } = await csv('customers?sort=key desc&filter[key][oeq]=plain,formula,negative');
    expect(headers.get('content-disposition')).toMatch(/attachment; filename="customers-test-\w+-\d{4}-\d\d-\d\d\.csv"/);
    const column = (name: string) => lines[0]?.split(',').indexOf(name) ?? -1;
    expect(lines[0]).toMatch(/^id,created_at,updated_at,deleted_at,name,description,labels,key,/);
    expect(lines.slice(1).map((line) => line.split(',')[column('name')])).toEqual(['Plain', '-12.50', `"'=HYPERLINK(""http://x""`]);
  });

  it('keeps commas, quotation marks and line ends within their cell', async () => {
    const { body } = await csv('customers?filter[key]=commas');
    expect(body).toContain('"Commas, ""quotes""\nand lines"');
    expect(body).toContain('"{""team"":""a""}"');
  });

  it('has only the rows that hold all the words, and goes on over pages', async () => {
    expect((await csv('customers?q=acme PLAIN')).lines).toHaveLength(2);
    expect((await csv('customers?q=nothing-like-it')).lines).toHaveLength(1);
    const many = await testWorkspace();
    const data = Array.from({ length: 2100 }, (_, i) => ({ id: newId(), workspaceId: many.id, key: `c${i}`, name: `C ${i}` }));
    await many.run((ctx) => ctx.tx.customer.createMany({ data }));
    const { body } = await many.call('GET', `${EXPORTS}/customers?sort=key`);
    expect(body.trimEnd().split('\r\n')).toHaveLength(2101);
  });

  it.each(ListName.options)('of %s is there, has its columns, and holds nothing that opens a door', async (list) => {
    const secret = await w.secret('admin');
    const { status, body, headers } = await w.call('GET', `${EXPORTS}/${list}`, undefined, { role: 'admin' });
    expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(body.split('\r\n')[0]).toMatch(/^[a-z0-9_.]+(,[a-z0-9_.]+){3,}$/);
    expect(body).not.toContain(secret);
    expect(body).not.toContain(createHash('sha256').update(secret).digest('hex'));
    expect(body).not.toMatch(/password|argon2/);
  });

  it('says of a feature what its meter is called, and of a plan one row for each key, in the order asked for', async () => {
    const v = await testWorkspace();
    await tieredCard(v, 'b_tokens');
    await tieredCard(v, 'a_tokens');
    const features = (await v.call('GET', `${EXPORTS}/features?sort=meter_name desc&q=tokens`)).body.trimEnd().split('\r\n');
    expect(features[0]).toMatch(/,meter_name$/);
    expect(features.slice(1).map((line: string) => line.split(',').at(-1))).toEqual(['b_tokens', 'a_tokens']);
    await published(v, { key: 'pro', name: '@Pro' });
    await draft(v, { key: 'basic', name: 'Basic' });
    const plans = (await v.call('GET', `${EXPORTS}/plans?sort=name&filter[status][oeq]=draft,active`)).body.trimEnd().split('\r\n');
    expect(plans).toHaveLength(3);
    expect(plans[1]).toContain(",'@Pro,"); // the other was changed later, and would come first by itself
    expect(plans[1]).not.toContain(',@Pro,');
  });

  it('has the data of events with every digit, and those alone that are filtered by', async () => {
    const v = await testWorkspace();
    const event = (id: string, subject: string) =>
      `{"specversion":"1.0","id":"${id}","source":"s","type":"t","subject":"${subject}","time":"2026-11-01T00:00:00Z","data":{"n":0.10000000000000000001}}`;
    await v.call('POST', '/events', `[${event('1', '=cmd')},${event('2', 'other')}]`);
    const lines = (await v.call('GET', `${EXPORTS}/events?filter[subject][contains]=cmd`)).body.trimEnd().split('\r\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/^1,s,t,'=cmd,,2026-11-01T00:00:00Z,.*0\.10000000000000000001/);
  });

  it('names parts of a field with a dot, for the log with its pages after one another', async () => {
    const { lines } = await csv('audit_log?filter[resource_type]=customer', 'analyst');
    expect(lines[0]).toBe(
      'id,at,actor.type,actor.id,actor.name,action,resource.type,resource.id,resource.name,before,after,request_id,act.id,act.action,act.name,sequence,hash',
    );
    expect(lines.length).toBeGreaterThan(4);
  });

  it('is refused to who may not see the list, for filters there are none of, and for lists there are none of', async () => {
    expect((await csv('audit_log', 'support')).status).toBe(403);
    expect((await csv('customers?filter[colour]=red')).status).toBe(400);
    expect((await csv('nothing')).status).toBe(404);
  });
});

describe('views', () => {
  it('are seen by their owner, and by others once they are shared', async () => {
    const [one, other] = [
      await testPerson([{ workspaceId: w.id, role: 'support' }]),
      await testPerson([{ workspaceId: w.id, role: 'editor' }]),
    ];
    const as = (person: typeof one) => (method: string, path: string, body?: object) => answer(method, path, body, person.headers);
    const made = await as(one)('POST', VIEWS, { list: 'plans', name: 'Drafts', search: 'status=draft' });
    expect([made.status, made.body.mine]).toEqual([201, true]);
    const names = async (person: typeof one) =>
      (await as(person)('GET', `${VIEWS}?list=plans`)).body.data.map(
        ({ name, mine }: { name: string; mine: boolean }) => `${name} ${mine}`,
      );
    expect([await names(one), await names(other)]).toEqual([['Drafts true'], []]);
    await as(one)('PATCH', `${VIEWS}/${made.body.id}`, { shared: true });
    expect(await names(other)).toEqual(['Drafts false']);
    expect((await as(other)('PATCH', `${VIEWS}/${made.body.id}`, { name: 'Mine now' })).status).toBe(403);
    expect((await as(other)('DELETE', `${VIEWS}/${made.body.id}`)).status).toBe(403);
    expect((await as(one)('POST', VIEWS, { list: 'plans', name: 'Drafts', search: '' })).status).toBe(409);
    expect((await as(other)('POST', VIEWS, { list: 'plans', name: 'Drafts', search: '' })).status).toBe(201);
    const strange = await testPerson([{ workspaceId: (await testWorkspace()).id, role: 'owner' }]);
    expect((await as(strange)('DELETE', `${VIEWS}/${made.body.id}`)).status).toBe(404);
    expect((await as(one)('DELETE', `${VIEWS}/${made.body.id}`)).status).toBe(204);
    expect(await names(one)).toEqual([]);
  });
});

describe('lists of the workspace', () => {
  it('find and sort members and keys, page by page without a repetition, and count the owners', async () => {
    const v = await testWorkspace();
    for (const role of ['owner', 'editor', 'editor', 'support'] as const)
      await testPerson([{ workspaceId: v.id, role }], `${role}-${newId().toLowerCase()}@acme.example`);
    const members = async (query: string) => (await v.call('GET', `/api/v1/members?${query}`)).body;
    expect(await members('q=EDITOR acme')).toMatchObject({ owners: 1, meta: { page: { total: 2 } } });
    const pages = [...(await members('sort=role&page[size]=2')).data, ...(await members('sort=role&page[size]=2&page[number]=2')).data];
    expect(pages.map(({ role }) => role)).toEqual(['owner', 'editor', 'editor', 'support']);
    expect(new Set(pages.map(({ user_id }) => user_id)).size).toBe(4);
    await v.secret('support');
    const keys = async (query: string) => (await v.call('GET', `/api/v1/api-keys?${query}`)).body;
    const [support] = (await keys('q=support')).data;
    await v.call('DELETE', `/api/v1/api-keys/${support.id}`);
    expect((await keys('q=support&filter[revoked]=false')).data).toEqual([]);
    expect((await keys('filter[revoked]=true')).data).toMatchObject([{ role: 'support' }]);
    expect((await keys('sort=last_used_at desc')).meta.page.total).toBe(2);
  });

  it('take % and _ in a filter or a search as themselves', async () => {
    const v = await testWorkspace();
    for (const [key, name] of [
      ['a_b', '50% off'],
      ['axb', '50x off'],
    ] as const) {
      // biome-ignore format: a table
      await v.call('POST', '/meters', { key, name, aggregation: 'count', event_type: 'e' });
      await v.call('POST', '/customers', { key, name, usage_attribution: { subject_keys: [name] } });
      await v.call('POST', '/features', { key, name });
      await v.call('POST', '/addons', { ...extra, key, name });
      await draft(v, { key, name });
      await v.call('POST', '/events', { specversion: '1.0', id: key, source: 's', type: 'e', subject: name });
      await v.call('POST', '/events', { specversion: '1.0', id: key, source: 's', type: 'other', subject: name });
    }
    const found = async (path: string) => {
      const { status, body } = await v.call('GET', path);
      return [path, status, body.data?.map((row: { key?: string; event?: { id: string } }) => row.key ?? row.event?.id)];
    };
    const percent = encodeURIComponent('%');
    const paths = [
      ...['/meters', '/customers', '/features', '/plans', '/addons'].flatMap((path) => [
        `${path}?filter[name][contains]=0${percent}`,
        `${path}?filter[key][contains]=A_B`,
        `${path}?filter[key][ocontains]=a_b,nothing`,
      ]),
      `/customers?filter[usage_attribution_subject_key][contains]=0${percent}`,
      `/events?filter[subject][contains]=0${percent}`,
      `/api/v1/events/rejections?filter[subject]=0${percent}`,
      `/api/v1/events/rejections?q=0${percent}`,
      `/api/v1/meters?q=a_b`,
      `/api/v1/customers?q=a_b`,
      `/api/v1/features?q=a_b`,
    ];
    for (const path of paths) expect(await found(path)).toEqual([path, 200, ['a_b']]);
    const meter = (await v.call('GET', '/meters?filter[key]=a_b')).body.data[0];
    const asked = { group_by_dimensions: ['subject'], filters: { dimensions: { subject: { contains: '0%' } } } };
    const { body } = await v.call('POST', `/meters/${meter.id}/query`, asked);
    expect(body.data.map((row: { dimensions: object }) => row.dimensions)).toEqual([{ subject: '50% off' }]);
  });

  it('find tax codes by the code of another system, currencies by sign, prices by figure, and other workspaces’ never', async () => {
    const v = await testWorkspace();
    for (const [key, code] of [
      ['saas', 'txcd_1'],
      ['books', 'txcd_2'],
      ['percent', '100%'],
    ] as const)
      await v.call('POST', '/tax-codes', { key, name: `Tax ${key}`, app_mappings: [{ app_type: 'stripe', tax_code: code }] });
    const found = async (path: string, workspace = v) => (await workspace.call('GET', `/api/v1/${path}`)).body;
    const keys = async (path: string, workspace = v) => (await found(path, workspace)).data.map(({ key }: { key: string }) => key);
    expect(await keys('tax-codes?q=TXCD_2')).toEqual(['books']);
    expect(await keys('tax-codes?q=txcd tax&sort=name desc')).toEqual(['saas', 'books']);
    expect(await keys(`tax-codes?q=${encodeURIComponent('%')}`)).toEqual(['percent']);
    expect(await keys('tax-codes?q=stripe')).toEqual([]);
    expect(await keys('tax-codes', w)).toEqual([]);
    const credits = { code: 'CREDITS', name: 'Credits', precision: 0, decimal_mark: '.', thousand_separator: ',', symbol: '¤' };
    await v.call('POST', '/currencies/custom', credits);
    const codes = async (query: string) => (await found(`currencies?${query}`)).data.map(({ code }: { code: string }) => code);
    expect(await codes('page[size]=2')).toEqual(['CREDITS', 'AED']);
    expect(await codes('q=¤')).toEqual(['CREDITS']);
    expect((await codes('sort=precision desc,code&filter[type]=fiat'))[0]).not.toBe('AED');
    const prices = await found('llm-cost/prices?sort=input_per_token desc&page[size]=1000&filter[provider][oeq]=openai,anthropic');
    const figures = prices.data.map(({ pricing }: { pricing: { input_per_token: string } }) => Number(pricing.input_per_token));
    expect(figures).toEqual([...figures].sort((a, b) => b - a));
    expect(prices.providers.length).toBeGreaterThan(2);
    expect((await found('llm-cost/prices?q=gpt-4o openai')).meta.page.total).toBeGreaterThan(0);
  });
});
