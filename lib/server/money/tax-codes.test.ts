import { expect, it } from 'vitest';
import { draft, fee, flat, phase, published } from '@/lib/server/testing/sample-plans';
import { type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';

const saas = { key: 'saas', name: 'Software as a service', app_mappings: [{ app_type: 'stripe', tax_code: 'txcd_10103001' }] };
const create = async (w: TestWorkspace, change: object = {}) => (await w.call('POST', '/tax-codes', { ...saas, ...change })).body;
const taxed = (id: string) => ({ ...fee, tax_config: { behavior: 'exclusive', code: { id } } });

it('creates a tax code, reads it back as it was given, lists by key, and replaces it but for its key', async () => {
  const w = await testWorkspace();
  const created = await w.call('POST', '/tax-codes', { ...saas, labels: { a: 'b' } });
  expect(created).toMatchObject({ status: 201, body: { ...saas, labels: { a: 'b' } } });
  const at = `/tax-codes/${created.body.id}`;
  expect((await w.call('GET', at)).body).toEqual(created.body);
  const first = await create(w, { key: 'books', app_mappings: [] });
  expect((await w.call('GET', '/tax-codes')).body.data.map((code: { key: string }) => code.key)).toEqual(['books', 'saas']);
  expect((await w.call('GET', '/tax-codes?page[size]=1&page[number]=2')).body).toMatchObject({
    data: [created.body],
    meta: { page: { number: 2, size: 1, total: 2 } },
  });
  const changed = await w.call('PUT', at, { name: 'SaaS', app_mappings: [] }, { headers: { 'if-match': '"1"' } });
  expect(changed).toMatchObject({ status: 200, body: { key: 'saas', name: 'SaaS', app_mappings: [], labels: {} } });
  expect(changed.headers.get('etag')).toBe('"2"');
  const stale = await w.call('PUT', at, { name: 'Mine', app_mappings: [] }, { headers: { 'if-match': '"1"' } });
  expect(stale).toMatchObject({ status: 412, body: { current: { name: 'SaaS' }, current_revision: 2 } });
  expect((await w.call('PUT', at, { key: 'other', name: 'SaaS', app_mappings: [] })).status).toBe(400);
  expect((await w.call('POST', '/tax-codes', saas)).status).toBe(409);
  expect((await w.call('DELETE', `/tax-codes/${first.id}`)).status).toBe(204);
});

it('refuses two codes for one system, and a code without text', async () => {
  const w = await testWorkspace();
  const twice = await w.call('POST', '/tax-codes', { ...saas, app_mappings: [...saas.app_mappings, ...saas.app_mappings] });
  expect(twice).toMatchObject({
    status: 400,
    body: { issues: [{ code: 'tax_code_mapping_duplicated', field: '$.app_mappings[1].app_type' }] },
  });
  const empty = await w.call('POST', '/tax-codes', { ...saas, app_mappings: [{ app_type: 'sandbox', tax_code: ' ' }] });
  expect(empty).toMatchObject({ status: 400, body: { issues: [{ code: 'tax_code_mapping_empty' }] } });
});

it('keeps a deleted code for those who ask for it, frees its key, and refuses to change it', async () => {
  const w = await testWorkspace();
  const { id } = await create(w);
  expect((await w.call('DELETE', `/tax-codes/${id}`)).status).toBe(204);
  expect((await w.call('GET', `/tax-codes/${id}`)).body.deleted_at).toEqual(expect.any(String));
  expect((await w.call('PUT', `/tax-codes/${id}`, { name: 'X', app_mappings: [] })).body.code).toBe('resource_deleted');
  expect((await w.call('GET', '/tax-codes')).body.data).toEqual([]);
  expect((await w.call('GET', '/tax-codes?include_deleted=true')).body.data).toMatchObject([{ id, deleted_at: expect.any(String) }]);
  expect((await create(w)).id).not.toBe(id);
});

it('refuses to delete what drafts, versions on sale and the defaults use, and names them', async () => {
  const w = await testWorkspace();
  const { id } = await create(w);
  const planId = await published(w, { phases: [phase(taxed(id))] });
  await draft(w, { key: 'other', phases: [phase(taxed(id))] });
  const pack = { key: 'pack', name: 'Pack', currency: 'USD', instance_type: 'single', rate_cards: [taxed(id)] };
  expect((await w.call('POST', '/addons', pack)).status).toBe(201);
  await w.call('PUT', '/defaults/tax-codes', { invoicing_tax_code: { id }, credit_grant_tax_code: { id } });
  const refused = await w.call('DELETE', `/tax-codes/${id}`);
  expect(refused).toMatchObject({
    status: 409,
    body: {
      detail: `The tax code "saas" is used by version 1 of the plan "flat", version 1 of the plan "other", version 1 of the add-on "pack" and 1 more. Choose another one there first.`,
      used_by: [
        { type: 'plan', id: planId, key: 'flat', version: 1 },
        { type: 'plan', key: 'other' },
        { type: 'addon', key: 'pack' },
        { type: 'defaults' },
      ],
    },
  });
});

it('lets a plan name only tax codes that there are', async () => {
  const w = await testWorkspace();
  const plan = (id: string) => w.call('POST', '/plans', { ...flat, phases: [phase(taxed(id))] });
  const unknown = await plan('01ARZ3NDEKTSV4RRFFQ69G5FAV');
  expect(unknown).toMatchObject({
    status: 400,
    body: { issues: [{ code: 'rate_card_tax_code_not_found', field: '$.phases[0].rate_cards[0].tax_config.code' }] },
  });
  const elsewhere = await create(await testWorkspace());
  expect((await plan(elsewhere.id)).status).toBe(400);
  const { id } = await create(w);
  const made = await plan(id);
  expect(made.status).toBe(201);
  expect((await w.call('GET', `/plans/${made.body.id}`)).body).toEqual(made.body);
});

it('has no defaults until both are set, then changes one at a time', async () => {
  const w = await testWorkspace();
  expect((await w.call('GET', '/defaults/tax-codes')).status).toBe(404);
  expect((await w.call('GET', '/api/v1/defaults/tax-codes')).body).toEqual({ defaults: null });
  const [a, b] = [(await create(w)).id, (await create(w, { key: 'b' })).id];
  const half = await w.call('PUT', '/defaults/tax-codes', { invoicing_tax_code: { id: a } });
  expect(half).toMatchObject({ status: 400, body: { issues: [{ code: 'default_tax_code_required', field: '$.credit_grant_tax_code' }] } });
  const set = await w.call('PUT', '/defaults/tax-codes', { invoicing_tax_code: { id: a }, credit_grant_tax_code: { id: a } });
  expect(set).toMatchObject({ status: 200, body: { invoicing_tax_code: { id: a } } });
  const changed = await w.call('PUT', '/defaults/tax-codes', { credit_grant_tax_code: { id: b } }, { headers: { 'if-match': '"1"' } });
  expect(changed).toMatchObject({ status: 200, body: { invoicing_tax_code: { id: a }, credit_grant_tax_code: { id: b } } });
  expect((await w.call('GET', '/defaults/tax-codes')).headers.get('etag')).toBe('"2"');
  const nothing = await w.call('PUT', '/defaults/tax-codes', { credit_grant_tax_code: { id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' } });
  expect(nothing).toMatchObject({ status: 400, body: { issues: [{ code: 'tax_code_not_found' }] } });
  const log = (await w.call('GET', '/api/v1/audit-log')).body.data.map((entry: { action: string }) => entry.action);
  expect(log).toEqual(expect.arrayContaining(['tax_code_defaults.update', 'tax_code.create']));
});
