import 'server-only';
import { extra, fee, flat, phase, tieredCard } from './sample-plans';
import type { TestWorkspace } from './workspace';

// Bodies as callers write them, for tests.

/** Bodies of acts on subscriptions of the customer `subscriber` to the plan `sold`. */
function subscriptionBodies(addOnId: string): Record<string, object> {
  const choice = { customer: { key: 'subscriber' }, plan: { key: 'sold' } };
  const timing = 'immediate';
  const terms = [{ item: 'fee', set: { price: { type: 'flat', amount: '40' } }, reason: 'x' }];
  const card = { key: 'more', name: 'More', billing_cadence: 'P1M', price: { type: 'flat', amount: '5' } };
  const start = {
    ...choice,
    ...{ name: 'N', labels: { a: 'b' }, billing_anchor: '2026-01-01T00:00:00Z', negotiated: terms, note: 'x' },
    ...{ seats: [{ item: 'fee', quantity: 2 }], addons: [] },
  };
  return {
    'create-subscription': { ...choice, labels: { a: 'b' }, settlement_mode: 'credit_then_invoice', cost_basis_mode: 'dynamic' },
    'change-subscription': { ...choice, timing },
    'cancel-subscription': { timing: 'next_billing_cycle' },
    'create-subscription-addon': { addon: { id: addOnId }, quantity: 1, timing },
    'start-subscription': start,
    'update-subscription': { name: 'N', description: 'x', labels: { a: 'b' } },
    'end-subscription': { timing: 'next_billing_cycle', note: 'x' },
    'switch-subscription': { plan: { key: 'sold' }, timing },
    'edit-subscription': {
      patches: [
        { op: 'add_item', phase: 'main', rate_card: card },
        { op: 'remove_item', phase: 'main', item: 'more' },
      ],
    },
    'pause-subscription': { timing, resume_at: '2030-01-01T00:00:00Z' },
    'resume-subscription': { timing },
    'set-subscription-seats': { item: 'fee', quantity: 3, timing },
    'migrate-subscription': { version: 2, timing },
    'negotiate-subscription': { terms, timing },
    'add-subscription-addon': { addon: { id: addOnId }, quantity: 1, timing },
    'set-subscription-addon-quantity': { quantity: 2, timing },
    'replace-customer-billing-data': { currency: 'USD', tax_ids: [{ type: 'eu_vat', value: 'x' }], department: 'd', tags: ['a'] },
  };
}

const OTHER_BODIES = {
  'create-meter': { key: 'm', name: 'M', aggregation: 'sum', event_type: 'llm', value_property: '$.n', dimensions: { model: '$.m' } },
  'update-meter': { name: 'M', dimensions: { model: '$.m' } },
  'query-meter': { from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z', granularity: 'P1M', time_zone: 'Europe/Berlin' },
  'query-feature-cost': { granularity: 'P1M', group_by_dimensions: ['subject'] },
  'ingest-metering-events': { id: 'a', source: 's', specversion: '1.0', type: 'llm', subject: 's', data: { n: 5 } },
  'create-tax-code': { key: 't', name: 'T', app_mappings: [{ app_type: 'stripe', tax_code: 'txcd_10103001' }] },
  'upsert-tax-code': { name: 'T', app_mappings: [] },
  'create-custom-currency': { code: 'CREDITS', name: 'C', precision: 2, decimal_mark: '.', thousand_separator: ',' },
  'create-cost-basis': { fiat_code: 'USD', rate: '0.01' },
  'create-llm-cost-override': {
    provider: 'openai',
    model_id: 'gpt-4o',
    pricing: { input_per_token: '0.1', output_per_token: '0.2' },
    currency: 'USD',
    effective_from: '2026-01-01T00:00:00Z',
  },
};

/** For many operations a body that is right, with everything in it that may be. */
export async function rightBodies(w: TestWorkspace, addOnId: string): Promise<Record<string, object>> {
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
    'exchange-plan-addon': { addon: { id: addOnId } },
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
    'create-invitation': { email: 'a@b.example', role: 'editor' },
    'update-member': { role: 'editor' },
    ...OTHER_BODIES,
    ...subscriptionBodies(addOnId),
    'create-api-key': { name: 'K', role: 'editor', expires_at: '2030-01-01T00:00:00Z' },
  };
}
