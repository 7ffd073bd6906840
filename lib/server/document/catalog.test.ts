import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { catalogDocument } from '@/lib/catalog/document/arbitrary-document';
import { CatalogDocument } from '@/lib/catalog/document/document';
import { documentText } from '@/lib/catalog/document/document-text';
import { draft, extra, fee, flat, phase, published, publishedAddOn, tieredCard } from '@/lib/server/testing/sample-plans';
import { type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';

const YAML = { 'content-type': 'application/yaml' };
const CATALOG = '/api/v1/catalog';
const exported = async (w: TestWorkspace, query = '') => (await w.call('GET', `${CATALOG}?format=yaml${query}`)).body as string;
const review = (w: TestWorkspace, text: string) => w.call('POST', `${CATALOG}/review`, text, { headers: YAML });
const apply = (w: TestWorkspace, text: string, query = '') => w.call('POST', `${CATALOG}/apply${query}`, text, { headers: YAML });
const plans = async (w: TestWorkspace) =>
  (await w.call('GET', '/plans?sort=key,version')).body.data.map(
    (p: { key: string; version: number; status: string }) => `${p.key} v${p.version} ${p.status}`,
  );

describe('a catalog as a file', () => {
  it('comes back byte for byte from the workspace it came from, from an empty one, and after being changed there', async () => {
    await fc.assert(
      fc.asyncProperty(catalogDocument, catalogDocument, async (document, other) => {
        const w = await testWorkspace();
        const text = documentText(CatalogDocument.parse(document)); // decimals in their one spelling
        const first = await apply(w, text);
        expect([first.status, first.body.detail]).toEqual([200, undefined]);
        expect(await exported(w)).toBe(text);
        expect((await apply(w, text)).body).toEqual({ changes: [], published: [] });
        // Currencies, meters and features are what they are; the rest becomes the other document.
        const next = documentText({ ...other, currencies: document.currencies, meters: document.meters, features: document.features });
        const second = await apply(w, next);
        expect([second.status, second.body.detail]).toEqual([200, undefined]);
        const both = await exported(w);
        expect((await apply(w, both)).body.changes).toEqual([]);
        expect((await review(w, next)).body.changes).toEqual([]);
      }),
      { numRuns: 12 },
    );
  }, 180_000);

  it('is the same as JSON', async () => {
    const w = await testWorkspace();
    await draft(w);
    const { body } = await w.call('GET', CATALOG);
    expect(body.plans[0].phases[0].rate_cards[0].price).toEqual({ type: 'flat', amount: '49' });
    const other = await testWorkspace();
    expect((await other.call('POST', `${CATALOG}/apply`, body)).status).toBe(200);
    expect(await exported(other)).toBe(await exported(w));
  });

  it('names things by key, leaves out archived plans and can be asked for in part, with all that the part needs', async () => {
    const w = await testWorkspace();
    const card = await tieredCard(w);
    await published(w, { phases: [phase(card)] });
    await w.call('POST', '/features', { key: 'unused', name: 'Unused' });
    const old = await published(w, { key: 'old' });
    await w.call('POST', `/plans/${old}/archive`);
    const { body } = await w.call('GET', CATALOG);
    expect(body.plans.map(({ key }: { key: string }) => key)).toEqual(['flat']);
    expect(body.plans[0].phases[0].rate_cards[0].feature).toBe('tokens');
    expect(JSON.stringify(body)).not.toMatch(/01[0-9A-Z]{24}/);
    const part = (await w.call('GET', `${CATALOG}?parts=plans/flat`)).body;
    expect([part.features.map((f: { key: string }) => f.key), part.meters.map((m: { key: string }) => m.key)]).toEqual([
      ['tokens'],
      ['tokens'],
    ]);
    expect((await w.call('GET', `${CATALOG}?parts=plans/none`)).body.detail).toBe('The catalog has no plans/none.');
    expect((await w.call('GET', `${CATALOG}?parts=pro`)).body.detail).toMatch('A part is written like plans/pro');
  });
});

describe('applying a file', () => {
  let w: TestWorkspace;
  beforeAll(async () => {
    w = await testWorkspace();
    await published(w, { phases: [phase(await tieredCard(w), fee)] });
  });

  it('tells what it would do in the words of a difference, and does nothing', async () => {
    const text = (await exported(w)).replace('amount: "0.002"', 'amount: "0.0015"').replace('name: Flat', 'name: Flat rate');
    const { status, body } = await review(w, text);
    expect(status).toBe(200);
    expect(body).toMatchObject({ untouched: 0, issues: [], changes: [{ part: 'plans/flat', act: 'draft', version: 2 }] });
    expect(body.changes[0].differences.map(({ sentence }: { sentence: string }) => sentence)).toEqual([
      'Name is now “Flat rate”; it was “Flat”',
      'tokens: price above 300 falls from $2.00 to $1.50 per 1k',
    ]);
    expect(await plans(w)).toEqual(['flat v1 active']);
  });

  it('makes drafts, changes them again, and publishes only on purpose', async () => {
    const text = (await exported(w)).replace('amount: "49"', 'amount: "59.00"');
    expect((await apply(w, text)).body).toMatchObject({ published: [], changes: [{ act: 'draft', version: 2 }] });
    expect(await plans(w)).toEqual(['flat v1 active', 'flat v2 draft']);
    const again = text.replace('amount: "59.00"', 'amount: "60"');
    expect((await apply(w, again)).body).toMatchObject({ published: [], changes: [{ act: 'update', version: 2 }] });
    expect((await apply(w, again, '?publish=true')).body).toEqual({ changes: [], published: ['plans/flat'] });
    expect(await plans(w)).toEqual(['flat v1 archived', 'flat v2 active']);
    expect(await exported(w)).toBe(again);
  });

  it('publishes add-ons before the plans that offer them, at their new version', async () => {
    const v = await testWorkspace();
    const addon = await publishedAddOn(v);
    const id = await draft(v);
    await v.call('POST', `/plans/${id}/addons`, { name: 'Extra', addon: { id: addon }, from_plan_phase: 'main', max_quantity: 3 });
    await v.call('POST', `/plans/${id}/publish`);
    const text = (await exported(v))
      .replace('amount: "10"', 'amount: "12"')
      .replace('amount: "49"', 'amount: "50"')
      .replace('max_quantity: 3', 'max_quantity: 4');
    const { status, body } = await apply(v, text, '?publish=true');
    expect([status, body.published]).toEqual([200, ['addons/extra', 'plans/flat']]);
    expect(await exported(v)).toBe(text);
    const offered = (await v.call('GET', '/plans?filter[status]=active')).body.data[0].id;
    const [assignment] = (await v.call('GET', `/plans/${offered}/addons`)).body.data;
    expect(assignment.addon.id).not.toBe(addon);
    const empty = await testWorkspace();
    expect((await apply(empty, text, '?publish=true')).body.published).toEqual(['addons/extra', 'plans/flat']);
    expect(await exported(empty)).toBe(text);
  });

  it('applies all or nothing, and says which part was refused and where', async () => {
    const v = await testWorkspace();
    const unfinished = { ...flat, key: 'unfinished', phases: [phase()] };
    const text = JSON.stringify({
      meters: [{ key: 'm', name: 'M', aggregation: 'count', event_type: 'e' }],
      addons: [extra],
      plans: [flat, unfinished],
    });
    const { status, body } = await apply(v, text, '?publish=true');
    expect(status).toBe(400);
    expect(body.issues[0]).toMatchObject({
      code: 'plan_phase_has_no_rate_cards',
      field: '$.plans[1].phases[0].rate_cards',
      attributes: { line: 1 },
    });
    expect(await exported(v)).toBe(await exported(await testWorkspace()));
    expect((await apply(v, text)).status).toBe(200);
    expect(await plans(v)).toEqual(['flat v1 draft', 'unfinished v1 draft']);
  });

  it('refuses when the catalog is no longer what was reviewed', async () => {
    const v = await testWorkspace();
    await draft(v);
    const text = (await exported(v)).replace('amount: "49"', 'amount: "50"');
    const { base } = (await review(v, text)).body;
    await v.call('POST', '/features', { key: 'sso', name: 'SSO' });
    expect((await apply(v, text, `?base=${base}`)).status).toBe(412);
    const reviewed = (await review(v, text)).body.base;
    expect((await apply(v, text, `?base=${reviewed}`)).status).toBe(200);
  });

  it('is one act after another when two apply at once', async () => {
    const v = await testWorkspace();
    const text = JSON.stringify({ plans: [flat, { ...flat, key: 'other' }] });
    const answers = await Promise.all([apply(v, text), apply(v, text), apply(v, text)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await plans(v)).toEqual(['flat v1 draft', 'other v1 draft']);
  });

  it('is read by those who read the catalog and applied by those who write it', async () => {
    const call = (path: string, role: 'support' | 'editor') => w.call('POST', `${CATALOG}/${path}`, '{}', { headers: YAML, role });
    expect((await call('review', 'support')).status).toBe(200);
    expect((await call('apply', 'support')).status).toBe(403);
    expect((await call('apply', 'editor')).status).toBe(200);
    expect((await w.call('POST', `${CATALOG}/review`, '{}', { headers: { 'content-type': 'image/png' } })).status).toBe(415);
  });
});

const override = {
  ...{ name: 'B', currency: 'USD', effective_from: '2026-01-01T00:00:00Z' },
  pricing: { input_per_token: '0.000001', output_per_token: '0.00001' },
};

it('says what changes of the price of a model, and takes back what the file no longer says of it', async () => {
  const w = await testWorkspace();
  const file = (...overrides: object[]) => JSON.stringify({ llm_overrides: [{ key: 'openai/gpt-5', overrides }] });
  const later = { ...override, effective_from: '2030-01-01T00:00:00Z' };
  expect((await apply(w, file(override, later))).status).toBe(200);
  const dearer = { ...override, pricing: { ...override.pricing, input_per_token: '0.000002' } };
  const { changes } = (await review(w, file(dearer))).body;
  expect(changes[0].differences.map(({ sentence }: { sentence: string }) => sentence)).toEqual([
    'From 2026-01-01T00:00:00.000Z on a token costs: input USD 0.000002, output USD 0.00001; it was input USD 0.000001, output USD 0.00001',
    'What is said from 2030-01-01T00:00:00.000Z on is removed; it was input USD 0.000001, output USD 0.00001',
  ]);
  expect((await apply(w, file(dearer))).status).toBe(200);
  expect((await w.call('GET', '/llm-cost/overrides')).body.data).toMatchObject([{ pricing: { input_per_token: '0.000002' } }]);
});

describe('a file with mistakes', () => {
  const refused = async (text: string) => {
    const { status, body } = await review(await testWorkspace(), text);
    expect(status).toBe(400);
    return body;
  };

  it('is told the line and column of broken YAML', async () => {
    const body = await refused('plans:\n  - key: pro\n   name: Pro\n');
    expect(body.detail).toMatch(/^The file is not valid YAML\. Line 3, column \d+: /);
    expect(body.issues[0].attributes).toMatchObject({ line: 3 });
  });

  it('is told line and path of unknown, missing and mistyped fields', async () => {
    const body = await refused(`
meters:
  - key: m
    name: M
    aggregation: count
    event_type: e
    colour: red
  - key: Not a key
    name: N
    aggregation: average
plans: 7
`);
    expect(body.invalid_parameters.map((p: { field: string; reason: string }) => [p.field, p.reason.split(':')[0]])).toEqual([
      ['meters.0.colour', 'Line 7, column 13'],
      ['meters.1.key', 'Line 8, column 10'],
      ['meters.1.aggregation', 'Line 10, column 18'],
      ['meters.1.event_type', 'Line 8, column 5'],
      ['plans', 'Line 11, column 8'],
    ]);
  });

  it('is told line and path in the parts that have no name', async () => {
    const body = await refused(`
tax_defaults:
  - key: shipping
    tax_code: saas
llm_overrides:
  - key: gpt-5
    overrides: []
  - key: openai/50%
    overrides:
      - name: Half
        currency: USD
        effective_from: yesterday
        pricing: {input_per_token: 0.10}
`);
    expect(body.invalid_parameters.map((p: { field: string; reason: string }) => [p.field, p.reason.split(':')[0]])).toEqual([
      ['tax_defaults.0.key', 'Line 3, column 10'],
      ['llm_overrides.0.key', 'Line 6, column 10'],
      ['llm_overrides.0.overrides', 'Line 7, column 16'],
      ['llm_overrides.1.key', 'Line 8, column 10'],
      ['llm_overrides.1.overrides.0.pricing.output_per_token', 'Line 13, column 18'],
      ['llm_overrides.1.overrides.0.effective_from', 'Line 12, column 25'],
    ]);
  });

  it.each([
    [
      'a feature that is nowhere',
      { plans: [{ ...flat, phases: [phase({ ...fee, key: 'gone', feature: 'gone' })] }] },
      'catalog_reference_unknown',
      '$.plans[0].phases[0].rate_cards[0].feature',
    ],
    [
      'a meter that is nowhere',
      { features: [{ key: 'f', name: 'F', meter: { key: 'gone' } }] },
      'catalog_reference_unknown',
      '$.features[0].meter.key',
    ],
    [
      'an add-on that is nowhere',
      { plans: [{ ...flat, addons: [{ name: 'A', addon: 'gone', from_plan_phase: 'main' }] }] },
      'catalog_reference_unknown',
      '$.plans[0].addons[0].addon',
    ],
    [
      'a default tax code that is nowhere',
      { tax_defaults: [{ key: 'invoicing', tax_code: 'gone' }] },
      'catalog_reference_unknown',
      '$.tax_defaults[0].tax_code',
    ],
    [
      'one default without the other',
      { tax_codes: [{ key: 'saas', name: 'S', app_mappings: [] }], tax_defaults: [{ key: 'invoicing', tax_code: 'saas' }] },
      'default_tax_code_required',
      '$.tax_defaults[0].key',
    ],
    [
      'a negative price of a model',
      {
        llm_overrides: [{ key: 'a/b', overrides: [override, { ...override, pricing: { input_per_token: '-1', output_per_token: '0' } }] }],
      },
      'price_negative',
      '$.llm_overrides[0].overrides[1].pricing.input_per_token',
    ],
    [
      'two prices of a model from one instant on',
      { llm_overrides: [{ key: 'a/b', overrides: [override, { ...override, effective_from: '2026-01-01T01:00:00+01:00' }] }] },
      'llm_price_start_twice',
      '$.llm_overrides[0].overrides[1].effective_from',
    ],
    ['a key twice', { plans: [flat, flat] }, 'catalog_key_twice', '$.plans[1].key'],
    [
      'a meter that cannot count',
      { meters: [{ key: 'm', name: 'M', aggregation: 'sum', event_type: 'e' }] },
      'meter_value_property_required',
      '$.meters[0].value_property',
    ],
  ])('is told of %s', async (_, document, code, field) => {
    const v = await testWorkspace();
    const { body } = await review(v, JSON.stringify(document, null, 2));
    expect(body.issues.map((issue: { code: string; field: string }) => [issue.code, issue.field])).toContainEqual([code, field]);
    expect(body.issues[0].attributes.line).toBeGreaterThan(1);
    expect((await apply(v, JSON.stringify(document))).status).toBe(400);
    expect(await plans(v)).toEqual([]);
  });

  it('cannot change what customers were counted by', async () => {
    const v = await testWorkspace();
    await tieredCard(v);
    const text = (await exported(v)).replace('aggregation: sum', 'aggregation: latest');
    const { body } = await review(v, text);
    expect(body.issues).toMatchObject([{ code: 'catalog_field_fixed', field: '$.meters[0].aggregation', severity: 'critical' }]);
    expect((await apply(v, text)).status).toBe(400);
    expect((await apply(v, (await exported(v)).replace('name: tokens', 'name: Tokens used'))).status).toBe(200);
  });
});
