import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Operation } from '@/lib/api/operation';
import { routes } from './api/app';
import { extra, fee, flat, phase, published, publishedAddOn, tieredCard } from './sample-plans';
import { type TestWorkspace, testWorkspace } from './testing';

// Bodies that are right but for something: what careless programs send, and careful attackers.

type Json = fc.JsonValue;

const oddText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    '-',
    '-0',
    '0',
    '1e9',
    '9'.repeat(31),
    `0.${'1'.repeat(40)}`,
    'P1M',
    'P-1M',
    'PT0S',
    'P999999999Y',
    'USD',
    'CREDITS',
    '\u0000',
    '__proto__',
    'null',
    '2026-02-30T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  ),
);
const odd: fc.Arbitrary<Json> = fc.oneof(
  oddText,
  fc.constantFrom<Json>(
    null,
    true,
    0,
    -1,
    1.5,
    2 ** 53,
    2 ** 53 + 2,
    1e308,
    [],
    {},
    [[]],
    { type: 'free' },
    { type: 'volume', tiers: [{}] },
    { id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' },
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

/** One change somewhere in a document: `at` leads there, whatever the shape; `how` replaces, removes, doubles or adds. */
const change = fc.record({
  at: fc.array(fc.nat(20), { maxLength: 8 }),
  how: fc.constantFrom('replace', 'replace', 'remove', 'double', 'add'),
  name: oddText,
  value: odd,
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function changed(document: Json, { at, how, name, value }: Change): Json {
  if (typeof document !== 'object' || document === null || at.length === 0) return how === 'replace' ? value : document;
  const keys = Object.keys(document);
  const [step = 0, ...rest] = at;
  const key = keys[step % (keys.length || 1)];
  const copy: Record<string, Json> | Json[] = Array.isArray(document) ? [...document] : { ...(document as Record<string, Json>) };
  const put = (k: string, v: Json) => Object.defineProperty(copy, k, { value: v, enumerable: true, configurable: true, writable: true });
  if (key === undefined || (rest.length === 0 && how === 'add')) {
    if (Array.isArray(copy)) copy.push(value);
    else put(name, value);
  } else if (rest.length > 0) put(key, changed((document as Record<string, Json>)[key] ?? null, { at: rest, how, name, value }));
  else if (how === 'remove') Array.isArray(copy) ? copy.splice(Number(key), 1) : delete copy[key];
  else if (how === 'double' && Array.isArray(copy)) copy.push(copy[Number(key)] ?? null);
  else put(key, value);
  return copy as Json;
}

const query = fc.array(
  fc.tuple(
    fc.oneof(
      fc.constantFrom(
        'page[size]',
        'page[number]',
        'page[after]',
        'page[before]',
        'sort',
        'against',
        'filter[key]',
        'filter[name][contains]',
        'filter[status]',
        'filter[status][oeq]',
        'filter[currency][neq]',
        'filter[meter_id]',
        'filter[meter_id][oeq]',
        'filter[plan_key][exists]',
        'filter[at][gte]',
        'filter[actor]',
        'filter[usage_attribution_subject_key][ocontains]',
        'filter[key][gt]',
      ),
      fc.string(),
    ),
    fc.oneof(oddText, fc.constantFrom('1', 'name desc', 'key', 'active,draft', 'true', '2026-01-01T00:00:00Z')),
  ),
  { maxLength: 3 },
);

/** For each operation that takes a body, one that is right. */
async function rightBodies(w: TestWorkspace, addOnId: string): Promise<Record<string, object>> {
  const card = await tieredCard(w);
  const full = {
    ...card,
    description: 'x',
    labels: { a: 'b' },
    payment_term: 'in_arrears',
    unit_config: { operation: 'divide', conversion_factor: '1000', rounding: 'ceiling', precision: 2, display_unit: 'k' },
    discounts: { percentage: 10, usage: '5' },
    commitments: { minimum_amount: '1', maximum_amount: '9' },
    entitlement: { type: 'metered', is_soft_limit: true, limit: 100, usage_period: 'P1M' },
  };
  const phases = [
    { ...phase(fee), duration: 'P1M' },
    { ...phase(fee, full), key: 'second' },
  ];
  const plan = { ...flat, description: 'x', labels: { a: 'b' }, pro_rating_enabled: true, phases };
  const { key: _, currency, billing_cadence, ...upsert } = plan;
  const { body: meter } = await w.call('GET', '/meters');
  const customer = {
    name: 'A',
    usage_attribution: { subject_keys: ['s'] },
    primary_email: 'a@b.c',
    currency: 'USD',
    billing_address: { country: 'DE' },
    labels: {},
  };
  return {
    'create-plan': plan,
    'validate-plan': plan,
    'update-plan': upsert,
    'replace-plan': { ...upsert, currency, billing_cadence },
    'schedule-plan': { effective_from: '2027-01-01T00:00:00Z' },
    'create-addon': { ...extra, instance_type: 'single', rate_cards: [full] },
    'update-addon': { name: 'X', instance_type: 'single', rate_cards: [full] },
    'replace-addon': { name: 'X', instance_type: 'single', currency, rate_cards: [full] },
    'schedule-addon': { effective_from: '2027-01-01T00:00:00Z' },
    'create-plan-addon': { name: 'X', addon: { id: addOnId }, from_plan_phase: 'main', max_quantity: 3 },
    'update-plan-addon': { name: 'X', from_plan_phase: 'main', max_quantity: 3, labels: { a: 'b' } },
    'duplicate-plan': {
      key: 'copy',
      name: 'Copy',
      conversion: { currency: 'EUR', factor: '0.92', step: '1', unit_digits: 3, rounding: 'up' },
    },
    'create-feature': {
      key: 'f',
      name: 'F',
      meter: { id: meter.data[0].id, filters: { subject: { in: ['a'], and: [{ eq: 'a' }] } } },
      unit_cost: { type: 'manual', amount: '1' },
    },
    'update-feature': { unit_cost: { type: 'llm', provider: 'a', model: 'b', token_type: 'input' } },
    'create-customer': { ...customer, key: 'c' },
    'upsert-customer': customer,
    'update-workspace': { name: 'W', time_zone: 'UTC' },
    'add-member': { email: 'a@b.example', name: 'A', role: 'editor', password: 'long enough to be one' },
    'update-member': { role: 'editor' },
    'create-api-key': { name: 'K', role: 'editor', expires_at: '2030-01-01T00:00:00Z' },
  };
}

const TAGS = [
  'Plans',
  'Plan versions',
  'Add-ons',
  'Add-on versions',
  'Plan add-ons',
  'Features',
  'Customers',
  'Workspaces',
  'Members',
  'API keys',
  'Audit log',
];

it('no input makes an operation fail by itself: every answer is a success or a refusal that says why', async () => {
  const w = await testWorkspace();
  const addonId = await publishedAddOn(w);
  const bodies = await rightBodies(w, addonId);
  const operations: Operation[] = routes.map((route) => route.op).filter((op) => TAGS.includes(op.tag));
  for (const op of operations) expect(op.body === undefined || op.permission === 'session' || op.id in bodies, op.id).toBe(true);
  // Of each kind of resource those that there are; what the operations make joins them.
  const pools = {
    planId: [await published(w)],
    addonId: [addonId],
    planAddonId: ['01ARZ3NDEKTSV4RRFFQ69G5FAV'],
    featureId: [(await w.call('GET', '/features')).body.data[0].id],
    customerId: [(await w.call('POST', '/customers', { key: 'first', name: 'First' })).body.id],
    workspaceId: [w.id],
    userId: ['01ARZ3NDEKTSV4RRFFQ69G5FAV'],
    apiKeyId: ['01ARZ3NDEKTSV4RRFFQ69G5FAV'],
  };
  type Kind = keyof typeof pools;
  const makers: Record<string, [Kind, string]> = {
    'create-plan': ['planId', 'plan'],
    'create-addon': ['addonId', 'addon'],
    'create-feature': ['featureId', 'feature'],
    'create-customer': ['customerId', 'customer'],
  };
  let made = 0;

  const request = fc.record({
    op: fc.constantFrom(...operations),
    changes: fc.array(change, { maxLength: 2 }),
    pick: fc.nat(50),
    oddId: fc.oneof({ weight: 11, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.string({ minLength: 1 }) }),
    query,
    queried: fc.integer({ min: 0, max: 9 }),
    ifMatch: fc.constantFrom(undefined, '"1"', '"2"', 'x', '*', '"'),
  });
  await fc.assert(
    fc.asyncProperty(request, async ({ op, changes, pick, oddId, query, queried, ifMatch }) => {
      const path = op.path.replace(/\{(\w+)\}/g, (_, name: Kind) =>
        encodeURIComponent(oddId ?? pools[name].at(-1 - (pick % Math.min(3, pools[name].length))) ?? ''),
      );
      const search = op.query || queried === 0 ? `?${new URLSearchParams(query)}` : '';
      const maker = makers[op.id];
      const right = { ...bodies[op.id], ...(maker && { key: `${maker[1]}_${made++ % 5 ? made : 1}` }) };
      const body = op.body && changes.reduce(changed, right as Json);
      const headers = { ...(ifMatch && { 'if-match': ifMatch }) };
      const answer = await w.call(op.method.toUpperCase(), path + search, body === undefined ? undefined : JSON.stringify(body), {
        headers,
      });
      expect(answer.status, `${op.id} ${path}${search} ${JSON.stringify(body)}\n${JSON.stringify(answer.body)}`).toBeLessThan(500);
      if (maker && answer.status === 201) pools[maker[0]].push(answer.body.id);
      if (op.id === 'create-plan-addon' && answer.status === 201) pools.planAddonId.push(answer.body.id);
      if (answer.status >= 400) expect(answer.body).toMatchObject({ status: answer.status, detail: expect.stringMatching(/\S/) });
    }),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 400) },
  );
}, 300_000);
