import { beforeAll, describe, expect, it } from 'vitest';
import { newId } from './id';
import { draft, published, tieredCard } from './sample-plans';
import { answer, type TestWorkspace, testPerson, testWorkspace } from './testing';

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

  it.each(['plans', 'addons', 'features', 'meters', 'tax_codes', 'currencies', 'llm_prices'])('is there for %s', async (list) => {
    const { status, lines } = await csv(list);
    expect([status, lines[0]?.includes('name')]).toEqual([200, true]);
  });

  it('names parts of a field with a dot, for the log with its pages after one another', async () => {
    const { lines } = await csv('audit_log?filter[resource_type]=customer', 'analyst');
    expect(lines[0]).toBe(
      'id,at,actor.type,actor.id,actor.name,action,resource.type,resource.id,resource.name,before,after,request_id,sequence,hash',
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

it('exports plans with one row for each version', async () => {
  const v = await testWorkspace();
  await published(v);
  await draft(v, { key: 'other' });
  const { body } = await v.call('GET', `${EXPORTS}/plans?filter[status]=draft`);
  expect(body.split('\r\n')[1]).toMatch(/,other,/);
});
