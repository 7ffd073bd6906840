import { expect, test } from 'vitest';
import { decimal } from '../decimal';
import { epochSeconds, fromEpochSeconds } from '../time';
import { accessTo } from './access';
import { hasAccess, limitAt, valueAt } from './account';
import { usageIn } from './arbitrary-account';
import { entitlementsOf } from './from-subscription';
import { originOf, usedUpSince } from './origin';
import { accountAt, type Metering, type Override, type Rights, rightAt } from './rights';

const phase = { key: 'Standard', from: '2026-01-01T00:00:00Z', to: '9999-12-31T23:59:59Z' };
const metered = (limit: string) => ({ type: 'metered' as const, limit, isSoftLimit: false, usagePeriod: 'P1M' });
const spans = entitlementsOf({
  phases: [phase],
  billingAnchor: phase.from,
  items: [{ ...phase, featureKey: 'calls', template: metered('10000'), phase: 'Standard', phaseFrom: phase.from, source: 'Pro v3' }],
  addOns: [
    { featureKey: 'calls', template: metered('5000'), quantities: [{ from: '2026-02-01T00:00:00Z', quantity: 2 }], source: 'Extra calls' },
  ],
});
const override = (more: Partial<Override>): Override => ({
  id: 'override',
  featureKey: 'calls',
  mode: 'replace',
  template: metered('50000'),
  reason: 'promised in the contract',
  owner: 'Ann',
  effectiveAt: '2026-03-05T00:00:00Z',
  expiresAt: '2026-04-01T00:00:00Z',
  reviewAt: null,
  ...more,
});
const metering: Metering = { aggregation: 'SUM', grants: [], resets: [], preserveOverage: false, timeZone: 'UTC' };
const used = [
  { at: '2026-03-02T00:00:00Z', value: '12000' },
  { at: '2026-03-12T09:00:00Z', value: '19000' },
];

function explain(rights: Rights, at: string, of: Partial<Parameters<typeof originOf>[0]> = {}) {
  const account = accountAt(rights, at, { ...metering, grants: of.grants ?? [] });
  const value = account && valueAt(account, at, usageIn(used, 'SUM'));
  const access = accessTo(
    rightAt(rights, at)?.template ?? null,
    Boolean(account && value && hasAccess(limitAt(account, at), decimal(value.balance))),
  );
  const isEmpty = (seconds: number) =>
    Boolean(account && valueAt(account, fromEpochSeconds(seconds), usageIn(used, 'SUM')).balance === '0');
  const since = value && usedUpSince(epochSeconds(value.usagePeriod.from), epochSeconds(at), isEmpty);
  const usedUpAt = since ? fromEpochSeconds(since) : null;
  return originOf({ rights, grants: [], at, access, value, usedUpAt, timeZone: 'UTC', ...of });
}

test('an answer names its layers, how they add up, and which one wins', () => {
  const rights = { spans, overrides: [override({})] };
  const { sentence, layers } = explain(rights, '2026-03-13T00:00:00Z');
  expect(sentence).toBe('Pro v3, phase Standard: 10,000; + Extra calls × 2: 10,000; override by Ann until 1 Apr: 50,000 wins; 19,000 left');
  expect(layers.map(({ kind, wins }) => [kind, wins])).toEqual([
    ['plan', false],
    ['addon', false],
    ['override', true],
  ]);
  expect(layers[2]?.reason).toBe('promised in the contract');
});

test('the limit of an override counts for what was used before it, and ends to the second', () => {
  const rights = { spans, overrides: [override({})] };
  const balance = (at: string) => {
    const account = accountAt(rights, at, metering);
    return account && valueAt(account, at, usageIn(used, 'SUM'));
  };
  expect(balance('2026-03-04T00:00:00Z')).toMatchObject({ balance: '8000', overage: '0' });
  expect(balance('2026-03-05T00:00:00Z')).toMatchObject({ balance: '38000', overage: '0' });
  expect(balance('2026-03-31T23:59:59Z')).toMatchObject({ balance: '19000', overage: '0' });
  expect(balance('2026-04-01T00:00:00Z')).toMatchObject({ balance: '20000', overage: '0', usage: '0' });
  const early = { spans, overrides: [override({ expiresAt: '2026-03-20T00:00:00Z' })] };
  const account = accountAt(early, '2026-03-20T00:00:00Z', metering);
  expect(account && valueAt(account, '2026-03-20T00:00:00Z', usageIn(used, 'SUM'))).toMatchObject({ balance: '0', overage: '11000' });
});

test('a denial says when it was used up, when it comes back, and what would bring it back', () => {
  expect(explain({ spans, overrides: [] }, '2026-03-20T00:00:00Z').sentence).toBe(
    'Pro v3, phase Standard: 10,000; + Extra calls × 2: 10,000; used up on 12 Mar; resets on 1 Apr; 3 more add-on units would cover it',
  );
  const taken = { spans, overrides: [override({ mode: 'remove', template: null, reason: 'not paid' })] };
  expect(explain(taken, '2026-03-20T00:00:00Z').sentence).toBe(
    'Pro v3, phase Standard: 10,000; + Extra calls × 2: 10,000; taken away by Ann since 5 Mar (not paid); it comes back on 1 Apr',
  );
  const ended = { spans: spans.map((span) => ({ ...span, to: span.to < '9999' ? span.to : '2026-03-01T00:00:00Z' })), overrides: [] };
  expect(explain(ended, '2027-01-01T00:00:00Z').sentence).toBe('Pro v3 and Extra calls gave it until 1 Mar 2026');
  expect(explain({ spans: [], overrides: [] }, '2026-03-20T00:00:00Z').sentence).toBe('no plan, add-on or override gives it');
  expect(explain({ spans, overrides: [] }, '2025-12-20T00:00:00Z').sentence).toBe('Pro v3 will give it from 1 Jan 2026');
});

test('grants by hand stand beside what the plan gives', () => {
  const grants = [{ id: 'a gift', amount: '20000', priority: 1, effectiveAt: '2026-03-10T00:00:00Z', expiresAt: '2026-04-15T00:00:00Z' }];
  const { sentence } = explain({ spans, overrides: [] }, '2026-03-20T00:00:00Z', { grants });
  expect(sentence).toBe('Pro v3, phase Standard: 10,000; + Extra calls × 2: 10,000; + grant until 15 Apr: 20,000; 9,000 left');
});
