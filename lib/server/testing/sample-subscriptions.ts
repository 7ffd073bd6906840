import 'server-only';
import { transaction } from '@/lib/server/core/db';
import { draftAddOn, fee, phase } from './sample-plans';
import { type TestWorkspace, testWorkspace } from './workspace';

// Subscriptions as callers make them, for tests.

/** Own operations on subscriptions. */
export const OWN = '/api/v1/subscriptions';

/** A sandbox whose clock stands at an instant, with a way to move it. Nothing falls due by moving it so. */
export async function standing(at: string): Promise<TestWorkspace & { moveTo(at: string): Promise<void> }> {
  const w = await testWorkspace('UTC', { sandbox: true });
  const moveTo = (to: string) =>
    transaction({ workspaceId: w.id }, async (tx) => {
      await tx.testClock.upsert({ where: { workspaceId: w.id }, create: { workspaceId: w.id, at: to }, update: { at: to } });
    });
  await moveTo(at);
  return { ...w, moveTo };
}

/** A new customer. */
export async function customer(w: TestWorkspace, key = 'acme', more: object = {}): Promise<string> {
  const { status, body } = await w.call('POST', '/customers', { key, name: key, ...more });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.id;
}

/** A new customer on a plan, by the contract's operation. */
export async function subscribed(w: TestWorkspace, plan = 'flat', key = 'acme', more: object = {}): Promise<string> {
  await customer(w, key);
  const { status, body } = await w.call('POST', '/subscriptions', { customer: { key }, plan: { key: plan }, ...more });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.id;
}

/** Calls an own act on a subscription; `ask` only asks what it would come to. */
export const doing = (w: TestWorkspace, id: string) => ({
  act: (name: string, body: object = {}, headers: Record<string, string> = {}) => w.call('POST', `${OWN}/${id}/${name}`, body, { headers }),
  ask: (name: string, body: object = {}) => w.call('POST', `${OWN}/${id}/${name}?preview=true`, body),
  state: async () => (await w.call('GET', `${OWN}/${id}`)).body,
});

/** A published version of a plan that offers an add-on in several. Gives both ids. */
export async function offering(
  w: TestWorkspace,
  key = 'flat',
  maxQuantity: number | undefined = 5,
): Promise<{ plan: string; addOn: string }> {
  const addOn = await draftAddOn(w, { key: `${key}_extra` });
  await w.call('POST', `/addons/${addOn}/publish`);
  const { body: plan } = await w.call('POST', '/plans', {
    ...{ key, name: 'Flat', currency: 'USD', billing_cadence: 'P1M' },
    phases: [phase(fee)],
  });
  const offer = { name: 'Extra', addon: { id: addOn }, from_plan_phase: 'main', ...(maxQuantity && { max_quantity: maxQuantity }) };
  const offered = await w.call('POST', `/plans/${plan.id}/addons`, offer);
  if (offered.status !== 201) throw new Error(JSON.stringify(offered.body));
  await w.call('POST', `/plans/${plan.id}/publish`);
  return { plan: plan.id, addOn };
}

/** A next version of a plan with another fee, published. */
export async function nextVersion(w: TestWorkspace, plan: string, amount: string): Promise<string> {
  const { body } = await w.call('POST', `/api/v1/plans/${plan}/next`);
  const changed = await w.call('PUT', `/plans/${body.id}`, { name: 'Flat', phases: [phase({ ...fee, price: { type: 'flat', amount } })] });
  if (changed.status !== 200) throw new Error(JSON.stringify(changed.body));
  await w.call('POST', `/plans/${body.id}/publish`);
  return body.id;
}
