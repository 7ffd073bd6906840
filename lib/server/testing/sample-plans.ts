import 'server-only';
import type { TestWorkspace } from './workspace';

// Plans as callers write them, for tests.

export const fee = { key: 'fee', name: 'Platform fee', billing_cadence: 'P1M', price: { type: 'flat', amount: '49' } };

export const phase = (...cards: object[]) => ({ key: 'main', name: 'Main', rate_cards: cards });

/** A plan that can be published as it is. */
export const flat = { key: 'flat', name: 'Flat', currency: 'USD', billing_cadence: 'P1M', phases: [phase(fee)] };

/** Fields of a plan that the contract's update takes. */
export const upsert = ({ name, phases }: { name: string; phases: object[] }) => ({ name, phases });

/** A meter with a feature on it, and a rate card that sells that in tiers. */
export async function tieredCard(w: TestWorkspace, key = 'tokens') {
  const meter = { key, name: key, aggregation: 'sum', event_type: 'llm', value_property: '$.n' };
  const { body: counted } = await w.call('POST', '/meters', meter);
  const { body: feature } = await w.call('POST', '/features', { key, name: key, meter: { id: counted.id } });
  const tiers = [{ up_to_amount: '300', unit_price: { type: 'unit', amount: '0' } }, { unit_price: { type: 'unit', amount: '0.002' } }];
  return { key, name: key, feature: { id: feature.id }, billing_cadence: 'P1M', price: { type: 'graduated', tiers } };
}

/** A new draft of `flat`, or of a plan like it. */
export async function draft(w: TestWorkspace, changes: object = {}): Promise<string> {
  const { status, body } = await w.call('POST', '/plans', { ...flat, ...changes });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.id;
}

/** A published version of `flat`, or of a plan like it. */
export async function published(w: TestWorkspace, changes: object = {}): Promise<string> {
  const id = await draft(w, changes);
  const { status, body } = await w.call('POST', `/plans/${id}/publish`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return id;
}

/** An add-on that can be published and offered with `flat` as it is. */
export const extra = {
  key: 'extra',
  name: 'Extra',
  instance_type: 'multiple',
  currency: 'USD',
  rate_cards: [{ key: 'seats', name: 'Extra seats', billing_cadence: 'P1M', price: { type: 'flat', amount: '10' } }],
};

/** A new draft of `extra`, or of an add-on like it. */
export async function draftAddOn(w: TestWorkspace, changes: object = {}): Promise<string> {
  const { status, body } = await w.call('POST', '/addons', { ...extra, ...changes });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.id;
}

/** A published version of `extra`, or of an add-on like it. */
export async function publishedAddOn(w: TestWorkspace, changes: object = {}): Promise<string> {
  const id = await draftAddOn(w, changes);
  const { status, body } = await w.call('POST', `/addons/${id}/publish`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return id;
}
