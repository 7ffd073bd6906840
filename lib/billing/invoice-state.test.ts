import { expect, test } from 'vitest';
import { fire, INVOICE_STATES, type InvoiceFacts, type InvoiceTrigger, statusDetails } from './invoice-state';

const facts: InvoiceFacts = {
  autoAdvance: true,
  collectionReached: true,
  draftOver: true,
  hasCritical: false,
  hasLines: true,
  draftSynced: true,
  issuingSynced: true,
};
const TRIGGERS: InvoiceTrigger[] = [
  'advance',
  'approve',
  'retry',
  'edit',
  'delete',
  'snapshot_quantities',
  'void',
  'authorized',
  'paid',
  'failed',
  'action_required',
  'overdue',
  'uncollectible',
];

test('every trigger in every state leads to a state in which something is waited for, or is refused', () => {
  for (const state of INVOICE_STATES) {
    for (const trigger of TRIGGERS) {
      const result = fire(state, trigger, facts);
      if ('error' in result) continue;
      expect(fire(result.state, 'advance', facts)).toEqual({ error: 'invoice_cannot_advance' });
    }
  }
});

test('what is offered can be done and leads where it says, and nothing else can', () => {
  for (const state of INVOICE_STATES) {
    const { availableActions } = statusDetails(state, facts);
    for (const action of ['advance', 'approve', 'retry', 'snapshot_quantities', 'void', 'delete'] as const) {
      const result = fire(state, action, facts);
      expect('state' in result ? result.state : undefined).toBe(availableActions[action]);
    }
  }
});

test('an invoice without lines is never issued, and one that was issued is never deleted', () => {
  for (const state of INVOICE_STATES.filter((name) => name.startsWith('draft.'))) {
    const approved = fire(state, 'approve', { ...facts, hasLines: false });
    if ('state' in approved) expect(approved.state).toBe('deleted');
  }
  const isIssued = (name: string) => /^(issued|payment|paid|overdue|uncollectible|voided)/.test(name);
  for (const state of INVOICE_STATES.filter(isIssued)) expect(fire(state, 'delete', facts)).toHaveProperty('error');
});

test('work that goes wrong leads to the failed sibling, and retrying goes on from there', () => {
  const broken = fire('draft.manual_approval_needed', 'approve', facts, (state) => state !== 'issuing.syncing');
  expect(broken).toEqual({ state: 'issuing.failed' });
  expect(fire('issuing.failed', 'retry', { ...facts, hasCritical: true })).toEqual({ state: 'payment_processing.pending' });
  expect(fire('draft.validating', 'advance', { ...facts, hasCritical: true })).toEqual({ state: 'draft.invalid' });
});
