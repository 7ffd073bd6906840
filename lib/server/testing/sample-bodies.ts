import 'server-only';
import { extra, fee, flat, phase, tieredCard } from './sample-plans';
import type { TestWorkspace } from './workspace';

// Bodies as callers write them, for tests.

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
    'create-meter': { key: 'm', name: 'M', aggregation: 'sum', event_type: 'llm', value_property: '$.n', dimensions: { model: '$.m' } },
    'update-meter': { name: 'M', dimensions: { model: '$.m' } },
    'query-meter': { from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z', granularity: 'P1M', time_zone: 'Europe/Berlin' },
    'query-feature-cost': { granularity: 'P1M', group_by_dimensions: ['subject'] },
    'ingest-metering-events': { id: 'a', source: 's', specversion: '1.0', type: 'llm', subject: 's', data: { n: 5 } },
    'create-api-key': { name: 'K', role: 'editor', expires_at: '2030-01-01T00:00:00Z' },
  };
}
