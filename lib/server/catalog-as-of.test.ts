import { expect, it } from 'vitest';
import { draft, draftAddOn, flat, phase, tieredCard, upsert } from './sample-plans';
import { type TestWorkspace, testWorkspace } from './testing';

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
    addOnId = await draftAddOn(w);
  });
  step(async () => {
    const body = { name: 'Extra', addon: { id: addOnId }, from_plan_phase: 'main', max_quantity: 2 };
    assignmentId = (await w.call('POST', `/plans/${planId}/addons`, body)).body.id;
  });
  step(async () => w.call('PUT', `/plans/${planId}`, upsert({ ...flat, name: 'Flat, renamed' })));
  step(async () => w.call('DELETE', `/plans/${planId}/addons/${assignmentId}`));
  step(async () => w.call('POST', `/plans/${planId}/publish`));
  step(async () => w.call('POST', `/api/v1/plans/${planId}/next`));
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
