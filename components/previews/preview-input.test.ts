import { describe, expect, it } from 'vitest';
import { type PreviewQuestion, previewRequest } from './preview-input';

const ZONE = 'Europe/Berlin';
const RANGE = { from: '2026-10-01', to: '2026-11-01' };
const ramp = {
  id: '01J00000000000000000000PLN',
  billingCadence: 'P1M',
  phases: [{ key: 'trial', duration: 'P14D' }, { key: 'ramp', duration: 'P3M' }, { key: 'full' }],
};
const plain = { id: '01J00000000000000000000PLA', billingCadence: 'P1M', phases: [{ key: 'full' }] };
const passing = { id: '01J00000000000000000000PAS', billingCadence: 'P1M', phases: [{ key: 'full', duration: 'P1M' }, { key: 'later' }] };
const plans = [ramp, plain, passing] as unknown as Parameters<typeof previewRequest>[3];

const question = (extra: Partial<PreviewQuestion>): PreviewQuestion => ({
  customer: '01J00000000000000000000CST',
  plan: '01J00000000000000000000PLN',
  compare: null,
  from: null,
  to: null,
  phase: null,
  start: null,
  addOns: null,
  credits: null,
  asOf: null,
  customerView: false,
  ...extra,
});

describe('the request of a preview', () => {
  it('counts periods of a customer who stays in the last phase from the start of the year', () => {
    const { body } = previewRequest(question({}), RANGE, ZONE, plans) ?? {};
    expect(body).toMatchObject({ startingPhase: 'full', start: '2025-12-31T23:00:00Z' });
  });

  it('begins an earlier phase with the period, since that phase would be over if it had begun in January', () => {
    const { body } = previewRequest(question({ phase: 'ramp' }), RANGE, ZONE, plans) ?? {};
    expect(body?.startingPhase).toBe('ramp');
    expect(body?.start).toBeUndefined();
  });

  it('begins with the period where the compared plan ends the phase that the first one stays in, so that both are in it', () => {
    const ours = { plan: plain.id };
    expect(previewRequest(question({ ...ours, compare: ramp.id }), RANGE, ZONE, plans)?.body.start).toBeDefined();
    expect(previewRequest(question({ ...ours, compare: passing.id }), RANGE, ZONE, plans)?.body).toMatchObject({ startingPhase: 'full' });
    expect(previewRequest(question({ ...ours, compare: passing.id }), RANGE, ZONE, plans)?.body.start).toBeUndefined();
  });

  it('begins with the first phase, and the period, for a new customer', () => {
    const { body } = previewRequest(question({ phase: 'start' }), RANGE, ZONE, plans) ?? {};
    expect(body?.startingPhase).toBeUndefined();
    expect(body?.start).toBeUndefined();
  });
});
