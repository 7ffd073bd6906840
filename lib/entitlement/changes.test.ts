import { expect, test } from 'vitest';
import type { Entitlement } from '../catalog/entitlement';
import { accessTo, withCredit } from './access';
import { type Account, valueAt } from './account';
import { usageIn } from './arbitrary-account';
import { acceptGrant, carriedGrants, type GrantRequest, resetError, voidGrant } from './changes';
import { EntitlementsDoNotFit, entitlementsOf } from './from-subscription';
import { scheduleEntitlement } from './lifetime';
import { mergeTemplates, templateOf } from './template';

const start = '2026-01-01T00:00:00Z';
const now = '2026-01-15T12:00:00Z';
const account: Account = {
  aggregation: 'SUM',
  measureUsageFrom: start,
  usagePeriod: { interval: 'P1M', anchor: start },
  limits: [{ from: start, units: '100', isSoft: false }],
  limitPriority: 1,
  grants: [],
  resets: [],
  preserveOverage: false,
  timeZone: 'UTC',
};

test('a grant that makes no sense is refused by name', () => {
  const error = (request: Partial<GrantRequest>) => {
    const done = acceptGrant({ amount: '10', ...request }, now, start);
    return done.ok ? null : done.error;
  };
  expect(error({ amount: '0' })).toBe('amount_must_be_positive');
  expect(error({ amount: '-1' })).toBe('amount_must_be_positive');
  expect(error({ amount: `1${'0'.repeat(29)}` })).toBeNull();
  expect(error({ effectiveAt: '2025-12-31T23:59:59Z' })).toBe('effective_before_current_usage_period');
  expect(error({ expiresAt: now })).toBe('expires_before_effective');
  expect(error({ minRollover: '5', maxRollover: '4' })).toBe('rollover_min_above_max');
  expect(error({ maxRollover: '-1' })).toBe('rollover_must_not_be_negative');
  expect(error({ recurrence: { interval: 'PT59M', anchor: start } })).toBe('recurrence_too_short');
  expect(acceptGrant({ amount: '10' }, now, start)).toEqual({
    ok: true,
    grant: {
      amount: '10',
      priority: 1,
      effectiveAt: now,
      createdAt: now,
      expiresAt: null,
      minRollover: '0',
      maxRollover: '10',
      voidedAt: null,
    },
  });
});

test('a grant is taken back once, now or earlier in the usage period', () => {
  expect(voidGrant({}, '2026-01-10T00:00:00Z', now, start)).toEqual({ ok: true, voidedAt: '2026-01-10T00:00:00Z' });
  expect(voidGrant({ voidedAt: start }, now, now, start)).toEqual({ ok: false, error: 'already_voided' });
  expect(voidGrant({}, '2025-12-31T00:00:00Z', now, start)).toEqual({ ok: false, error: 'void_before_current_usage_period' });
});

test('a reset lies in the usage period that runs', () => {
  expect(resetError(account, '2026-01-16T00:00:00Z', now)).toBe('reset_in_future');
  expect(resetError(account, '2026-01-10T00:00:00Z', '2026-02-10T00:00:00Z')).toBe('reset_before_current_period');
  // On a boundary it counts once.
  expect(resetError(account, '2026-02-01T00:00:00Z', '2026-02-10T00:00:00Z')).toBeNull();
});

test('what was given by hand goes over to another account with what is left of it', () => {
  const grant = { id: 'gift', amount: '50', priority: 2, effectiveAt: start, minRollover: '0', maxRollover: '50' };
  const gone = { ...grant, id: 'gone', expiresAt: '2026-01-10T00:00:00Z' };
  const before = { ...account, grants: [grant, gone] };
  const at = '2026-01-20T00:00:00Z';
  const { balances } = valueAt(before, at, usageIn([{ at: '2026-01-05T00:00:00Z', value: '190' }], 'SUM'));
  const after = {
    ...account,
    measureUsageFrom: at,
    ...carriedGrants(before, balances, at),
    limits: [{ from: at, units: '10', isSoft: false }],
  };
  expect(valueAt(after, at, () => '0')).toMatchObject({ balance: '20', balances: { default: '10', gift: '10' } });
});

test('an entitlement is created now, scheduled for later, or takes the place of another', () => {
  const wanted = { featureKey: 'f', customerId: 'c' };
  const old = { ...wanted, id: 'old', createdAt: start, activeTo: '2026-02-01T00:00:00Z' };
  const error = (...args: Parameters<typeof scheduleEntitlement>) => {
    const done = scheduleEntitlement(...args);
    return done.ok ? null : done.error;
  };
  expect(error('create', wanted, [], now)).toBeNull();
  expect(error('create', wanted, [old], now)).toBe('entitlements_overlap');
  expect(error('schedule', { ...wanted, activeTo: '2026-03-01T00:00:00Z' }, [], now)).toBe('active_to_without_active_from');
  expect(error('schedule', { ...wanted, activeFrom: '2026-02-01T00:00:00Z' }, [old], now)).toBeNull();
  expect(error('supersede', { ...wanted, activeFrom: start }, [old], now, 'old')).toBe('supersede_not_after_start');
  expect(error('supersede', { ...wanted, activeFrom: '2026-02-01T00:00:01Z' }, [old], now, 'old')).toBe('supersede_after_end');
  expect(error('supersede', wanted, [old], now, 'old')).toBeNull();
});

test('a template is what its card says, with the cadence of the card', () => {
  const metered: Entitlement = { type: 'metered', isSoftLimit: false, limit: 1e21 };
  expect(templateOf(metered, 'P1M')).toEqual({ type: 'metered', limit: `1${'0'.repeat(21)}`, isSoftLimit: false, usagePeriod: 'P1M' });
  expect(templateOf({ type: 'metered', isSoftLimit: true, usagePeriod: 'P1D' }, 'P1M')).toMatchObject({ limit: null, usagePeriod: 'P1D' });
  expect(templateOf({ type: 'boolean' }, 'P1M')).toEqual({ type: 'boolean', count: 1 });
  expect(templateOf({ type: 'static', config: { a: 1 } }, 'P1M')).toEqual({ type: 'static', config: { a: 1 } });
});

test('what does not add up is refused, and never resolved in silence', () => {
  const limit = { type: 'metered' as const, limit: '5', isSoftLimit: false, usagePeriod: 'P1M' };
  const error = (...args: Parameters<typeof mergeTemplates>) => {
    const merged = mergeTemplates(...args);
    return merged.ok ? null : merged.error;
  };
  expect(error(limit, [{ template: { type: 'boolean', count: 1 }, quantity: 1 }])).toBe('rate_card_entitlement_template_type_mismatch');
  expect(error(limit, [{ template: limit, quantity: 2, takenAway: true }])).toBe('limit_below_zero');
  const phase = { key: 'a', from: start, to: '9999-12-31T23:59:59Z' };
  const items = [{ ...phase, featureKey: 'f', template: limit, phase: 'a', phaseFrom: start }];
  const addOns = [{ featureKey: 'f', template: { type: 'boolean' as const, count: 1 }, quantities: [{ from: start, quantity: 1 }] }];
  expect(() => entitlementsOf({ phases: [phase], billingAnchor: start, items, addOns })).toThrow(EntitlementsDoNotFit);
});

test('a feature that only credit pays for is denied without credit, but a limit that is reached is told first', () => {
  const open = accessTo({ type: 'boolean', count: 1 }, true);
  expect(withCredit(open, '0.01')).toEqual(open);
  expect(withCredit(open, null)).toEqual(open);
  for (const spendable of ['0', '0.00', '-3'])
    expect(withCredit(open, spendable)).toMatchObject({ hasAccess: false, reason: 'no_credit_available' });
  const limit = { type: 'metered' as const, limit: '5', isSoftLimit: false, usagePeriod: 'P1M' };
  expect(withCredit(accessTo(limit, false), '0').reason).toBe('usage_limit_reached');
});
