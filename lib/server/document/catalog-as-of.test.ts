import fc from 'fast-check';
import { expect, it } from 'vitest';
import { draft, extra, fee, flat, phase, publishedAddOn, tieredCard, upsert } from '@/lib/server/testing/sample-plans';
import { type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';

/** An instant between two changes. */
async function instant(): Promise<string> {
  await new Promise((resolve) => setTimeout(resolve, 3));
  const at = new Date().toISOString();
  await new Promise((resolve) => setTimeout(resolve, 3));
  return at;
}

const catalog = async (w: TestWorkspace, at?: string) =>
  (await w.call('GET', `/api/v1/catalog?format=yaml${at ? `&as_of=${at}` : ''}`)).body as string;
const statuses = async (w: TestWorkspace, at: string) =>
  (await w.call('GET', `/api/v1/plans?as_of=${at}`)).body.data.map(
    (p: { key: string; version: number; status: string }) => `${p.key} v${p.version} ${p.status}`,
  );

it('shows the catalog exactly as it was exported at that time, after every kind of change', async () => {
  const w = await testWorkspace();
  const steps: [() => Promise<unknown>][] = [];
  let planId = '';
  let addOnId = '';
  let assignmentId = '';
  const step = (work: () => Promise<unknown>) => steps.push([work]);
  step(async () => tieredCard(w));
  step(async () => {
    planId = await draft(w, { phases: [phase(await tieredCard(w, 'requests'))] });
  });
  step(async () => {
    addOnId = await publishedAddOn(w);
  });
  step(async () => {
    const body = { name: 'Extra', addon: { id: addOnId }, from_plan_phase: 'main', max_quantity: 2 };
    assignmentId = (await w.call('POST', `/plans/${planId}/addons`, body)).body.id;
  });
  step(async () => w.call('PUT', `/plans/${planId}`, upsert({ ...flat, name: 'Flat, renamed' })));
  step(async () => w.call('DELETE', `/plans/${planId}/addons/${assignmentId}`));
  step(async () => w.call('POST', `/plans/${planId}/publish`));
  step(async () => w.call('POST', `/api/v1/plans/${planId}/next`));
  step(async () => w.call('POST', `/addons/${addOnId}/archive`));
  step(async () => w.call('DELETE', `/addons/${addOnId}`));
  let [taxCodeId, overrideId] = ['', ''];
  step(async () => {
    taxCodeId = (await w.call('POST', '/tax-codes', { key: 'saas', name: 'SaaS', app_mappings: [] })).body.id;
  });
  const defaults = (id: string) => ({ invoicing_tax_code: { id }, credit_grant_tax_code: { id } });
  step(async () => w.call('PUT', '/defaults/tax-codes', defaults(taxCodeId)));
  step(async () => {
    const other = (await w.call('POST', '/tax-codes', { key: 'goods', name: 'Goods', app_mappings: [] })).body.id;
    await w.call('PUT', '/defaults/tax-codes', { invoicing_tax_code: { id: other } });
  });
  step(async () => {
    const pricing = { input_per_token: '0.1', output_per_token: '0.2' };
    const said = { provider: 'openai', model_id: 'gpt-5', pricing, currency: 'USD', effective_from: '2026-01-01T00:00:00Z' };
    overrideId = (await w.call('POST', '/llm-cost/overrides', said)).body.id;
  });
  step(async () => w.call('DELETE', `/llm-cost/overrides/${overrideId}`));
  step(async () => w.call('DELETE', `/features/${(await w.call('GET', '/features?filter[key]=tokens')).body.data[0].id}`));
  step(async () => w.call('POST', `/plans/${planId}/archive`));

  const seen: { at: string; text: string }[] = [{ at: await instant(), text: await catalog(w) }];
  for (const [work] of steps) {
    await work();
    seen.push({ text: await catalog(w), at: await instant() });
  }
  for (const { at, text } of seen) expect(await catalog(w, at)).toBe(text);
  expect(new Set(seen.map(({ text }) => text)).size).toBeGreaterThan(11);
});

it('gives versions the status that they had', async () => {
  const w = await testWorkspace();
  const before = await instant();
  const id = await draft(w);
  const drafted = await instant();
  await w.call('POST', `/plans/${id}/publish`);
  const sold = await instant();
  const { body: next } = await w.call('POST', `/api/v1/plans/${id}/next`);
  await w.call('POST', `/plans/${next.id}/publish`);
  const both = await instant();
  expect(await statuses(w, before)).toEqual([]);
  expect(await statuses(w, drafted)).toEqual(['flat v1 draft']);
  expect(await statuses(w, sold)).toEqual(['flat v1 active']);
  expect(await statuses(w, both)).toEqual(['flat v2 active', 'flat v1 archived']);
});

it('takes what was stored without an entry, such as demo data, from the day it was created on', async () => {
  const w = await testWorkspace();
  const id = await draft(w);
  await w.run(
    (ctx) =>
      ctx.tx.$executeRaw`
      INSERT INTO plans (id, workspace_id, key, version, name, currency, billing_cadence, phases, created_at, effective_from)
      SELECT '01KAR2K6T0ZZZZZZZZZZZZDEM0', workspace_id, 'demo', 1, name, currency, billing_cadence, phases, '2026-01-01', '2026-02-01' FROM plans WHERE id = ${id}`,
  );
  expect(await statuses(w, '2025-12-31T00:00:00Z')).toEqual([]);
  expect(await statuses(w, '2026-01-15T00:00:00Z')).toEqual(['demo v1 scheduled']);
  expect(await statuses(w, '2026-02-01T00:00:00Z')).toEqual(['demo v1 active']);
  expect((await w.call('GET', '/api/v1/plans?as_of=yesterday')).status).toBe(400);
});

/** A plan version with all that it names, as the ordinary operations answer now; undefined when it is not there. */
async function snapshot(w: TestWorkspace, planId: string) {
  const { status, body } = await w.call('GET', `/plans/${planId}`);
  if (status !== 200 || body.deleted_at) return undefined;
  const without = ({ validation_errors: _, ...thing }: Record<string, unknown>) => thing;
  const assignments = (await w.call('GET', `/plans/${planId}/addons`)).body.data.map(without);
  const one = async (path: string) => without((await w.call('GET', path)).body);
  const addons = [];
  for (const { addon } of assignments) addons.push(await one(`/addons/${addon.id}`));
  const cards = [...body.phases.flatMap((p: { rate_cards: object[] }) => p.rate_cards), ...addons.flatMap((a) => a.rate_cards as object[])];
  const ids = (of: (card: { feature?: { id: string }; tax_config?: { code: { id: string } } }) => string | undefined) => [
    ...new Set<string>(cards.flatMap((card) => of(card) ?? [])),
  ];
  const features = [];
  for (const id of ids(({ feature }) => feature?.id)) features.push(await one(`/features/${id}`));
  const meters = [];
  for (const id of new Set(features.map(({ meter }) => (meter as { id: string }).id))) meters.push(await one(`/meters/${id}`));
  const taxCodes = [];
  for (const id of ids(({ tax_config }) => tax_config?.code.id)) taxCodes.push(await one(`/tax-codes/${id}`));
  const versions = (await w.call('GET', `/api/v1/plans/${planId}/versions`)).body.data.map(
    (v: { version: number; status: string; name: string }) => `${v.version} ${v.status} ${v.name}`,
  );
  return { plan: without(body), assignments, addons, features, meters, tax_codes: taxCodes, versions };
}

it('shows a version with its add-ons, features, meters and tax codes as they were, whatever was done to them since', async () => {
  const ACTS = [
    'rename',
    'price',
    'tax',
    'meter',
    'cost',
    'taxName',
    'addOnName',
    'offer',
    'terms',
    'withdraw',
    'publish',
    'next',
    'archive',
    'delete',
  ] as const;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...ACTS), { minLength: 6, maxLength: 14 }), async (acts) => {
      const w = await testWorkspace();
      const card = await tieredCard(w);
      const { body: meter } = await w.call('GET', '/meters').then(({ body }) => ({ body: body.data[0] }));
      const tax = (await w.call('POST', '/tax-codes', { key: 'saas', name: 'SaaS', app_mappings: [] })).body.id;
      const plan = await draft(w, { phases: [phase(card)] });
      const addOn = await publishedAddOn(w);
      const first = await w.call('POST', `/plans/${plan}/addons`, { name: 'Extra', addon: { id: addOn }, from_plan_phase: 'main' });
      const offers = async () => ((await w.call('GET', `/plans/${plan}/addons`)).body.data ?? []) as { id: string }[];
      expect(first.status).toBe(201);
      const seen: { at: string; was: Awaited<ReturnType<typeof snapshot>> }[] = [];
      for (const [n, act] of acts.entries()) {
        const cards = { rename: [card], price: [card, { ...fee, price: { type: 'flat', amount: String(n) } }] };
        const taxed = { ...fee, tax_config: { code: { id: tax } } };
        const run: Record<(typeof ACTS)[number], () => Promise<unknown>> = {
          rename: () => w.call('PUT', `/plans/${plan}`, upsert({ name: `Flat ${n}`, phases: [phase(...cards.rename)] })),
          price: () => w.call('PUT', `/plans/${plan}`, upsert({ name: 'Flat', phases: [phase(...cards.price)] })),
          tax: () => w.call('PUT', `/plans/${plan}`, upsert({ name: 'Flat', phases: [phase(card, taxed)] })),
          meter: () => w.call('PUT', `/meters/${meter.id}`, { name: `Meter ${n}` }),
          cost: () => w.call('PATCH', `/features/${card.feature.id}`, { unit_cost: { type: 'manual', amount: String(n) } }),
          taxName: () => w.call('PUT', `/tax-codes/${tax}`, { name: `Tax ${n}`, app_mappings: [] }),
          addOnName: () => w.call('PUT', `/addons/${addOn}`, { ...extra, key: undefined, currency: undefined, name: `Extra ${n}` }),
          offer: () => w.call('POST', `/plans/${plan}/addons`, { name: `Again ${n}`, addon: { id: addOn }, from_plan_phase: 'main' }),
          terms: async () => {
            for (const { id } of await offers())
              await w.call('PUT', `/plans/${plan}/addons/${id}`, { name: `Terms ${n}`, from_plan_phase: 'main', max_quantity: n + 1 });
          },
          withdraw: async () => {
            for (const { id } of await offers()) await w.call('DELETE', `/plans/${plan}/addons/${id}`);
          },
          publish: async () => {
            await w.call('POST', `/addons/${addOn}/publish`);
            await w.call('POST', `/plans/${plan}/publish`);
          },
          next: () => w.call('POST', `/api/v1/plans/${plan}/next`),
          archive: async () => {
            await w.call('POST', `/plans/${plan}/archive`);
            await w.call('POST', `/addons/${addOn}/archive`);
          },
          delete: () => w.call('DELETE', `/plans/${plan}`),
        };
        await run[act]();
        const was = await snapshot(w, plan);
        seen.push({ at: await instant(), was });
      }
      for (const { at, was } of seen) {
        const { status, body } = await w.call('GET', `/api/v1/plans/${plan}/as-of?as_of=${at}`);
        expect(status).toBe(was ? 200 : 404);
        if (!was) continue;
        const versions = body.versions.map((v: { version: number; status: string; name: string }) => `${v.version} ${v.status} ${v.name}`);
        expect({ ...body, versions }).toEqual(was);
      }
    }),
    { numRuns: 8 },
  );
}, 180_000);
